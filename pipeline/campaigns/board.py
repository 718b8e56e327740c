"""All findings that may still be joined, and which of them belong together: a function of their set, not of its order.

Cost of one change: a comparison with every finding that is active at the same time; a new beginning in an area (at most
one in ten minutes) compares that area's once more. Memory: about 10 KB a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.campaigns.links import DAY_S, Scale, surprise, together
from schemas.finding import Finding

SLOT_S = 600.0  # attacks of one area that begin within it are counted once
Slots = dict[str, dict[int, int]]  # area -> slot -> findings that began in it


class Board:
    """The findings by alert id. `level`: the surprise from which on two belong together."""

    def __init__(self, population: float, level: float, idle_s: float) -> None:
        self._population, self._level, self._idle_s = population, level, idle_s
        self.found: dict[str, Finding] = {}
        self._links: dict[str, set[str]] = {}
        self.slots: dict[str, Counter[int]] = {}

    def put(self, finding: Finding) -> set[str]:
        """Take the newest version of a finding; return the ids of all whose campaign may have changed."""
        name, area = finding.alert.alert_id, finding.alert.policy
        before = self.found.get(name)
        moved = self._count(area, before, finding)
        touched = {name, *self._links.get(name, ())}
        self.found[name] = finding
        others = [other for other, one in self.found.items() if one.alert.policy == area] if moved else []
        for one in {name, *others}:
            touched |= self._relink(one)
        return touched

    def _count(self, area: str, before: Finding | None, now: Finding) -> bool:
        """Note in which slot the finding began; return True if that changes how often attacks begin here."""
        slots = self.slots.setdefault(area, Counter())
        slot = int(now.first // SLOT_S)
        old = None if before is None else int(before.first // SLOT_S)
        if slot == old:
            return False
        slots[slot] += 1
        if old is not None:
            slots[old] -= 1
        return slots[slot] == 1 or (old is not None and not slots[old])

    def _relink(self, name: str) -> set[str]:
        """Compare one finding with all others; return those with which it is linked now but was not, or no longer."""
        mine = self.found[name]
        new = {other for other, one in self.found.items() if other != name and self._linked(mine, one)}
        old = self._links.get(name, set())
        for other in old - new:
            self._links[other].discard(name)
        for other in new - old:
            self._links.setdefault(other, set()).add(name)
        self._links[name] = new
        return (old ^ new) | ({name} if old != new else set())

    def _linked(self, one: Finding, other: Finding) -> bool:
        if not together(one, other, self._idle_s):
            return False
        return surprise(one, other, Scale(self._population, self._a_day(one, other))) >= self._level

    def _a_day(self, one: Finding, other: Finding) -> float:
        """Return how many attacks of the area began in the day before both, at least one."""
        slots = self.slots.get(one.alert.policy, Counter[int]())
        until = int(min(one.first, other.first) // SLOT_S)
        since = until - int(DAY_S / SLOT_S)
        return float(max(1, sum(1 for slot, count in slots.items() if since <= slot < until and count > 0)))

    def campaign(self, name: str) -> frozenset[str]:
        """Return the ids of all that belong together with `name`, itself included."""
        seen, waiting = {name}, [name]
        while waiting:
            more = self._links.get(waiting.pop(), set()) - seen
            seen |= more
            waiting.extend(more)
        return frozenset(seen)

    def campaigns(self, names: Iterable[str]) -> Iterator[frozenset[str]]:
        """Yield the different campaigns of `names`, in order of their ids."""
        done: set[str] = set()
        for name in sorted(names):
            if name not in done and name in self.found:
                group = self.campaign(name)
                done |= group
                yield group

    def drop(self, names: Iterable[str]) -> None:
        """Forget whole campaigns; when they began stays known."""
        for name in names:
            self.found.pop(name, None)
            for other in self._links.pop(name, set()):
                self._links.get(other, set()).discard(name)

    def trim_slots(self, before: float) -> None:
        """Forget beginnings older than `before`."""
        for slots in self.slots.values():
            for slot in [slot for slot, count in slots.items() if slot * SLOT_S < before or count <= 0]:
                del slots[slot]

    def restore(self, findings: Iterable[Finding], slots: Slots) -> None:
        """Take up what was stored; links are worked out anew."""
        self.found = {finding.alert.alert_id: finding for finding in findings}
        self.slots = {area: Counter(known) for area, known in slots.items()}
        self._links = {}
        for name in sorted(self.found):
            self._relink(name)
