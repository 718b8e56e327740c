"""Who reported whom in the last three days, over the whole site, and what was known of the reporters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from itertools import chain
from typing import TypeVar

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.report_apart import Contents
from detectors.report_records import number_of
from detectors.report_weeks import APART, LEAST, Weeks
from detectors.report_weeks import RECENT_HOURS as HOURS
from detectors.sampling import sampled
from detectors.standing import proven
from detectors.steps import HOUR_S
from schemas.event import YOUNG_REPORTER, Event, Standing

PATROL = 10  # accounts reported in the window, from which on somebody is on patrol: they meet as a matter of course
# (account, reporter) an hour; beyond, a sample of the reporters by hash, so that groups stay groups
PAIRS_KEPT = 512

V = TypeVar("V")


class BrigadeState(State, array_like=True):
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

    def reporters(self, last: int, targets: Set[str] | None = None, *, least: int = 1) -> dict[str, set[str]]:
        """Return who reported each account (or of `targets`) in the hours up to `last`, where `least` did.

        Left out are those on patrol, and those whose reports are upheld as a rule.
        """
        found: dict[str, set[str]] = {}
        for hour, reports in self.hours.items():
            if last - HOURS < hour <= last:
                for target in reports if targets is None else reports.keys() & targets:
                    found.setdefault(target, set()).update(reports[target])
        busy = Counter(chain.from_iterable(found.values()))
        out = {name for name, times in busy.items() if times >= PATROL}
        out |= {name for name, standing in self.known(last).items() if proven(standing)}
        return {target: names - out for target, names in found.items() if len(names) >= least}

    def remember(self, hour: int, known: dict[str, set[str]]) -> None:
        """Take an hour that is over into what is kept for weeks; `known`: who reported whom up to it."""
        self.weeks.forget(hour)
        for target, names in sorted(self.hours.get(hour, {}).items()):
            crowd = known.get(target, set())
            if len(crowd) >= LEAST:
                self.weeks.add(hour, target, crowd)
            recent = [told[target] for at, told in self.hours.items() if hour - HOURS < at < hour and target in told]
            self.weeks.again(hour, target, self.within(hour, APART, target))
            self.weeks.count(hour, [name for name in sorted(names) if not any(name in one for one in recent)])
        right = {name for name, standing in self.known(hour).items() if proven(standing)}
        for target, told in sorted(self.told.pop(hour, {}).items()):
            for content in sorted(set(told.values())):
                by = [name for name in sorted(told) if told[name] == content and name not in right]
                self.contents.add(hour, target, content, by)
        self.contents.forget(hour)

    def known(self, last: int) -> dict[str, Standing]:
        """Return the record of each reporter who has one, as of the latest report up to `last`."""
        found: dict[str, Standing] = {}
        for hour in sorted(hour for hour in self.standings if last - HOURS < hour <= last):
            found |= self.standings[hour]
        return found

    def group(self, names: Set[str], target: str, hour: int) -> str:
        """Return what a group accused is called: as the one before that half of the smaller of both was in, or anew."""
        sizes = Counter(label for label, _ in self.groups.values())
        shared = Counter(self.groups[name][0] for name in names if name in self.groups)
        known = [(-count, label) for label, count in shared.items() if 2 * count >= min(len(names), sizes[label])]
        label = min(known)[1] if known else f"{hour}.{target}"
        self.groups |= dict.fromkeys(names, (label, hour))
        return label

    def forget(self, oldest: int) -> None:
        """Drop what was seen before the hour `oldest`."""
        self.hours = since(self.hours, oldest)
        self.levels = since(self.levels, oldest)
        self.standings = since(self.standings, oldest)
        self.young = since(self.young, oldest)
        self.told = since(self.told, oldest)
        self.groups = {name: one for name, one in self.groups.items() if one[1] >= oldest}


def _sample(reports: dict[str, dict[str, V]], level: int) -> None:
    """Keep the sample of a level of an hour's reporters."""
    for target, told in list(reports.items()):
        kept = reports[target] = {name: one for name, one in told.items() if sampled(name, level)}
        if not kept:
            del reports[target]
