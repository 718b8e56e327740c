"""What a consumer group has committed, asked without joining it.

Not by the admin client: librdkafka's `ListConsumerGroupOffsets` ends the process with a segmentation fault when the
group's coordinator is not there yet (2.16.0; issue 5040 of confluentinc/librdkafka), as after a broker's start. A
consumer waits for the coordinator.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from confluent_kafka import Consumer, KafkaException, TopicPartition

from pipeline.transient import passes

_PAUSE_S = 0.3
Key = tuple[str, int]  # topic and partition


class GroupReader:
    """Asks for one group; a context. Every call blocks up to `timeout_s`. Needs no more than to describe the group."""

    def __init__(self, client: Mapping[str, str | int | float | bool], group: str, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._consumer = Consumer({**client, "group.id": group, "enable.auto.commit": False})

    def committed(self, keys: Iterable[Key]) -> dict[Key, int]:
        """Return the next offset of each partition; those without a commit are left out. Raises KafkaException."""
        wanted = [TopicPartition(*key) for key in keys]
        until = time.monotonic() + self._timeout_s
        while True:
            try:
                return self._asked(wanted) if wanted else {}
            except KafkaException as failed:
                if not passes(failed) or time.monotonic() > until:
                    raise
            time.sleep(_PAUSE_S)

    def _asked(self, wanted: list[TopicPartition]) -> dict[Key, int]:
        places = self._consumer.committed(wanted, timeout=self._timeout_s)
        for place in places:
            if place.error is not None:
                raise KafkaException(place.error)
        return {(tp.topic, tp.partition): tp.offset for tp in places if tp.offset >= 0}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._consumer.close()
