"""What a carrier test gets: topics of its own, and settings that point there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.cluster import Key
from pipeline.provision import state_topic
from pipeline.worker_settings import WorkerSettings
from tests.kafka.carrier.log import Rows, keys_of, produce, wait_committed
from tests.kafka.carrier.process import Job
from tests.kafka.carrier.tally import Tally


@dataclass(frozen=True)
class Bench:
    """Topics `source` and `target` of one test, and the settings of its workers."""

    settings: WorkerSettings
    source: str
    target: str
    partitions: int
    folder: Path

    def stage(self, **changes: Any) -> Tally:
        """Return a stage from `source` to `target`."""
        return Tally((self.source,), self.target, **changes)

    def worker(self, **changes: Any) -> WorkerSettings:
        """Return the settings with changes."""
        return replace(self.settings, **changes)

    def job(self, instance: str, *, slow_s: float = 0.0, **changes: Any) -> Job:
        """Return what a worker process is to do."""
        settings: Mapping[str, Any] = {
            "bootstrap": self.settings.bootstrap, "app_id": self.settings.app_id, "topics": dict(self.settings.topics),
            "instance": instance, "folder": str(self.folder / instance), "checkpoint_interval_s": 0.2,
            "checkpoint_longest_s": 0.0, "session_timeout_s": 6.0, "transaction_timeout_s": 10.0,
            "max_batch_records": 500, **changes,
        }  # fmt: skip
        return Job(dict(settings), (self.source,), self.target, str(self.folder / f"{instance}.ready"), slow_s)

    @property
    def log(self) -> Path:
        """Where worker processes write."""
        return self.folder / "workers.log"

    @property
    def bootstrap(self) -> str:
        """The brokers."""
        return self.settings.bootstrap

    @property
    def state_topic(self) -> str:
        """The topic of the stage's state."""
        return state_topic(self.settings.app_id, self.stage())

    @property
    def inputs(self) -> list[Key]:
        """Every partition of `source`."""
        return keys_of(self.source, self.partitions)

    def feed(self, records: Rows) -> None:
        """Produce to `source`, and wait until the last record is acknowledged."""
        produce(self.bootstrap, self.source, records)

    def wait_committed(self, timeout_s: float = 180.0) -> None:
        """Wait until the group has committed to the end of `source`."""
        wait_committed(self.bootstrap, self.settings.app_id, self.inputs, timeout_s)
