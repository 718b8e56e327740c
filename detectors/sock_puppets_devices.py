"""Which device has most of the accounts that wrote to a target, and how often those wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from zlib import crc32

from detectors.tally import Tally

SLOTS, POSTS = 64, "posts"  # of devices whose posts are counted, by hash
CODE = 8  # characters of a member that tell its device
_device = itemgetter(slice(CODE))  # no step of the interpreter for each name: a popular target has thousands
NEARLY_ALL = 0.8  # of a device's accounts, in one step: who shares a machine uses it one after the other
INSISTS, TIMES = 4, 2.0  # posts an account, and times those of the target's other newcomers ...


@lru_cache(maxsize=1024)  # asked twice a post
def code_of(device: str | None) -> str:
    """Return by what a device is told in the names of members."""
    return f"{crc32((device or '').encode()):08x}"


def most_on_one(window: Sequence[Tally], member: str | None) -> int:
    """Return the accounts on the device that has the most of them, `member` among them: what `largest` says of it."""
    if any([tally.level for tally in window]):
        return 0
    names = set[str]().union(*[tally.members for tally in window])
    if member is not None:
        names.add(member)
    return max(Counter(map(_device, names)).values(), default=0) if len(names) > 1 else len(names)


def largest(window: Sequence[Tally]) -> tuple[str, int, int]:
    """Return the code of the device with most accounts, their number, and that of all other accounts."""
    if any([tally.level for tally in window]):
        return "", 0, 0
    names = set[str]().union(*[tally.members for tally in window])
    if len(names) < 2:
        return (min(names)[:CODE] if names else ""), len(names), 0
    number, code = max((number, code) for code, number in Counter(name[:CODE] for name in names).items())
    return code, number, len({name[CODE:] for name in names if name[:CODE] != code})


def slot_of(code: str) -> str:
    """Return under what the posts of a device are counted."""
    return f"{POSTS}{int(code or '0', 16) % SLOTS}"


def posts_of(window: Sequence[Tally]) -> dict[str, float]:
    """Return the posts of each slot of devices."""
    found: dict[str, float] = {}
    for tally in window:
        for name, number in (tally.extra or {}).items():
            found[name] = found.get(name, 0.0) + number
    return found


def turns(window: Sequence[Tally], code: str, count: float) -> int:
    """Return in how many steps nearly all of a device's accounts wrote."""
    here = [sum([name[:CODE] == code for name in tally.members]) for tally in window]
    return sum([many >= NEARLY_ALL * count for many in here])


def insists(window: Sequence[Tally], code: str, count: float, others: int) -> bool:
    """Tell whether a device's accounts write far more often than the target's other newcomers."""
    posts = posts_of(window)
    mine = posts.get(slot_of(code), 0.0)
    rest = (sum(posts.values()) - mine) / others if others else 0.0
    return mine >= count * max(INSISTS, TIMES * rest)
