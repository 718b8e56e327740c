"""A few accounts, all just entered, each of which tells one new thing to many: stolen sessions that send a link about.

Three of three that have just moved are one in a thousand, and who has just moved hardly links at all: on eight made-up
products none of 1,419 such stays of honest accounts had more than two posts with links (`posting_elsewhere`).
"""

from __future__ import annotations

from detectors.domain_again_state import AGAIN, STEP_S, STEPS, TAKEN, Said
from detectors.domain_alone import JOIN_MOST, USUAL
from detectors.newcomers import TAKEN as TAKEN_SHARE
from detectors.novelty import LATELY_S
from detectors.signup_traits import binomial
from detectors.surprise import both, gamma_poisson

SORT = 4  # in an alert's details: that it is about a few taken accounts
FEW = 3  # two colleagues may have moved at once


def entered(window: dict[str, Said]) -> dict[str, Said]:
    """Return those that were entered within hours before they told it, and tell it again and again."""
    return {name: one for name, one in window.items() if one.what & TAKEN and len(one.targets) >= AGAIN}


def told_least(found: dict[str, Said]) -> int:
    """Return to how many each told it, at the least."""
    return min([len(one.targets) for one in found.values()], default=0)


def of_entered(window: dict[str, Said]) -> float:
    """Return the surprise that so many were, of all who tell it, and that each tells it to so many (Fisher).

    0 where anybody else tells it again and again, or more than a few do at all.
    """
    found = entered(window)
    others = [one for name, one in window.items() if name not in found]
    if len(found) < FEW or len(others) > JOIN_MOST or any([len(one.targets) >= AGAIN for one in others]):
        return 0.0
    share = binomial(len(window), len(found), TAKEN_SHARE)
    return both(share, gamma_poisson(told_least(found) - 1, 1.0, 1.0 / USUAL))


def entered_words(told: str, number: int, everybody: int, least: int) -> str:
    """Say it to a reviewer."""
    return (
        f"{number} of the {everybody} accounts that {told} within {STEPS * STEP_S / 86_400:.0f} days had been entered "
        f"within {LATELY_S / 3600:.0f} h before, from a device or provider new to them, and told it to {least} or more "
        "people or threads each. Hardly anybody had told it in the weeks before."
    )
