"""The one place that knows River: its models go in and out of a detector's state as bytes.

River's models learn in the order they are shown, so a detector shows them only a subject's own closed event-time
buckets, oldest first. What is kept of an exponentially weighted mean and variance are the two numbers that their cores
hold, a mean and a mean of squares: the rest of a core's 99 bytes is the same for all.
"""

from __future__ import annotations

from functools import cache
from struct import Struct as Packed
from typing import Any

from msgspec import Struct
from river import stats

_number = Packed("<d")
_NUMBER = _number.size


class Level(Struct, array_like=True, omit_defaults=True, frozen=True, gc=False):
    """An exponentially weighted mean and variance of `n` values, as River's models have them."""

    n: int = 0
    mean: float = 0.0
    square: float = 0.0  # mean of the squares

    @property
    def variance(self) -> float:
        """Return the variance."""
        return self.square - self.mean * self.mean


NEW = Level()


class _Cores:
    """A mean's and a variance's core, to be given one state after the other.

    Making River's objects anew for each value takes most of the time of learning it. A core's state begins with its
    number; a variance's is a mean's core, its number first, and one of squares in the same way.
    """

    def __init__(self, fading: float) -> None:
        mean, variance = stats.EWMean(fading), stats.EWVar(fading)
        # River shows its compiled cores to pickle only.
        self.mean: Any = vars(mean)["_ewmean"]
        self.variance: Any = vars(variance)["_ewvar"]
        self.fresh: tuple[bytes, bytes] = self.mean.__getstate__(), self.variance.__getstate__()
        self.mean.update(1.0)
        self.variance.update(1.0)
        mean_state, state = self.mean.__getstate__(), self.variance.__getstate__()
        self._rest = mean_state[_NUMBER:]
        self.at = state.index(_number.pack(1.0), _NUMBER)  # where the squares' number stands
        self._between, self._after = state[_NUMBER : self.at], state[self.at + _NUMBER :]

    def load(self, level: Level) -> None:
        """Let the cores be as they were when they had learned the level."""
        if level.n:
            mean = _number.pack(level.mean)
            self.mean.__setstate__(mean + self._rest)
            self.variance.__setstate__(mean + self._between + _number.pack(level.square) + self._after)
        else:
            self.mean.__setstate__(self.fresh[0])
            self.variance.__setstate__(self.fresh[1])


_cores = cache(_Cores)


def learned(level: Level, value: float, fading: float) -> Level:
    """Return the level after one more closed bucket's value. `fading` in (0, 1): the newest's weight. Cost: 1.5 us."""
    cores = _cores(fading)
    cores.load(level)
    cores.mean.update(value)
    cores.variance.update(value)
    square: float = _number.unpack_from(cores.variance.__getstate__(), cores.at)[0]
    return Level(level.n + 1, cores.mean.get(), square)
