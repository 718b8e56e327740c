"""What is said of accounts that came back day after day to be refused one product."""

from __future__ import annotations

from detectors.code_guessing_early import EARLY, FITTING, early_told
from detectors.code_guessing_guessers import TRIES
from detectors.code_guessing_patient import PATIENT, patient_told
from detectors.code_guessing_roaming import ROAMING, roaming_told
from detectors.code_guessing_slow_state import WINDOW_DAYS
from detectors.code_guessing_words import PRODUCTS_TOLD
from detectors.first_times import in_order
from detectors.statuses import DENIED, spelled
from detectors.tally import Tally
from detectors.wording import counted, from_to

TOLD = {ROAMING: roaming_told, PATIENT: patient_told, EARLY: early_told, FITTING: early_told}


def told(run: Tally) -> tuple[dict[str, float | int | str], str, str]:
    """Return the numbers, the sentence and what to do: of how many accounts, on how many days, how often; of others."""
    accounts, fewest, most, tries, among, *usual = (*run.detail, *[0] * 10)[:10]
    given, (known, _, rare, kind, fitted) = len(run.marked or {}), usual
    evidence: dict[str, float | int | str] = {
        "accounts": accounts, "days_at_least": fewest, "days_at_most": most, "refused_in_all": tries,
        "accounts_refused": among, "account_days_known": known, "most_of_99_in_100": rare,
        "given_later": given, "given": fitted, "surprise_log10": round(run.surprise, 3), "events": run.n,
    }  # fmt: skip
    hits = f"{_named(run)}{_fitted(fitted)}{f' {_given(given)}' if given else ''}"
    if way := TOLD.get(kind):
        reason, action = way(run.detail)
        return evidence, reason + hits, action
    who, each = ("One account was", "") if accounts == 1 else (f"{counted(accounts)} were each", " in all")
    days = from_to(fewest, most)
    reason = (
        f"{who} refused the same product {max(TRIES, rare + 1)} times or more on {days} days of {WINDOW_DAYS} "
        f"({spelled(DENIED)}; {counted(tries, 'time')}{each}), of {among:,} accounts that were refused it "
        f"without a key at all; of {known:,} earlier days on which one was, 99 in 100 were at most "
        f"{counted(rare, 'time')}.{hits}"
    )
    action = "See what was asked for and what was given; bound how often an account may try in a week."
    return evidence, reason, action


def _named(run: Tally) -> str:
    """Say which product it was, where that is told.

    >>> _named(Tally(carried={"freebet/redeem": 4.0})), _named(Tally())
    (' The product is freebet/redeem.', '')
    """
    products = in_order(run.carried or {})
    if not products:
        return ""
    return f" The product{'s are' if len(products) > 1 else ' is'} {', '.join(products[:PRODUCTS_TOLD])}."


def _fitted(times: int) -> str:
    """Say how often what was tried fitted.

    >>> _fitted(3), _fitted(0)
    (' It was given 3 times after several refusals: so often a try fitted.', '')
    """
    return f" It was given {counted(times, 'time')} after several refusals: so often a try fitted." if times else ""


def _given(accounts: int) -> str:
    """Say how many were answered at last.

    >>> _given(6)
    '6 were given it afterwards from lines new to them, and are named first.'
    """
    if accounts == 1:
        return "One was given it afterwards from a line new to it, and is named first."
    return f"{accounts} were given it afterwards from lines new to them, and are named first."
