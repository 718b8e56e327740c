"""The noise budget: alerts that reviewers have no minutes for wait here, the most harm per minute first; none is lost.

In any 24 hours of event time alerts for no more minutes leave than reviewers have, but one at the least; what is
critical leaves at once, and takes of the same minutes. A review is reckoned at what reviews of that detector's alerts
have taken (`ledger`). Order of leaving: priority, then age. The first that does not fit holds the others back, so that
small alerts do not starve a large one. When an alert leaves decides nothing but when: its content is that of its
findings, so a run in which others came first ends with the same alerts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from pipeline.campaigns.case import HOUR_S
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.values import Area

DAY_HOURS = 24
UNIT = 1000  # minutes are counted in thousandths


class Deferred(Struct, array_like=True):
    """An alert that waits: its priority, the minutes it takes, event time since when."""

    pool: str
    policy: Area
    priority: float
    minutes: float
    since: float
    counted: bool = False


class Purse(Struct, array_like=True):
    """What outlives a restart: what waits by alert id, and thousandths of minutes spent by pool and hour."""

    waiting: dict[str, Deferred] = {}
    spent: dict[str, dict[int, int]] = {}


class Budget:
    """Who may leave, and who waits. A policy without minutes of its own shares those of the whole."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, purse: Purse) -> None:
        self._settings, self._metrics, self.purse = settings, metrics, purse
        self._shown: set[Area] = set()
        self.is_set = settings.reviewer_minutes_a_day is not None or bool(settings.reviewer_minutes_by_policy)

    def limits(self, alert: Alert) -> bool:
        """Tell whether the alert must fit: a live one of a policy that has minutes."""
        return alert.mode == "live" and self._settings.minutes_a_day(alert.policy) is not None

    def spend(self, alert: Alert, minutes: float, now: float) -> None:
        """Count the minutes of an alert that leaves whatever is left."""
        if self.limits(alert):
            self._spend(self._pool(alert), alert.policy, minutes, now)

    def wait(self, name: str, group: Iterable[str], alert: Alert, minutes: float, now: float) -> None:
        """Let an alert wait, in place of all of its campaign that wait already."""
        before = [one for part in group if (one := self.purse.waiting.pop(part, None)) is not None]
        since, counted = min((one.since for one in before), default=now), any(one.counted for one in before)
        self.purse.waiting[name] = Deferred(self._pool(alert), alert.policy, alert.priority, minutes, since, counted)

    def forget(self, names: Iterable[str]) -> None:
        """Take off those that need not wait any more."""
        for name in names:
            self.purse.waiting.pop(name, None)

    def leaving(self, now: float) -> Iterator[str]:
        """Yield the alerts for which there are minutes, and take those."""
        held: set[str] = set()
        for name, one in self._ranked():
            if one.pool in held:
                continue
            if not self._fits(one, now):
                held.add(one.pool)
                continue
            del self.purse.waiting[name]
            self._spend(one.pool, one.policy, one.minutes, now)
            yield name

    def count(self) -> None:
        """Count those that wait and did not before."""
        for one in self.purse.waiting.values():
            if not one.counted:
                one.counted = True
                self._metrics.count("abusewatch_alerts_deferred_total", policy=one.policy)

    def frees(self, now: float) -> float:
        """Return the event time of the next hour in which minutes that were spent are to be had again."""
        hour = int(now // HOUR_S)
        again = (past + DAY_HOURS for spent in self.purse.spent.values() for past in spent)
        return min((one for one in again if one > hour), default=hour + 1) * HOUR_S

    def all(self) -> list[str]:
        """Return all that waits, in order."""
        return [name for name, _ in self._ranked()]

    def _ranked(self) -> list[tuple[str, Deferred]]:
        return sorted(self.purse.waiting.items(), key=lambda item: (-item[1].priority, item[1].since, item[0]))

    def _pool(self, alert: Alert) -> str:
        return alert.policy if alert.policy in self._settings.reviewer_minutes_by_policy else ""

    def _fits(self, one: Deferred, now: float) -> bool:
        hour, spent = int(now // HOUR_S), self.purse.spent.get(one.pool, {})
        for past in [past for past in spent if past <= hour - DAY_HOURS]:
            del spent[past]
        allowed = self._settings.minutes_a_day(one.policy)
        return not spent or allowed is None or sum(spent.values()) + round(one.minutes * UNIT) <= allowed * UNIT

    def _spend(self, pool: str, policy: Area, minutes: float, now: float) -> None:
        hours = self.purse.spent.setdefault(pool, {})
        hour = int(now // HOUR_S)
        hours[hour] = hours.get(hour, 0) + round(minutes * UNIT)
        self._metrics.count("abusewatch_reviewer_minutes_planned_total", minutes, policy=policy)

    def report(self, now: float) -> None:
        """Show how many wait, and for how long the oldest has."""
        counts: Counter[Area] = Counter()
        oldest: dict[Area, float] = {}
        for one in self.purse.waiting.values():
            counts[one.policy] += 1
            oldest[one.policy] = max(oldest.get(one.policy, 0.0), now - one.since)
        for policy in sorted(self._shown | counts.keys()):
            self._metrics.gauge("abusewatch_alerts_waiting", counts[policy], policy=policy)
            self._metrics.gauge("abusewatch_alerts_waiting_oldest_seconds", oldest.get(policy, 0.0), policy=policy)
        self._shown |= counts.keys()
