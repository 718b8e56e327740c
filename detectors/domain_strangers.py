"""Several accounts, new or old, that each write one new contact to strangers, and hardly anybody else tells it.

Whom a firm's helpers write to has mostly written or paid first, and no stranger; and they sit in one office, or have
not signed up within the week. 2026-11: on twenty-one made-up products no honest contact was told by two accounts to
three strangers each in three days, nor to two in two weeks; eleven attacks had four to twelve such accounts, with 5 to
37 strangers each.
"""

from __future__ import annotations

from detectors.domain_again_state import STEP_S, STEPS
from detectors.domain_rooms import MOST, apart
from detectors.domain_seldom import MOST_OF, heeded, of_as_many
from detectors.domain_told import AGAIN, MADE, Said

SORT = 11  # in an alert's details: that it is about such accounts
# Accounts, at the least: of a family, or a small firm, three or four may tell theirs; fewer are asked for where nearly
# all have signed up within the week.
FEW, FEW_MADE = 5, 4
KNOWN_LEAST = 2  # days of the site before the day before it was told here: helpers are silent over a weekend
NEW_DAYS = 14  # since it was first told here: for so long it is new, however many of these have told it meanwhile
SURE_MOST = 12.0  # nobody knows that they did not agree to tell it, as recruiters do: no more than a medium alert


def callers(window: dict[str, Said]) -> dict[str, Said]:
    """Return those that wrote it to three strangers or more."""
    return {name: one for name, one in window.items() if len(one.strangers) >= AGAIN}


def of_callers(window: dict[str, Said]) -> float:
    """Return the surprise that so many write it to so many each; 0 where others tell it, or a room or circle does.

    In one room only where nearly all signed up within the week: then they are no firm that has been here. A circle of
    friends tells it to the same few.
    """
    found = callers(window)
    new = sum([one.what & MADE > 0 for one in found.values()]) >= MOST_OF * len(found)
    if len(found) < max(FEW_MADE if new else FEW, MOST_OF * len(heeded(window, found))):
        return 0.0
    told = [one.strangers for one in found.values()]
    if _circle(told) or not (new or apart(found)):
        return 0.0
    return min(SURE_MOST, of_as_many([len(some) for some in told]))


def callers_words(told: str, number: int, everybody: int, posts: int, strangers: int) -> str:
    """Say it to a reviewer."""
    return (
        f"{number} of the {everybody} accounts that {told} within {STEPS * STEP_S / 86_400:.0f} days wrote it to "
        f"{AGAIN} or more people each who had neither written nor paid first: {posts} messages to {strangers} people. "
        "Hardly anybody else told it then, or in the weeks before."
    )


def strangers_of(found: dict[str, Said]) -> int:
    """Return to how many different people they wrote it."""
    return len({target for one in found.values() for target in one.strangers})


def _circle(told: list[tuple[int, ...]]) -> bool:
    every = [target for some in told for target in some]
    return len(set(every)) < MOST * len(every)
