"""How surprising a count is beside what the site's own days show: the most of nine in ten, and of 99 in 100."""

from __future__ import annotations

RARE = 2.0  # the surprise of as many as the most of 99 in 100
STEEP = 2.0  # times the step from the most of nine in ten to that of 99: what the next such steps are taken for, since
# tails are heavier than exponential: to the most of 999 in 1,000 it was 0.8, 0.8, 1.8 and 4 (of one target) times that


def beyond(count: float, most: int, rare: int, at_rare: float = RARE) -> float:
    """Return the surprise of a count above `rare`, the most of 99 in 100; `most`: of nine in ten.

    It is `at_rare` there, then one for each further step, `STEEP` times as long as that between the two.

    >>> beyond(31, 4, 7), beyond(65, 2, 9)
    (6.0, 6.0)
    """
    return at_rare + (count - rare) / (STEEP * max(1, rare - most))
