"""The scorecard: campaigns found of those planted, how soon, and what was raised falsely."""

from __future__ import annotations

from msgspec import Struct

from schemas.values import Area


class Run(Struct, frozen=True, kw_only=True):
    """What was run: events, seconds of work, days of event time."""

    events: int
    seconds: float
    days: float


class Found(Struct, kw_only=True):
    """One planted campaign. `seconds` from its first event to the first version that reveals it, None if missed."""

    campaign: str
    kind: str
    area: Area
    accounts: int
    events: int
    seconds: float | None = None
    detectors: list[str] = []
    alerts: int = 0  # that reviewers have to look at: those closed into another's campaign are not counted
    joined: int = 0  # alerts closed into those


class Scorecard(Struct, kw_only=True):
    """Counts are of alerts in mode live that reviewers have to look at.

    An alert that was closed into another's campaign (`joined`) is part of that one: right if that is. One that several
    detectors signed counts for each.

    `notices` are alerts on signal health at the time of some planted episode: they accuse nobody, and something did
    happen. `false_about` says what was going on: the kind of an ordinary burst, or ordinary days. `truth_known` False:
    nobody knows what was planted, and nothing is called false.
    """

    run: Run
    truth_known: bool = True
    campaigns: list[Found]
    alerts: int
    joined: int = 0
    by_detector: dict[str, int]
    false_alerts: int
    false_by_detector: dict[str, int]
    false_about: dict[str, int]
    false_ids: list[str]
    notices: int
    other_modes: dict[str, int]  # alerts of each mode that is not live, which reviewers do not see

    @property
    def found(self) -> int:
        """Return how many campaigns were found."""
        return sum(campaign.seconds is not None for campaign in self.campaigns)

    @property
    def as_one(self) -> int:
        """Return how many campaigns were found as one alert."""
        return sum(campaign.seconds is not None and campaign.alerts == 1 for campaign in self.campaigns)

    @property
    def false_a_day(self) -> float:
        """Return false alerts a day of event time."""
        return self.false_alerts / self.run.days if self.run.days else 0.0
