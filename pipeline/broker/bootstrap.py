"""Which Kafka to use: the one somebody named, else one of our own on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from .local import LocalBroker

VARIABLE = "KAFKA_BOOTSTRAP"
DEFAULT_DATA_DIR = Path(".abusewatch/kafka")


def named_bootstrap() -> str | None:
    """Return the address in KAFKA_BOOTSTRAP, or None if it is unset or blank."""
    return os.environ.get(VARIABLE, "").strip() or None


def resolve_bootstrap(data_dir: Path = DEFAULT_DATA_DIR, *, detached: bool = False) -> str:
    """Return KAFKA_BOOTSTRAP if set, else the address of the local broker on `data_dir`, started if need be.

    A broker started here ends with this process unless `detached`. Raises BrokerUnavailableError or
    BrokerError as `LocalBroker.start` does.
    """
    return named_bootstrap() or LocalBroker(data_dir, detached=detached).start()
