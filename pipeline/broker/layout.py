"""Where one broker lives: its node id, its ports and its folders, kept in its data folder across restarts."""

from __future__ import annotations

import base64
import random
import socket
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from .errors import BrokerError

HOST = "127.0.0.1"

# Below the range from which systems take ports for outgoing connections (32768 on Linux, 49152 elsewhere):
# no client's connection can sit on the broker's port while it restarts, nor connect to itself there.
_PORTS = range(20_000, 32_000)


class Ports(msgspec.Struct, frozen=True):
    """The listeners: for clients, for brokers and readiness checks (always plain), for the KRaft quorum."""

    client: int
    internal: int
    controller: int


class Layout(msgspec.Struct, frozen=True):
    """What must stay the same when a broker comes back on its data."""

    cluster_id: str
    node_id: int
    ports: Ports
    voters: dict[int, int]
    """Controller port by node id, of every node in the cluster."""


@dataclass(frozen=True)
class Folders:
    """What lies in a broker's data folder."""

    root: Path

    @property
    def layout(self) -> Path:
        """The kept `Layout`, as JSON."""
        return self.root / "layout.json"

    @property
    def properties(self) -> Path:
        """Kafka's configuration, written anew at each start."""
        return self.root / "server.properties"

    @property
    def data(self) -> Path:
        """Kafka's own log directory: topics and metadata."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.root / "logs"

    @property
    def log_file(self) -> Path:
        """Kafka's log (log4j)."""
        return self.logs / "kafka.log"

    @property
    def console(self) -> Path:
        """What the JVM wrote to stdout and stderr."""
        return self.logs / "console.log"

    @property
    def pid(self) -> Path:
        """The pid of the process that was last started on this data."""
        return self.root / "broker.pid"


def free_ports() -> Iterator[int]:
    """Yield ports on 127.0.0.1 that nobody listens on right now, each once, in random order."""
    yield from filter(is_free, random.SystemRandom().sample(_PORTS, len(_PORTS)))


def is_free(port: int) -> bool:
    """Return whether a server could bind to 127.0.0.1:`port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def new_cluster_id() -> str:
    """Return a random id as Kafka writes it: 16 bytes, URL-safe base64, no padding, no leading dash."""
    return base64.urlsafe_b64encode(b"\0" + uuid.uuid4().bytes[1:]).decode().rstrip("=")


def new_layouts(nodes: int) -> list[Layout]:
    """Return fresh layouts for every node of a new cluster."""
    free = free_ports()
    ports = [Ports(next(free), next(free), next(free)) for _ in range(nodes)]
    cluster_id = new_cluster_id()
    voters = {node_id: chosen.controller for node_id, chosen in enumerate(ports, start=1)}
    return [Layout(cluster_id, node_id, chosen, voters) for node_id, chosen in enumerate(ports, start=1)]


def load_layout(path: Path) -> Layout | None:
    """Return the layout kept in `path`, or None if there is none yet."""
    return msgspec.json.decode(path.read_bytes(), type=Layout) if path.exists() else None


def settle_layout(kept: Layout | None, port: int | None) -> Layout:
    """Return the layout to start with: the kept one where its ports are still free, a new one at first.

    A node that is alone moves its taken ports; one of several cannot, the others know it by them. `port`
    fixes the clients' port. Raises BrokerError when a port that may not move is taken.
    """
    layout = kept or new_layouts(1)[0]
    if len(layout.voters) == 1:
        ports = _moved(layout.ports, port)
        layout = msgspec.structs.replace(layout, ports=ports, voters={layout.node_id: ports.controller})
    for wanted in msgspec.structs.astuple(layout.ports):
        if not is_free(wanted):
            message = f"port {wanted} on {HOST} is in use by another process: choose another"
            raise BrokerError(message)
    return layout


def _moved(ports: Ports, port: int | None) -> Ports:
    free = free_ports()
    client, internal, controller = (kept if is_free(kept) else next(free) for kept in msgspec.structs.astuple(ports))
    return Ports(port or client, internal, controller)
