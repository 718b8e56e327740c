"""A clock that jumps, inside a worker process: a machine's clock cannot be set without its owner.

Moved is what the worker can ask Python for (`time.time`, `time.time_ns`), and the timestamp of every message it
produces; `datetime.now` of modules that hold the class themselves, and the broker's clock, are not.
"""

from __future__ import annotations

import time
from random import Random
from typing import Any

from confluent_kafka import Producer

from pipeline import producer_client

EVERY_S = 0.7  # of real time between jumps
FARTHEST_S = 6 * 3600.0  # the topics take the broker's time, or it would refuse more than an hour ahead
BACK_S = 40 * 86_400.0
_real, _mono = time.time, time.monotonic


class JumpingClock:
    """The real time plus an offset that changes with every `EVERY_S`: forth by minutes, back by up to forty days."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def time(self) -> float:
        """Return seconds since 1970, as a machine with a broken clock would."""
        dice = Random(self._seed * 1_000_003 + int(_mono() / EVERY_S))
        return _real() + dice.choice((dice.uniform(0, FARTHEST_S), -dice.uniform(0, BACK_S)))


def jump(seed: int) -> None:
    """Replace the clock of this process."""
    clock = JumpingClock(seed)
    time.time = clock.time
    time.time_ns = lambda: int(clock.time() * 1e9)

    class Stamping(Producer):
        """Stamps messages with the jumping time."""

        def produce(self, *args: Any, **kwargs: Any) -> None:
            """Produce with a timestamp."""
            super().produce(*args, **kwargs | {"timestamp": int(clock.time() * 1000)})

    setattr(producer_client, "Producer", Stamping)  # noqa: B010 - a module's name is not for assignment to mypy
