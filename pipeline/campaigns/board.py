"""All findings that may still be joined, and which of them belong together: a function of their set, not of its order.

Cost of one change: a comparison with every finding that is active at the same time; a new beginning in an area (at most
one in ten minutes) compares those of that area once more that began later: mostly none. Memory: about 13 KB a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import inf

from pipeline.campaigns.beginnings import Beginnings, Slots
from pipeline.campaigns.bonds import Bonds
from pipeline.campaigns.further import Further
from pipeline.campaigns.groups import Groups
from pipeline.campaigns.kinds import site_wide
from pipeline.campaigns.linked import Linked
from pipeline.campaigns.links import together
from pipeline.campaigns.remembered import over, until
from pipeline.campaigns.sides import Side, side
from pipeline.campaigns.spree import SLOT_S
from pipeline.campaigns.timing import TIMED_MOST_S
from schemas.finding import Finding


class Board:
    """The findings by alert id. `level`: the surprise from which on two belong together. `memory_s`: see `remembered`.

    `_links` are what shows that; `_amid` has accounts' findings beside what they may be a part of, but which they must
    not join to anything else: what was seen of the whole site meanwhile, and crowds that they are among. `_further`
    has what belongs together without a link.
    """

    def __init__(self, population: float, level: float, idle_s: float, memory_s: float = inf) -> None:
        self._idle_s, self._memory_s = idle_s, memory_s
        self.found: dict[str, Finding] = {}
        self._sides: dict[str, Side] = {}
        self._links, self._amid = Linked(), Linked()
        self.beginnings = Beginnings()
        self._bonds = Bonds(population, level, idle_s, self.beginnings)
        self._groups = Groups(self._sides, self._links, self._amid)
        self._further = Further(self._sides, self.beginnings.slots, self._groups)

    def put(self, finding: Finding) -> set[str]:
        """Take the newest version of a finding; return the ids of all whose campaign may have changed."""
        name, area = finding.alert.alert_id, finding.alert.policy
        before = self.found.get(name)
        moved = self.beginnings.count(area, before, finding)
        touched = {name, *self._links.of(name)}
        self.found[name] = finding
        self._sides[name] = self._side(finding)
        for one in {name, *(self._timed(area, moved) if moved is not None else ())}:
            touched |= self._relink(one)
        self._groups.changed()
        if moved is not None:
            touched |= self._further.since(moved)
        touched |= self._further.sweep()
        linked = self._reached(touched)  # what is no link's own matter may part others elsewhere in the group
        return linked | self._amid.beside(linked)

    def _reached(self, names: set[str]) -> set[str]:
        """Return all to which links lead from some, over the pauses of an attack and within a spree, too."""
        linked = self._links.joined_with(names)
        while more := self._further.beside(linked) - linked:
            linked |= self._links.joined_with(more)
        return linked

    def _timed(self, area: str, slot: int) -> Iterator[str]:
        """Yield the findings of an area for which it matters that attacks begin there in `slot`: those after it.

        And those on the whole site meanwhile.
        """
        after = (slot + 1) * SLOT_S
        yield from [name for name, one in self._sides.items()
                    if one.wide and one.area == area and one.first < after and one.last >= slot * SLOT_S]  # fmt: skip
        mine = sorted((one.first, name) for name, one in self.found.items()
                      if one.first >= after and one.alert.policy == area)  # fmt: skip
        if any(site_wide(self.found[name]) for _, name in mine):
            yield from (name for _, name in mine)
            return
        for before, now in pairwise(mine):
            if now[0] - before[0] < TIMED_MOST_S:
                yield before[1]
                yield now[1]

    def _relink(self, name: str) -> set[str]:
        """Compare one finding with all others; return those with which it is linked now but was not, or no longer."""
        mine, found = self._sides[name], (set[str](), set[str]())
        for other, one in together(mine, self._sides, self._idle_s):
            if strength := self._bonds.strength(mine, one):
                found[strength - 1].add(other)
        changed = self._links.renew(name, found[1]) | self._amid.renew(name, found[0])
        changed |= self._further.renew(name)
        return changed | {name} if changed else changed

    def campaign(self, name: str) -> frozenset[str]:
        """Return the ids of all that belong together with `name`, itself included."""
        groups = self._groups
        whole = self._widened(set(groups.of(groups.home(name) or name)))
        for other in sorted(self._amid.beside(whole) - whole):
            if groups.home(other) in whole:
                whole |= groups.of(other)
        return frozenset(whole)

    def _widened(self, group: set[str]) -> set[str]:
        """Return a group with what it went on with after its pauses, got into meanwhile, and the rest of its spree."""
        while more := self._further.more(group) - group:
            group = group.union(*[self._groups.of(name) for name in more])
        return group

    def campaigns(self, names: Iterable[str]) -> Iterator[frozenset[str]]:
        """Yield the different campaigns of `names`, in order of their ids."""
        done: set[str] = set()
        for name in sorted(names):
            if name not in done and name in self.found:
                group = self.campaign(name)
                done |= group
                yield group

    def over(self, watermark: float) -> Iterator[frozenset[str]]:
        """Yield the campaigns that nothing can join any more, once all earlier than `watermark` has been taken."""
        return over(self.campaigns(self.found), self._sides, watermark)

    def _side(self, finding: Finding) -> Side:
        return side(finding, until(finding, self._memory_s))

    def drop(self, names: Iterable[str]) -> None:
        """Forget whole campaigns; when they began stays known."""
        for name in names:
            self.found.pop(name, None)
            self._sides.pop(name, None)
            self._links.drop(name)
            self._amid.drop(name)
            self._further.drop(name)
        self._groups.changed()
        self._further.sweep()

    def restore(self, findings: Iterable[Finding], slots: Slots) -> None:
        """Take up what was stored, on an empty board; links are worked out anew."""
        self.found = {finding.alert.alert_id: finding for finding in findings}
        self.beginnings.restore(slots)
        self._sides.update({name: self._side(finding) for name, finding in self.found.items()})
        for name in sorted(self.found):
            self._relink(name)
        self._groups.changed()
        self._further.sweep()
