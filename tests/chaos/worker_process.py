"""`abusewatch worker` in a process of its own: started, killed, paused, told to stop, asked how it is."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import psutil

from tests.chaos.phases import Phase

ROOT = Path(__file__).parents[2]
GRACE_S = 60.0


class WorkerProcess:
    """One worker by name; started again, it has the same name, port and folder. `watched`: it tells its phase."""

    def __init__(self, name: str, bootstrap: str, prefix: str, folder: Path, settings: Mapping[str, str]) -> None:
        self.name, self.folder = name, folder / name
        self.folder.mkdir()
        self.log = self.folder / "worker.log"
        self.port = _free_port()
        self.phase = Phase(self.folder / "phase")
        self.starts = 0
        self._bootstrap = bootstrap
        self._running: subprocess.Popen[bytes] | None = None
        self._env = os.environ | {
            "ABUSEWATCH_KAFKA__TOPIC_PREFIX": prefix, "ABUSEWATCH_WORKER__APP_ID": f"{prefix}worker",
            "ABUSEWATCH_WORKER__QUIET_IS_END": "1",  # what is expected is a replay, which has an end
            "ABUSEWATCH_WORKER__INSTANCE": name, "ABUSEWATCH_WORKER__WEB_PORT": str(self.port),
            "ABUSEWATCH_WORKER__FOLDER": str(self.state), "ABUSEWATCH_WORKER__CHECKPOINT_INTERVAL_S": "0.3",
            "ABUSEWATCH_WORKER__SESSION_TIMEOUT_S": "3", "ABUSEWATCH_WORKER__TRANSACTION_TIMEOUT_S": "10",
            "ABUSEWATCH_ENGINE__STATE_SECRET": "chaos", "PYTHONPATH": str(ROOT), **settings,
        }  # fmt: skip

    @property
    def state(self) -> Path:
        """Return the folder of its RocksDB stores."""
        return self.folder / "state"

    def start(self) -> None:
        """Start the process; returns at once."""
        self.phase.now = "starting"
        self.starts += 1
        command = [sys.executable, "-m", "tests.chaos.observed", str(self.folder / "phase"),
                   "worker", "--bootstrap", self._bootstrap]  # fmt: skip
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(command, cwd=self.folder, env=self._env, stdout=log, stderr=log)

    @property
    def alive(self) -> bool:
        """Say whether the process runs."""
        return self._running is not None and self._running.poll() is None

    def kill(self) -> None:
        """Kill -9."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    def pause(self) -> None:
        """SIGSTOP."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """SIGTERM, and wait. Raises AssertionError when it does not end with exit code 0."""
        self._signal(signal.SIGTERM)
        assert self._running is not None
        code = self._running.wait(GRACE_S)
        assert code == 0, f"{self.name} ended with {code}: see {self.log}"

    def wait(self, timeout_s: float) -> int:
        """Wait for the process to end by itself; return its exit code. Raises TimeoutExpired."""
        assert self._running is not None
        return self._running.wait(timeout_s)

    def _signal(self, number: signal.Signals) -> None:
        assert self._running is not None
        self._running.send_signal(number)

    def is_ready(self) -> bool:
        """Ask /readyz. Raises AssertionError when the process has ended."""
        assert self.alive, f"{self.name} has ended: see {self.log}"
        try:
            return self._get("readyz") == "ready\n"
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False

    def wait_ready(self, timeout_s: float = 60.0) -> None:
        """Wait until partitions are open."""
        deadline = time.monotonic() + timeout_s
        while not self.is_ready():
            assert time.monotonic() < deadline, f"{self.name} was not ready within {timeout_s} s: see {self.log}"
            time.sleep(0.02)

    def metric(self, name: str) -> float:
        """Return the sum of a metric's series; 0 for one never touched."""
        text = self._get("metrics")
        return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE))

    def _get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def rss_mb(self) -> float:
        """Return the resident memory of the process, in MiB."""
        assert self._running is not None
        return float(psutil.Process(self._running.pid).memory_info().rss) / (1 << 20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
