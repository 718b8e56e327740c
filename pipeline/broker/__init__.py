"""The local Apache Kafka broker: Java and Kafka brought by Python packages alone, for demos and tests.

`LocalBroker` runs one broker, `LocalCluster` several in one KRaft cluster; `resolve_bootstrap` prefers the
Kafka named by KAFKA_BOOTSTRAP. None of it is needed where Kafka is somebody else's.
"""

from __future__ import annotations

from .bootstrap import resolve_bootstrap
from .cluster import LocalCluster
from .errors import BrokerError, BrokerFolderError, BrokerUnavailableError
from .local import LocalBroker
from .options import Options
from .status import Status

__all__ = [
    "BrokerError",
    "BrokerFolderError",
    "BrokerUnavailableError",
    "LocalBroker",
    "LocalCluster",
    "Options",
    "Status",
    "resolve_bootstrap",
]
