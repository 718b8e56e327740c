"""Card testing at leisure, a few a day among many honest ones: new accounts refused on several cards each, or old ones.

Old ones on many cards each: `card_testing_known`.
"""

from __future__ import annotations

from typing import ClassVar, cast

from detectors.base import Signal
from detectors.card_reasons import suspicious
from detectors.card_testing_known import (
    ON_MANY,
    SameAmount,
    on_any_amount,
    on_one_amount,
    rarer,
    tell_of,
    told,
    with_amount,
)
from detectors.card_testing_newcomers import NEWCOMER
from detectors.card_testing_newcomers_slow_words import OF_NEW, NewcomersSlowWords
from detectors.pairs import by_first, carry_event, pairs_of
from detectors.refused_again import refused_again
from detectors.settled_window import SettledState
from detectors.several_windows import SeveralWindows
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

# Of the accounts told, in the fullest of 24 steps: what comes within hours is for others to see, and would be said
# twice, two attacks of one week as one.
STEP_MOST = 1 / 3


class CardTestingNewcomersSlow(SeveralWindows, NewcomersSlowWords):
    """New accounts of which several cards each were refused for the card's sake, over the whole site in four days.

    As `card_testing_newcomers_day`, which a tester escapes who makes ten accounts a day where very many honest ones
    come: four days hold more of his, and honest ones are few enough in so many to be held to one in fifty. Quiet on
    the same, and on what comes within four hours. Fires as well on five accounts of whatever age and more that were
    refused three cards each, on two days or more, all with one amount, and are most of those refused it: they were
    bought, or left to age, to test cards; or, within eight days, two cards each on whatever amounts, where they are
    more of all that are refused than owners are who have bad luck twice, and no third of it is on one day, renewals
    left out; or so, on one day each, within hours after they were entered on a device and from an address new to them:
    no owner goes through two cards in vain on a telephone of that hour. Judged every four hours. Fails on one card an
    account, where thousands of new accounts pay, on old ones refused once each, or twice on one day where they are at
    home, and on old ones of whose payments nothing but the card is told and whose amounts differ. Cost and state: as
    there, of eight days.
    """

    name = "card_testing_newcomers_slow"
    version = 5
    idle_s = 345_600.0
    windows = 2
    # 2026-11: of 525 new accounts that paid on a made-up operator in four days one honest one was, beside 36 testers.
    again: ClassVar[float] = 0.02

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 345_600.0, least: float = 8,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; of a refusal of a known account, the surprise of those refused one amount."""
        if event.outcome is not False or event.novel & NEWCOMER or not (event.card and suspicious(event)):
            return super().score(event, state, key)
        end, one = int(event.time // self.step_s), (told(event), event.time)
        window, both = self._window(state, end), self._long(state, end)
        found = on_one_amount(window, one), on_any_amount(both, one), *rarer(both, one)
        surprise = max([each.surprise for each in found])
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _note_known(self, event: Event, state: WindowState, tally: Tally) -> bool:
        """Note card and amount; the window is judged once it is over."""
        tally.stranger(told(event), event.time)
        carry_event(event, tally)
        waiting = cast("SettledState", state).waiting
        waited = bool(waiting)
        waiting.setdefault(int(event.time // self.step_s), 0)
        return tally.hot or not waited

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        of_new = super()._weigh(state, end, count, past) if count >= self.least and self._lasting(state, end) else 0.0
        return max(of_new, self._of_known(state, end).surprise)

    def _of_known(self, state: WindowState, end: int) -> SameAmount:
        """Return what known accounts show on one amount, which says more, or else on any, which names most of them."""
        on_one = on_one_amount(self._window(state, end))
        if on_one.surprise >= self.hot_from:
            return on_one
        both = self._long(state, end)
        if (on_any := on_any_amount(both)).surprise >= self.hot_from:
            return on_any
        return max(on_one, on_any, *rarer(both), key=lambda one: one.surprise)

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; where it is known accounts that tell more, those are what is told."""
        found = self._of_known(state, end)
        if surprise < self.hot_from or found.surprise < surprise:
            if hot := super()._accuse(state, end, count, past, surprise):
                self.tally(state, end).extra = {**(self.tally(state, end).extra or {}), OF_NEW: 1.0}
            return hot
        strong = self.hot_from if found.sort == ON_MANY else surprise  # what names more is told first
        window = self._window(state, end) if found.amount else self._long(state, end)
        found = with_amount(found, window)
        for tally in window:
            tell_of(tally, found, strong)
        return True

    def _lasting(self, state: WindowState, end: int) -> bool:
        """Tell whether no step of the window holds most of those refused on several cards."""
        window = self._window(state, end)
        mine = refused_again(pairs_of(window))
        return all(len(mine & by_first(tally.members).keys()) <= STEP_MOST * len(mine) for tally in window)
