"""Reading a topic as a bystander: every partition, from its beginning or its end, nothing committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, Consumer, KafkaError, KafkaException, Message, TopicPartition

CONNECT_S = 8.0
SILENCE_S = 15.0  # the broker says that a partition has ended within milliseconds; longer means it is gone
_GROUP = "abusewatch-bystander"  # a name the client demands; nothing is ever committed under it


def read_topic(client: Mapping[str, str], topic: str, *, latest: bool = False,
               follow: bool = False) -> Iterator[Message]:  # fmt: skip
    """Yield the records of `topic`: those of one partition in order, partitions interleaved.

    From the beginning, or with `latest` only what comes from now on; to the end that each partition has when it is
    reached, or with `follow` for ever. Raises KafkaException, also when the topic does not exist or no broker answers.
    """
    with _consumer({"group.id": _GROUP, **client}) as reader:
        places = _places(reader, topic, OFFSET_END if latest else OFFSET_BEGINNING)
        reader.assign(places)
        open_ = {place.partition for place in places}
        while open_ or follow:
            message = reader.poll(1.0 if follow else SILENCE_S)
            if message is None:
                if not follow:
                    raise KafkaException(KafkaError(KafkaError._TIMED_OUT))  # noqa: SLF001  (librdkafka's public name)
            elif _at_end(message):
                open_.discard(message.partition() or 0)
            else:
                yield message


@contextmanager
def _consumer(client: Mapping[str, str]) -> Iterator[Consumer]:
    found = Consumer({
        **client, "enable.auto.commit": "false", "enable.partition.eof": "true",
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",  # what retention took away while we read is not an error here
        "fetch.wait.max.ms": "20",  # how long the broker sits on the answer that a partition has ended
    })  # fmt: skip
    try:
        yield found
    finally:
        found.close()


def _places(reader: Consumer, topic: str, offset: int) -> list[TopicPartition]:
    found = reader.list_topics(topic, timeout=CONNECT_S).topics[topic]
    if found.error is not None:
        raise KafkaException(found.error)
    return [TopicPartition(topic, number, offset) for number in sorted(found.partitions)]


def _at_end(message: Message) -> bool:
    error = message.error()
    if error is not None and error.code() != KafkaError._PARTITION_EOF:  # noqa: SLF001  (librdkafka's public name)
        raise KafkaException(error)
    return error is not None
