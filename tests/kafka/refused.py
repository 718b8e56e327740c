"""Records that were refused: letters as the worker writes them, and the command to look at those."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from confluent_kafka import Consumer, KafkaError, Message, Producer, TopicPartition
from typer.testing import CliRunner, Result

from pipeline.deadletters_cli import app
from pipeline.kafka_reason import at_end
from schemas.deadletter import dead_letter
from tests.support.kafka_topics import MakeTopic

ACCOUNT, CONTENT, CONTROL = "abuse.events.account", "abuse.events.content", "abuse.control"


class Place(NamedTuple):
    topic: str
    partition: int
    offset: int


class Refusals:
    """Topics under one test's prefix, with records refused on them and the command to look at those."""

    def __init__(self, bootstrap: str, prefix: str, make_topic: MakeTopic) -> None:
        self.bootstrap, self.prefix = bootstrap, prefix
        self._producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": prefix + "t", "log_level": 2})
        self._producer.init_transactions(20)
        self.letters = make_topic("abuse.deadletters", 2)
        for name, partitions in ((ACCOUNT, 4), (CONTENT, 2), (CONTROL, 1)):
            make_topic(name, partitions)

    def write(self, topic: str, value: bytes | None, key: bytes | None = b"u-1", partition: int = 0) -> Place:
        """Write one record in a transaction, as the worker does, so that markers lie between the records."""
        places: list[Place] = []

        def delivered(error: KafkaError | None, message: Message) -> None:
            assert error is None, error
            places.append(Place(str(message.topic()), message.partition() or 0, message.offset() or 0))

        self._producer.begin_transaction()
        self._producer.produce(topic, value, key, partition, on_delivery=delivered)
        self._producer.commit_transaction(20)
        return places[0]

    def refuse(self, topic: str, value: bytes | None, reason: str = "schema", key: bytes | None = b"u-1",
               partition: int = 0) -> Place:  # fmt: skip
        """Write a record and its dead letter; return where the record lies."""
        place = self.write(self.prefix + topic, value, key, partition)
        self.letter(place, reason, key, value)
        return place

    def letter(self, place: Place, reason: str, key: bytes | None, value: bytes | None) -> Place:
        letter = dead_letter(reason, "why", place, key, value)
        return self.write(self.letters, msgspec.json.encode(letter), reason.encode(), place.partition % 2)

    def run(self, *arguments: str, exits: int = 0) -> Result:
        options = ["--bootstrap", self.bootstrap, "--prefix", self.prefix]
        done = CliRunner().invoke(app, [*arguments, *options])
        assert done.exit_code == exits, done.output
        return done

    def json(self, *arguments: str, exits: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", exits=exits).stdout)

    def read(self, topic: str, after: Place) -> list[Message]:
        """Return the records of a partition behind `after`, up to its end."""
        reader = Consumer({"bootstrap.servers": self.bootstrap, "group.id": self.prefix, "enable.partition.eof": True,
                           "fetch.wait.max.ms": 20})  # fmt: skip
        reader.assign([TopicPartition(self.prefix + topic, after.partition, after.offset + 1)])
        try:
            return list(_to_end(reader))
        finally:
            reader.close()


def _to_end(reader: Consumer) -> Iterator[Message]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        message = reader.poll(0.5)
        if message is not None and message.error() is not None:
            assert at_end(message)
            return
        if message is not None:
            yield message
    pytest.fail("the end did not come")
