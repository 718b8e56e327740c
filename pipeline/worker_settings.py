"""What a worker needs to know about its surroundings. The command line maps its configuration onto this."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """Settings of one worker process; times in seconds.

    `instance` must be unique in the group and the same after a restart: it names the producer's transactions, so that
    a worker that starts again ends those of its killed self at once. Under a new name they end after
    `transaction_timeout_s`, and until then what comes after them is not read by anyone.
    """

    bootstrap: str
    app_id: str  # consumer group, and prefix of state topics
    topics: Mapping[str, int]  # every topic that is read or written, with its number of partitions if it is made here
    outputs: tuple[str, ...] = ()  # of `topics`, those written: permissions are asked for before work begins
    instance: str = field(default_factory=socket.gethostname)
    allow_create: bool = True
    replication: int = -1  # of topics made here; -1: the broker's default
    security: Mapping[str, str] = field(default_factory=dict, repr=False)  # librdkafka's names
    store: Literal["memory", "rocksdb"] = "memory"
    folder: Path = Path("state")  # of this worker alone
    standbys: int = 0
    checkpoint_interval_s: float = 1.0
    # Behind a backlog the interval grows with what checkpoints cost, so that they take one part in 25 of the time, but
    # not beyond this: so long may readers of a backlog's alerts wait, and so much has a killed worker to do again.
    checkpoint_longest_s: float = 10.0
    checkpoint_entries: int = 20_000  # dirty entries of one partition that call for a checkpoint before its time
    checkpoint_in_lulls: bool = True  # also before the interval is over, while the worker keeps up
    idle_after_s: float = 2.0
    quiet_is_end: bool = False  # nothing comes after a silence: what waits for time to pass is judged as it is
    session_timeout_s: float = 10.0
    transaction_timeout_s: float = 30.0  # also how long the broker may be away before a checkpoint is begun anew
    max_batch_records: int = 10_000
    web_host: str = "127.0.0.1"
    web_port: int | None = None  # health and metrics; None: not served, 0: any free port

    def client(self) -> dict[str, str | int]:
        """Return the part of librdkafka's configuration that every client shares."""
        return {"bootstrap.servers": self.bootstrap, "client.id": self.instance, **self.security}
