"""Which newcomers of a window tell what others tell, in groups: the tellings of `contact_groups`, put together."""

from __future__ import annotations

from collections.abc import Iterable, Set

from msgspec import Struct

from detectors.contact_groups_state import Telling
from detectors.domain_whence import APART
from detectors.newcomers import OTHERS_MOST

GROUP = 3  # accounts that tell one contact: a couple, a shop and its owner are two
# 2026-11: of a group's accounts that link to one domain, and of that domain's accounts that are of the group: nearly
# all. A firm's branches give its number and its page, where both can be looked up; who leads people away from links to
# a messenger gives the number alone. Who pushes a page besides is left to those that look at domains.
LINKED = 0.8
SIZES_TOLD = 6


class Groups(Struct):
    """Of a window: newcomers who tell anything, those of a contact that others tell, and who tells what in groups."""

    newcomers: int = 0
    again: int = 0
    found: dict[str, dict[str, float]] = {}  # contact -> account -> when

    def accounts(self) -> dict[str, float]:
        """Return the accounts of all groups, with the time at which each first told a contact."""
        every: dict[str, float] = {}
        for group in self.found.values():
            for name, time in group.items():
                every[name] = min(time, every.get(name, time))
        return every

    def posts(self, told: Iterable[Telling]) -> list[tuple[float, str]]:
        """Return the posts among `told` in which one of a group tells its contact, the earliest first."""
        return sorted({(one.time, one.event_id) for one in told if one.account in self.found.get(one.contact, ())})

    def sizes(self) -> tuple[int, ...]:
        """Return how many accounts those groups have that no account joins, the largest first."""
        parts: list[set[str]] = []
        for group in map(set, self.found.values()):
            joined = [part for part in parts if part & group]
            parts = [part for part in parts if not part & group] + [group.union(*joined)]
        return tuple(sorted(map(len, parts), reverse=True)[:SIZES_TOLD])


def groups_of(window: list[Telling]) -> Groups:
    """Return who of a window's newcomers tells what others tell, and in which groups hardly anybody joins them."""
    by_contact, by_domain = dict[str, list[Telling]](), dict[str, set[str]]()
    for one in window:
        by_contact.setdefault(one.contact, []).append(one)
        by_domain.setdefault(one.domain, set()).add(one.account)
    newcomers = {one.account for one in window if one.new}
    again, found = 0, dict[str, dict[str, float]]()
    for contact, told in by_contact.items():
        new = {one.account: one.time for one in reversed(told) if one.account in newcomers}
        again += max(0, len(new) - 1)
        others = {one.account for one in told} - new.keys()
        alone = len(new) >= GROUP and len(others) <= OTHERS_MOST * len(new) and _apart(told, len(new))
        if alone and not _linked(told, new.keys(), by_domain):
            found[contact] = new
    return Groups(len(newcomers), min(again, len(newcomers)), found)


def _apart(told: list[Telling], accounts: int) -> bool:
    return len({one.network for one in told if one.network}) >= APART * accounts


def _linked(told: list[Telling], group: Set[str], by_domain: dict[str, set[str]]) -> bool:
    """Tell whether nearly all of a group link to one domain that hardly anybody links to who tells another contact."""
    linked: dict[str, set[str]] = {}
    for one in told:
        if one.domain and one.account in group:
            linked.setdefault(one.domain, set()).add(one.account)
    return any([len(some) >= LINKED * max(len(group), len(by_domain[one])) for one, some in linked.items()])
