"""A telephone number, new to the site, that several accounts tell on their first day of posting, and nobody else.

Accounts that were bought, or left lying for years, and wake one after the other: each tells it once, in any words, to
all it can reach. Who honestly begins with a number tells his own. 2026-11: of 250 numbers that an honest account of 29
made-up products told on its first day no other was told by a second such account; eleven frauds had five to fourteen.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from detectors.domain_told import Came, hashed
from detectors.domain_whence import APART
from detectors.newcomers import OTHERS_MOST

SORT = 13  # in an alert's details: that it is about such accounts
LEAST = 5  # of a family, or a small firm that works from home, three or four may begin with theirs
FURTHER = 1.5  # surprise of each account beyond the first: one in thirty
SURE_MOST = 12.0  # an agency's people who begin in one week, from home, look the same: no more than a medium alert


class Debuts(NamedTuple):
    """Who told it on his first day here in four weeks, of how many accounts that told it; how surprising it is."""

    surprise: float = 0.0
    came: Mapping[str, Came] = MappingProxyType({})
    everybody: int = 0


_NOBODY = Debuts()


def debuts(fresh: dict[int, dict[str, Came]], told: dict[int, tuple[int, ...]]) -> Debuts:
    """Return who told a number on his first day, each from a network of his own; nothing where others tell it.

    `fresh`: by day and account, `told`: hashes of all who told it, by day, as `AgainState` keeps them.
    """
    came = {name: one for day, some in sorted(fresh.items()) for name, one in some.items() if one.number}
    everybody = {code for codes in told.values() for code in codes} | set(map(hashed, came))
    networks = {one.network for one in came.values() if one.network}
    if len(came) < LEAST or len(networks) < APART * len(came):
        return _NOBODY
    if len(everybody) - len(came) > OTHERS_MOST * len(came):
        return _NOBODY
    return Debuts(min(SURE_MOST, FURTHER * (len(came) - 1)), came, len(everybody))


def debut_words(told: str, number: int, everybody: int, days: int) -> str:
    """Say it to a reviewer."""
    others = everybody - number
    return (
        f"{number} accounts {told} on their first day of posting (they may have been there before), on {days} days of "
        f"the last four weeks, each from a network of its own; {others or 'nobody'} else told it. Honest newcomers "
        "tell each a number of their own."
    )
