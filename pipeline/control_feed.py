"""`abuse.control` as every worker reads it: whole at the start, and what comes after as it comes.

Not a stage: every worker needs all of it, while stages share their partitions. An entry names the event times in
which it holds, so
when it arrives decides only what has been sent before it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from threading import Thread

import msgspec
from confluent_kafka import KafkaError, KafkaException

from pipeline.controls import Controls
from pipeline.kafka_reason import MISSING, SILENT
from pipeline.topic_reader import read_topic
from schemas.control import Control
from schemas.parse import UNDECODABLE

_log = logging.getLogger(__name__)
_PAUSE_S = 1.0  # before the topic is looked at again
_decode = msgspec.json.Decoder(Control).decode


class ControlError(RuntimeError):
    """The control topic cannot be read: without it a worker would not know what it must keep quiet about."""


def take(controls: Controls, values: Iterable[bytes | None]) -> int:
    """Add entries; return how many there were. What cannot be read is logged by its fault, and left out."""
    count = 0
    for value in values:
        if not value:
            continue  # a tombstone: entries end by themselves
        try:
            controls.add(_decode(value))
            count += 1
        except UNDECODABLE as error:
            _log.error("an entry of the control topic cannot be used: %s", error)
    return count


class ControlFeed:
    """Keeps `controls` in step with the topic; `client` are librdkafka settings."""

    def __init__(self, client: Mapping[str, str], topic: str, controls: Controls) -> None:
        self._client, self._topic, self._controls = client, topic, controls

    def start(self) -> None:
        """Read what is there, then follow from a thread of its own. A topic that does not exist yet is empty.

        Raises ControlError.
        """
        try:
            count = take(self._controls, (message.value() for message in read_topic(self._client, self._topic)))
        except KafkaException as error:
            if error.args[0].code() not in MISSING:
                raise ControlError(self._problem(error.args[0])) from None
            count = 0
        _log.info("control topic: %d entries", count)
        Thread(target=self._follow, name="control-feed", daemon=True).start()

    def _problem(self, error: KafkaError) -> str:
        if error.code() in SILENT:
            return (
                f"no Kafka answers at {self._client['bootstrap.servers']} (kafka.bootstrap, --bootstrap or "
                f"KAFKA_BOOTSTRAP): {error.str()}"
            )
        return f"topic {self._topic} cannot be read by group {self._client.get('group.id')}: {error.str()}"

    def _follow(self) -> None:
        while True:
            try:
                messages = read_topic(self._client, self._topic, follow=True)
                take(self._controls, (message.value() for message in messages))
            except KafkaException as error:
                if error.args[0].code() not in MISSING:  # at a first start it is about to be made
                    _log.warning("control topic: %s; trying again", error.args[0].str())
            time.sleep(_PAUSE_S)
