"""The transactions of one producer: begun when something is sent, committed with offsets, or aborted."""

from __future__ import annotations

import logging

from confluent_kafka import KafkaException, Producer, TopicPartition

from pipeline.delivery import Deliveries
from pipeline.group_member import Member
from pipeline.metrics_spec import Metrics
from pipeline.producer_client import flush

logger = logging.getLogger(__name__)


class Transactions:
    """Base of `Outbox`. What it does blocks: called in threads, within a deadline."""

    def __init__(self, timeout_s: float, metrics: Metrics) -> None:
        self._timeout_s = timeout_s
        self._producer: Producer | None = None
        self._begun = False
        self._deliveries = Deliveries(metrics)

    def _commit(self, offsets: list[TopicPartition], member: Member) -> None:
        producer = self._begin()
        flush(producer, self._timeout_s)
        if self._deliveries.refused is not None:
            raise self._deliveries.refused
        producer.send_offsets_to_transaction(offsets, member.metadata(), self._timeout_s)
        producer.commit_transaction(self._timeout_s)
        self._begun = False

    def _abort(self) -> None:
        try:
            self._begin().abort_transaction(self._timeout_s)
        except KafkaException as failed:  # the broker ends it after the transaction's timeout
            logger.warning("transaction not aborted: %s", failed)
        self._begun = False

    def _begin(self) -> Producer:
        if self._producer is None:
            msg = "the producer is not connected"
            raise RuntimeError(msg)
        if not self._begun:
            self._producer.begin_transaction()
            self._begun = True
        return self._producer

    def queued(self) -> int:
        """Return how many messages wait for delivery."""
        return len(self._producer) if self._producer is not None else 0
