"""The review queue as its reader sees it: committed versions, in order of each partition."""

from __future__ import annotations

import time

import msgspec
from confluent_kafka import Consumer, TopicPartition

from schemas.alert import Alert

_decode = msgspec.json.Decoder(Alert).decode


class ReviewQueue:
    """Gathers what is committed; one consumer for the length of a case, so that outages of the broker meet it too."""

    def __init__(self, bootstrap: str, topic: str, partitions: int) -> None:
        self._consumer = Consumer({
            "bootstrap.servers": bootstrap, "group.id": "chaos-reader", "enable.auto.commit": False,
            "isolation.level": "read_committed", "auto.offset.reset": "earliest", "log_level": 2,
        })  # fmt: skip
        self._places = [TopicPartition(topic, partition, 0) for partition in range(partitions)]
        self._consumer.assign(self._places)
        self.alerts: list[Alert] = []
        self.grew_at = time.monotonic()

    def read(self, seconds: float) -> None:
        """Gather for at most `seconds`."""
        for message in self._consumer.consume(1000, seconds):
            if message.error() is None:
                self.alerts.append(_decode(message.value() or b""))
                self.grew_at = time.monotonic()

    def drain(self, timeout_s: float = 30.0) -> None:
        """Gather up to the ends that the partitions have now. Raises TimeoutError."""
        ends = [self._consumer.get_watermark_offsets(place, timeout=10)[1] for place in self._places]
        deadline = time.monotonic() + timeout_s
        while any(max(0, at.offset) < end for at, end in zip(self._consumer.position(self._places), ends, strict=True)):
            if time.monotonic() > deadline:
                message = "the review queue could not be read to its end: is a transaction left open?"
                raise TimeoutError(message)
            self.read(0.1)

    def close(self) -> None:
        """Let the broker go."""
        self._consumer.close()
