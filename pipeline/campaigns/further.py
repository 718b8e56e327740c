"""What belongs together without a link: an attack's pauses, what it got into meanwhile, and sprees.

Nothing of it can be told from two findings alone: it goes by how many there are, and how many there were before. It is
worked out from the findings on the board, so that it is the same in whatever order these came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from pipeline.campaigns import amidst, spree
from pipeline.campaigns.groups import Groups, differing
from pipeline.campaigns.kinds import SINGLE
from pipeline.campaigns.linked import Linked
from pipeline.campaigns.links import aside
from pipeline.campaigns.onward import AREA, comes_in_waves, paused
from pipeline.campaigns.sides import Side
from pipeline.campaigns.timing import ENTRIES


class Further:
    """One board's. `sides` and `slots` are the board's own; `groups` is what its links say."""

    def __init__(self, sides: Mapping[str, Side], slots: Mapping[str, Counter[int]], groups: Groups) -> None:
        self._sides, self._slots, self._groups = sides, slots, groups
        self._onward, self._alike = Linked(), Linked()
        self._episodes: set[str] = set()  # of attacks on the whole site
        self._swept: dict[str, str] = {}  # accounts' findings that are a part of an attack on the site: its first

    def renew(self, name: str) -> set[str]:
        """Compare one finding with those it might go on with; return those that it does now, or no longer."""
        mine, changed = self._sides[name], set[str]()
        if mine.wide:
            (self._episodes.add if comes_in_waves(mine) else self._episodes.discard)(name)
            changed |= self._onward.renew(name, set(paused(mine, self._sides)))
        if spree.joins(mine):
            changed |= self._alike.renew(name, set(spree.alike(mine, self._sides)))
        return changed

    def drop(self, name: str) -> None:
        """Forget one."""
        self._episodes.discard(name)
        self._onward.drop(name)
        self._alike.drop(name)
        self._swept.pop(name, None)

    def beside(self, names: Set[str]) -> set[str]:
        """Return some and those with which any of them may go on, or those with others."""
        return self._onward.joined_with(names) | self._alike.joined_with(names)

    def since(self, slot: int) -> set[str]:
        """Return those for which it matters how many attacks begin in `slot`: such as began later."""
        sides, after = self._sides, slot * spree.SLOT_S
        return {name for name in self._alike.among(sides) if sides[name].first >= after}

    def more(self, group: Set[str]) -> set[str]:
        """Return what belongs to a group beyond its links; some of it may be in the group."""
        return self._onward.beside(group) | self._spree(group) | self._amidst(group)

    def _spree(self, group: Set[str]) -> set[str]:
        """Return those of the same sprees as some of a group that belong to nothing else."""
        met, found = set[str](), set[str]()
        for name in self._alike.among(group):
            if name not in met:
                others = self._alike.joined(name)
                met |= others
                if len(others) >= spree.LEAST and self._is_spree(self._unlinked(others)):
                    found |= others
        return {name for name in found if self._groups.home(name) is None}

    def _is_spree(self, names: Iterable[str]) -> bool:
        return spree.unusual([self._sides[name] for name in names], self._slots)

    def _unlinked(self, names: Set[str]) -> list[str]:
        """Return some without the entered accounts that links join with an earlier one: these are one man's anyway."""
        met, found, sides = set[str](), list[str](), self._sides
        for name in sorted(names, key=lambda name: (sides[name].first, name)):
            if name not in met or sides[name].area != ENTRIES:
                met |= self._groups.of(name)
                found.append(name)
        return found

    def sweep(self) -> set[str]:
        """Find anew which accounts' findings are a part of attacks on the whole site; return whose campaign changes."""
        if not self._episodes and not self._swept:
            return self._groups.keep_out({})
        before, self._swept = self._swept, {}
        joined = {self._onward.joined(name) for name in self._episodes}
        waves = amidst.waves(self._sides, joined) if joined else []
        parted = self._groups.keep_out(self._thiefs(waves))
        for wave in waves:
            for name in self._part_of(wave):
                self._swept.setdefault(name, wave.name)
        now = self._swept
        changed = differing(before, now)
        firsts = {found[name] for found in (before, now) for name in changed if name in found}
        return (changed | firsts | parted) & self._sides.keys()

    def _thiefs(self, waves: Iterable[amidst.Wave]) -> dict[str, frozenset[str]]:
        """Return the accounts' findings that are a thief's who came during attacks on the whole site, and these."""
        found: dict[str, frozenset[str]] = {}
        for wave in waves:
            for name in self._took(wave):
                found[name] = found.get(name, frozenset()) | wave.names
        return found

    def _took(self, wave: amidst.Wave) -> Iterator[str]:
        """Yield those of the sprees during an attack that came too close together to be what it got into."""
        episodes, met = [self._sides[name] for name in wave.names], set[str]()
        for name in self._alike.among([name for name, one in amidst.lone_ones(self._sides) if wave.holds(one)]):
            if name not in met:
                met |= (others := self._alike.joined(name))
                if amidst.too_close([self._sides[one] for one in others], episodes) and self._is_spree(others):
                    yield from others

    def _part_of(self, wave: amidst.Wave) -> list[str]:
        """Return the accounts' findings that are a part of an attack, or none where as many come anyway."""
        near = {name: one for name, one in amidst.lone_ones(self._sides) if wave.holds(one)}
        mine = [name for name in near if self._is_apart(name, wave.names)]
        if len(mine) < spree.LEAST:
            return []
        usual = spree.usual(wave.first, AREA, self._slots)
        return mine if amidst.too_many(len({near[name].about for name in mine}), usual, wave) else []

    def _is_apart(self, name: str, wave: Set[str]) -> bool:
        """Tell whether an account's finding belongs to nothing else than, at most, an episode of this attack."""
        sides, group = self._sides, self._groups.of(name)
        if not self._groups.out_of(group).isdisjoint(wave):
            return False
        if not all([sides[one].finding.alert.entity.type in SINGLE for one in group]):
            return False
        home = self._groups.home(name)
        if home is not None:
            return home in wave
        many = len({sides[one].about for one in group}) >= spree.LEAST  # they have something else in common
        return not many and not any([aside(sides[one], sides[episode]) for one in group for episode in wave])

    def _amidst(self, group: Set[str]) -> set[str]:
        """Return what is joined to a group as what was entered during an attack on the whole site is to that."""
        swept = self._swept
        waves = {swept[name] for name in swept.keys() & group} | (set(swept.values()) & group)
        return waves | {name for name, first in swept.items() if first in waves}
