"""A surge of reports on one account: something bad was seen by many, or a crowd was sent."""

from __future__ import annotations

from typing import ClassVar

from msgspec import field

from detectors.base import Signal
from detectors.counts import MARKED_KEPT
from detectors.report_crowd_noted import crowd_of
from detectors.report_crowd_noted import note as note_crowd
from detectors.report_readers import goes_round, readers
from detectors.report_surge_report import UNNAMED, SurgeReport
from detectors.sampling import sampled
from detectors.site_told import SiteTold, Told
from detectors.standing import weight
from detectors.surprise import both, gamma_poisson_between, to_score
from detectors.tally import Tally
from detectors.weighed_window import WeighedState
from detectors.window_state import WindowState
from schemas.event import JUST_POSTED, Event

UNNAMED_WORTH = 0.25  # no less than the least that a reporter weighs


class ReportSurgeState(WeighedState, array_like=True):
    """Adds what was usual on the site, by the day of the reports to which it was told."""

    usual: Told = field(default_factory=dict)


class ReportSurge(SiteTold, SurgeReport):
    """Distinct reporters of one account in a sliding window, weighed by their record, against the account's own past.

    Fires when many people report one account within an hour; stays quiet on one angry user however often, and on an
    account that is reported as much every day. Each reporter counts once: for 1 where no verdict on earlier reports is
    known, from 0.25 where reviewers reject them to 1.75 where they uphold them (`detectors.standing`). So five who are
    always right are enough where it takes seven strangers, and 28 who are always wrong. Fewer than `least` people never
    accuse, whatever they weigh, so that no proven few are judges; nor do more people who weigh less. A report that does
    not say by whom counts a quarter, as one of somebody who is always wrong: it may be a second one. The alert names
    the account reported first, then the reporters: whether it is abuse or brigading is for the reviewer to see. A crowd
    is judged by those who report something older, or who do not say what: people meet with what is new, and are sent to
    what is old (`detectors.just_posted`). A hundred who report what was just posted are told anyhow, some thirty where
    of a thousand such things no other had five reporters. A smaller mob that is sent at once is not told from readers.
    Eight and more of whom most say that somebody is harmed (phishing, a scam: `detectors.report_harms`) are told
    however new it is. Who reports within five minutes of a post, as of what was just said, is taken for sent: it is
    known only then. Medium at most where people of long standing differ in what is wrong with one content, low where
    they give four reasons or more, or most had paid the account, unless this is new. None of it where hardly one of
    those who come within an hour had, though others have, and they report something older: these were sent. Since a
    verdict on the alert may mean either, it changes no record; one on what was reported does.
    """

    name = "report_surge"
    version = 11
    keyed_by = "account"
    kinds = ("content.reported",)
    area = "report_abuse"
    by_record = True
    state_type = ReportSurgeState
    new: ClassVar[int] = JUST_POSTED  # what a crowd may have come upon by itself

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector` and `WeighedWindow`; `usual` and `burstiness` are those of strangers."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count reporters, and reports that do not say by whom one by one."""
        return event.reporter or UNNAMED + event.id

    def worth(self, event: Event) -> float:
        """Weigh a reporter by what became of the earlier reports."""
        return weight(event.standing) if event.reporter else UNNAMED_WORTH

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return `Heads` of those who are named, and beside them how many reports are not."""
        if not (told := super()._detail(state, end)):
            return ()
        known, level = self._known(state, end)
        unnamed = sum([name.startswith(UNNAMED) for name in known]) << level
        heads, more, less = told
        return heads - unnamed, more, less - unnamed, unnamed

    def note(self, event: Event, tally: Tally) -> None:
        """Put the account reported before its reporters; note who reports anything but what was just posted."""
        tally.mark(event.subject, event.time)
        note_crowd(event, tally)
        if not event.novel & self.new:
            tally.stranger(self.member(event) or "", event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base, and no more than the window is judged by."""
        signal = super().score(event, state, key)
        if signal is None or signal.surprise < self.hot_from or not event.novel & self.new:
            return signal
        end = int(event.time // self.step_s)
        count, past = self._count(state, end, event), self._past(state, end)
        surprise = self._bounded(state, end, count, past, (signal.surprise, goes_round(event.site)))
        return Signal(self.name, self.version, key, to_score(surprise), signal.warm, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = super()._weigh(state, end, count, past)
        if surprise < self.hot_from:
            return surprise
        return self._bounded(state, end, count, past, (surprise, goes_round(self._usual(state, end))))

    def _bounded(self, state: WindowState, end: int, count: float, past: tuple[float, float],
                 told: tuple[float, float]) -> float:  # fmt: skip
        """Return the surprise of those who report something older, or that of a crowd that something new may have.

        New accounts are no readers: how many there are speaks for itself. `told`: the surprise of all, which is the
        most, and that of any crowd of readers.
        """
        most, rare = told
        older = count - self._newer(state, end)
        of_older = gamma_poisson_between(older - 1, *past) if older >= self.least else 0.0
        if of_older >= most or (crowd := crowd_of(self._window(state, end))).harmed(count):
            return most
        sent = crowd.surprise(count)
        come = readers(count, rare)
        return max(of_older, min(most, both(come, sent) if sent else come))

    def _newer(self, state: WindowState, end: int) -> float:
        """Return what those of a window weigh who reported what was just posted, and nothing else."""
        window = self._window(state, end)
        older = {name for tally in window for name in tally.strangers or ()}
        if len(older) >= MARKED_KEPT:  # all who are kept, of more
            return 0.0
        newer = {name for tally in window for name in tally.members} - older
        if not newer:
            return 0.0
        known, level = self._known(state, end)
        return sum([known.get(name, 1.0) for name in newer if sampled(name, level)], 0.0) * (1 << level)
