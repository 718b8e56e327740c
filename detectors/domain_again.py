"""A domain, new to the site, that a few accounts tell again and again: to one after the other, in any words."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Signal
from detectors.domain_again_accused import (
    accuse_again,
    accuse_callers,
    accuse_entered,
    accuse_few,
    accuse_in_turn,
    accuse_newcomers,
    accuse_one,
    accuse_reported,
    accuse_unused,
)
from detectors.domain_again_report import AgainReport
from detectors.domain_again_state import DAYS_LEAST, STEP_S, STEPS, AgainState
from detectors.domain_again_surprise import (
    Told,
    most_surprising,
    of_newcomers,
    of_strange,
    of_those_again,
    of_those_calling,
    of_those_in_turn,
    of_unused,
    of_visits,
)
from detectors.domain_again_weeks import accuse_debuts, accuse_seekers, accuse_slowly, accuse_sparsely, accuse_waited
from detectors.domain_alone import alone, posts_of
from detectors.domain_debuts import debuts
from detectors.domain_push import with_links
from detectors.domain_reported import complaints
from detectors.domain_slowly import slowly
from detectors.domain_sparsely import sparsely
from detectors.domain_told import NEW, TAKEN
from detectors.reshares import reshares
from detectors.settled_window import SETTLES_S
from detectors.surprise import to_score
from schemas.event import YOUNG_REPORTER, Event
from schemas.values import KeyedBy


class DomainAgain(AgainReport):
    """Accounts that tell one domain to three or more people or threads in three days (a post with no target is one).

    Fires where nearly all who tell it do so, and seven were entered within hours from somewhere new, sixteen have
    written here for a day only, or thirty from wherever, each from a network of its own; on one newcomer that tells it
    to some twenty (`domain_alone`), whoever else is new; on three to six that were entered, each of which tells it to a
    dozen and more, on seven that were entered one after the other and tell it at all (`domain_entered`), on four
    newcomers that each tell it to six, or fewer to a score (`domain_taken`); on two dozen newcomers that each tell it
    once (`domain_newly`), also from a carrier's few networks around the clock, low where all come to one place, and on
    a score that do so a few a day for weeks (`domain_slowly`), of an affiliate's tag (`~aff=7731`: `schemas.links`)
    also where they come again, if each tells it beside another domain; on four or more that have hardly ever written,
    two or more to a device, that write it to strangers (`domain_turns`); and hardly anybody told it on the days of four
    weeks before; on three known accounts or more, where more of those who are told report it than a firm's customers
    ever do (`domain_reported`); on three that were locked on devices that had come days before (`domain_waited`). Quiet
    on what goes round (most tell it once), on what the site knows, on newcomers in one office who tell it to fewer than
    a score (a site's own helpers), on one who sends his own page to his customers, on a few known accounts that answer
    with one new page, and until five of the site's days are known, but for accounts whose sign-ups were seen: within
    the week these are newcomers also where they said something on a day before. Judged every two hours. Fails where
    fewer aged accounts write from where they have been for hours and nobody reports them, known ones join, each tells
    another domain, or tells it twice; where eight that never posted are entered and tell it one a day, they are
    newcomers here. The share of those who tell a thing again is compared with what would be many of honest ones
    (binomial).
    """

    name = "domain_again"
    keyed_by: ClassVar[KeyedBy] = "domain"
    kinds = ("content.posted", "content.reported")
    area = "spam"
    version = 17
    state_type = AgainState
    by_site = True
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s: ClassVar[float] = STEPS * STEP_S

    remembers = with_links
    of_contacts: ClassVar[bool] = False  # what is told beside a link says nothing of that

    def learn(self, event: Event, state: AgainState, signal: Signal | None) -> bool:
        """Remember who tells it; prompts, and posts that share another's, tell nobody."""
        return False if event.kind == "prompt" or reshares(event) else super().learn(event, state, signal)

    def score(self, event: Event, state: AgainState, key: str) -> Signal | None:
        """Return the surprise of the window before the event; None for what is not noted."""
        if not self.remembers(event) or event.kind == "prompt" or reshares(event):
            return None
        known = event.site is not None and event.site.days >= DAYS_LEAST  # before, no window is judged
        known, step = known or bool(event.novel & YOUNG_REPORTER), int(event.time // STEP_S)
        window = state.window(step) if known else {}
        surprise = most_surprising(state, window, step) if window else 0.0
        if window and state.reporters:
            surprise = max(surprise, complaints(state, window, step).surprise)
        if window and state.waited:
            surprise = max(surprise, state.lodgers(step).surprise)
        if window and state.fresh and self.of_contacts:
            surprise = max(surprise, debuts(state.fresh, state.days).surprise)
        if window and state.sought:
            surprise = max(surprise, state.seekers(step).surprise)
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _note(self, event: Event, state: AgainState) -> None:
        if event.type == "content.reported":
            state.report(event)
        else:
            state.add(event, self.share_of(event))

    def share_of(self, event: Event) -> float:
        """Return the site's share of newcomers among posts with links."""
        return 1.0 if event.site is None else event.site.share

    def _judge(self, state: AgainState, step: int) -> None:
        window, tally = state.window(step), state.tallies[step]
        if (surprise := of_those_again(state, window)) >= self.hot_from:
            accuse_again(tally, window, surprise)
        elif (surprise := of_newcomers(state, window)) >= self.hot_from:
            accuse_newcomers(tally, window, surprise)
        elif (surprise := of_strange(state, window, TAKEN)) >= self.hot_from:
            accuse_few(tally, window, TAKEN, surprise)
        elif (surprise := of_strange(state, window, NEW)) >= self.hot_from:
            accuse_few(tally, window, NEW, surprise)
        elif (surprise := of_visits(state, window)) >= self.hot_from:
            accuse_entered(tally, window, surprise)
        elif (surprise := of_unused(state, window)) >= self.hot_from:
            accuse_unused(tally, window, surprise)
        elif (surprise := of_those_in_turn(state, window)) >= self.hot_from:
            accuse_in_turn(tally, window, surprise)
        elif (surprise := of_those_calling(state, window)) >= self.hot_from:
            accuse_callers(tally, window, surprise)
        elif (by_itself := alone(state, window))[1] >= self.hot_from:
            accuse_one(tally, window, by_itself[0], posts_of(state, by_itself[0], step), by_itself[1])
        elif (found := complaints(state, window, step)).surprise >= self.hot_from:
            accuse_reported(tally, window, found)
        else:
            self._judge_weeks(state, window, step)

    def _judge_weeks(self, state: AgainState, window: Told, step: int) -> None:
        """Accuse those whom only the two weeks before show, or more."""
        tally = state.tallies[step]
        if (weeks := slowly(state, window, step)).surprise >= self.hot_from:
            accuse_slowly(tally, window, weeks)
        elif (rare := sparsely(state, window, step)).surprise >= self.hot_from:
            accuse_sparsely(tally, rare)
        elif state.waited and (patient := state.lodgers(step)).surprise >= self.hot_from:
            accuse_waited(tally, patient)
        elif self.of_contacts and (begun := debuts(state.fresh, state.days)).surprise >= self.hot_from:
            accuse_debuts(tally, begun)
        elif state.sought and (sought := state.seekers(step)).surprise >= self.hot_from:
            accuse_seekers(tally, sought)

    def prune(self, state: AgainState, watermark: float) -> None:
        """Judge what is over before it is dropped, and drop what no later step is judged with."""
        self.settle(state, watermark)
        state.forget(watermark)
