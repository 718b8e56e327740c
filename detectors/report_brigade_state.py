"""Who reported whom in the last three days, over the whole site, and what was known of the reporters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from itertools import chain

from detectors.by_time import since
from detectors.report_brigade_reports import BrigadeReports
from detectors.report_weeks import APART, LEAST
from detectors.report_weeks import RECENT_HOURS as HOURS
from detectors.standing import proven

PATROL = 10  # accounts reported in the window, from which on somebody is on patrol: they meet as a matter of course


class BrigadeState(BrigadeReports, array_like=True):
    """Adds who counts among the reporters, what is kept for weeks, and what groups accused are called."""

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
