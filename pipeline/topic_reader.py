"""Reading a topic as a bystander: every partition, from its beginning or its end, nothing committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, KafkaError, KafkaException, Message, TopicPartition

from pipeline.kafka_reason import at_end, consumer, partitions

CONNECT_S = 8.0
SILENCE_S = 15.0  # the broker says that a partition has ended within milliseconds; longer means it is gone
_GROUP = "abusewatch-bystander"  # a name the client demands; nothing is ever committed under it
_BYSTANDER = {
    "enable.auto.commit": "false", "enable.partition.eof": "true", "isolation.level": "read_committed",
    "auto.offset.reset": "earliest",  # what retention took away while we read is not an error here
    "fetch.wait.max.ms": "20",  # how long the broker sits on the answer that a partition has ended
}  # fmt: skip


def read_topic(client: Mapping[str, str], *topics: str, latest: bool = False,
               follow: bool = False) -> Iterator[Message]:  # fmt: skip
    """Yield the records of `topics`: those of one partition in order, partitions interleaved.

    From the beginning, or with `latest` only what comes from now on; to the end that each partition has when it is
    reached, or with `follow` for ever. Raises KafkaException, also when a topic does not exist or no broker answers.
    """
    with consumer({"group.id": _GROUP, **client, **_BYSTANDER}) as reader:
        open_ = {(topic, number) for topic in topics for number in partitions(reader, topic, CONNECT_S)}
        start = OFFSET_END if latest else OFFSET_BEGINNING
        reader.assign([TopicPartition(topic, number, start) for topic, number in sorted(open_)])
        while open_ or follow:
            message = reader.poll(1.0 if follow else SILENCE_S)
            if message is None:
                if not follow:
                    raise KafkaException(KafkaError(KafkaError._TIMED_OUT))  # noqa: SLF001  (librdkafka's public name)
            elif at_end(message):
                open_.discard((message.topic() or "", message.partition() or 0))
            else:
                yield message
