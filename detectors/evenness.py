"""How even a beat is: people come when they like, a program in its own time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt

from detectors.surprise import normal_tail

TIMED_MOST = 128  # times whose gaps are looked at


def regular(times: Sequence[float]) -> float:
    """Surprise of gaps as even as these if people came when they liked (Moran's statistic, normal approximation).

    Conservative for few; 0 below six, as whole seconds and chance make even gaps then.

    >>> regular([0, 1, 7, 9, 30, 31, 55]) < 1 < 3 < regular([60.0 * i for i in range(20)])
    True
    """
    if not 6 <= len(times) <= TIMED_MOST:
        return 0.0
    ranked = sorted(times)
    n, span = len(ranked) - 1, ranked[-1] - ranked[0]
    if span <= 0:
        return 0.0
    moran = -sum(log(max(b - a, 1e-3) * n / span) for a, b in pairwise(ranked))
    return normal_tail(round((0.5772 * n - moran) / sqrt(0.645 * n), 2))
