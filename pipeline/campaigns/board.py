"""All findings that may still be joined, and which of them belong together: a function of their set, not of its order.

Cost of one change: a comparison with every finding that is active at the same time; a new beginning in an area (at most
one in ten minutes) compares that area's once more. Memory: about 10 KB a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.campaigns.links import DAY_S, TIMED_MOST_S, Scale, Side, side, surprise, together
from schemas.finding import Finding

SLOT_S = 600.0  # attacks of one area that begin within it are counted once
_DAY_SLOTS = int(DAY_S / SLOT_S)
Slots = dict[str, dict[int, int]]  # area -> slot -> findings that began in it


class Board:
    """The findings by alert id. `level`: the surprise from which on two belong together."""

    def __init__(self, population: float, level: float, idle_s: float) -> None:
        self._population, self._level, self._idle_s = population, level, idle_s
        self.found: dict[str, Finding] = {}
        self._sides: dict[str, Side] = {}
        self._links: dict[str, set[str]] = {}
        self.slots: dict[str, Counter[int]] = {}

    def put(self, finding: Finding) -> set[str]:
        """Take the newest version of a finding; return the ids of all whose campaign may have changed."""
        name, area = finding.alert.alert_id, finding.alert.policy
        before = self.found.get(name)
        moved = self._count(area, before, finding)
        touched = {name, *self._links.get(name, ())}
        self.found[name] = finding
        self._sides[name] = side(finding)
        for one in {name, *(self._timed(area) if moved else ())}:
            touched |= self._relink(one)
        return touched

    def _timed(self, area: str) -> Iterator[str]:
        """Yield the findings of an area of which others began at about the same time."""
        mine = sorted((one.first, name) for name, one in self.found.items() if one.alert.policy == area)
        for before, now in pairwise(mine):
            if now[0] - before[0] < TIMED_MOST_S:
                yield before[1]
                yield now[1]

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
        mine = self._sides[name]
        new = {other for other, one in self._sides.items() if other != name and self._linked(mine, one)}
        old = self._links.get(name, set())
        for other in old - new:
            self._links[other].discard(name)
        for other in new - old:
            self._links.setdefault(other, set()).add(name)
        self._links[name] = new
        return (old ^ new) | ({name} if old != new else set())

    def _linked(self, mine: Side, theirs: Side) -> bool:
        one, other = mine.finding, theirs.finding
        if not together(one, other, self._idle_s):
            return False
        timed = one.alert.policy == other.alert.policy and abs(one.first - other.first) < TIMED_MOST_S
        a_day = self._a_day(one, other) if timed else 1.0
        return surprise(mine, theirs, Scale(self._population, a_day)) >= self._level

    def _a_day(self, one: Finding, other: Finding) -> float:
        """Return how many attacks of the area began in the day before both, at least one."""
        slots = self.slots.get(one.alert.policy, Counter[int]())
        until = int(min(one.first, other.first) // SLOT_S)
        return float(max(1, sum(1 for slot in range(until - _DAY_SLOTS, until) if slots.get(slot, 0) > 0)))

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
            self._sides.pop(name, None)
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
        self._sides = {name: side(finding) for name, finding in self.found.items()}
        self._links = {}
        for name in sorted(self.found):
            self._relink(name)
