"""How many newcomers usually use free allowances up: more where more sign up, or where others are refused, too."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

MEMORY = 0.983  # of three hours: halved after five days
# 2026-11: of those who sign up are refused within the week, before anything is learned: on four products with free
# allowances fewer than one honest newcomer in 500 was, but at a hackathon.
SHARE, SHARE_WEIGHT = 0.005, 50.0
PRIOR_STEPS = 8.0
SHAPE_MOST = 10.0  # as `card_testing_newcomers`
OTHERS = 3.0  # known accounts refused that say nothing yet of a new price or limit
SLOTS = 63  # of a step's refused, counted by a hash: in bounded state, whatever order they come in; fits an int64

# Of a step: its sign-ups, and the slots (bits) of newcomers' networks and of known accounts that were refused.
Sums = list[int]


def expected(known: Sequence[float], now: tuple[int, int], prior: float, steps: int) -> float:
    """Return how many networks are usual in a window of so many steps, > 0; `prior` before anything is known.

    `known`: sums of the past and their weight; `now`: the window's sign-ups, and known accounts refused.
    """
    made, refused, others, weight = known
    share = (refused + SHARE * SHARE_WEIGHT) / (made + SHARE_WEIGHT)
    level = (refused + prior * PRIOR_STEPS / steps) / (weight + PRIOR_STEPS) * steps
    fault = max(1.0, (now[1] + OTHERS) / (others / max(1.0, weight) * steps + OTHERS))
    return max(level, share * now[0]) * fault


def slot(name: str) -> int:
    """Return the bit of a name."""
    return 1 << crc32(name.encode()) % SLOTS


def fold(past: list[float], sums: Sums) -> list[float]:
    """Return what is remembered after one more step, an attack's refusals clipped."""
    refused = float(sums[1].bit_count())
    clipped = min(refused, 2 * past[1] / past[3] + 2) if past[3] else refused
    now = [float(sums[0]), clipped, float(sums[2].bit_count()), 1.0]
    return [MEMORY * old + new for old, new in zip(past, now, strict=True)]
