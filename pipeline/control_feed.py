"""`abuse.control` as every worker reads it: whole at the start, and what comes after as it comes.

Not a stage: every worker needs all of it, while stages share their partitions. An entry names the event times in
which it holds, so when it arrives decides only what has been sent before it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from threading import Thread

from confluent_kafka import KafkaError, KafkaException, Message

from pipeline.control_entries import Entries
from pipeline.engine import Engine
from pipeline.kafka_reason import MISSING, REFUSED, SILENT
from pipeline.plural import many
from pipeline.topic_reader import read_topic

_log = logging.getLogger(__name__)
_PAUSE_S = 1.0  # before the topic is looked at again


class ControlError(RuntimeError):
    """The control topic cannot be read: without it a worker would not know what it must keep quiet about."""


class ControlFeed:
    """Keeps an engine's controls in step with the topic; `client` are librdkafka settings.

    The topic is read anew after each failure, and nothing in it is told twice. What has expired by the wall clock when
    the worker starts is not told of: a topic that is kept for ever would have it told at every start.
    """

    def __init__(self, client: Mapping[str, str], topic: str, engine: Engine) -> None:
        self._client, self._topic, self._controls = client, topic, engine.controls
        self._entries = Entries(engine.routes.all, engine.metrics, since=datetime.now(UTC).timestamp())
        self._told: dict[int, int] = {}  # the last offset told of, by partition

    def start(self) -> None:
        """Read what is there, then follow from a thread of its own. A topic that does not exist yet is empty.

        Raises ControlError.
        """
        try:
            count = self._take(read_topic(self._client, self._topic))
        except KafkaException as error:
            if error.args[0].code() not in MISSING:
                raise ControlError(self._problem(error.args[0])) from None
            count = 0
        _log.info("control topic: %s", many(count, "entry"))
        Thread(target=self._follow, name="control-feed", daemon=True).start()

    def _problem(self, error: KafkaError) -> str:
        if error.code() in SILENT:
            return (
                f"no Kafka answers at {self._client['bootstrap.servers']} (kafka.bootstrap, --bootstrap or "
                f"KAFKA_BOOTSTRAP): {error.str()}"
            )
        if error.code() in REFUSED:
            return (
                f"Kafka at {self._client['bootstrap.servers']} refuses the connection (kafka.security, "
                f"kafka.username_file, kafka.password_file): {error.str()}"
            )
        return f"topic {self._topic} cannot be read by group {self._client.get('group.id')}: {error.str()}"

    def _follow(self) -> None:
        while True:
            try:
                self._take(read_topic(self._client, self._topic, follow=True))
            except KafkaException as error:
                if error.args[0].code() not in MISSING:  # at a first start it is about to be made
                    _log.warning("control topic: %s; trying again", error.args[0].str())
            time.sleep(_PAUSE_S)

    def _take(self, messages: Iterable[Message]) -> int:
        """Add entries; return how many there were."""
        count = 0
        for message in messages:
            partition, offset = message.partition() or 0, message.offset() or 0
            place = f"control topic: the entry at offset {offset} of partition {partition}"
            entry = self._entries.read(place, message.value(), tell=offset > self._told.get(partition, -1))
            self._told[partition] = max(offset, self._told.get(partition, -1))
            if entry is not None:
                self._controls.add(entry)
                count += 1
        return count
