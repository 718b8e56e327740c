"""Making and deleting a test's topics, and waiting until every client can see that."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

TIMEOUT_S = 45.0


class MakeTopic(Protocol):
    """What the fixture `make_topic` gives a test."""

    def __call__(self, name: str, partitions: int = 1, config: Mapping[str, str] | None = None) -> str:
        """Make the topic and return its full name."""
        ...


class TopicMaker:
    """Makes topics under one prefix."""

    def __init__(self, admin: AdminClient, prefix: str) -> None:
        self._admin = admin
        self._prefix = prefix

    def __call__(self, name: str, partitions: int = 1, config: Mapping[str, str] | None = None) -> str:
        """Make the topic (the broker's own replication), wait until all partitions have leaders, return its name."""
        topic = NewTopic(self._prefix + name, num_partitions=partitions, config=dict(config or {}))
        self._admin.create_topics([topic])[topic.topic].result(TIMEOUT_S)
        wait_for_leaders(self._admin, topic.topic, partitions)
        return topic.topic


def wait_for_leaders(admin: AdminClient, topic: str, partitions: int) -> None:
    """Return once metadata shows a leader for every partition; raises TimeoutError after 15 s."""
    for _ in _looks(topic):
        seen = admin.list_topics(topic, timeout=TIMEOUT_S).topics[topic].partitions
        if len(seen) == partitions and all(one.leader >= 0 for one in seen.values()):
            return


def delete_topics(admin: AdminClient, prefix: str) -> None:
    """Delete every topic whose name begins with `prefix`."""
    names = [name for name in admin.list_topics(timeout=TIMEOUT_S).topics if name.startswith(prefix)]
    if names:
        for done in admin.delete_topics(names).values():
            done.result(TIMEOUT_S)


def topics_without(admin: AdminClient, gone: str) -> Iterable[str]:
    """Return the topics there are once a deleted one is no longer told; raises TimeoutError if it stays.

    A deletion is answered by the controller; the broker that is asked for topics learns of it a moment later.
    """
    looks = _looks(gone)
    while gone in (seen := admin.list_topics(timeout=TIMEOUT_S).topics):
        next(looks)
    return seen


def _looks(topic: str) -> Iterator[None]:
    """Yield as often as one may look at what the broker tells of a topic; raises TimeoutError in the end."""
    deadline = time.monotonic() + TIMEOUT_S
    while True:
        yield
        if time.monotonic() > deadline:
            raise TimeoutError(topic)
        time.sleep(0.02)
