"""The client under the worker's producer: how it is set, connected, and waited for."""

from __future__ import annotations

import logging
import time
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Producer

from pipeline.provision import STATE_MOST_BYTES
from pipeline.transient import passes
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)
_PAUSE_S = 0.3  # before asking again a coordinator that is not ready


def options(settings: WorkerSettings) -> dict[str, Any]:
    """Return what confluent-kafka's producer is made with."""
    return {
        **settings.client(),
        "transactional.id": f"{settings.app_id}-{settings.instance}",
        "transaction.timeout.ms": int(settings.transaction_timeout_s * 1000),
        "acks": "all",
        "partitioner": "murmur2_random",  # what Java and Faust clients use: one key, one partition, whoever sends
        "compression.type": "lz4",
        "linger.ms": 5,
        "queue.buffering.max.messages": 200_000,
        "message.max.bytes": STATE_MOST_BYTES,
        "queue.buffering.max.kbytes": 262_144,
    }


def connected(config: dict[str, Any], timeout_s: float) -> Producer:
    """Return a producer that may begin transactions; blocks. Raises KafkaException."""
    producer = Producer(config, logger=logger)
    until = time.monotonic() + timeout_s
    while True:
        try:
            producer.init_transactions(timeout_s)
        except KafkaException as failed:
            if not passes(failed) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_S)
        else:
            return producer


def flush(producer: Producer, seconds: float) -> None:
    """Wait for delivery. Raises KafkaException where confluent-kafka fails without saying how.

    2.16.1 was seen to raise a bare SystemError when the broker had ended the transaction (INVALID_PRODUCER_EPOCH, after
    a review queue that took nothing for 10 s): the worker must go back to its last checkpoint then, not end.
    """
    try:
        producer.flush(seconds)
    except SystemError as failed:
        raise KafkaException(KafkaError(KafkaError._FATAL, str(failed))) from failed  # noqa: SLF001 - its public spelling
