"""`abusewatch replay`: files in, files out, and what it says of both."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from typer.testing import CliRunner

from detectors.catalogue import BY_NAME
from pipeline.cli import build
from schemas.alert import Alert
from tests.support.alerts import json_lines, verdict
from tests.support.command import Command
from tests.support.scenario import failed
from tests.support.wire import to_bytes

replay = Command("pipeline.replay_cli")
LINES = [to_bytes(failed(f"u{n}", n * 2.0, "203.0.113.7", id=f"e{n}")) for n in range(30)]  # one address, 30 accounts
UNKNOWN = b'{"specversion": "1.0", "id": "x", "source": "/t", "type": "account.renamed", "subject": "u", "data": {}}'


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run where no settings file lies."""
    monkeypatch.chdir(tmp_path)


def write(lines: list[bytes], name: str = "events.jsonl") -> str:
    """Write lines, packed as the name says."""
    content = b"\n".join(lines) + b"\n"
    packed = {"gz": gzip.compress, "zst": zstandard.ZstdCompressor().compress}.get(name.rpartition(".")[2], bytes)
    Path(name).write_bytes(packed(content))
    return name


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]


def summary(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = replay.json(*arguments)
    return found


def test_alerts_are_records_of_the_queue_every_version_in_order_and_timers_flushed() -> None:
    facts = summary(write(LINES), "--alerts", "out.jsonl")
    rows = [msgspec.json.decode(line, type=Alert) for line in Path("out.jsonl").read_bytes().splitlines()]
    assert facts["versions"] == len(rows) > 0
    assert facts["alerts"] == len({row.alert_id for row in rows})
    for name in {row.alert_id for row in rows}:
        versions = [row.version for row in rows if row.alert_id == name]
        assert versions == list(range(1, len(versions) + 1))
    (last,) = [row for row in rows if row.signals[0].detector == "login_fanout"][-1:]
    assert last.accounts_total == 30  # only what is flushed at the end knows all of them
    assert last.emitted_at.startswith("2026-01-05T08:0")  # event time
    assert (last.entity.id, last.alert_id.rpartition("-")[0]) == ("203.0.113.7", "login_fanout")


def test_signals_are_one_line_an_event_and_detector_with_all_fields_and_digits() -> None:
    facts = summary(write(LINES), "--signals", "signals.jsonl")
    rows = read("signals.jsonl")
    assert facts["signals"] == len(rows)
    pairs = [(row["event_id"], row["detector"], row["key"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert {row["event_id"] for row in rows} == {f"e{n}" for n in range(30)}
    for row in rows:
        assert set(row) == {
            "event_id", "time", "subject", "detector", "version", "area", "mode", "key", "score", "warm",
        }  # fmt: skip
        assert 0 <= row["score"] <= 1
        assert (row["area"], row["version"]) == (BY_NAME[row["detector"]].area, BY_NAME[row["detector"]].version)
        assert row["mode"] in {"live", "shadow", "audit"}
        assert isinstance(row["warm"], bool)
        assert (row["time"], row["subject"]) == (
            f"2026-01-05T08:00:{int(row['event_id'][1:]) * 2:02d}.000Z", f"u{row['event_id'][1:]}",
        )  # fmt: skip
    scores = [row["score"] for row in rows if row["detector"] == "login_fanout"]
    assert any(len(str(score)) >= 8 for score in scores), "6 digits or more, for ranking"
    assert min(scores) < 0.5 < max(scores), "also far below the threshold"


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.gz", "events.jsonl.zst"])
def test_packed_files_say_the_same(name: str) -> None:
    facts = summary(write(LINES, name), "--alerts", "out.jsonl")
    again = summary(write(LINES, "plain.jsonl"), "--alerts", "plain-out.jsonl")
    assert Path("out.jsonl").read_bytes() == Path("plain-out.jsonl").read_bytes() != b""
    assert {**facts, "seconds": 0} == {**again, "seconds": 0}


def test_standard_input_and_output_are_a_dash() -> None:
    done = CliRunner().invoke(build("replay"), ["replay", "-", "--alerts", "-"], input=b"\n".join(LINES))
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert {row["schema_version"] for row in rows} == {1}
    assert "30 events in" in done.stderr  # the summary stays out of the records' way


def test_several_files_are_one_input() -> None:
    facts = summary(write(LINES[:15], "a.jsonl"), write(LINES[15:], "b.jsonl.gz"), "--alerts", "out.jsonl")
    summary(write(LINES, "all.jsonl"), "--alerts", "all-out.jsonl")
    assert facts["events"] == 30
    assert Path("out.jsonl").read_bytes() == Path("all-out.jsonl").read_bytes()


def test_what_cannot_be_read_is_counted_on_stderr_and_ends_well() -> None:
    lines = [LINES[0], b"{}", b"", b"not json", *LINES[1:], b'{"type": "account.login"}']
    done = replay(write(lines), "--json")
    facts = json.loads(done.stdout)
    assert (facts["lines"], facts["events"]) == (33, 30)
    assert facts["refused"] == {"not_json": 1, "schema": 2}
    assert done.stderr.startswith("3 lines dead-lettered (not_json 1, schema 2); the first: events.jsonl, line 2: ")
    assert "dead-lettered" not in replay(write(LINES)).stderr


def test_unknown_types_are_skipped_and_counted() -> None:
    facts = summary(write([UNKNOWN, *LINES, UNKNOWN]))
    assert (facts["skipped"], facts["events"], facts["refused"]) == (2, 30, {})


def test_decisions_among_the_events_are_taken_and_counted_by_detector() -> None:
    summary(write(LINES), "--alerts", "out.jsonl")
    name = read("out.jsonl")[-1]["alert_id"]
    detector = name.rpartition("-")[0]
    said = json_lines(
        verdict(name, "violation"), verdict(name, "violation"), verdict(name, "benign", 60.0, source="appeal"),
        verdict("c1", "benign", alert_id=None, content_id="c1"), verdict("ticket-9", "violation"),
    ).encode().splitlines()  # fmt: skip
    facts = summary(write([*LINES, *said]), "--alerts", "again.jsonl")
    assert (facts["events"], facts["decisions"], facts["refused"]) == (30, 5, {})
    assert facts["verdicts"] == {detector: {"upheld": 0, "overturned": 1}}
    assert f"{detector}: 0 alerts upheld, 1 not" in replay("events.jsonl").stdout
    assert Path("out.jsonl").read_bytes() == Path("again.jsonl").read_bytes()


def test_an_empty_file_is_an_input_read_to_its_end() -> None:
    Path("empty.jsonl").touch()
    facts = summary("empty.jsonl", "--alerts", "out.jsonl", "--signals", "signals.jsonl")
    assert (facts["lines"], facts["alerts"]) == (0, 0)
    assert Path("out.jsonl").read_bytes() == Path("signals.jsonl").read_bytes() == b""
    assert "empty.jsonl: empty" in replay("empty.jsonl").stderr


def test_lines_of_which_none_is_an_event_are_no_input_and_it_says_what_makes_events() -> None:
    Path("access.log").write_text('203.0.113.7 - - [01/Feb/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 1\n')
    said = replay("access.log", exits=2).stderr
    assert "error: no line of access.log is an event" in said
    assert "abusewatch ingest" in said


def test_a_configuration_says_which_detectors_score() -> None:
    off = "".join(f"[detectors.{name}]\nmode = 'off'\n" for name in BY_NAME if name != "login_fanout")
    Path("only.toml").write_text(off + "[detectors.login_fanout]\nmode = 'audit'\n")
    summary(write(LINES), "--config", "only.toml", "--signals", "signals.jsonl")
    assert {(row["detector"], row["mode"]) for row in read("signals.jsonl")} == {("login_fanout", "audit")}


def truncated(name: str) -> str:
    Path(name).write_bytes(Path(write(LINES, name)).read_bytes()[:-30])
    return name


@pytest.mark.parametrize(("arguments", "said"), [
    (["gone.jsonl"], "gone.jsonl"), (["events.jsonl", "--config", "gone.toml"], "gone.toml: cannot be read"),
    (["events.jsonl", "--config", "bad.toml"], "engine.idle: unknown setting"),
    (["events.jsonl", "--alerts", "no/such/folder/out.jsonl"], "no/such/folder/out.jsonl"), (["cut.gz"], "cut.gz: "),
    (["."], "Is a directory"),
])  # fmt: skip
def test_what_cannot_be_used_ends_with_2_and_without_a_traceback(arguments: list[str], said: str) -> None:
    write(LINES)
    truncated("cut.gz")
    Path("bad.toml").write_text("[engine]\nidle = 1\n")
    assert said in replay(*arguments, exits=2).stderr


def test_no_file_at_all_is_a_usage_error() -> None:
    assert "FILE" in replay(exits=2).stderr


def test_the_words_name_what_was_seen() -> None:
    said = " ".join(replay(write([*LINES, UNKNOWN])).stdout.split())
    assert said.startswith("30 events in ")
    assert "0 decisions, 1 of unknown type skipped" in said


def test_a_packed_stream_of_several_frames_is_read_whole() -> None:
    whole = io.BytesIO()
    for part in (LINES[:10], LINES[10:]):
        whole.write(zstandard.ZstdCompressor().compress(b"\n".join(part) + b"\n"))
    Path("frames.zst").write_bytes(whole.getvalue())
    assert summary("frames.zst")["events"] == 30


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_by_the_files_name() -> None:
    said = replay(write(LINES), "--alerts", "/dev/full", exits=2).stderr
    assert "/dev/full: cannot be written (No space left on device)" in said
