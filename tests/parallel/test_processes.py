"""The same with real processes: by the command, and when one dies, fails or is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import psutil
import pytest

from pipeline import backtest
from pipeline.config import Config
from pipeline.parallel.crew import Crew, JobError, can_fork
from pipeline.parallel.messages import Answer, Lines, encode
from pipeline.parallel.plan import planned
from pipeline.parallel.setup import Setup
from tests.parallel.unruly import unruly

ROOT = Path(__file__).resolve().parents[2]
REPLAY = [sys.executable, "-m", "pipeline.cli", "replay"]
PATIENCE_S = 120.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join(unruly(7)[:1500]) + b"\n")
    return path


def replayed(file: str, jobs: int, folder: Path, stdin: bytes | None = None) -> tuple[bytes, bytes, dict[str, object]]:
    out = [folder / f"{kind}-{jobs}.jsonl" for kind in ("alerts", "signals")]
    done = subprocess.run(
        [*REPLAY, file, "--jobs", str(jobs), "--alerts", str(out[0]), "--signals", str(out[1]), "--json"],
        input=stdin, capture_output=True, check=True, cwd=ROOT,
    )  # fmt: skip
    facts = json.loads(done.stdout) | {"seconds": 0, "said": done.stderr}
    return out[0].read_bytes(), out[1].read_bytes(), facts


def test_the_command_writes_the_same_files(file: Path, tmp_path: Path) -> None:
    one, two = (replayed(str(file), jobs, tmp_path) for jobs in (1, 2))
    assert one == two
    assert one[0]
    assert one[1]
    again = replayed("-", 2, tmp_path, stdin=file.read_bytes())
    assert again[:2] == one[:2]


def test_a_backtest_finds_the_same_by_processes_started_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.parallel.crew.can_fork", lambda: False)
    one, two = (backtest.run("in force", Config(), str(file), jobs) for jobs in (1, 2))
    assert one.alerts == two.alerts != []
    assert one.summary == two.summary


@pytest.fixture
def running() -> Iterator[subprocess.Popen[bytes]]:
    """A replay of a pipe that stays open, in a group of its own as a terminal has it."""
    process = subprocess.Popen(
        [*REPLAY, "-", "--jobs", "2"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Wait for both jobs."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = psutil.Process(process.pid).children()
        if len(found) == 2:
            return found
        time.sleep(0.05)
    pytest.fail("no jobs")


def test_a_job_that_dies_ends_the_replay_with_a_word(running: subprocess.Popen[bytes]) -> None:
    jobs = children(running)
    jobs[1].kill()
    assert running.stdin is not None
    _, said = running.communicate(b"\n".join(unruly(7) * 3), timeout=PATIENCE_S)
    assert running.returncode == 1
    assert "job 1 ended with exit code -9" in said.decode()
    assert "Traceback" not in said.decode()
    assert not [one for one in jobs if one.is_running()]


def test_ctrl_c_ends_all(running: subprocess.Popen[bytes]) -> None:
    jobs = children(running)
    until = time.monotonic() + PATIENCE_S
    while running.poll() is None and time.monotonic() < until:  # Python loses one that comes within a callback
        os.killpg(running.pid, signal.SIGINT)
        time.sleep(1.0)
    assert running.returncode not in (0, None)
    _, left = psutil.wait_procs(jobs, timeout=PATIENCE_S)
    assert not left


def test_jobs_whose_parent_is_gone_end(running: subprocess.Popen[bytes]) -> None:
    jobs = children(running)
    running.kill()
    running.wait()
    _, left = psutil.wait_procs(jobs, timeout=PATIENCE_S)
    assert not left


def test_only_a_process_of_one_thread_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert can_fork()
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert not can_fork()
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr("sys.platform", "darwin")  # where system libraries may have begun what a copy cannot end
    assert not can_fork()


def test_what_stops_a_job_is_told() -> None:
    with (
        pytest.raises(JobError, match="job 0 cannot go on: ValueError"),
        Crew(Setup(Config()), 1, signals=False) as crew,
    ):
        crew.send(0, Lines(0, [1, 2], [b"one line for two places"]))
        crew.hear()
    assert [process.is_alive() for process in crew.processes] == [False]


def lines(count: int) -> Iterator[tuple[str, int, bytes]]:
    return (("file", number, b"{}") for number in range(count))


def test_small_inputs_and_those_without_a_known_end_are_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.parallel.plan.SMALL", 10)
    monkeypatch.setattr("pipeline.parallel.plan.cores", lambda: 4)
    for count, told, alone, wanted in ((9, None, False, 1), (10, None, False, 4), (99, None, True, 1), (9, 3, True, 3)):
        kept, jobs = planned(lines(count), told, alone=alone)
        assert jobs == wanted
        assert list(kept) == list(lines(count))
    monkeypatch.setattr("pipeline.parallel.plan.SMALL_BYTES", 10)
    assert planned(lines(9), None, alone=False)[1] == 4  # few, but long


class Ended:
    """A process that is over."""

    def __init__(self, exitcode: int) -> None:
        self.exitcode = exitcode

    def join(self, timeout: float) -> None:
        """It need not be waited for."""


def over(*exitcodes: int, told: bool = True) -> Crew:
    """Return a crew of which all processes are over; what they had said is told by the test."""
    crew = Crew(cast("Setup", None), len(exitcodes), signals=False)
    crew.processes = [cast("Any", Ended(code)) for code in exitcodes]
    crew._told_to_end = told
    return crew


def test_a_job_that_has_ended_as_told_keeps_no_other_from_being_heard() -> None:
    crew = over(0, 0)
    crew._heard.put((1, None))
    crew._heard.put((0, encode(Answer(duplicate=True))))
    assert crew.hear() == (0, Answer(duplicate=True))
    crew._heard.put((0, None))
    with pytest.raises(JobError):  # nobody is left
        crew.hear()


@pytest.mark.parametrize("crew", [over(0, 1), over(0, 0, told=False)])
def test_a_job_that_ends_otherwise_is_an_error(crew: Crew) -> None:
    crew._heard.put((1, None))
    with pytest.raises(JobError, match="job 1 ended with exit code"):
        crew.hear()
