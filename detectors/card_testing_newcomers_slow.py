"""Card testing by new accounts at leisure, a few a day among many honest ones: those refused on several cards each."""

from __future__ import annotations

from typing import ClassVar

from detectors.card_testing_newcomers_day import CardTestingNewcomersDay, refused_again
from detectors.pairs import by_first, pairs_of
from detectors.window import WindowState

# Of the accounts told, in the fullest of 24 steps: what comes within hours is for others to see, and would be said
# twice, two attacks of one week as one.
STEP_MOST = 1 / 3


class CardTestingNewcomersSlow(CardTestingNewcomersDay):
    """New accounts of which several cards each were refused for the card's sake, over the whole site in four days.

    As `card_testing_newcomers_day`, which a tester escapes who makes ten accounts a day where very many honest ones
    come: four days hold more of his, and honest ones are few enough in so many to be held to one in fifty. Quiet on
    the same, and on what comes within four hours. Judged every four hours. Fails on one card an account, and where
    thousands of new accounts pay. Cost and state: as there, of four days.
    """

    name = "card_testing_newcomers_slow"
    version = 2
    idle_s = 345_600.0
    # 2026-11: of 525 new accounts that paid on a made-up operator in four days one honest one was, beside 36 testers.
    again: ClassVar[float] = 0.02

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 345_600.0, least: float = 8,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return super()._weigh(state, end, count, past) if self._lasting(state, end) else 0.0

    def _lasting(self, state: WindowState, end: int) -> bool:
        """Tell whether no step of the window holds most of those refused on several cards."""
        window = self._window(state, end)
        mine = refused_again(pairs_of(window))
        return all(len(mine & by_first(tally.members).keys()) <= STEP_MOST * len(mine) for tally in window)
