"""What confluent-kafka raises without saying how is a failed checkpoint, not the worker's end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from confluent_kafka import KafkaException

from pipeline.group_member import Member
from pipeline.metrics_recording import RecordingMetrics
from pipeline.producer import Outbox
from pipeline.worker_settings import WorkerSettings


class Fenced:
    """Stands where a producer is that the broker has fenced off."""

    def begin_transaction(self) -> None:
        """Begin; this still works."""

    def flush(self, seconds: float) -> int:
        """Fail as confluent-kafka 2.16.1 does."""
        message = "<method 'flush' of 'cimpl.Producer' objects> returned NULL without setting an exception"
        raise SystemError(message)


def test_a_flush_that_fails_without_a_reason_is_a_failed_checkpoint() -> None:
    outbox: Any = Outbox(
        WorkerSettings(bootstrap="127.0.0.1:1", app_id="a", topics={}, instance="w"), RecordingMetrics()
    )
    outbox._producer = Fenced()
    with pytest.raises(KafkaException, match="without setting an exception"):
        asyncio.run(outbox.commit({("in", 0): 5}, Member("a", 1, "w")))
