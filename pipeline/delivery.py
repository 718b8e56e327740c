"""Handing a message to librdkafka, and what is heard of it: failures are counted, logged, and the worst remembered."""

from __future__ import annotations

import logging
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from pipeline.metrics_spec import Metrics

logger = logging.getLogger(__name__)
_PERMANENT = {
    KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.RECORD_LIST_TOO_LARGE, KafkaError.INVALID_MSG,
    KafkaError.INVALID_RECORD, KafkaError.POLICY_VIOLATION, KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC, KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
}  # fmt: skip


class DeliveryError(RuntimeError):
    """The broker refused a message in a way that trying again does not mend."""


class Deliveries:
    """What became of messages; `refused` is the first failure that trying again does not mend."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._logged: set[int] = set()
        self.refused: DeliveryError | None = None

    def begin_anew(self) -> None:
        """Log every kind of failure once more: a new producer begins."""
        self._logged.clear()

    def queue(self, producer: Producer, topic: str, key: bytes | None, value: bytes | None, partition: int,
              report: Any) -> bool:  # fmt: skip
        """Queue one message; return False while there is no room. Cost: a microsecond, and no turn of the loop."""
        try:
            producer.produce(topic, value, key, partition, report)
        except BufferError:
            return False
        except KafkaException as failed:
            producer.poll(0)  # a transaction that has failed takes no more messages; its reports say why
            self._refuse(topic, failed.args[0])
            raise self.refused or failed from None
        return True

    def reported(self, error: KafkaError | None, message: Message) -> None:
        """Take the report on one message."""
        if error is not None:
            self._metrics.count("abusewatch_delivery_failures_total", topic=message.topic() or "other")
            if error.code() not in self._logged:  # the others of this transaction fail alike
                self._logged.add(error.code())
                logger.error("not delivered to %s: %s", message.topic(), error)
            self._refuse(message.topic(), error)

    def _refuse(self, topic: str | None, error: KafkaError) -> None:
        if error.code() in _PERMANENT and self.refused is None:
            self.refused = DeliveryError(f"{topic}: {error}")
