"""The one place that knows River: its models go in and out of a detector's state as bytes.

River's models learn in the order they are shown, so a detector shows them only a subject's own closed event-time
buckets, oldest first. What is kept is the state of their compiled cores, 99 bytes: pickling the Python objects around
them costs six times the time and three times the room.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct
from river import stats

_MEAN_BYTES = 33  # of the mean's core; the variance's follows


class Level(Struct, array_like=True, omit_defaults=True):
    """An exponentially weighted mean and variance: River's models as bytes, and what they say as numbers."""

    model: bytes = b""
    mean: float = 0.0
    variance: float = 0.0
    n: int = 0


@cache
def _cores(fading: float) -> tuple[Any, Any, bytes]:
    """Return a mean's and a variance's core, to be given one state after the other, and that of two fresh ones.

    Making River's objects anew for each value takes most of the time of learning it.
    """
    mean, variance = stats.EWMean(fading), stats.EWVar(fading)
    cores: tuple[Any, Any] = vars(mean)["_ewmean"], vars(variance)["_ewvar"]  # River shows them to pickle only
    return *cores, cores[0].__getstate__() + cores[1].__getstate__()


def learn_level(level: Level, value: float, fading: float) -> None:
    """Show one closed bucket's value to the level. `fading` in (0, 1): the newest's weight. Cost: 1 microsecond."""
    mean, variance, fresh = _cores(fading)
    model = level.model or fresh
    mean.__setstate__(model[:_MEAN_BYTES])
    variance.__setstate__(model[_MEAN_BYTES:])
    mean.update(value)
    variance.update(value)
    level.model = mean.__getstate__() + variance.__getstate__()
    level.mean, level.variance, level.n = mean.get(), variance.get(), level.n + 1
