"""One entity's state may be far larger than Kafka's usual limit: an attacked site's windows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from pipeline.stage import Batch, Send, StateReader
from tests.kafka.carrier.fixtures import Bench
from tests.kafka.carrier.threaded import working

LARGE = Random(1).randbytes(3_000_000)  # cannot be compressed


class Hoarder:
    """Implements `Stage` and its partition: whatever comes, it remembers 3 MB; notes what it found at the start."""

    name = "hoarder"

    def __init__(self, source: str) -> None:
        self.topics: tuple[str, ...] = (source,)
        self.found: list[bytes | None] = []
        self._dirty = 0

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> Hoarder:
        if partition == 0:
            self.found.append(state.get(b"hoard"))
        return self

    def process(self, batch: Batch) -> Sequence[Send]:
        self._dirty = 1
        return ()

    def wake(self) -> Sequence[Send]:
        """Nobody waits for this partition."""
        return ()

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        return ()

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        self._dirty, dirty = 0, self._dirty
        return [(b"hoard", LARGE)] if dirty else []

    def dirty(self) -> int:
        return self._dirty


def test_three_megabytes_of_one_entity_are_written_and_recovered(bench: Bench) -> None:
    settings = bench.worker(checkpoint_interval_s=0.2, store="memory")
    first, second = Hoarder(bench.source), Hoarder(bench.source)
    with working([first], settings):
        bench.feed([(b"key-%d" % number, b"value") for number in range(50)])
        bench.wait_committed()
    with working([second], settings) as worker:
        worker.wait_ready()
    assert first.found == [None]
    assert second.found == [LARGE]
