"""Accounts that have hardly ever written here and now all tell one contact, each to others whom nobody else told it.

Bought and made accounts that were left lying for a week. A firm's helpers with a new number write here day by day, and
what goes round is told where others tell it as well, by most of them once.
"""

from __future__ import annotations

from detectors.domain_again_state import STEP_S, STEPS
from detectors.domain_alone import USUAL
from detectors.domain_told import Said
from detectors.domain_whence import APART
from detectors.surprise import binomial

SORT = 6  # in an alert's details: that it is about such accounts
FEW = 5  # as of those who tell it again and again
TWICE = 2
DAYS_KNOWN = 10  # of the site's days: sooner, nobody can be told from those who hardly ever write
MOST_OF = 0.8  # of all who tell it, those who tell it twice; of these, those who hardly ever wrote
APART_TARGETS = 0.9  # different people or threads, of all tellings: two may come upon the same one


def tellers(window: dict[str, Said]) -> dict[str, Said]:
    """Return those who tell it to two or more."""
    return {name: one for name, one in window.items() if len(one.targets) >= TWICE}


def heeded(window: dict[str, Said], found: dict[str, Said]) -> list[str]:
    """Return some, and who else may speak for them: nobody who is new here or was just entered, as accomplices are."""
    return [name for name, one in window.items() if name in found or not one.what]


def of_seldom(window: dict[str, Said]) -> float:
    """Return the surprise that so many tell it to so many each, where hardly any has written here before."""
    found = tellers(window)
    if (
        len(found) < max(FEW, MOST_OF * len(heeded(window, found)))
        or min([one.days for one in window.values()]) < DAYS_KNOWN
    ):
        return 0.0
    seldom = [one for one in found.values() if one.seldom]
    networks = {one.network for one in found.values() if one.network}
    if (
        len(seldom) < MOST_OF * len(found)
        or len(networks) < APART * len(found)
        or not strewn([one.targets for one in found.values()])
    ):
        return 0.0
    return of_as_many([len(one.targets) for one in seldom])


def strewn(targets: list[tuple[int, ...]]) -> bool:
    """Tell whether hardly any two tell it to the same."""
    told = [target for some in targets for target in some]
    return len(set(told)) >= APART_TARGETS * len(told)


def of_as_many(told: list[int]) -> float:
    """Return the surprise that as many tell it to as many each as the best number shows.

    Whom else one tells it is geometric, with the mean of `domain_alone`.

    >>> round(of_as_many([2] * 20), 2), round(of_as_many([4, 8, 9, 9, 10, 13]), 1)
    (6.02, 9.8)
    """
    again = USUAL / (1 + USUAL)
    return max([binomial(len(told), sum([one >= least for one in told]), again ** (least - 1)) for least in set(told)])


def seldom_words(told: str, number: int, everybody: int, posts: int) -> str:
    """Say it to a reviewer."""
    return (
        f"{number} of the {everybody} accounts that {told} within {STEPS * STEP_S / 86_400:.0f} days did so to two or "
        f"more people or threads each, {posts} in all, of which hardly any two are the same; nearly all had written "
        "here on three days at most before, and hardly anybody had told it in the weeks before."
    )
