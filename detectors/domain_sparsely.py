"""A telephone number, new here, that accounts which hardly ever wrote come back to tell, one or two a day for weeks.

Bought accounts that answer in help threads with a false hotline. Whoever tells his own number has nobody who comes back
with it as well; a firm's helpers write here day by day, mostly from one office; and what goes round is told once by
most. 2026-11: on eleven made-up products no honest account had a second one that came back with the same new number.
"""

from __future__ import annotations

from typing import NamedTuple

from detectors.domain_again_state import STEP_S, AgainState
from detectors.domain_seldom import DAYS_KNOWN, FEW, MOST_OF, strewn
from detectors.domain_told import Rare, Said, hashed
from detectors.domain_whence import APART
from detectors.recurrence import DAY_S

SORT = 9  # in an alert's details: that it is about such accounts
DAYS = 14
LATER_S = 43_200.0  # on another day: not friends who pass it on in one evening
BACK = 0.5  # of all who tell it, those who come back to
FURTHER = 2.0  # surprise of each account beyond the first that comes back with it: one in a hundred


class Sparsely(NamedTuple):
    """Which accounts told it in the two weeks, how many of them came back, how many told it at all; how surprising."""

    surprise: float = 0.0
    came: tuple[tuple[str, tuple[Rare, ...]], ...] = ()
    back: int = 0
    everybody: int = 0


_NOBODY = Sparsely()


def sparsely(state: AgainState, window: dict[str, Said], step: int) -> Sparsely:
    """Return who told it in the two weeks that end with a step, where nearly all are such accounts; else nothing."""
    if len(state.rare) < 2 or not window or min([one.days for one in window.values()]) < DAYS_KNOWN:
        return _NOBODY
    since = int(step * STEP_S // DAY_S) - DAYS + 1
    if any([day < since for day in state.days]):  # it is known here
        return _NOBODY
    of: dict[str, list[Rare]] = {}
    for _, told in sorted(state.rare.items()):
        for name, one in told.items():
            of.setdefault(name, []).append(one)
    everybody = {code for codes in state.days.values() for code in codes} | set(map(hashed, of))
    back = sum([told[-1].time - told[0].time >= LATER_S for told in of.values()])
    if len(of) < max(FEW, MOST_OF * len(everybody)) or back < BACK * len(of) or not _apart(of):
        return _NOBODY
    came = tuple((name, tuple(told)) for name, told in of.items())
    return Sparsely(FURTHER * (back - 1), came, back, len(everybody))


def sparsely_words(told: str, number: int, everybody: int, back: int) -> str:
    """Say it to a reviewer."""
    return (
        f"{number} of the {everybody} accounts that {told} within {DAYS} days had written here on three days at most "
        f"before, and {back} of them came back to tell it on another day, each from a network of its own; nobody had "
        "told it in the weeks before."
    )


def _apart(of: dict[str, list[Rare]]) -> bool:
    """Tell whether they sit in no one room, and tell it to ever others."""
    networks = {one.network for told in of.values() for one in told[:1] if one.network}
    return len(networks) >= APART * len(of) and strewn([one.targets for told in of.values() for one in told])
