"""Few accounts that tell one thing again and again, known or not, of which many of those who are told complain.

That a few known accounts tell many people something new to the site is what a firm's helpers do as well, with a new
page or number. Only those who are told know the difference: so their reports are counted, of posts with that thing.
"""

from __future__ import annotations

from typing import NamedTuple

from detectors.domain_again_state import DAYS_LEAST, REPORT_STEPS, STEP_S, AgainState
from detectors.domain_again_surprise import TOGETHER, counted, told_again
from detectors.domain_rooms import MOST
from detectors.domain_seldom import heeded
from detectors.domain_told import Said
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.surprise import binomial, both

SORT = 3  # in an alert's details: that it is about what is reported
FEW = 3  # accounts that tell it again: of one or two the detectors of reports on accounts see more
REPORTERS_LEAST = 5  # as of `report_surge`
# 2026-11: of posts, those that are reported. Of twenty made-up products 0.2 to 1.5 in a hundred, and of four up to 5,
# where reports are much of the abuse.
REPORTED = 0.02


class Complaints(NamedTuple):
    """How many people reported one of how many posts with it since it was first told, and how surprising that is."""

    surprise: float = 0.0
    reporters: int = 0
    posts: int = 0


_NONE = Complaints()


def complaints(state: AgainState, window: dict[str, Said], step: int) -> Complaints:
    """Return who complains of what is told in the window that ends with a step; none where it goes round, or is known.

    Joined with how surprising it is that so many of all who tell it do so again and again (Fisher).
    """
    if not state.reporters or (again := counted(window)) < FEW:
        return _NONE
    everybody = len(heeded(window, {name: one for name, one in window.items() if told_again(one)}))
    if again <= MOST * everybody:
        return _NONE
    reporters, posts = state.complaints(step)
    if reporters < REPORTERS_LEAST or not _new(state, window, step):
        return _NONE
    surprise = both(binomial(posts, min(reporters, posts), REPORTED), binomial(everybody, again, TOGETHER))
    return Complaints(surprise, reporters, posts)


def complaint_words(told: str, again: int, everybody: int, reporters: int, posts: int) -> str:
    """Say it to a reviewer."""
    return (
        f"{again} of the {everybody} accounts that {told} lately did so to several people or threads each, and those "
        f"complain: {reporters} people reported one of the {posts} posts with it, which hardly anybody told before "
        f"(usual: up to {100 * REPORTED:.0f} in 100 posts)."
    )


def _new(state: AgainState, window: dict[str, Said], step: int) -> bool:
    """Tell whether all who ever told it did so within what is kept of reports, when the site was known already."""
    today = int(step * STEP_S // DAY_S)
    since = min([day for day in state.days if day > today - DAYS_KEPT])
    _, days = min([(one.time, one.days - int(one.time // DAY_S)) for one in window.values()])
    return since > int((step - REPORT_STEPS) * STEP_S // DAY_S) and days + since >= DAYS_LEAST
