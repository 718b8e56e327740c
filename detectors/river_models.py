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


class _Core:
    """A variance's core, to be given one state after the other.

    Making River's objects anew for each value takes most of the time of learning it. A core's state is a mean's core,
    its number first, and one of squares in the same way: so it tells the mean, too.
    """

    def __init__(self, fading: float) -> None:
        # River shows its compiled cores to pickle only.
        core: Any = vars(stats.EWVar(fading))["_ewvar"]
        self.fresh: bytes = core.__getstate__()
        core.update(1.0)
        state: bytes = core.__getstate__()
        at = state.index(_number.pack(1.0), _NUMBER)  # where the squares' number stands
        self.between, self.after = state[_NUMBER:at], state[at + _NUMBER :]
        self.state = Packed(f"<d{len(self.between)}sd{len(self.after)}s")
        self.load, self.update, self.store = core.__setstate__, core.update, core.__getstate__


_core = cache(_Core)


def learned(level: Level, value: float, fading: float) -> Level:
    """Return the level after one more closed bucket's value. `fading` in (0, 1): the newest's weight. Cost: 1 us."""
    core = _core(fading)
    known = core.state.pack(level.mean, core.between, level.square, core.after) if level.n else core.fresh
    core.load(known)
    core.update(value)
    mean, _, square, _ = core.state.unpack(core.store())
    return Level(level.n + 1, mean, square)
