"""One stage partition while this worker owns it: the engine's part, and how far each input has been taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.cluster import Key
from pipeline.stage import Batch, PartitionStage, Send
from pipeline.store.entries import Entry, engine_key, offsets_entry

Verdict = Literal["take", "stale", "hole"]


@dataclass(slots=True)
class Custody:
    """How far one input has been processed, and the epoch of the seek that its batches must follow from."""

    end: int
    epoch: int


@dataclass(slots=True)
class OpenPartition:
    """The chain of custody of one stage partition. Times are monotonic seconds, handed in."""

    stage: str
    partition: int
    engine: PartitionStage
    inputs: dict[str, Custody]
    quiet_since: float
    ahead: dict[bytes, bytes | None] = field(default_factory=dict)  # the reader's: written, and not in the store yet
    moved: bool = False  # offsets have moved since the last checkpoint
    idled: bool = False  # the engine was told to be idle, and nothing has come since
    ended: bool = False  # likewise, that nothing will come any more
    asleep: bool = True  # its last word may have been that it is idle: in this worker, or in the one before

    def judge(self, epoch: int, batch: Batch) -> Verdict:
        """Say what to do with a batch: it goes on with the chain, has nothing new, or leaves a hole.

        A hole behind an earlier seek is stale: the seek that mends it has been made already.
        """
        custody = self.inputs[batch.topic]
        if batch.start > custody.end:
            return "hole" if epoch >= custody.epoch else "stale"
        return "take" if batch.end > custody.end else "stale"

    def take(self, batch: Batch, now: float) -> Sequence[Send]:
        """Let the engine process what is new in a batch that goes on with the chain; return what must be sent."""
        batch = _from(self.inputs[batch.topic].end, batch)
        sends = self.engine.process(batch) if batch.records else ()
        self.inputs[batch.topic].end = batch.end
        self.moved = True
        if batch.records:
            self.quiet_since = now
            self.idled = self.asleep = self.ended = False
        return sends

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """Tell the engine that its inputs are quiet, or have come to their `end`; return what must be sent."""
        self.idled, self.asleep, self.ended = True, True, end
        self.moved = True  # what the engine lets go of is state: it goes out with a checkpoint
        return self.engine.idle(end=end)

    def wake(self, now: float) -> Sequence[Send]:
        """Tell the engine that input waits; return what must be sent."""
        self.quiet_since = now
        self.idled = self.asleep = self.ended = False
        self.moved = True
        return self.engine.wake()

    def ready_to_idle(self, now: float, after_s: float, ends: Mapping[str, int | None]) -> bool:
        """Say whether every input has been read to its end (`ends` by topic) and was quiet for `after_s`."""
        if self.idled or now - self.quiet_since < after_s:
            return False
        return all(end is not None and self.inputs[topic].end >= end for topic, end in ends.items())

    def ready_to_end(self, now: float, after_s: float) -> bool:
        """Say whether as long again has passed since it was told to be idle: others have let go of all they held."""
        return self.idled and not self.ended and now - self.quiet_since >= 2 * after_s

    def offsets(self) -> dict[str, int]:
        """Return the next offset of each input."""
        return {topic: custody.end for topic, custody in self.inputs.items()}

    def entries(self) -> list[Entry]:
        """Return the state to write: the engine's dirty entries, closed by the offsets they cover.

        Until they are `stored` the engine reads them from here.
        """
        changed = [(engine_key(key), value) for key, value in self.engine.checkpoint()]
        self.ahead.update(changed)
        self.moved = False
        return [*changed, offsets_entry(self.offsets())]

    def stored(self) -> None:
        """Note that the last `entries` are in the store."""
        self.ahead.clear()


def lowest(partitions: Iterable[OpenPartition]) -> dict[Key, int]:
    """Return how far every input has been taken; of one that several stages share, by the last of them."""
    found: dict[Key, int] = {}
    for part in partitions:
        for topic, custody in part.inputs.items():
            key = (topic, part.partition)
            found[key] = min(custody.end, found.get(key, custody.end))
    return found


def _from(start: int, batch: Batch) -> Batch:
    """Cut off what has been taken: stages that share an input begin it where the last of them stands."""
    if batch.start == start:
        return batch
    return batch._replace(start=start, records=[r for r in batch.records if r.offset >= start])
