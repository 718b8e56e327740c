"""When a broker is ready: its admin API answers and names every node that should be there."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from .errors import BrokerError
from .layout import HOST

POLL_S = 0.05

_silent = logging.getLogger("abusewatch.broker.probe")
_silent.propagate = False
_silent.addHandler(logging.NullHandler())  # a refused connection is what waiting looks like, not news


def listening(port: int) -> bool:
    """Return whether something accepts connections on 127.0.0.1:`port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def nodes_seen(port: int, timeout_s: float = 2.0) -> set[int]:
    """Return the ids of the nodes the admin API at `port` names; empty if it does not answer in time."""
    if not listening(port):
        return set()
    admin = AdminClient({"bootstrap.servers": f"{HOST}:{port}", "log_level": 2}, logger=_silent)
    try:
        return set(admin.list_topics(timeout=timeout_s).brokers)
    except KafkaException:
        return set()


def wait_ready(port: int, nodes: set[int], timeout_s: float, alive: Callable[[], bool]) -> None:
    """Return once the admin API at `port` names all `nodes`.

    Raises BrokerError when `alive` turns false first or `timeout_s` seconds pass.
    """
    deadline = time.monotonic() + timeout_s
    while not nodes <= nodes_seen(port):
        if not alive():
            message = "the broker ended while starting"
            raise BrokerError(message)
        if time.monotonic() > deadline:
            message = f"the broker's admin API did not answer within {timeout_s:.0f} s"
            raise BrokerError(message)
        time.sleep(POLL_S)
