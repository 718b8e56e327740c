"""`abusewatch deadletters` on a real broker: letters as the worker writes them, originals back byte for byte."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from confluent_kafka import Consumer, KafkaError, Message, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from typer.testing import CliRunner, Result

from pipeline import deadletters
from pipeline.deadletters import at_end
from pipeline.deadletters_cli import app
from schemas.deadletter import KEPT_BYTES, dead_letter
from tests.support.kafka_topics import MakeTopic

GOOD = json.dumps({
    "id": "e-1", "source": "/web", "subject": "u-1", "type": "account.login", "time": "2026-01-31T12:00:00Z",
    "data": {"outcome": "failure"},
}).encode()  # fmt: skip
LARGE = json.dumps({**json.loads(GOOD), "x": "x" * KEPT_BYTES}).encode()
BROKEN = b"{'id': hunter2}"
ACCOUNT, CONTENT, CONTROL = "abuse.events.account", "abuse.events.content", "abuse.control"


class Place(NamedTuple):
    topic: str
    partition: int
    offset: int


class Bench:
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


@pytest.fixture
def bench(kafka: str, topic_prefix: str, make_topic: MakeTopic) -> Bench:
    return Bench(kafka, topic_prefix, make_topic)


def test_list_counts_by_reason_and_topic_and_filters(bench: Bench) -> None:
    bench.refuse(ACCOUNT, BROKEN, "not_json")
    bench.refuse(ACCOUNT, BROKEN, "not_json", partition=3)
    bench.refuse(CONTENT, GOOD, "schema", partition=1)
    bench.write(bench.letters, b"no letter", None, 1)
    account, content = bench.prefix + ACCOUNT, bench.prefix + CONTENT

    def counts(*arguments: str) -> list[tuple[str, str, int]]:
        return sorted((row["reason"], row["topic"], row["count"]) for row in bench.json("list", *arguments))

    assert counts() == [("not_json", account, 2), ("schema", content, 1), ("unreadable", "", 1)]
    assert counts("--reason", "schema") == [("schema", content, 1)]
    assert counts("--reason", "schema", "--reason", "not_json", "--topic", account) == [("not_json", account, 2)]
    assert counts("--since", "1h", "--reason", "schema") == [("schema", content, 1)]
    assert counts("--since", "2099-01-01") == []
    assert "4  dead letters" in bench.run("list").stdout


def test_list_of_an_empty_topic_ends(bench: Bench) -> None:
    assert bench.json("list") == []


def test_show_gives_the_place_and_the_record_only_when_asked(bench: Bench) -> None:
    place = bench.refuse(ACCOUNT, BROKEN + b"\x1b[2J\xff", "not_json", partition=2)
    shown = bench.json("show")
    assert (shown["topic"], shown["partition"], shown["offset"]) == place
    assert (shown["reason"], shown["detail"], shown["id"]) == ("not_json", "why", "0:0")
    assert "hunter2" not in bench.run("show").stdout
    plain = bench.run("show", "0:0", "--values").stdout
    assert "hunter2" in plain
    assert "\x1b" not in plain
    assert bench.run("show", "1:99").stdout == ""


def test_reinject_sends_bytes_key_and_partition_back(bench: Bench) -> None:
    place = bench.refuse(ACCOUNT, GOOD, key=b"u-\xff", partition=3)
    assert bench.json("reinject", "--reason", "schema")["sent"] == 1
    (found,) = bench.read(ACCOUNT, place)
    assert (found.value(), found.key(), found.partition()) == (GOOD, b"u-\xff", 3)
    assert found.headers() == [("abusewatch-reinjected", b"1:0")]


def test_reinject_reads_in_place_what_the_letter_could_not_hold(bench: Bench) -> None:
    large = bench.refuse(ACCOUNT, LARGE, partition=1)
    long_key = bench.refuse(ACCOUNT, GOOD, key=b"k" * 600, partition=2)
    no_key = bench.refuse(ACCOUNT, GOOD, key=None, partition=0)
    assert bench.json("reinject", "--all")["sent"] == 3
    (first,), (second,), (third,) = (bench.read(ACCOUNT, place) for place in (large, long_key, no_key))
    assert (first.value(), first.key()) == (LARGE, b"u-1")
    assert (second.value(), second.key()) == (GOOD, b"k" * 600)
    assert (third.value(), third.key()) == (GOOD, None)


def test_dry_run_says_the_same_and_sends_nothing(bench: Bench) -> None:
    place = bench.refuse(ACCOUNT, GOOD)
    bench.refuse(ACCOUNT, BROKEN)
    last = bench.refuse(ACCOUNT, LARGE)
    before = bench.json("reinject", "--all", "--dry-run")
    assert (before["sent"], before["still_refused"], before["dry_run"]) == (2, 1, True)
    assert bench.read(ACCOUNT, last) == []
    assert bench.json("reinject", "--all") == {**before, "dry_run": False}
    assert [message.value() for message in bench.read(ACCOUNT, last)] == [GOOD, LARGE]
    assert place.offset < last.offset


def test_what_would_be_refused_again_stays_unless_forced(bench: Bench) -> None:
    place = bench.refuse(ACCOUNT, BROKEN, "not_json")
    control = bench.refuse(CONTROL, b'{"kind": "snooze"}', "schema")
    found = bench.json("reinject", "--all")
    assert (found["sent"], found["still_refused"]) == (0, 2)
    assert bench.read(ACCOUNT, place) == []
    assert bench.json("reinject", "--reason", "not_json", "--force")["sent"] == 1
    assert [message.value() for message in bench.read(ACCOUNT, place)] == [BROKEN]
    assert bench.read(CONTROL, control) == []


def test_what_is_lost_is_said_and_fails(bench: Bench, admin: AdminClient) -> None:
    place = bench.refuse(ACCOUNT, LARGE)
    bench.refuse(ACCOUNT, None, "empty")
    bench.letter(Place(bench.prefix + "never-made", 0, 0), "schema", None, GOOD)
    end = TopicPartition(place.topic, place.partition, place.offset + 1)
    admin.delete_records([end])[end].result(20)
    found = bench.json("reinject", "--all", exits=1)
    assert {name: count for name, count in found.items() if count} == {"gone": 1, "empty": 1, "no_topic": 1}
    assert "deleted them" in bench.run("reinject", "--all", exits=1).stdout


def test_ids_choose_single_letters(bench: Bench) -> None:
    bench.refuse(ACCOUNT, GOOD)
    place = bench.refuse(ACCOUNT, GOOD.replace(b"e-1", b"e-2"))
    shown = [json.loads(line) for line in bench.run("show", "--json").stdout.splitlines()]
    assert len(shown) == 2
    assert bench.json("reinject", shown[1]["id"])["sent"] == 1
    assert [message.value() for message in bench.read(ACCOUNT, place)] == [GOOD.replace(b"e-1", b"e-2")]


@pytest.mark.parametrize("arguments", [
    ["reinject"], ["reinject", "5"], ["list", "--since", "yesterday"], ["list", "--since", "99999999999d"],
])  # fmt: skip
def test_bad_options_are_explained(bench: Bench, arguments: list[str]) -> None:
    assert bench.run(*arguments, exits=2).stderr.startswith("error: ")


def test_missing_topic_and_silent_broker_are_explained(
    kafka: str, topic_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadletters, "CONNECT_S", 2.0)
    for bootstrap, says in ((kafka, "nknown topic"), ("127.0.0.1:9", "127.0.0.1:9")):
        done = CliRunner().invoke(app, ["list", "--bootstrap", bootstrap, "--prefix", topic_prefix])
        assert done.exit_code == 3
        assert says in done.stderr
        assert "Traceback" not in done.stderr


def test_what_the_broker_will_not_take_is_counted_as_failed(bench: Bench, make_topic: MakeTopic) -> None:
    small = make_topic("abuse.events.small", 1, {"max.message.bytes": "100"})
    bench.letter(Place(small, 0, 0), "schema", b"u-1", GOOD)
    bench.refuse(CONTENT, GOOD)
    found = bench.json("reinject", "--all", exits=1)
    assert (found["sent"], found["failed"]) == (1, 1)
