"""Newcomers of one provider who fetch far more than newcomers do: a site copied, or all that is released grabbed."""

from __future__ import annotations

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.settled_window import SETTLES_S
from detectors.statuses import FAULT_FROM, OF_THE_ASKER
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from detectors.usage_newcomers_beyond import SELDOM, accuse_beyond, beyond_in, name_earlier, note_beyond
from detectors.usage_newcomers_found import accuse, found_in, is_warm, over, show
from detectors.usage_newcomers_paced import accuse_paced, note_paced, paced_in
from detectors.usage_newcomers_state import STEP_S, UseState, day_of
from detectors.usage_newcomers_used import Used, kind_of
from detectors.usage_newcomers_words import is_beyond, told_of
from schemas.event import SIGNED_UP, Event
from schemas.values import Severity


class UsageNewcomers(JudgedSteps[UseState]):
    """Requests for one kind of product (`product` up to a colon or slash) of accounts a week old, by quarters of a day.

    Accused are three or more of one provider (/16, /32), with an address each, of which each makes five times as many
    as 99 in 100 newcomers did in as long on earlier days. Or three or more of one provider, wherever it is and however
    few addresses they share, that on a second day make five times as many as any newcomer before they began, all at one
    pace (events within 15 %), one by one and without a key. Or several within two days, wherever they are, that do
    twenty times and more, five times as often as 99 in 100, what people do ten times at the most (a number confirmed, a
    code redeemed, a friend invited, a group's members looked up), without a key, and mostly not denied; those of one
    address count as one, but for who does it twenty times as often. Of what people do more often (a search) only those
    count who make twenty times as many, an address each, and are then told with all who make five times as many. Fires
    on accounts opened to copy what there is, or to book all that is released, or to guess codes, or to work at a
    program's pace, or to have texts and calls sent at the product's cost (toll fraud), from the first minute on. Quiet
    on one heavy newcomer, on a class or hackathon (one address), on a new offer (others elsewhere do so, too), where
    newcomers of that provider came in the weeks before (unless most of it is denied), on a client's fault that nearly
    all meet, and on what few newcomers ever use. Judged when the quarter is over, from a site's second week on. Fails
    on accounts that wait for a week, on proxies at homes and on a hoster that newcomers use, unless they keep one pace
    and no newcomer of the last weeks did a fifth as much, or do what people seldom do, or twenty times what they do; on
    one or two of these a day. Takes a firm for scrapers whose people, with an address each and nobody of its provider
    before, begin with a bulk job together, and several firms that begin within two days with what others do once
    (payees typed in, say). Cost: 4 microseconds an event of a newcomer; state: 200 bytes for each of them in a step, 20
    for each size of a day, 20 for a provider.
    """

    name = "usage_newcomers"
    keyed_by = "site"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = UseState
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s = 1.5 * DAY_S  # who does so by night comes again the next

    @only(SIGNED_UP)
    def remembers(self, event: Event) -> bool:
        """Note what newcomers use, or are refused."""
        if not event.novel & SIGNED_UP:
            return False
        return event.status is None or (event.status < FAULT_FROM and event.status not in OF_THE_ASKER)

    def score(self, event: Event, state: UseState, key: str) -> Signal | None:
        """Return the surprise of the account's provider so far in the step, without the event; None for others."""
        step = int(event.time // STEP_S)
        if not self.remembers(event) or event.subject not in state.made.get(step, {}):
            return None
        kind, warm = kind_of(event.product or ""), is_warm(state, step)
        surprise = max(found.values(), default=0.0) if warm and (found := found_in(state, step, kind)) else 0.0
        beyond = beyond_in(state, step, kind) if warm else None
        if beyond is not None and event.subject in beyond.group:
            surprise = max(surprise, beyond.surprise)
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def _note(self, event: Event, state: UseState) -> None:
        state.add(event)

    def _judge(self, state: UseState, step: int) -> None:
        """Accuse the groups of a step, then take it into what is usual."""
        accused, heavy, paced, warm = dict[str, Used](), set[str](), set[str](), is_warm(state, step)
        kinds = sorted({kind for used in state.made.get(step, {}).values() for kind in used.made})
        for kind in kinds:
            heavy |= set(over(state, step, kind))
            for provider, surprise in found_in(state, step, kind).items() if warm else ():
                if surprise >= self.hot_from:
                    accused |= accuse(state, step, kind, provider, surprise)
            for provider, found in paced_in(state, step, kind).items() if warm else ():
                paced |= set(found.group)
                if found.surprise >= self.hot_from:
                    accused |= accuse_paced(state, step, kind, provider, found)
        beyond = {kind: told for kind in kinds if warm and (told := beyond_in(state, step, kind))}
        certain = {kind: told for kind, told in beyond.items() if told.surprise >= self.hot_from}
        for kind, told in certain.items():
            accused |= accuse_beyond(state, step, kind, told)
        if accused:
            show(state.tallies[step], accused)
            name_earlier(state.tallies[step], certain.values())
        note_paced(state, step, paced)
        note_beyond(state, day_of(step), beyond)
        state.fold(step, heavy, accused.keys() | paced | {name for told in beyond.values() for name in told.group})

    def prune(self, state: UseState, watermark: float) -> None:
        """Judge what is over; drop tallies that nothing can make hot any more."""
        self.settle(state, watermark)
        forget(int(watermark // STEP_S) - 1, state.tallies)

    def explain(self, run: Tally, state: UseState, key: str) -> Finding:
        """Say how many accounts made how many requests, from where, and what newcomers make."""
        evidence, reason, action = told_of(run)
        names = in_order(run.members)
        costs = is_beyond(run) and run.usual <= SELDOM  # by the minute
        severity: Severity = graded(run.surprise, self.hot_from) if costs else "medium"
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))
