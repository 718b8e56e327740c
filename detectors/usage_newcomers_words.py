"""What is said of newcomers who used far more than newcomers do."""

from __future__ import annotations

from detectors.provider_told import of_provider
from detectors.statuses import DENIED, spelled
from detectors.steps import HOUR_S
from detectors.tally import Tally
from detectors.usage_newcomers_beyond import APART_FROM, BEYOND, SELDOM, WINDOW_DAYS
from detectors.usage_newcomers_found import MADE
from detectors.usage_newcomers_paced import PACED
from detectors.usage_newcomers_state import STEP_S
from detectors.wording import counted

COPIED = "Hold the accounts; look at what they fetched or booked; bound what an account may take in an hour."
SENT = (
    "Hold the accounts; bound how often an account, an address and a range of numbers may ask for it in an hour; "
    "see what was sent, given or read, and to whom."
)
Told = tuple[dict[str, float | int | str], str, str]
HOURS = f"{STEP_S / HOUR_S:.0f} h"


def told_of(run: Tally) -> Told:
    """Return the evidence, the sentence and what to do."""
    return _beyond(run) if is_beyond(run) else _of_provider(run)


def is_beyond(run: Tally) -> bool:
    """Tell whether it is told of what people seldom do, done again and again."""
    return run.detail[3:4] == (BEYOND,)


def _what(run: Tally) -> str:
    kinds = [name[len(MADE) :] for name in sorted(run.extra or ()) if name.startswith(MADE)]
    what = " or ".join([f"'{kind}'" for kind in kinds if kind])
    return f" for {what}" if what else ""


def _of_provider(run: Tally) -> Told:
    addresses, known, most, new, refused, every, *_ = (*run.detail, *[0] * 6)
    usual = "most_before" if new == PACED else "most_of_99_in_100"
    evidence: dict[str, float | int | str] = {
        "accounts": int(run.peak), "addresses": addresses, "most_requests": most, usual: run.usual,
        "known_before": known, "denied": refused,
        "surprise_log10": round(run.surprise, 3), "events": run.n,
    }  # fmt: skip
    alone = " where no newcomer came from in the weeks before" if new == 1 else ""
    told = f" ({refused:,} of {every:,} were refused: {spelled(DENIED)})" if refused else ""
    pace = ", day after day and all at one pace" if new == PACED else ""
    others = f"none made more than {run.usual:,.0f}" if new == PACED else f"99 in 100 made at most {run.usual:,.0f}"
    reason = (
        f"{run.peak:,.0f} accounts not a week old, from {addresses} addresses {of_provider(run)}{alone}, made up to "
        f"{most:,} requests{_what(run)} each within {HOURS}{pace}{told}; "
        f"of {known:,} times that newcomers did so on earlier days, {others} in as long."
    )
    return evidence, reason, COPIED


def _beyond(run: Tally) -> Told:
    addresses, known, most, _, least, here = run.detail
    evidence: dict[str, float | int | str] = {
        "accounts": int(run.peak), "addresses": addresses, "least_requests": least, "most_requests": most,
        "most_of_99_in_100": run.usual, "known_before": known, "newcomers_using_it": here,
        "surprise_log10": round(run.surprise, 3), "events": run.n,
    }  # fmt: skip
    often = f"{least:,} to {most:,}" if least < most else f"{most:,}"
    every = max(len(run.members or ()), run.distinct())
    more = f" ({every:,} with those of other days)" if every > run.peak else ""
    reason = (
        f"{run.peak:,.0f} accounts not a week old{more}, from {counted(addresses, 'address')}, made {often} requests"
        f"{_what(run)} each within {HOURS}, in {WINDOW_DAYS} days ({counted(here - run.peak, 'other newcomer')} used "
        f"it then); of {known:,} times that newcomers did so before, 99 in 100 made at most {run.usual:,.0f} in as "
        f"long. {_abused(run)}"
    )
    action = COPIED if run.usual > SELDOM else SENT
    return evidence, reason, action


def _abused(run: Tally) -> str:
    """Say how such things are abused: what people do often is copied, or held, by programs in many places."""
    if run.usual <= SELDOM:
        return "What sends texts or calls at your cost, gives something away, or lists people is abused like this."
    return (
        f"Several, each at an address of its own, made {APART_FROM:.0f} times as many and more, as nobody does by hand."
    )
