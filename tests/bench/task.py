"""What a contestant is told: where Kafka is, which topics and detectors, and where to note how far it has come."""

from __future__ import annotations

import mmap
import sys
import time
from pathlib import Path
from struct import Struct as Packed

import msgspec

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from pipeline.names import Names
from tests.bench.catalogue import Catalogue, built

COMMIT_S = 0.5  # the worker's own default; every contestant commits as often


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one contestant. `partitions` has every topic by its full name."""

    bootstrap: str
    prefix: str
    catalogue: Catalogue
    partitions: dict[str, int]
    notes: str  # a file for `Notes`
    folder: str  # for whatever is kept on disk

    @property
    def group(self) -> str:
        """The consumer group, and what state is named after."""
        return f"{self.prefix}worker"

    @property
    def names(self) -> Names:
        """The topics' names."""
        return Names(self.prefix)

    def engine(self, metrics: Metrics) -> Engine:
        """Build the engine that all contestants share."""
        detectors, modes = built(self.catalogue)
        return Engine(detectors, modes, EngineSettings(), metrics)


def told() -> Task:
    """Return the task given as the last argument."""
    return msgspec.json.decode(sys.argv[-1], type=Task)


class Notes:
    """How far a contestant is, in a file that it and the bench both map: records taken of events and of packets.

    The moment and the processor time of the first record are noted too, so that starting up is not counted as work.
    """

    _shape = Packed("=ddQQ")

    def __init__(self, path: Path | str) -> None:
        self._file = Path(path)
        if not self._file.exists():
            self._file.write_bytes(b"\0" * self._shape.size)
        with self._file.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), self._shape.size)
        self.began = self.cpu = 0.0
        self.events = self.packets = 0

    def add(self, count: int, *, events: bool) -> None:
        """Add records taken."""
        if not self.began:
            self.began, self.cpu = time.monotonic(), time.process_time()
        if events:
            self.events += count
        else:
            self.packets += count
        self._shape.pack_into(self._map, 0, self.began, self.cpu, self.events, self.packets)

    def look(self) -> Notes:
        """Read what the other side has written."""
        self.began, self.cpu, self.events, self.packets = self._shape.unpack_from(self._map, 0)
        return self
