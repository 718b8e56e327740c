"""`abusewatch deadletters` on a real broker: letters as the worker writes them, originals back byte for byte."""

from __future__ import annotations

import json

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient
from typer.testing import CliRunner

from pipeline import deadletters
from pipeline.deadletters_cli import app
from schemas.deadletter import KEPT_BYTES
from tests.kafka.refused import ACCOUNT, CONTENT, CONTROL, Place, Refusals
from tests.support.kafka_topics import MakeTopic

GOOD = json.dumps({
    "id": "e-1", "source": "/web", "subject": "u-1", "type": "account.login", "time": "2026-01-31T12:00:00Z",
    "data": {"outcome": "failure"},
}).encode()  # fmt: skip
LARGE = json.dumps({**json.loads(GOOD), "x": "x" * KEPT_BYTES}).encode()
BROKEN = b"{'id': hunter2}"


@pytest.fixture
def bench(kafka: str, topic_prefix: str, make_topic: MakeTopic) -> Refusals:
    return Refusals(kafka, topic_prefix, make_topic)


def test_list_counts_by_reason_and_topic_and_filters(bench: Refusals) -> None:
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


def test_list_of_an_empty_topic_ends(bench: Refusals) -> None:
    assert bench.json("list") == []


def test_show_gives_the_place_and_the_record_only_when_asked(bench: Refusals) -> None:
    place = bench.refuse(ACCOUNT, BROKEN + b"\x1b[2J\xff", "not_json", partition=2)
    shown = bench.json("show")
    assert (shown["topic"], shown["partition"], shown["offset"]) == place
    assert (shown["reason"], shown["detail"], shown["id"]) == ("not_json", "why", "0:0")
    assert "hunter2" not in bench.run("show").stdout
    plain = bench.run("show", "0:0", "--values").stdout
    assert "hunter2" in plain
    assert "\x1b" not in plain
    absent = bench.run("show", "0:0", "1:99", exits=2)
    assert "0:0" in absent.stdout
    assert "no dead letter 1:99" in absent.stderr
    assert "no dead letters" in bench.run("show", "--reason", "nesting").stderr


def test_reinject_sends_bytes_key_and_partition_back(bench: Refusals) -> None:
    place = bench.refuse(ACCOUNT, GOOD, key=b"u-\xff", partition=3)
    assert bench.json("reinject", "--reason", "schema")["sent"] == 1
    (found,) = bench.read(ACCOUNT, place)
    assert (found.value(), found.key(), found.partition()) == (GOOD, b"u-\xff", 3)
    assert found.headers() == [("abusewatch-reinjected", b"1:0")]


def test_reinject_reads_in_place_what_the_letter_could_not_hold(bench: Refusals) -> None:
    large = bench.refuse(ACCOUNT, LARGE, partition=1)
    long_key = bench.refuse(ACCOUNT, GOOD, key=b"k" * 600, partition=2)
    no_key = bench.refuse(ACCOUNT, GOOD, key=None, partition=0)
    assert bench.json("reinject", "--all")["sent"] == 3
    (first,), (second,), (third,) = (bench.read(ACCOUNT, place) for place in (large, long_key, no_key))
    assert (first.value(), first.key()) == (LARGE, b"u-1")
    assert (second.value(), second.key()) == (GOOD, b"k" * 600)
    assert (third.value(), third.key()) == (GOOD, None)


def test_dry_run_says_the_same_and_sends_nothing(bench: Refusals) -> None:
    place = bench.refuse(ACCOUNT, GOOD)
    bench.refuse(ACCOUNT, BROKEN)
    last = bench.refuse(ACCOUNT, LARGE)
    before = bench.json("reinject", "--all", "--dry-run")
    assert (before["sent"], before["still_refused"], before["dry_run"]) == (2, 1, True)
    assert bench.read(ACCOUNT, last) == []
    assert bench.json("reinject", "--all") == {**before, "dry_run": False}
    assert [message.value() for message in bench.read(ACCOUNT, last)] == [GOOD, LARGE]
    assert place.offset < last.offset


def test_what_would_be_refused_again_stays_unless_forced(bench: Refusals) -> None:
    place = bench.refuse(ACCOUNT, BROKEN, "not_json")
    control = bench.refuse(CONTROL, b'{"kind": "snooze"}', "schema")
    found = bench.json("reinject", "--all")
    assert (found["sent"], found["still_refused"]) == (0, 2)
    assert bench.read(ACCOUNT, place) == []
    assert bench.json("reinject", "--reason", "not_json", "--force")["sent"] == 1
    assert [message.value() for message in bench.read(ACCOUNT, place)] == [BROKEN]
    assert bench.read(CONTROL, control) == []


def test_what_is_lost_is_said_and_fails(bench: Refusals, admin: AdminClient) -> None:
    place = bench.refuse(ACCOUNT, LARGE)
    bench.refuse(ACCOUNT, None, "empty")
    bench.letter(Place(bench.prefix + "never-made", 0, 0), "schema", None, GOOD)
    end = TopicPartition(place.topic, place.partition, place.offset + 1)
    admin.delete_records([end])[end].result(20)
    found = bench.json("reinject", "--all", exits=1)
    assert {name: count for name, count in found.items() if count} == {"gone": 1, "empty": 1, "no_topic": 1}
    assert "deleted them" in bench.run("reinject", "--all", exits=1).stdout


def test_ids_choose_single_letters(bench: Refusals) -> None:
    bench.refuse(ACCOUNT, GOOD)
    place = bench.refuse(ACCOUNT, GOOD.replace(b"e-1", b"e-2"))
    shown = [json.loads(line) for line in bench.run("show", "--json").stdout.splitlines()]
    assert len(shown) == 2
    assert bench.json("reinject", shown[1]["id"])["sent"] == 1
    assert [message.value() for message in bench.read(ACCOUNT, place)] == [GOOD.replace(b"e-1", b"e-2")]


@pytest.mark.parametrize("arguments", [
    ["reinject"], ["reinject", "5"], ["list", "--since", "yesterday"], ["list", "--since", "99999999999d"],
])  # fmt: skip
def test_bad_options_are_explained(bench: Refusals, arguments: list[str]) -> None:
    assert bench.run(*arguments, exits=2).stderr.startswith("error: ")


def test_missing_topic_and_silent_broker_are_explained(
    kafka: str, topic_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadletters, "CONNECT_S", 2.0)
    for bootstrap, says in (
        (kafka, "abusewatch topics create"),
        ("127.0.0.1:9", "127.0.0.1:9: 127.0.0.1:9/bootstrap: Connect to"),
    ):
        done = CliRunner().invoke(app, ["list", "--bootstrap", bootstrap, "--prefix", topic_prefix])
        assert done.exit_code == 3
        assert says in done.stderr
        assert "Traceback" not in done.stderr


def test_what_the_broker_will_not_take_is_counted_as_failed(bench: Refusals, make_topic: MakeTopic) -> None:
    small = make_topic("abuse.events.small", 1, {"max.message.bytes": "100"})
    bench.letter(Place(small, 0, 0), "schema", b"u-1", GOOD)
    bench.refuse(CONTENT, GOOD)
    found = bench.json("reinject", "--all", exits=1)
    assert (found["sent"], found["failed"]) == (1, 1)
