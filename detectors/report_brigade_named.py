"""How a tally keeps groups of reporters, each for itself, the most surprising first.

It keeps reporters, and the accounts that they reported, under the name of their group.
"""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct

from detectors.pairs import PARTED
from detectors.report_groups import Accused
from detectors.tally import Tally

HOWS = ("days", "weeks", "again", "apart", "accounts", "back", "two")
RECENT = HOWS[:2]  # met by what each of them reported within three days, be it the last of several


class Group(Struct):
    """Who is in one group, and whom they reported, both by name."""

    reporters: list[str]
    targets: list[str]


def note(tally: Tally, label: str, group: Accused, time: float) -> None:
    """Add whom one group reported."""
    for target in sorted(group.targets):
        tally.account(f"{label}{PARTED}{target}", time)
    for name in sorted(group.names):
        tally.member(f"{label}{PARTED}{name}", time)


def code(label: str, group: Accused | None = None) -> tuple[int, ...]:
    """Return how a tally tells which group its most surprising one is, how it met (a place in `HOWS`), and `told`."""
    found = (crc32(label.encode()),)
    if group is None or (group.how == HOWS[0] and not group.young):
        return found
    return (*found, HOWS.index(group.how), group.young, *group.told)


def groups_of(run: Tally) -> list[Group]:
    """Return the groups of a run: the most surprising first, then the largest."""
    found: dict[str, Group] = {}
    for whole in sorted(run.members):
        label, _, name = whole.rpartition(PARTED)
        found.setdefault(label, Group([], [])).reporters.append(name)
    for whole in sorted(run.accounts or ()):
        label, _, name = whole.rpartition(PARTED)
        found.setdefault(label, Group([], [])).targets.append(name)
    ranked = sorted(found.items(), key=lambda one: (code(one[0]) != run.detail[:1], -len(one[1].reporters), one[0]))
    return [group for _, group in ranked]
