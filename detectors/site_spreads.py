"""What some days of a site say together: shares of newcomers, and how large sets grow.

The days are as `detectors.site_days` keeps them: what -> size -> how often a set of that size was reached.
"""

from __future__ import annotations

from statistics import median

# Of the site's that are over, but the first, on which everybody is new: whoever comes every other day is known then.
DAYS_LEAST = 3
THINGS_LEAST = 10  # reviewed by new accounts: of fewer nothing is usual
PRIOR_SHARE, PRIOR_LINKS = 0.4, 20.0  # of posts of a sort: `detectors.newcomers.NEWCOMERS` of the first twenty
RARE = 0.02  # of sets: so few are nobody's usual
USERS, IDLERS = "users", "idlers"  # things reviewed by new accounts that had used something, and that had not
REPORTED = "reported"  # by how many people a thing is reported in a day that was posted within hours
CROWD = 5  # of them: `report_surge` looks at no fewer


def share(told: list[dict[str, dict[int, int]]], all_: str, new: str, prior: float = PRIOR_SHARE) -> float:
    """Return the share of newcomers' among posts of a sort, smoothed.

    `prior`: what is believed where there are hardly any: of contacts what is known of links, which lead away as well.
    """
    posts, theirs = (sum([sum(counts.get(what, {}).values()) for counts in told]) for what in (all_, new))
    return (theirs + prior * PRIOR_LINKS) / (posts + PRIOR_LINKS)


def moments(told: list[dict[str, dict[int, int]]], what: str) -> tuple[int, int, int]:
    """Return how many sets there were, and the sums of what each had beyond one, and of its squares.

    A size that hardly any other has reached shows what an attack, or a day of fame, was like, not what is usual.
    """
    reached = _reached(told, what)
    sets = reached.get(1, 0)
    beyond = {size - 1: often for size, often in reached.items() if size > 1 and often > max(1.0, RARE * sets)}
    return sets, sum(beyond.values()), sum([(2 * more - 1) * often for more, often in beyond.items()])


def crowds(told: list[dict[str, dict[int, int]]]) -> tuple[int, int]:
    """Return how many just posted things were reported, and how many of them by a crowd."""
    reached = _reached(told, REPORTED)
    return reached.get(1, 0), reached.get(CROWD, 0)


def used(told: list[dict[str, dict[int, int]]]) -> float:
    """Return the share of users' among the things that new accounts reviewed in a day: the median of the days.

    So that a few days of spam on many things do not show what is usual; 0 where there are too few things.
    """
    pairs = [[counts.get(what, {}).get(1, 0) for what in (USERS, IDLERS)] for counts in told]
    shares = [users / (users + idlers) for users, idlers in pairs if users + idlers]
    return median(shares) if sum(map(sum, pairs)) >= THINGS_LEAST else 0.0


def spread(told: list[dict[str, dict[int, int]]], what: str) -> tuple[int, int, int]:
    """Return how many sets there were, and the most of nine in ten and of 99 in 100."""
    reached = _reached(told, what)
    sets = reached.get(1, 0)
    return sets, _most(reached, 0.1 * sets), _most(reached, 0.01 * sets)


def lasting(told: list[dict[str, dict[int, int]]], what: str) -> tuple[int, int, int]:
    """As `spread`, whichever day is left out, by the least: a wave of spam, or a launch, is not what is usual."""
    sets, most, rare = spread(told, what)
    if len(told) > DAYS_LEAST:
        but = [spread([one for one in told if one is not day], what) for day in told]
        rare, most = min([(rare, most) for _, most, rare in but])
    return sets, most, rare


def _reached(told: list[dict[str, dict[int, int]]], what: str) -> dict[int, int]:
    """Return how often each size was reached: a survival function."""
    reached: dict[int, int] = {}
    for counts in told:
        for size, often in counts.get(what, {}).items():
            reached[size] = reached.get(size, 0) + often
    return reached


def _most(reached: dict[int, int], beyond: float) -> int:
    return max([size for size, often in reached.items() if often > beyond], default=0)
