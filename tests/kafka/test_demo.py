"""The demo from end to end on the real Kafka, as a user starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
from confluent_kafka.admin import AdminClient

from pipeline.alert_source import alerts_in_file
from pipeline.lines import read_lines
from pipeline.simulate.truth import read_truth

_SMALL = ["--days", "1", "--accounts", "300", "--json"]


def start(kafka: str, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start `abusewatch demo` in a folder of its own."""
    command = [sys.executable, "-m", "pipeline.cli", "demo", "--bootstrap", kafka, *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ))


def demo_topics(admin: AdminClient) -> set[str]:
    """Return the demos' topics."""
    return {name for name in admin.list_topics(timeout=10).topics if name.startswith("demo-")}


def test_it_finds_what_it_planted_and_leaves_nothing_running(kafka: str, admin: AdminClient, tmp_path: Path) -> None:
    before = demo_topics(admin)
    with start(kafka, tmp_path, *_SMALL) as demo:
        out, said = demo.communicate(timeout=100)
    assert demo.returncode == 0, said.decode()
    card = msgspec.json.decode(out)
    kept = tmp_path / ".abusewatch/demo"
    assert card["run"]["events"] == sum(1 for _ in read_lines(str(kept / "events.jsonl.zst"))) > 1000
    assert card["planted"] == sum(truth.area is not None for truth in read_truth(kept / "truth.jsonl")) == 7
    assert card["found"] >= 1
    names = {one.alert_id for one in alerts_in_file(str(kept / "alerts.jsonl"))}
    assert card["alerts"] + card["joined"] + sum(card["other_modes"].values()) == len(names)
    assert demo_topics(admin) == before
    assert [path.name for path in tmp_path.iterdir()] == [".abusewatch"]


def test_a_log_of_ones_own_takes_the_simulations_place(kafka: str, tmp_path: Path) -> None:
    """One address fails on 30 accounts within a minute: sshd's lines in, an alert about that address out."""
    lines = [
        f"2026-01-05T08:00:{n:02d}+00:00 host sshd[{n}]: Failed password for user{n} from 192.0.2.9 port 5 ssh2"
        for n in range(30)
    ]
    (tmp_path / "auth.log").write_text("\n".join([*lines, "garbage in between"]) + "\n")
    with start(kafka, tmp_path, "--input", "auth.log", "--format", "sshd", "--json") as demo:
        out, said = demo.communicate(timeout=100)
    assert demo.returncode == 0, said.decode()
    card = msgspec.json.decode(out)
    assert (card["run"]["events"], card["ingest"]["lines"], card["truth_known"]) == (30, 31, False)
    alerts = list(alerts_in_file(str(tmp_path / ".abusewatch/demo/alerts.jsonl")))
    assert ("ip", "192.0.2.9") in {(alert.entity.type, alert.entity.id) for alert in alerts}


def test_ctrl_c_stops_everything(kafka: str, admin: AdminClient, tmp_path: Path) -> None:
    before = demo_topics(admin)
    with start(kafka, tmp_path, *_SMALL, "--speed", "10") as demo:
        assert demo.stderr is not None
        for line in demo.stderr:  # the first line of progress: everything is up and events flow
            if b"event time" in line:
                break
        children = psutil.Process(demo.pid).children(recursive=True)
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert children
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []
    assert demo_topics(admin) == before
