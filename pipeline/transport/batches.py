"""What travels from the consumer thread to an agent or to recovery."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from faust.types import TP, EventT

from pipeline.stage import Batch, Record

_GATHER_S = 0.015  # a batch costs about a millisecond: Faust's and aiokafka's ways, and the packets it leads to
_LOST_S = 1.0  # what has not had its turn for so long may have been thrown away on its way


@dataclass(slots=True)
class Turn:
    """Whether a batch has had its turn; set by who takes it, read by the consumer thread."""

    taken: bool = False


class Fetched(NamedTuple):
    """A batch, and the epoch of the seek that its chain began with (a later seek has a higher epoch).

    `at`: monotonic seconds when it was handed out; `left`: records of its partition still at the broker, as last heard;
    `missed`: offsets at its start that the broker had deleted before they were read.
    """

    epoch: int
    batch: Batch
    at: float = 0.0
    left: int = 0
    turn: Turn = Turn(taken=True)
    missed: int = 0


def fetched(event: EventT[Any]) -> Fetched:
    """Return what a batched event carries where others have a payload."""
    value: Any = event.message.value
    return cast("Fetched", value)


@dataclass(slots=True)
class Gate:
    """An open gate: a partition that was sought explicitly, and where the next batch must begin."""

    epoch: int
    next: int
    handed: Fetched | None = None

    def waits(self, now: float) -> bool:
        """Tell whether what comes now is better left to the next batch, so that more records share what each costs.

        That is so while the last one waits for its turn, and for a moment after it if it has taken all there was.
        """
        last = self.handed
        if last is None:
            return False
        return now - last.at < (_LOST_S if not last.turn.taken else 0.0 if last.left else _GATHER_S)

    def pack(self, tp: TP, position: int, records: Sequence[Record], end: int | None, missed: int = 0) -> Fetched:
        """Return the `records` drained up to `position` as one message, and move on to `position`.

        `end`: of what can be read of the partition, as last heard; `missed`: see `Fetched`.

        Raises `TruncatedError` when the log has become shorter than what was read from it.
        """
        if position < self.next:
            msg = f"{tp.topic}/{tp.partition} ends at {position}, but has been read up to {self.next}"
            raise TruncatedError(msg)
        batch = Batch(tp.topic, tp.partition, self.next, position, records)
        self.next = position
        self.handed = Fetched(self.epoch, batch, time.monotonic(), max(0, (end or 0) - position), Turn(), missed)
        return self.handed


class TruncatedError(RuntimeError):
    """A partition is shorter than what has been read: it was made anew, or a broker lost acknowledged records."""
