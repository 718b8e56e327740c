"""Events to Kafka."""

from __future__ import annotations

from pipeline.ingest.cloud_events import Message
from pipeline.ingest.producer import EventProducer
from pipeline.ingest.target import Target


class KafkaTarget(Target):
    """The Kafka side of an ingest: each event to its type's topic, keyed by subject."""

    def __init__(self, producer: EventProducer, bootstrap: str) -> None:
        self.name = f"Kafka at {bootstrap}"
        self._producer = producer

    def send(self, message: Message) -> None:
        """See Target."""
        self._producer.send(message.type, message.subject, message.value)

    def close(self) -> None:
        """See Target."""
        self._producer.close()
