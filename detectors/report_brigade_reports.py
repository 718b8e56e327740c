"""Who reported whom in the last three days, by the hour, as far as a sample of busy hours holds them."""

from __future__ import annotations

from typing import TypeVar

from msgspec import field

from detectors.base import State
from detectors.report_apart import Contents
from detectors.report_records import number_of
from detectors.report_weeks import RECENT_HOURS as HOURS
from detectors.report_weeks import Weeks
from detectors.sampling import sampled
from detectors.steps import HOUR_S
from schemas.beliefs import Standing
from schemas.event import YOUNG_REPORTER, Event

# (account, reporter) an hour; beyond, a sample of the reporters by hash, so that groups stay groups
PAIRS_KEPT = 512
V = TypeVar("V")


class BrigadeReports(State, array_like=True):
    """`hours`: hour -> account reported -> reporter -> first time; `levels` of their samples; `waiting` hours.

    `standings`: what was known, in the hours of their reports, of those reporters whose earlier reports had verdicts.
    `groups`: reporter accused -> name of the group, and the last hour in which it was seen. `weeks`: of hours that
    are over, who reported accounts that several did, and how many accounts each reported. `young`: hour -> reporters
    who had signed up within the week. `told`: hour -> account reported -> reporter -> one content of it, by number;
    `contents`: of hours that are over, who reported which.
    """

    hours: dict[int, dict[str, dict[str, float]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    standings: dict[int, dict[str, Standing]] = field(default_factory=dict)
    groups: dict[str, tuple[str, int]] = field(default_factory=dict)
    weeks: Weeks = field(default_factory=Weeks)
    young: dict[int, dict[str, int]] = field(default_factory=dict)
    told: dict[int, dict[str, dict[str, int]]] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)

    def add(self, event: Event, reporter: str) -> None:
        """Remember one report."""
        hour = int(event.time // HOUR_S)
        level = self.levels.get(hour, 0)
        if not sampled(reporter, level):
            return
        reports = self.hours.setdefault(hour, {})
        of_target = reports.setdefault(event.subject, {})
        of_target[reporter] = min(event.time, of_target.get(reporter, event.time))
        told, content = self.told.setdefault(hour, {}).setdefault(event.subject, {}), number_of(event.content_id or "")
        told[reporter] = min(content, told.get(reporter, content))
        if event.standing is not None:
            self.standings.setdefault(hour, {})[reporter] = event.standing
        if event.novel & YOUNG_REPORTER:
            self.young.setdefault(hour, {})[reporter] = 1
        while sum(map(len, reports.values())) > PAIRS_KEPT and level < 20:
            level = self.levels[hour] = level + 1
            self._thin(hour, level)

    def _thin(self, hour: int, level: int) -> None:
        """Keep the sample of a level of an hour's reporters."""
        _sample(self.hours[hour], level)
        _sample(self.told[hour], level)
        for known in (self.standings.get(hour, {}), self.young.get(hour, {})):
            for name in [name for name in known if not sampled(name, level)]:
                del known[name]

    def within(self, last: int, hours: int, target: str) -> set[str]:
        """Return who reported an account in so many hours up to `last`."""
        told = [reports[target] for hour, reports in self.hours.items()
                if last - hours < hour <= last and target in reports]  # fmt: skip
        return {name for names in told for name in names}

    def new(self, last: int) -> set[str]:
        """Return the reporters of the hours up to `last` who had signed up within the week."""
        return {name for hour, names in self.young.items() if last - HOURS < hour <= last for name in names}

    def reported_by(self, reporter: str, last: int) -> set[str]:
        """Return whom somebody reported in the hours up to `last`."""
        recent = (reports for hour, reports in self.hours.items() if last - HOURS < hour <= last)
        return {target for reports in recent for target, names in reports.items() if reporter in names}

    def known(self, last: int) -> dict[str, Standing]:
        """Return the record of each reporter who has one, as of the latest report up to `last`."""
        found: dict[str, Standing] = {}
        for hour in sorted(hour for hour in self.standings if last - HOURS < hour <= last):
            found |= self.standings[hour]
        return found


def _sample(reports: dict[str, dict[str, V]], level: int) -> None:
    """Keep the sample of a level of an hour's reporters."""
    for target, told in list(reports.items()):
        kept = reports[target] = {name: one for name, one in told.items() if sampled(name, level)}
        if not kept:
            del reports[target]
