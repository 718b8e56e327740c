"""When people are awake: how many sessions an hour of the local week holds, against the mean of a day."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.simulate.places import COUNTRIES
from pipeline.simulate.settings import DAY_S, HOUR_S

_HOME = (
    0.30, 0.18, 0.10, 0.07, 0.07, 0.12, 0.30, 0.60, 0.80, 0.90, 0.95, 1.00,
    1.05, 1.00, 0.95, 0.95, 1.00, 1.10, 1.25, 1.40, 1.50, 1.40, 1.10, 0.60,
)  # fmt: skip
_WEEKEND = (
    0.45, 0.30, 0.18, 0.10, 0.07, 0.08, 0.15, 0.35, 0.65, 0.95, 1.15, 1.25,
    1.25, 1.20, 1.20, 1.20, 1.20, 1.20, 1.25, 1.35, 1.40, 1.30, 1.10, 0.75,
)  # fmt: skip
_WORK = (
    0.05, 0.05, 0.05, 0.05, 0.05, 0.10, 0.40, 1.20, 2.60, 2.60, 2.20, 2.00,
    1.40, 2.00, 2.00, 1.90, 1.70, 1.20, 0.70, 0.60, 0.60, 0.50, 0.30, 0.10,
)  # fmt: skip
_IDLE_OFFICE = 0.25  # office accounts at the weekend


def local(at: float, offset_h: int) -> tuple[int, float]:
    """Return the local weekday (Monday is 0) and hour with its fraction.

    >>> local(1769817600.0, 1)
    (5, 1.0)
    """
    shifted = at + offset_h * HOUR_S
    return int(shifted // DAY_S + 3) % 7, shifted % DAY_S / HOUR_S


@cache
def curve(worker: bool, weekday: int) -> tuple[float, ...]:
    """Return the 24 hours of a local day; a home weekday adds up to 24, as does a working day."""
    if worker:
        base = _WORK if weekday < 5 else tuple(_IDLE_OFFICE * hour for hour in _WEEKEND)
        return tuple(hour * 24 / sum(_WORK) for hour in base)
    base = _HOME if weekday < 5 else _WEEKEND
    return tuple(hour * 24 / sum(_HOME) for hour in base)


def levels(at: float) -> NDArray[np.float64]:
    """Return the level at a time for every country, at home (column 0) and at an office (column 1)."""
    rows = []
    for country in COUNTRIES:
        weekday, hour = local(at, country.offset_h)
        rows.append([curve(worker, weekday)[int(hour)] for worker in (False, True)])
    return np.array(rows)
