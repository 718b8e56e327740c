"""Accounts that have hardly ever written here, in turn on a few devices, all of which write one contact to strangers.

A fraud's staff: a handful of made-up people on two telephones. Helpers in an office have a device each, or have written
here for longer, and whom a new shop's people write to has mostly written first: neither is counted.
"""

from __future__ import annotations

from detectors.domain_again_state import STEP_S, STEPS
from detectors.domain_seldom import MOST_OF, heeded, of_as_many, strewn
from detectors.domain_told import AGAIN, Said
from detectors.wording import counted

SORT = 7  # in an alert's details: that it is about such accounts
FEW = 4
A_DEVICE = 2  # accounts, at the least


def in_turn(window: dict[str, Said]) -> dict[str, Said]:
    """Return those that wrote it to three strangers or more."""
    return {name: one for name, one in window.items() if len(one.strangers) >= AGAIN}


def devices_of(found: dict[str, Said]) -> int:
    """Return on how many devices they were; where none is told nobody knows, and each counts."""
    return len({one.device or name for name, one in found.items()})


def of_turns(window: dict[str, Said]) -> float:
    """Return the surprise that so many write it to so many each; 0 where others tell it, or each has a device."""
    found = in_turn(window)
    if len(found) < max(FEW, MOST_OF * len(heeded(window, found))) or A_DEVICE * devices_of(found) > len(found):
        return 0.0
    if sum([one.seldom for one in found.values()]) < MOST_OF * len(found):
        return 0.0
    told = [one.strangers for one in found.values()]
    return of_as_many([len(some) for some in told]) if strewn(told) else 0.0


def turns_words(told: str, number: int, everybody: int, posts: int, devices: int) -> str:
    """Say it to a reviewer."""
    return (
        f"{number} of the {everybody} accounts that {told} within {STEPS * STEP_S / 86_400:.0f} days wrote it to "
        f"{AGAIN} or more people each who had not written first, {posts} in all, of which hardly any two are the "
        f"same; they were on {counted(devices, 'device')} in turn, and nearly all had written here on three days at "
        "most before. Hardly anybody else had told it in the weeks before."
    )
