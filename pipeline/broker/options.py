"""How a local broker is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Settings of a local broker; the defaults suit tests and demos.

    With an authorizer set `super.users=User:ANONYMOUS;...`: the plain INTERNAL listener, which brokers and
    the readiness check use, comes in under that name.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    """Server properties added to, or overriding, what the broker would use."""
    protocol: str = "PLAINTEXT"
    """Security protocol of the clients' listener: PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL."""
    format_arguments: Sequence[str] = ()
    """More arguments for the first start's `kafka-storage format`, as `--add-scram`."""
    heap_mb: int = 512
    """The JVM's largest heap, in MiB."""
    jvm: Sequence[str] = ()
    """More JVM options."""
    cache: Path | None = None
    """Where Kafka's jars are kept; None: the user's cache folder."""
    start_timeout_s: float = 60.0
    """How long a start may take, in seconds, downloads not counted."""
    stop_grace_s: float = 20.0
    """How long an orderly stop may take before it is forced, in seconds."""
