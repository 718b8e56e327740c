"""Producing to Kafka so that nothing is lost without being said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka import Message as Delivered

from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.plural import many
from schemas.topics import ACCOUNT_EVENTS, CONTENT_EVENTS, DECISIONS

TOPICS = {"account": ACCOUNT_EVENTS.name, "content": CONTENT_EVENTS.name, "review": DECISIONS.name}
_SETTINGS: dict[str, Any] = {
    "enable.idempotence": True,  # a retry neither doubles nor reorders
    "acks": "all",
    "partitioner": "murmur2_random",  # as Java's producers: a subject's events share a partition whoever sends them
    "linger.ms": 20,
    "compression.type": "lz4",
    "delivery.timeout.ms": 60_000,
    "log_level": 2,  # what goes wrong is said by the reports, once, and not by librdkafka on standard error
}
_ANSWER_S = 10.0
_WAIT_S = 65.0  # a little longer than the delivery timeout, after which every message has its report


class EventProducer:
    """Sends CloudEvents to the topic of their type, keyed by subject; every delivery report is read.

    `settings` are librdkafka's (security.protocol, sasl.*, ssl.*, ...) and win over the defaults, but not over
    idempotence. `prefix` goes before every topic name. Use as a context: leaving it waits for all reports and raises
    DeliveryError when any message was not delivered. Not thread-safe. Cost: about 2 microseconds a message.
    """

    def __init__(self, bootstrap: str, *, prefix: str = "", settings: Mapping[str, Any] | None = None) -> None:
        chosen = {**_SETTINGS, **(settings or {}), "bootstrap.servers": bootstrap, "enable.idempotence": True}
        chosen.setdefault("error_cb", self._note)
        try:
            self._producer = Producer(chosen)
        except (KafkaException, ValueError, TypeError) as error:
            message = f"Kafka settings: {error}"
            raise IngestError(message) from None
        self._bootstrap, self._prefix = bootstrap, prefix
        self._noted = ""
        self.delivered = 0
        self.failed: Counter[str] = Counter()

    def topic_of(self, event_type: str) -> str:
        """Return the topic for an event type. IngestError for a type that has none."""
        topic = TOPICS.get(event_type.partition(".")[0])
        if topic is None:
            message = f"no topic takes events of type {event_type}"
            raise IngestError(message)
        return self._prefix + topic

    def check(self, topics: Iterable[str] = tuple(TOPICS.values())) -> None:
        """Ask for topics. DeliveryError when no broker answers; IngestError, with the mend, for missing topics."""
        try:
            known = self._producer.list_topics(timeout=_ANSWER_S).topics
        except KafkaException as error:
            message = f"no Kafka at {self._bootstrap}: {self._noted or _words(error.args[0])}"
            raise DeliveryError(message) from None
        missing = [self._prefix + topic for topic in topics if self._prefix + topic not in known]
        if missing:
            message = f"Kafka at {self._bootstrap} lacks {', '.join(missing)}; run: abusewatch topics create"
            raise IngestError(message)

    def send(self, event_type: str, subject: str, value: bytes) -> None:
        """Queue one event for its topic."""
        self.produce(self.topic_of(event_type), subject.encode(), value)

    def produce(self, topic: str, key: bytes | None, value: bytes) -> None:
        """Queue one message; waits while the queue is full. DeliveryError when one is known to have failed."""
        while True:
            try:
                self._producer.produce(topic, value, key, on_delivery=self._report)
                break
            except BufferError:
                self._producer.poll(0.1)
            except KafkaException as error:
                self.failed[_words(error.args[0])] += 1
                break
        self._producer.poll(0)
        if self.failed:
            self._raise()

    def close(self) -> None:
        """Wait until every message has its report. DeliveryError when any was not delivered."""
        left = self._producer.flush(_WAIT_S)
        if left:
            self.failed["no report in time"] += left
        if self.failed:
            self._raise()

    def _report(self, error: KafkaError | None, message: Delivered) -> None:
        if error is None:
            self.delivered += 1
        else:
            self.failed[_words(error)] += 1

    def _note(self, error: KafkaError) -> None:
        self._noted = _words(error)

    def _raise(self) -> None:
        reasons = ", ".join(f"{reason}: {count}" for reason, count in self.failed.items())
        message = f"Kafka did not take {many(self.failed.total(), 'record')} ({reasons}); {self.delivered} delivered"
        raise DeliveryError(message)

    def __enter__(self) -> EventProducer:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        if kind is None:
            self.close()
        else:
            self._producer.purge()
            self._producer.flush(1.0)


def _words(error: Any) -> str:
    return str(error.str()) if isinstance(error, KafkaError) else str(error)
