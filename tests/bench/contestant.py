"""A contestant's process: started, followed, measured from outside, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
import psutil

from tests.bench.catalogue import switched_off
from tests.bench.task import Notes, Task

Name = Literal["worker", "faust", "quix", "bare"]
ROOT = Path(__file__).resolve().parents[2]
_MODULES = {"faust": "tests.bench.carriers.faust_events", "quix": "tests.bench.carriers.quix",
            "bare": "tests.bench.carriers.bare"}  # fmt: skip
START_S = 60.0


class BenchError(RuntimeError):
    """A contestant did not do what was asked of it; the message has its last words."""


class Contestant:
    """One process. The worker is told by its environment, the others by their task."""

    def __init__(self, name: Name, task: Task, python: str = sys.executable, **settings: str) -> None:
        self.name, self.task, self.notes = name, task, Notes(task.notes)
        self._log = Path(task.folder) / f"{name}-{Path(task.notes).stem}.log"
        self.spawned = time.monotonic()
        command, env = self._worker(settings) if name == "worker" else self._other(python)
        with self._log.open("wb") as log:
            self.process = psutil.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)

    def _worker(self, settings: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        config = Path(self.task.folder) / "abusewatch.toml"
        config.write_text(switched_off() if self.task.catalogue == "none" else "", encoding="utf-8")
        self.port = _free_port()
        env = os.environ | {
            "ABUSEWATCH_KAFKA__TOPIC_PREFIX": self.task.prefix, "ABUSEWATCH_WORKER__APP_ID": self.task.group,
            "ABUSEWATCH_WORKER__WEB_PORT": str(self.port), "ABUSEWATCH_WORKER__STORE": "memory",
            "ABUSEWATCH_ENGINE__STATE_SECRET": "bench", "ABUSEWATCH_WORKER__INSTANCE": Path(self.task.notes).stem,
            "ABUSEWATCH_WORKER__IDLE_AFTER_S": "600", **settings,
        }  # fmt: skip
        command = [sys.executable, "-m", "pipeline.cli", "worker", "--bootstrap", self.task.bootstrap,
                   "--log-level", "WARNING", "--config", str(config)]  # fmt: skip
        return command, env

    def _other(self, python: str) -> tuple[list[str], dict[str, str]]:
        command = [python, "-W", "ignore", "-m", _MODULES[self.name], msgspec.json.encode(self.task).decode()]
        return command, os.environ | {"PYTHONPATH": str(ROOT)}

    def wait_started(self) -> tuple[float, float]:
        """Wait until it begins to work; return that moment and its processor time then."""
        while not self.started():
            self.check()
            if time.monotonic() - self.spawned > START_S:
                self._fail(f"did not start within {START_S:.0f} s")
            time.sleep(0.02)
        if self.name == "worker":
            return time.monotonic(), self.cpu()
        return self.notes.began, self.notes.cpu

    def check(self) -> None:
        """BenchError when it has ended."""
        if self.process.poll() is not None:
            self._fail(f"ended with code {self.process.poll()}")

    def cpu(self) -> float:
        """Return the processor seconds used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def metrics(self) -> str:
        """Return the worker's metrics page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as answer:
            text: str = answer.read().decode()
            return text

    def end(self) -> None:
        """Kill it: nothing of a finished run is needed."""
        with suppress(psutil.NoSuchProcess):  # it has ended by itself, and why is to be seen
            self.process.kill()
            self.process.wait()

    def started(self) -> bool:
        """Tell whether it is at work (the worker: ready)."""
        if self.name != "worker":
            return self.notes.look().began > 0
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _fail(self, what: str) -> None:
        words = self._log.read_text(encoding="utf-8", errors="replace").strip()[-1500:]
        message = f"{self.name} {what}: {words or 'without a word'}"
        raise BenchError(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
