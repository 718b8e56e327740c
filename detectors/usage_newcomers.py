"""Newcomers of one provider who fetch far more than newcomers do: a site copied, or all that is released grabbed."""

from __future__ import annotations

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.settled_window import SETTLES_S
from detectors.statuses import DENIED, FAULT_FROM, OF_THE_ASKER, spelled
from detectors.steps import HOUR_S
from detectors.surprise import to_score
from detectors.tally import Tally, forget
from detectors.usage_newcomers_found import MADE, accuse, found_in, is_warm, over, show
from detectors.usage_newcomers_paced import PACED, accuse_paced, note_paced, paced_in
from detectors.usage_newcomers_state import STEP_S, UseState
from detectors.usage_newcomers_used import Used, kind_of
from schemas.event import FRESH, Event


class UsageNewcomers(JudgedSteps[UseState]):
    """Requests for one kind of product (`product` up to a colon or slash) of accounts a week old, by quarters of a day.

    Accused are three or more of one provider (/16, /32), with an address each, of which each makes five times as many
    as 99 in 100 newcomers did in as long on earlier days. Or three or more of one provider, wherever it is and however
    few addresses they share, that on a second day make five times as many as any newcomer before they began, all at one
    pace (events within 15 %), one by one and without a key. Fires on accounts opened to copy what there is, or to book
    all that is released, or to guess codes, or to work at a program's pace. Quiet on one heavy newcomer, on a class or
    hackathon (one address), on a new offer (others elsewhere do so, too), where newcomers of that provider came in the
    weeks before (unless most of it is denied), and on what few newcomers ever use. Judged when the quarter is over,
    from a site's second week on. Fails on accounts that wait for a week, on proxies at homes, and on a hoster that
    newcomers use, unless they keep one pace and no newcomer of the last weeks did a fifth as much. Takes a firm for
    scrapers whose people, with an address each and nobody of its provider before, begin with a bulk job together. Cost:
    4 microseconds an event of a newcomer; state: 200 bytes for each of them in a step, 20 for each size of a day, 20
    for a provider.
    """

    name = "usage_newcomers"
    keyed_by = "site"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = UseState
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s = 1.5 * DAY_S  # who does so by night comes again the next

    @only(FRESH)
    def remembers(self, event: Event) -> bool:
        """Note what newcomers use, or are refused."""
        if not event.novel & FRESH:
            return False
        return event.status is None or (event.status < FAULT_FROM and event.status not in OF_THE_ASKER)

    def score(self, event: Event, state: UseState, key: str) -> Signal | None:
        """Return the surprise of the account's provider so far in the step, without the event; None for others."""
        step = int(event.time // STEP_S)
        if not self.remembers(event) or event.subject not in state.made.get(step, {}):
            return None
        kind, warm = kind_of(event.product or ""), is_warm(state, step)
        surprise = max(found.values(), default=0.0) if warm and (found := found_in(state, step, kind)) else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def _note(self, event: Event, state: UseState) -> None:
        state.add(event)

    def _judge(self, state: UseState, step: int) -> None:
        """Accuse the groups of a step, then take it into what is usual."""
        accused, heavy, paced = dict[str, Used](), set[str](), set[str]()
        for kind in sorted({kind for used in state.made.get(step, {}).values() for kind in used.made}):
            heavy |= set(over(state, step, kind))
            for provider, surprise in found_in(state, step, kind).items() if is_warm(state, step) else ():
                if surprise >= self.hot_from:
                    accused |= accuse(state, step, kind, provider, surprise)
            for provider, found in paced_in(state, step, kind).items() if is_warm(state, step) else ():
                paced |= set(found.group)
                if found.surprise >= self.hot_from:
                    accused |= accuse_paced(state, step, kind, provider, found)
        if accused:
            show(state.tallies[step], accused)
        note_paced(state, step, paced)
        state.fold(step, heavy, accused.keys() | paced)

    def prune(self, state: UseState, watermark: float) -> None:
        """Judge what is over; drop tallies that nothing can make hot any more."""
        self.settle(state, watermark)
        forget(int(watermark // STEP_S) - 1, state.tallies)

    def explain(self, run: Tally, state: UseState, key: str) -> Finding:
        """Say how many accounts made how many requests, from where, and what newcomers make."""
        names, (addresses, known, most, new, refused, every, *_) = in_order(run.members), (*run.detail, *[0] * 6)
        kinds = [name[len(MADE) :] for name in sorted(run.extra or ()) if name.startswith(MADE)]
        what = " or ".join([f"'{kind}'" for kind in kinds if kind])
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
            f"{run.peak:.0f} accounts not a week old, from {addresses} addresses of one provider{alone}, made up to "
            f"{most:,} requests{f' for {what}' if what else ''} each within {STEP_S / HOUR_S:.0f} h{pace}{told}; "
            f"of {known:,} times that newcomers did so on earlier days, {others} in as long."
        )
        action = "Hold the accounts; look at what they fetched or booked; bound what an account may take in an hour."
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))
