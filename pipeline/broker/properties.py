"""Kafka's server.properties for a small broker that starts fast and still behaves like a real one."""

from __future__ import annotations

from collections.abc import Mapping

from .layout import HOST, Folders, Layout

SMALL_AND_QUICK = {
    "auto.create.topics.enable": "false",  # a misspelt topic is an error, not a new topic
    "group.initial.rebalance.delay.ms": "0",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.num.partitions": "4",
    # After kill -9 a broker may register again only when its old session has run out (default: 9 s).
    "broker.session.timeout.ms": "4000",
    "broker.heartbeat.interval.ms": "500",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "log.cleaner.dedupe.buffer.size": str(16 << 20),  # the default, 128 MB, is a third of the heap
    "log.cleaner.backoff.ms": "1000",
    "log.segment.bytes": str(128 << 20),
    "log.retention.hours": "168",
    "log.retention.check.interval.ms": "30000",
    "log.segment.delete.delay.ms": "1000",
}


def server_properties(
    layout: Layout, folders: Folders, protocol: str = "PLAINTEXT", extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return one node's configuration: combined broker and controller, everything bound to 127.0.0.1.

    `protocol` is the security protocol of the clients' listener alone; brokers speak to each other, and the
    readiness check to them, over the plain listener INTERNAL. `extra` overrides anything.
    """
    return {
        **_identity(layout, folders, protocol),
        **_copies(len(layout.voters)),
        **SMALL_AND_QUICK,
        **(extra or {}),
    }


def _identity(layout: Layout, folders: Folders, protocol: str) -> dict[str, str]:
    ports = layout.ports
    reachable = f"CLIENT://{HOST}:{ports.client},INTERNAL://{HOST}:{ports.internal}"
    protocols = f"CLIENT:{protocol},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"
    return {
        "process.roles": "broker,controller",
        "node.id": str(layout.node_id),
        "controller.quorum.voters": ",".join(f"{node}@{HOST}:{port}" for node, port in layout.voters.items()),
        "listeners": f"{reachable},CONTROLLER://{HOST}:{ports.controller}",
        "advertised.listeners": reachable,
        "listener.security.protocol.map": protocols,
        "inter.broker.listener.name": "INTERNAL",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": str(folders.data),
    }


def _copies(nodes: int) -> dict[str, str]:
    copies, in_sync = str(min(3, nodes)), str(min(2, nodes))
    internal = ("transaction.state.log", "share.coordinator.state.topic")
    return {
        "default.replication.factor": copies,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": copies,
        **{f"{topic}.replication.factor": copies for topic in internal},
        **{f"{topic}.min.isr": in_sync for topic in internal},
    }


def render(properties: Mapping[str, str]) -> str:
    """Return the text of a Java properties file; backslashes and line breaks in values are escaped."""
    lines = (f"{key}={_escaped(value)}" for key, value in properties.items())
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")
