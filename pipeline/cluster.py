"""What the worker asks the Kafka cluster outside of consuming: topics, ends of partitions, committed offsets.

Every call blocks for a round trip to the brokers; from a coroutine use a thread.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple

from confluent_kafka import IsolationLevel, KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._listoffsets import OffsetSpec
from confluent_kafka.cimpl import NewTopic

from pipeline.committed import GroupReader, Key

__all__ = ["Cluster", "Key", "TopicPlan"]

_TIMEOUT_S = 15.0
_PAUSE_S = 0.3  # while a partition changes its leader
_REFUSED = {KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.GROUP_AUTHORIZATION_FAILED}


class TopicPlan(NamedTuple):
    """A topic to make when it is missing."""

    name: str
    partitions: int
    config: Mapping[str, str]


class Cluster:
    """A thin, typed face of confluent-kafka's admin client."""

    def __init__(self, client: Mapping[str, str | int]) -> None:
        self._client: dict[str, str | int | float | bool] = dict(client)
        self._admin = AdminClient(self._client)

    def partitions(self) -> dict[str, int]:
        """Return every topic that can be seen, with its number of partitions."""
        topics = self._admin.list_topics(timeout=_TIMEOUT_S).topics
        return {name: len(topic.partitions) for name, topic in topics.items()}

    def create(self, plans: Iterable[TopicPlan], replication: int) -> None:
        """Make topics; one that has appeared meanwhile is left as it is. Raises KafkaException."""
        new = [
            NewTopic(p.name, num_partitions=p.partitions, replication_factor=replication, config=dict(p.config))
            for p in plans
        ]
        for name, done in (self._admin.create_topics(new, operation_timeout=_TIMEOUT_S) if new else {}).items():
            _unless_exists(name, done)

    def allowed(self, topics: Iterable[str]) -> dict[str, set[str] | None]:
        """Return what this user may do with topics (READ, WRITE, ...); None where the broker cannot say just now."""
        wanted = list(topics)
        asked = self._admin.describe_topics(
            TopicCollection(wanted), include_authorized_operations=True, request_timeout=_TIMEOUT_S
        )
        return {name: _operations(done) for name, done in asked.items()}

    def allowed_group(self, group: str) -> set[str] | None:
        """Return what this user may do with a consumer group, whether it exists or not."""
        asked = self._admin.describe_consumer_groups(
            [group], include_authorized_operations=True, request_timeout=_TIMEOUT_S
        )
        return _operations(asked[group])

    def starts(self, keys: Iterable[Key]) -> dict[Key, int]:
        """Return the first offset of each partition."""
        return self._offsets(keys, OffsetSpec.earliest())  # type: ignore[no-untyped-call]

    def ends(self, keys: Iterable[Key]) -> dict[Key, int]:
        """Return the next offset of each partition, records of open transactions included."""
        return self._offsets(keys, OffsetSpec.latest())  # type: ignore[no-untyped-call]

    def committed(self, group: str, keys: Iterable[Key]) -> dict[Key, int]:
        """Return what `group` has committed; partitions without a commit are left out. Raises KafkaException."""
        wanted = list(keys)
        if not wanted:
            return {}
        with GroupReader(self._client, group, _TIMEOUT_S) as reader:
            return reader.committed(wanted)

    def _offsets(self, keys: Iterable[Key], spec: OffsetSpec) -> dict[Key, int]:
        request = {TopicPartition(*key): spec for key in keys}
        if not request:
            return {}
        until, last = time.monotonic() + _TIMEOUT_S, False
        while True:
            try:
                return self._asked(request)
            except KafkaException:
                if last:
                    raise
            # After a broker's restart librdkafka's admin client asks with the leader's old epoch and is refused, each
            # time anew or until its timeout (2.16.0). A new client knows no old epoch.
            self._admin = AdminClient(self._client)
            last = time.monotonic() > until
            time.sleep(_PAUSE_S)

    def _asked(self, request: dict[TopicPartition, OffsetSpec]) -> dict[Key, int]:
        answers = self._admin.list_offsets(
            request, isolation_level=IsolationLevel.READ_UNCOMMITTED, request_timeout=_TIMEOUT_S
        )
        return {(tp.topic, tp.partition): _known(done.result().offset) for tp, done in answers.items()}


def _unless_exists(name: str, done: Future[None]) -> None:
    try:
        done.result()
    except KafkaException as failed:
        error = failed.args[0]
        if error.code() != KafkaError.TOPIC_ALREADY_EXISTS:
            raise KafkaException(KafkaError(error.code(), f"{name} could not be made: {error.str()}")) from failed


def _known(offset: int) -> int:
    """Return the offset. A partition that is just changing its leader is answered for with -1001, and no error."""
    if offset < 0:
        raise KafkaException(KafkaError(KafkaError.LEADER_NOT_AVAILABLE))
    return offset


def _operations(done: Future[Any]) -> set[str] | None:
    try:
        return {operation.name for operation in done.result().authorized_operations or ()}
    except KafkaException as failed:
        return set() if failed.args[0].code() in _REFUSED else None
