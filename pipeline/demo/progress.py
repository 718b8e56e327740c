"""How far the worker is, seen from outside: what its group has committed against the ends of the topics."""

from __future__ import annotations

from typing import NamedTuple

from confluent_kafka import Consumer, TopicPartition

from pipeline.client_config import client_settings
from pipeline.demo.installation import Installation
from schemas import topics

_EVENTS = (topics.ACCOUNT_EVENTS, topics.CONTENT_EVENTS)
_INTERNAL = (topics.OBSERVATIONS, topics.RATES, topics.FINDINGS)
_ANSWER_S = 10.0


class Reading(NamedTuple):
    """`processed` events; `behind`: records of all its topics that it has not processed."""

    processed: int
    behind: int


class Progress:
    """Asks Kafka. Costs a request a partition; raises KafkaException."""

    def __init__(self, at: Installation) -> None:
        self._consumer = Consumer({**client_settings(at.bootstrap), "group.id": at.worker.app_id,
                                   "enable.auto.commit": False, "isolation.level": "read_committed"})  # fmt: skip
        known = self._consumer.list_topics(timeout=_ANSWER_S).topics
        names = [at.prefix + topic.name for topic in (*_EVENTS, *_INTERNAL)]
        self._places = [TopicPartition(name, part) for name in names for part in known[name].partitions]
        self._events = {at.prefix + topic.name for topic in _EVENTS}

    def read(self) -> Reading:
        """Return how far it is now."""
        processed = behind = 0
        for place in self._consumer.committed(self._places, timeout=_ANSWER_S):
            at = max(0, place.offset)
            _, end = self._consumer.get_watermark_offsets(TopicPartition(place.topic, place.partition), _ANSWER_S)
            behind += max(0, end - at)
            processed += at if place.topic in self._events else 0
        return Reading(processed, behind)

    def close(self) -> None:
        """Let go of the connection."""
        self._consumer.close()
