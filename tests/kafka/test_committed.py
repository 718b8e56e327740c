"""What a group has committed is asked from outside of it, by what does not crash."""

from __future__ import annotations

from pathlib import Path

from confluent_kafka import Consumer, TopicPartition

import pipeline
from pipeline.committed import GroupReader
from tests.support.kafka_topics import MakeTopic


def test_a_group_that_never_was_has_committed_nothing(kafka: str, make_topic: MakeTopic, group: str) -> None:
    topic = make_topic("in", 2)
    with GroupReader({"bootstrap.servers": kafka}, group, 30.0) as reader:
        assert reader.committed([(topic, 0), (topic, 1)]) == {}
        assert reader.committed([]) == {}


def test_only_what_was_committed_is_told(kafka: str, make_topic: MakeTopic, group: str) -> None:
    topic = make_topic("in", 3)
    with GroupReader({"bootstrap.servers": kafka}, group, 30.0) as reader:
        for offset in (5, 7):
            member = Consumer({"bootstrap.servers": kafka, "group.id": group})
            member.commit(offsets=[TopicPartition(topic, 1, offset)], asynchronous=False)
            member.close()
            assert reader.committed([(topic, p) for p in range(3)]) == {(topic, 1): offset}


def test_the_admin_call_that_ends_the_process_is_used_nowhere() -> None:
    """See `pipeline.committed`: a broker that has just started is enough for it."""
    sources = Path(pipeline.__file__).parent.rglob("*.py")
    assert [file.name for file in sources if ".list_consumer_group_offsets(" in file.read_text("utf-8")] == []
