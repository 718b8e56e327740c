"""Which findings are linked with which, and who is joined by that: worked out once for as long as no link changes.

A great attack is thousands of findings each of which is linked with all others: as sets of names that is 50 bytes a
link, a gigabyte at five thousand. So each name has a place, and its links are the bits of an integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import compress


class Linked:
    """Links between names, both ways. Cost of a link: one bit; of a question: a look at each that is joined."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._names: list[str] = []  # by place
        self._links: list[int] = []
        self._free: list[int] = []  # places
        self._joined: dict[str, frozenset[str]] = {}  # as it was last asked for, of all that are joined with one

    def of(self, name: str) -> set[str]:
        """Return those that one is linked with."""
        place = self._place.get(name)
        return set() if place is None else self._named(self._links[place])

    def beside(self, names: Iterable[str]) -> set[str]:
        """Return those with which any of some are linked."""
        found = 0
        for place in self._places(names):
            found |= self._links[place]
        return self._named(found)

    def among(self, names: Iterable[str]) -> Iterator[str]:
        """Yield those of some that have links."""
        place, links = self._place, self._links
        return (name for name in names if name in place and links[place[name]])

    def renew(self, name: str, new: set[str]) -> set[str]:
        """Let `name` be linked with `new` alone; return those with which it was not before, or is no longer."""
        place, bits = self._placed(name), 0
        for other in new:
            bits |= 1 << self._placed(other)
        changed = self._named(self._links[place] ^ bits)
        for other in changed:
            self._links[self._place[other]] ^= 1 << place
        self._links[place] = bits
        if changed:
            self._joined.clear()
        return changed

    def drop(self, name: str) -> None:
        """Forget one, and its links."""
        self._joined.clear()
        place = self._place.get(name)
        if place is not None:
            self.renew(name, set())
            del self._place[name]
            self._free.append(place)

    def joined(self, name: str) -> frozenset[str]:
        """Return all to which links lead from one, itself included."""
        found = self._joined.get(name)
        if found is None:
            found = frozenset({name, *self._named(self._reach(name, -1))})
            self._joined.update(dict.fromkeys(found, found))
        return found

    def joined_with(self, names: Iterable[str]) -> set[str]:
        """Return all to which links lead from some, themselves included."""
        found: set[str] = set()
        for name in names:
            if name not in found:
                found |= self.joined(name)
        return found

    def parts(self, names: Set[str]) -> list[set[str]]:
        """Return what links join of some, without the others; in the order of the first name of each."""
        within, left, parts = self._bits(names), set(names), list[set[str]]()
        for name in sorted(names):
            if name in left:
                parts.append({name} | self._named(self._reach(name, within)))
                left -= parts[-1]
        return parts

    def _reach(self, name: str, within: int) -> int:
        """Return the places of all to which links lead from one, over those `within` alone."""
        seen = new = self._bits([name])
        while new:
            more = 0
            for links in compress(self._links, _each(new)):
                more |= links
            new = more & within & ~seen
            seen |= new
        return seen

    def _placed(self, name: str) -> int:
        """Return the place of a name, a new one where it has none."""
        place = self._place.get(name)
        if place is None:
            if self._free:
                place = self._free.pop()
                self._names[place] = name
            else:
                place = len(self._names)
                self._names.append(name)
                self._links.append(0)
            self._place[name] = place
        return place

    def _places(self, names: Iterable[str]) -> Iterator[int]:
        return (place for name in names if (place := self._place.get(name)) is not None)

    def _bits(self, names: Iterable[str]) -> int:
        bits = 0
        for place in self._places(names):
            bits |= 1 << place
        return bits

    def _named(self, bits: int) -> set[str]:
        return set(compress(self._names, _each(bits))) if bits else set()


def _each(bits: int) -> Iterator[int]:
    """Yield the bits of a number, the lowest first."""
    return map(int, bin(bits)[:1:-1])
