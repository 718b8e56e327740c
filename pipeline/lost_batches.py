"""Batches that were handed out and never arrived: Faust drops what it holds in several places."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.cluster import Key
from pipeline.input import Input
from pipeline.open_partition import OpenPartition

_LOST_S = 2.0  # a batch that was handed out and has not arrived for so long is fetched again
_LOST_BUSY_S = 30.0  # the same while others are being processed before it


class LostBatches:
    """Compares what the consumer has handed out with what has come, input by input; times are monotonic seconds."""

    def __init__(self, consumer: Input) -> None:
        self._consumer = consumer
        self._seen: dict[Key, tuple[int, float]] = {}  # where custody ended, and since when

    def clear(self) -> None:
        """Forget what was seen: it was of another generation."""
        self._seen.clear()

    def find(self, key: Key, end: int, now: float, parts: Collection[OpenPartition]) -> bool:
        """Tell whether the batch behind `end`, of one input, is lost; `parts`: all that may be busy meanwhile."""
        reached = self._consumer.reached(key)
        seen, since = self._seen.get(key, (-1, now))
        if reached is None or reached <= end or seen != end:
            self._seen[key] = (end, now)
            return False
        busy = any(now - part.quiet_since < _LOST_S for part in parts)
        lost = now - since > (_LOST_BUSY_S if busy else _LOST_S)
        if lost:
            self._seen[key] = (end, now)
        return lost
