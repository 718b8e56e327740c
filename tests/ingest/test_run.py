"""A whole run by its command: counts, rejects, compression, exit codes, and what never leaves."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import zstandard
from typer.testing import CliRunner

from pipeline.ingest.cli import register
from pipeline.ingest.reader import LONGEST, LogFile

LOG = (
    "Dec 31 23:59:58 web sshd[1]: Invalid user ann@example.org from 192.0.2.1 port 1\n"
    "Jan  1 00:00:01 web sshd[2]: Accepted password for bob from 192.0.2.2 port 1 ssh2\n"
    "Jan  1 00:00:02 web kernel: link up\n"
    "\n"
    "Jan 32 00:00:03 web sshd[3]: Invalid user ann from 192.0.2.1 port 1\n"
)
app = typer.Typer()
register(app)
runner = CliRunner()


@app.callback()
def root() -> None:
    """So that the program has commands."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "auth.log"
    path.write_text(LOG)
    os.utime(path, (1_767_600_000, 1_767_600_000))  # 2026-01-05
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    result = runner.invoke(app, ["ingest", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_a_run_counts_everything_and_lists_what_it_rejects(log: Path, tmp_path: Path) -> None:
    code, out, _ = run("sshd", log, "--to", tmp_path / "events.jsonl", "--json")
    facts = json.loads(out)
    assert (code, facts["lines"], facts["events_by_type"]) == (0, 5, {"account.login": 2})
    assert facts["outcomes"] == {"failure": 1, "success": 1}
    assert (facts["skipped"], facts["rejected_by_reason"]) == ({"not_authentication": 1, "blank": 1}, {"bad_time": 1})
    assert facts["rejected_details"] == {"bad_time": "line 5: no such date or time of day"}
    assert facts["lines"] == facts["lines_with_events"] + sum(facts["skipped"].values()) + facts["rejected"]
    rejects = tmp_path / "events.rejects.jsonl"
    assert facts["rejects_file"] == str(rejects)
    assert json.loads(rejects.read_text()) == {
        "file": str(log), "line": 5, "reason": "bad_time", "detail": "no such date or time of day",
    }  # fmt: skip
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [e["time"] for e in events] == ["2025-12-31T23:59:58Z", "2026-01-01T00:00:01Z"]
    assert {e["source"] for e in events} == {"/sshd"}


def test_events_on_standard_output_leave_the_summary_to_standard_error(log: Path, tmp_path: Path) -> None:
    code, out, err = run("auto", log, "--to", "-", "--rejects", tmp_path / "r", "--source", "/x", "--rejects-text")
    assert (code, [json.loads(line)["source"] for line in out.splitlines()]) == (0, ["/x", "/x"])
    assert "rejected" in err
    assert json.loads((tmp_path / "r").read_text())["text"].startswith("Jan 32")


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_compressed_or_not_the_ids_are_the_same(log: Path, tmp_path: Path, ending: str) -> None:
    packed = tmp_path / f"auth.log{ending}"
    raw = LOG.encode()
    packed.write_bytes({"": raw, ".gz": gzip.compress(raw), ".zst": zstandard.compress(raw)}[ending])
    target = tmp_path / f"events.jsonl{ending}"
    assert run("sshd", packed, "--to", target, "--year", "2025")[0] == 0
    lines = [line.text or "" for line in LogFile(str(target)).lines()]
    first, plain = json.loads(lines[0]), tmp_path / "plain.jsonl"
    log.write_text(LOG)
    assert run("sshd", log, "--to", plain, "--year", "2025")[0] == 0
    assert json.loads(plain.read_text().splitlines()[0]) == first


def test_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from tests.ingest.test_run import app; app()", "ingest", "sshd", "-", "--year", "2025",
         "--to", "-"],
        input=LOG * 500, capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1000)
    assert (tmp_path / "ingest.rejects.jsonl").read_text().count("\n") == 500


def test_exit_codes(log: Path, tmp_path: Path) -> None:
    to = ("--to", tmp_path / "e.jsonl")
    (tmp_path / "none.log").write_text("Jan  1 00:00:02 web kernel: link up\n")
    (tmp_path / "broken.gz").write_bytes(gzip.compress(LOG.encode())[:40])
    assert run("sshd", tmp_path / "none.log", *to)[0] == 1
    assert run("sshd", log, *to, "--strict")[0] == 4
    settings = tmp_path / "client.properties"
    settings.write_text("nonsense=1\n")
    for wrong in (
        ("sshd", tmp_path / "missing.log", *to), ("nonsense", log, *to), ("csv", log, *to), ("sshd", log, "--to", log),
        ("sshd", log, *to, "--tz", "Mars/Olympus"), ("csv", log, *to, "--map", "time"),
        ("sshd", log, *to, "--hash", "ip"), ("csv", log, *to, "--map", "ip=x"), ("sshd", tmp_path / "broken.gz", *to),
        ("sshd", log, *to, "--bootstrap", "127.0.0.1:1"), ("sshd", log, "--to", tmp_path / "no" / "folder"),
        ("sshd", log, "--bootstrap", "127.0.0.1:1", "--client-config", settings),
    ):  # fmt: skip
        code, _, err = run(*wrong)
        assert (code, err[:7]) == (2, "error: "), wrong
        assert "Traceback" not in err
    assert log.read_text() == LOG


def test_where_to_is_said_by_an_option_or_the_environment(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)
    code, out, err = run("sshd", log)
    assert (code, out) == (2, "")
    for mend in ("--bootstrap HOST:PORT", "KAFKA_BOOTSTRAP", "--to FILE"):
        assert mend in err
    monkeypatch.setattr("pipeline.ingest.producer._ANSWER_S", 0.2)
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")
    code, out, err = run("sshd", log)
    assert (code, out, "no Kafka at 127.0.0.1:1" in err) == (3, "", True)
    assert run("sshd", log, "--to", "events.jsonl")[0] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_not_a_success(log: Path) -> None:
    code, _, err = run("sshd", log, "--to", "/dev/full", "--rejects", "/dev/null")
    assert (code, "No space left" in err) == (3, True)


def test_with_a_key_no_address_leaves(log: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("correct horse battery staple\n")
    nameless = tmp_path / "decoy.log"
    nameless.write_text("2026-01-01T00:00:00Z ACCEPT host=::ffff:192.0.2.1 port=39 fd=4 n=1/4096\n")
    to = tmp_path / "e.jsonl"
    assert run("auto", log, nameless, "--to", to, "--hash-key-file", key, "--hash", "ip,email")[0] == 0
    text = to.read_text()
    assert "192.0.2" not in text
    assert "@" not in text
    ann, bob, unknown = (json.loads(line) for line in text.splitlines())

    def hashed(kind: str, value: str) -> str:
        return hmac.new(b"correct horse battery staple", f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()[:32]

    assert (ann["subject"], ann["data"]["ip"]) == (hashed("email", "ann@example.org"), hashed("ip", "192.0.2.1"))
    assert (bob["subject"], unknown["subject"]) == ("bob", "unknown:" + hashed("ip", "192.0.2.1"))
    assert unknown["data"]["ip"] == ann["data"]["ip"]
    key.write_text("short")
    assert run("auto", log, "--to", to, "--hash-key-file", key, "--hash", "ip")[0] == 2


def test_a_line_without_end_is_rejected_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    path.write_bytes(b"x" * (3 * LONGEST) + b"\nnext\r\n\xff\xfelast")
    assert [(line.number, line.text) for line in LogFile(str(path)).lines()] == [
        (1, None), (2, "next"), (3, "\\xff\\xfelast"),
    ]  # fmt: skip


def test_a_table_by_the_commands_options(tmp_path: Path) -> None:
    table = tmp_path / "door-7.csv"
    table.write_text("at;who;result\n2026-02-03 10:00:00;amy;granted\n2026-02-03 10:00:01;;refused\n")
    code, out, _ = run(
        "csv", table, "--to", "-", "--delimiter", ";", "--map", "time=at,subject=who", "--map", "outcome=result",
        "--values", "outcome.granted=success,outcome.refused=failure", "--set", "device={file}",
        "--tz", "Europe/Berlin",
    )  # fmt: skip
    events = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(e["subject"], e["time"], e["data"]) for e in events] == [
        ("amy", "2026-02-03T09:00:00Z", {"outcome": "success", "device": "door-7"}),
        ("-", "2026-02-03T09:00:01Z", {"outcome": "failure", "device": "door-7"}),
    ]
    assert run("csv", table, "--map", "time=at", "--values", "granted=success")[0] == 2


def test_files_of_one_run_are_one_source_and_their_equal_lines_are_two_events(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.log"
    other.write_text(LOG)
    assert run("sshd", log, other, "--year", "2025", "--to", tmp_path / "e.jsonl")[0] == 0
    events = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text().splitlines()]
    assert ({e["source"] for e in events}, len({e["id"] for e in events})) == ({"/sshd"}, 4)


def test_the_screen_says_why_lines_were_rejected_and_how_plain_json_is_read(tmp_path: Path) -> None:
    path = tmp_path / "door.jsonl"
    path.write_text('{"at": "2026-02-03T10:00:00Z", "who": "amy", "result": "GRANTED"}\n' * 2)
    to = ("--to", tmp_path / "e.jsonl")
    code, out, _ = run("jsonl", path, *to)
    assert (code, "say --map time=COLUMN" in out) == (1, True)
    _, out, _ = run("jsonl", path, *to, "--map", "time=at,subject=who,outcome=result")
    assert "bad_outcome, such as line 1: " in out
    assert "say which with --values" in out
    assert "say --map" not in out
