"""What links join, and what of the whole site or of a crowd it belongs to: worked out once while the board stays.

Everything that is asked of a campaign asks this of each of its findings, and an attack may be a thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from pipeline.campaigns.kinds import among, single
from pipeline.campaigns.linked import Linked
from pipeline.campaigns.links import aside
from pipeline.campaigns.parted import parted
from pipeline.campaigns.sides import Side

_NONE = 1 << 62
# 2026-11: of accounts that have a place of their own in common, half must have been a part of something larger: who
# tries a good part of all accounts has tried one or two of any thief's.
HALF = 0.5


def differing(before: Mapping[str, object], now: Mapping[str, object]) -> set[str]:
    """Return the names of which something else is held than before."""
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}


class Groups:
    """One board's. `sides` and the links are the board's own; `changed` must be called after any change of them."""

    def __init__(self, sides: Mapping[str, Side], links: Linked, amid: Linked) -> None:
        self._sides, self._links, self._amid = sides, links, amid
        self._parts: dict[str, Set[str]] = {}
        self._homes: dict[str, str | None] = {}
        self._out: Mapping[str, frozenset[str]] = {}

    def keep_out(self, out: Mapping[str, frozenset[str]]) -> set[str]:
        """Let some accounts' findings belong to none of those named for each; return those for which that is new."""
        before, self._out = self._out, out
        new = differing(before, out)
        if new:
            self._homes.clear()
        return new

    def out_of(self, group: Iterable[str]) -> frozenset[str]:
        """Return what a group must not belong to."""
        out = self._out
        return frozenset[str]().union(*[out[name] for name in group if name in out]) if out else frozenset()

    def changed(self) -> None:
        """Forget what was worked out."""
        self._parts.clear()
        self._homes.clear()

    def of(self, name: str) -> Set[str]:
        """Return the ids of all that links join with `name`, without what only a sum over several attacks does."""
        if name not in self._parts:
            for part in parted(self._links.joined(name), self._sides, self._links):
                self._parts.update(dict.fromkeys(part, part))
        return self._parts[name]

    def home(self, name: str) -> str | None:
        """Return the finding on the site or a crowd that the accounts of a group belong to.

        None where there is none, and for a group that has more than accounts which are linked to each other alone.
        """
        if name not in self._homes:
            group = self.of(name)
            self._homes.update(dict.fromkeys(group, self._home(group)))
        return self._homes[name]

    def _home(self, group: Set[str]) -> str | None:
        if not all([single(self._sides[name].finding) for name in group]):
            return None
        near = self._amid.beside(group) - self.out_of(group)
        amid = {other: self._among(group, other) for other in near if self._mostly(group, other)}
        return min(amid, key=lambda other: (amid[other], self._sides[other].first, other), default=None)

    def _mostly(self, group: Set[str], other: str) -> bool:
        """Tell whether as many of a group's accounts are amid another's as it takes, and none of them was aimed at."""
        sides, near = self._sides, self._amid.of(other) & group
        if any([aside(sides[name], sides[other]) for name in group]):
            return False
        return len({sides[name].about for name in near}) >= HALF * len({sides[name].about for name in group})

    def _among(self, group: Set[str], other: str) -> int:
        """Return how many accounts another concerns that names one of these: of few it says more than of many.

        More than any number where it names none of them, and only went on at the same time.
        """
        crowd = self._sides[other].finding
        named = any(among(self._sides[name].finding, crowd) for name in group)
        return crowd.alert.accounts_total if named else _NONE
