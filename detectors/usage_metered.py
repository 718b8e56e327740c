"""A metered day (mails sent, hours of machines) far above all earlier ones of an account: mined on, or mailed from."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log10

from detectors.base import Finding, Signal, by_event
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.only import KEYLESS, only
from detectors.recurrence import DAY_S
from detectors.surprise import student_tail, to_score
from detectors.tally import Tally
from detectors.usage_metered_state import MeteredState, name_of
from detectors.wording import counted
from schemas.event import Event

DAYS_LEAST = 4  # with units of the product, before anything is said
FIRMNESS = 3  # days: as `key_past`: with few days it is hardly known what an account may come to


class UsageMetered(JudgedDays[MeteredState]):
    """Units of one product that a product's own meter tells of an account in a day, against those of its earlier days.

    A meter is nobody's hand: it names no key, address or device, and mostly tells one sum a day, so that nothing which
    looks at half-hours or at where a key is used sees it. Surprise: that the fullest of n days is surpassed, and
    Student's t of the log of how far, with the population's spread. Fires on a thousand times as much after six days,
    on three hundred times after some weeks. Quiet on ten times as much, on a newsletter fifty times as large, on a
    product used for the first days, on what stays as high. Judged once a day is over. Fails on accounts that are new to
    a product, on a rise by steps, on what is told with a key or an address (`usage_spike`, `key_elsewhere` see it), and
    on a day three hundred times as full in an account's first week. Takes a customer's first great campaign, or first
    job on a hundred machines, for a thief's, where a thousand times as large. Cost: 3 microseconds a meter's event;
    state: 60 bytes a product.
    """

    name = "usage_metered"
    keyed_by = "account"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = MeteredState
    idle_s = 2 * DAY_S
    settings = ("least_units", "spread")

    def __init__(self, alert_at: float = 0.4545, *, least_units: float = 20.0, spread: float = 1.0) -> None:
        """`least_units`: never accuse below; `spread`: standard deviation of the log of units between one's days."""
        super().__init__(alert_at)
        self.least_units, self.spread = least_units, spread

    @by_event
    @only(KEYLESS)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account of what a meter tells."""
        meter = event.units and event.key is None and event.ip is None and event.device is None
        return (event.subject,) if meter and event.product else ()

    def remembers(self, event: Event) -> bool:
        """Note what a meter tells."""
        return True

    def _note(self, event: Event, state: MeteredState) -> None:
        state.add(event)

    def score(self, event: Event, state: MeteredState, key: str) -> Signal | None:
        """Return the surprise of the day so far, the event included."""
        meter, day = state.meters.get(name_of(event)), int(event.time // DAY_S)
        if meter is None:
            return Signal(self.name, self.version, key, 0.0, False)
        n, fullest = meter.before(day)
        surprise = self._surprise(n, fullest, meter.total(day) + (event.units or 0.0))
        return Signal(self.name, self.version, key, to_score(surprise), n >= DAYS_LEAST, surprise)

    def _surprise(self, n: int, fullest: float, total: float) -> float:
        """Return that of so many units after so many days with so many at most."""
        if n < DAYS_LEAST or total < self.least_units or total <= fullest:
            return 0.0
        return log10(n + 1) + student_tail(round(log(total / fullest) / self.spread, 2), FIRMNESS + n)

    def _judge(self, state: MeteredState, step: int) -> None:
        tally = state.tallies[step]
        for name, meter in sorted(state.meters.items()):
            n, fullest = meter.before(step)
            surprise = self._surprise(n, fullest, meter.total(step))
            if surprise >= self.hot_from and surprise > tally.surprise:
                total, time, event_id = meter.days[step]
                accuse_of(tally, [(time, event_id)])
                tally.carried = {name: 0.0}
                tally.crest(total, fullest, surprise, (n,))

    def explain(self, run: Tally, state: MeteredState, key: str) -> Finding:
        """Say how much of what, and what was the most before."""
        what, days = min(run.carried or {"": 0.0}), run.detail[0] if run.detail else 0
        evidence: dict[str, float | int | str] = {
            "product": what, "units_in_day": run.peak, "most_in_a_day_before": run.usual, "days_before": days,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"A meter told {run.peak:,.6g} units of '{what}' of the account in a day, where none of its "
            f"{counted(days, 'earlier day')} with any had more than {run.usual:,.6g}."
        )
        action = (
            "See what it sent or ran, who entered the account or used its keys of late and from where, and whether it "
            "is reported; hold what is used up until its owner says that it is his."
        )
        return Finding("medium", evidence, reason, action, [key], 1)
