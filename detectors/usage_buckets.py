"""A key's requests by bucket, and the units of its products.

Those of the last hours are apart, requests on slips or in tallies with totals; those before are in the levels.
"""

from __future__ import annotations

from detectors.nothing import NOTHING
from detectors.river_models import NEW, Level
from detectors.slips import Slip, SlipState, glance, put, read, tally_of
from detectors.tally import Tally, forget
from detectors.usage_amount import NAMED_MOST
from detectors.usage_homes import Homes
from detectors.usage_products import Product
from detectors.usage_shares import OF, count_product, note_before

NONE_OPEN = 1 << 40  # later than any bucket


class UsageState(SlipState, array_like=True):
    """Buckets: tallies, with totals of those not learned yet, or slips; the level of others; each past day's fullest.

    `oldest`: the first bucket that is not learned. A slip of a bucket that is counts in no total any more. `uneven`:
    how many buckets began while events did not come evenly, fading as the level does. `level`, `days`, `totals`: of
    requests; `judged`: those of them by bucket that came with units of a product whose level is known; `denied`: those
    that were refused (`detectors.usage_denied`), `denied_days`: the days with any; `hours`: those of the day at which
    buckets that are learned began (`detectors.usage_hours`); `unanswered`: the requests of a bucket that were refused.
    `homes`: a key's networks (`detectors.usage_homes`). `sums`: events that told more than one request, up to a few.
    `made`: all requests ever made, by what stands for their product (`detectors.usage_shares`).
    """

    last: float = float("-inf")
    gap: float = 0.0
    steady: int = 0
    newest: int = -1
    oldest: int = NONE_OPEN
    level: Level = NEW
    days: bytes = b""
    totals: dict[int, float] = NOTHING
    uneven: float = 0.0
    products: dict[str, Product] = NOTHING
    judged: dict[int, float] = NOTHING
    denied: dict[int, float] = NOTHING
    denied_days: bytes = b""
    hours: int = 0
    unanswered: dict[int, float] = NOTHING
    homes: Homes | None = None
    sums: int = 0
    made: dict[int, int] = NOTHING

    def count(self, slip: bytes, step_s: float) -> None:
        """Count an event in its bucket's tally and total."""
        told = read(slip)
        bucket = int(told.time // step_s)
        self._put(told, bucket)
        self.totals = totals = self.totals or {}
        totals[bucket] = totals.get(bucket, 0.0) + told.weight

    def count_all(self, step_s: float, learned: int) -> None:
        """Leave nothing on slips; of those in bucket `learned` or before only the tally is wanted."""
        slips, self.slips = self.slips, ()
        for slip in slips:
            if glance(slip)[0] // step_s > learned:
                self.count(slip, step_s)
            else:
                told = read(slip)
                self._put(told, int(told.time // step_s))

    def _put(self, told: Slip, bucket: int) -> None:
        """Count an event in its bucket's tally, and its requests in their product's sum: mostly without a call."""
        tally = self.tallies[bucket] if bucket in self.tallies else tally_of(bucket, self)
        put(told, tally, tied=True)
        if told.product is not None:
            name, extra = f"{OF}{told.product[:NAMED_MOST]}", tally.extra
            if extra is not None and name in extra and not told.weight % 1.0:
                extra[name] += told.weight
            else:
                count_product(tally, name, told.weight)

    def open_totals(self, step_s: float, learned: int) -> dict[int, float]:
        """Return the requests of each bucket after `learned`."""
        totals = dict(self.totals)
        for time, number in map(glance, self.slips):
            bucket = int(time // step_s)
            if bucket > learned:
                totals[bucket] = totals[bucket] + number if bucket in totals else number
        return totals

    def requests_in(self, bucket: int, step_s: float) -> float:
        """Return the requests of an open bucket, but for those that came with units which are judged by themselves."""
        total = self.totals.get(bucket, 0.0)
        for time, number in map(glance, self.slips):
            if time // step_s == bucket:
                total += number
        return total - self.judged.get(bucket, 0.0)

    def refuse(self, bucket: int, number: float) -> None:
        """Count requests that were refused."""
        self.unanswered = self.unanswered or {}
        self.unanswered[bucket] = self.unanswered.get(bucket, 0.0) + number

    def answered(self, past: UsageState | Product, bucket: int, total: float) -> float:
        """Return what of a bucket's total was answered; of units, which refusals hardly ever tell, all or nothing."""
        refused = self.unanswered.get(bucket, 0.0)
        return total - refused if past is self else total * (not refused)

    def closed(self, totals: dict[int, float], last: int) -> None:
        """Forget the totals up to bucket `last`, which have been learned; `totals`: those that are left."""
        self.oldest = min(totals)
        if self.totals:
            self.totals = {index: total for index, total in self.totals.items() if index > last} or NOTHING
        if self.judged:
            self.judged = {index: total for index, total in self.judged.items() if index > last} or NOTHING
        if self.unanswered:
            self.unanswered = {index: total for index, total in self.unanswered.items() if index > last} or NOTHING
        if self.homes is not None and self.homes.away:
            self.homes.away = tuple([index for index in self.homes.away if index > last])

    def dropped(self, oldest: int, before: float) -> None:
        """Drop tallies before bucket `oldest`, and slips before the time `before` (seconds)."""
        slips = self.slips
        if slips and glance(slips[0])[0] < before:
            told = zip(slips, map(glance, slips), strict=True)
            self.slips = tuple([slip for slip, (time, _) in told if time >= before])
        if self.tallies:
            forget(oldest, self.tallies)

    def crested(self, bucket: int, total: float, usual: float, surprise: float, of: tuple[int, ...], over: int) -> None:
        """Make a bucket hot; `of`: the measure, as marked; after bucket `over` late events may still come."""
        tally: Tally = tally_of(bucket, self)
        if not tally.hot:
            note_before(tally, self.made, [one for at, one in self.tallies.items() if at > over or one.hot])
        tally.hot = True
        tally.crest(total, usual, surprise, of)
