"""Who reported whom in the last hours, over the whole site, and who reported many on one of the last days."""

from __future__ import annotations

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.contacts import MASS, MOST_TIMES, TIMES, today_of
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.sampling import sampled, thin
from detectors.tally import Tally
from schemas.event import FRESH, Event

REPORTERS_KEPT = 512  # a bucket; beyond, a sample of them by hash
ACCOUNTS_KEPT = 256  # of a reporter and bucket
FIRST_S = 7 * DAY_S  # whoever has a shift has had one by then, if it is on Saturdays
AT_WORK = (
    120  # accounts in a window: one in half a minute without a pause; moderators' hours were seen to have up to 70
)
BUSY_KEPT = 512  # reporters a day who reported many: the busiest


Report = tuple[float, str, bool]
NEW = "new"  # in a tally: reports of accounts that had signed up within the week


class SpreeState(State, array_like=True):
    """`reports`: bucket -> reporter -> account -> time and id of the first report, and whether the account was new.

    `levels` of their samples.

    `busy`: day -> reporter -> accounts in the fullest window, of those with many. `since`: the first report.
    """

    reports: dict[int, dict[str, dict[str, Report]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    busy: dict[int, dict[str, int]] = field(default_factory=dict)
    since: float = float("inf")

    def add(self, event: Event, reporter: str, bucket: int) -> None:
        """Remember one report."""
        self.since = min(self.since, event.time)
        level = self.levels.get(bucket, 0)
        if not sampled(reporter, level):
            return
        reports = self.reports.setdefault(bucket, {})
        told, first = reports.setdefault(reporter, {}), (event.time, event.id, bool(event.novel & FRESH))
        if event.subject in told:
            told[event.subject] = min(first, told[event.subject])
        elif len(told) < ACCOUNTS_KEPT:
            told[event.subject] = first
        if len(reports) > REPORTERS_KEPT:
            thin(self.reports, self.levels, bucket, REPORTERS_KEPT)

    def note(self, reporter: str, time: float, count: int) -> None:
        """Remember that somebody reported many."""
        busy = self.busy.setdefault(int(time // DAY_S), {})
        busy[reporter] = max(count, busy.get(reporter, 0))
        if len(busy) > BUSY_KEPT:
            del busy[min(busy, key=lambda name: (busy[name], name))]

    def allowed(self, reporter: str, time: float) -> int:
        """Return how many somebody may report by what earlier days have seen: 0 for one who never reported many.

        In the first week of all nobody's shifts are known yet: as many as somebody at work reports.
        """
        today = today_of(time)
        full = [busy[reporter] for day, busy in self.busy.items()
                if today - DAYS_KEPT <= day < today and busy.get(reporter, 0) >= MASS]  # fmt: skip
        at_work = AT_WORK if time - self.since < FIRST_S else 0
        return max(max(full) * min(TIMES * len(full), MOST_TIMES) if full else 0, at_work)

    def heat(self, bucket: int, reporter: str) -> Tally:
        """Return a bucket's tally, made anew from the reports of those it accuses, this reporter among them."""
        before, tally = self.tallies.get(bucket, Tally()), Tally(hot=True)
        tally.crest(before.peak, before.usual, before.surprise)
        for name in sorted({*before.members, reporter} & self.reports[bucket].keys()):
            for time, event_id, new in self.reports[bucket][name].values():
                tally.seen(time, event_id)
                if new:
                    tally.add(NEW)
                tally.member(name, time)
        self.tallies[bucket] = tally
        return tally

    def forget(self, oldest: int, watermark: float) -> None:
        """Drop the buckets before `oldest`, and days that nothing asks for."""
        self.reports = since(self.reports, oldest)
        self.levels = since(self.levels, oldest)
        last = today_of(watermark) - DAYS_KEPT - 1
        self.busy = since(self.busy, last)
