"""Card testing by new accounts at leisure, a few a day among many honest ones: those refused on several cards each."""

from __future__ import annotations

from typing import ClassVar

from detectors.card_testing_newcomers_day import CardTestingNewcomersDay


class CardTestingNewcomersSlow(CardTestingNewcomersDay):
    """New accounts of which several cards each were refused for the card's sake, over the whole site in four days.

    As `card_testing_newcomers_day`, which a tester escapes who makes ten accounts a day where very many honest ones
    come: four days hold more of his, and honest ones are few enough in so many to be held to one in fifty. Quiet on
    the same. Judged every four hours. Fails on one card an account, and where thousands of new accounts pay. Cost and
    state: as there, of four days.
    """

    name = "card_testing_newcomers_slow"
    version = 1
    idle_s = 345_600.0
    # 2026-11: of 525 new accounts that paid on a made-up operator in four days one honest one was, beside 36 testers.
    again: ClassVar[float] = 0.02

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 345_600.0, least: float = 8,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
