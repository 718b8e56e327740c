"""Which findings are linked with which, and who is joined by that: worked out once for as long as no link changes."""

from __future__ import annotations

from collections.abc import Iterable

_NOBODY: frozenset[str] = frozenset()


class Linked:
    """Links between names, both ways."""

    def __init__(self) -> None:
        self.links: dict[str, set[str]] = {}
        self._joined: dict[str, frozenset[str]] = {}  # as it was last asked for, of all that are joined with one

    def of(self, name: str) -> set[str] | frozenset[str]:
        """Return those that one is linked with."""
        return self.links.get(name, _NOBODY)

    def beside(self, names: Iterable[str]) -> set[str]:
        """Return those with which any of some are linked."""
        links = self.links
        return set[str]().union(*[links[name] for name in names if name in links])

    def renew(self, name: str, new: set[str]) -> set[str]:
        """Let `name` be linked with `new` alone; return those with which it was not before, or is no longer."""
        old = self.of(name)
        for other in old - new:
            self.links[other].discard(name)
        for other in new - old:
            self.links.setdefault(other, set()).add(name)
        self.links[name] = new
        changed = old ^ new
        if changed:
            self._joined.clear()
        return set(changed)

    def drop(self, name: str) -> None:
        """Forget one, and its links."""
        self._joined.clear()
        for other in self.links.pop(name, _NOBODY):
            self.links[other].discard(name)

    def joined(self, name: str) -> frozenset[str]:
        """Return all to which links lead from one, itself included."""
        return self._joined.get(name) or self._join(name)

    def _join(self, name: str) -> frozenset[str]:
        seen, waiting, links = {name}, [name], self.links
        while waiting:
            more = links.get(waiting.pop(), _NOBODY) - seen
            if more:
                seen |= more
                waiting.extend(more)
        found = frozenset(seen)
        self._joined.update(dict.fromkeys(found, found))
        return found

    def joined_with(self, names: Iterable[str]) -> set[str]:
        """Return all to which links lead from some, themselves included."""
        found: set[str] = set()
        for name in names:
            if name not in found:
                found |= self.joined(name)
        return found
