"""Who got in as an attack's attempts came, and who is a traveller or another thief's.

Whoever spreads a list over a home of its own for each account comes to each on another device, or names none, and gets
in with a program that he tries others with. 2026-11: so were 118 of 124 such entries on 29 made-up products, and of 305
travellers who came in those days 94: 71 had a device or an address in common with others, 177 a program with which
nobody failed. Of 136 entries of other thieves, most of whom changed the mail address at once, 25 were so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct


class Attempt(NamedTuple):
    """A login's time and id, its line and device, and its program as far as that names itself ("": it does not)."""

    time: float
    id: str
    line: str
    device: str
    program: str = ""


class Came(Struct, array_like=True):
    """The first failure of an account in a day, and when it first got in from such a place; each with its place."""

    failed: Attempt | None = None
    entered: Attempt | None = None


class Crowd(NamedTuple):
    """Who failed and did not get in, with the attempt that says so, and who got in, with the one that did."""

    failed: dict[str, Attempt]
    entered: dict[str, Attempt]

    def kin(self) -> dict[str, Attempt]:
        """Return who of these got in as the others failed."""
        return kindred(self.entered, {one.program for one in self.failed.values()} - {""})

    def of(self) -> int:
        """Return how many came."""
        return len(self.failed) + len(self.entered)


def kindred(entered: Mapping[str, Attempt], programs: Collection[str]) -> dict[str, Attempt]:
    """Return those who got in on a device and line of their own, with one of the `programs` that failed, if any tells.

    >>> box, pc = Attempt(1.0, "a", "l1", "box", "App 1"), Attempt(2.0, "b", "l2", "pc", "Web 9")
    >>> [sorted(kindred({"ann": box, "bob": pc}, programs)) for programs in ({"App 1"}, {"App 1", "Web 9"}, ())]
    [['ann'], ['ann', 'bob'], ['ann', 'bob']]
    >>> sorted(kindred({"ann": box, "bob": box._replace(line="l3")}, ()))
    []
    """
    devices = _often([one.device for one in entered.values()])
    lines = _often([one.line for one in entered.values()])
    return {
        name: one
        for name, one in entered.items()
        if one.device not in devices and one.line not in lines and (not programs or one.program in programs)
    }


def _often(told: Iterable[str]) -> set[str]:
    """Return what is told of more than one."""
    return {one for one, number in Counter(told).items() if one and number > 1}
