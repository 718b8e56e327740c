"""A surge of reports on one account that takes a day: as many people as no ordinary day brings, a few an hour."""

from __future__ import annotations

from msgspec import field

from detectors.at_once import at_once, most_at_once
from detectors.report_crowd_noted import crowd_of
from detectors.report_readers import goes_round, readers
from detectors.report_surge import ReportSurge, ReportSurgeState
from detectors.report_surge_reporters import cheated, harmed, settled, wrong
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.window_state import WindowState, distinct
from schemas.event import POSTED_LATELY
from schemas.values import Severity

HOUR_TELLS = 7  # strangers within an hour: `report_surge` tells them, so that the day only adds who came beside them


class ReportSurgeDayState(ReportSurgeState, array_like=True):
    """Adds the last buckets of the windows to be judged once they are over (an ordered set)."""

    waiting: dict[int, int] = field(default_factory=dict)


class ReportSurgeDay(OverWindow, ReportSurge):
    """As `report_surge`, over a day, against the account's own days.

    Fires on eight strangers within a day on an account that is hardly ever reported, unless most of them come within an
    hour; where those are seven or more, many of them new accounts, it names who came before and after them. Quiet on
    one angry user, and on a seller or a star whom some report every day. Reporters weigh as they do there. Those who
    give five reasons or more, none of them often, have each come to it alone, as readers of something new have, however
    old it is: a hundred are told. Low where a dozen or more of long standing report one content (but for one report in
    ten) once each: a story in the news, a dangerous product; people who were sent have often been made for it, report
    several contents or again, or have been rejected before; not where most had paid the account, which signed up within
    four weeks, nor where most say that somebody is harmed (`report_surge`). Judged once the hour is over. Never high
    but where most reporters have been rejected before.
    """

    name = "report_surge_day"
    version = 12
    state_type = ReportSurgeDayState
    new = POSTED_LATELY
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 6,
                 usual: float = 0.15, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector` and `WeighedWindow`; `usual` and `burstiness` are those of strangers."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing for too few people, and for what `ReportSurge` has seen within the hour."""
        surprise = super()._weigh(state, end, count, past)
        if surprise < self.hot_from:
            return surprise
        window = self._window(state, end)
        if self._left(window):
            return 0.0
        crowd, heads = crowd_of(window), distinct(window)
        if crowd.scattered(heads) and not crowd.harmed(heads) and not self._rejected(state, end):
            return min(surprise, readers(count, goes_round(self._usual(state, end))))
        return surprise

    def _rejected(self, state: WindowState, end: int) -> bool:
        """Tell whether most reporters of a window were rejected before."""
        told = self._detail(state, end)
        return bool(told) and 2 * told[2] > told[0]

    def severity(self, run: Tally) -> Severity:
        """Grade by the reporters' record: that many are angry over a day is no sign that they were sent.

        Low where it looks like an opinion, as in the base, or as what a crowd of long standing has heard of; not where
        most are customers of an account that is new, or where most say that somebody is harmed.
        """
        if wrong(run):
            return "high"
        return "low" if self._alone(run) and not cheated(run) and not harmed(run) else "medium"

    def _alone(self, run: Tally) -> bool:
        """As in the base; over a day people of long standing come to hear of one thing, whatever reason they give."""
        return super()._alone(run) or settled(run)

    def _left(self, window: list[Tally]) -> bool:
        """Tell whether they are too few, or left to `ReportSurge`, which names who came within an hour alone."""
        return distinct(window) < self.least or (at_once(window) and not _beside(window))


def _beside(window: list[Tally]) -> bool:
    """Tell whether new accounts go on where they came within an hour: of who has been here for long, others may come.

    `ReportSurge` tells seven within an hour, or more.
    """
    told, people = most_at_once(window), distinct(window)
    return HOUR_TELLS <= told < people and crowd_of(window).surprise(people) > 0.0
