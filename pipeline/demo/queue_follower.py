"""The review queue as it fills, for the display."""

from __future__ import annotations

import msgspec
from confluent_kafka import Consumer, TopicPartition

from pipeline.client_config import client_settings
from pipeline.demo.installation import Installation
from schemas.alert import Alert
from schemas.topics import ALERTS

_MOST = 1000


class QueueFollower:
    """Reads the alert topic from its beginning. Every version comes once, those of one entity in order."""

    def __init__(self, at: Installation) -> None:
        self.topic = at.prefix + ALERTS.name
        self._consumer = Consumer({**client_settings(at.bootstrap), "group.id": f"{at.prefix}display",
                                   "enable.auto.commit": False, "isolation.level": "read_committed"})  # fmt: skip
        partitions = self._consumer.list_topics(self.topic, timeout=10).topics[self.topic].partitions
        self._consumer.assign([TopicPartition(self.topic, part, 0) for part in partitions])
        self._decode = msgspec.json.Decoder(Alert).decode

    def poll(self, wait_s: float) -> list[Alert]:
        """Return what has come, after at most `wait_s`."""
        messages = self._consumer.consume(_MOST, wait_s)
        return [self._decode(message.value() or b"") for message in messages if message.error() is None]

    def close(self) -> None:
        """Let go of the connection."""
        self._consumer.close()
