"""The worker, as `abusewatch worker` in a process of its own."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pipeline.broker.process import Child
from pipeline.demo.errors import DemoError

_READY_S = 90.0
_STOP_S = 20.0
_STEP_S = 0.1


class WorkerProcess:
    """Started, waited for, stopped; it ends with this process even if this one is killed."""

    def __init__(self, bootstrap: str, prefix: str, log: Path) -> None:
        self.port = _free_port()
        self.app_id = f"{prefix}worker"
        self._command = [sys.executable, "-m", "pipeline.cli", "worker", "--log-level", "WARNING"]
        self._command += ["--bootstrap", bootstrap]
        self._environment = {
            **os.environ, "ABUSEWATCH_KAFKA__TOPIC_PREFIX": prefix, "ABUSEWATCH_WORKER__APP_ID": self.app_id,
            "ABUSEWATCH_WORKER__WEB_PORT": str(self.port), "ABUSEWATCH_WORKER__STORE": "memory",
            "ABUSEWATCH_WORKER__IDLE_AFTER_S": "0.5", "ABUSEWATCH_WORKER__QUIET_IS_END": "1",
            "ABUSEWATCH_ENGINE__STATE_SECRET": secrets.token_hex(16),
        }  # fmt: skip
        self._log = log
        self._child: Child | None = None

    @property
    def metrics(self) -> str:
        """The address of its metrics."""
        return f"http://127.0.0.1:{self.port}/metrics"

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Start it, its log replaced."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._log.unlink(missing_ok=True)
        self._child = Child.spawn(self._command, self._log, self._environment, guarded=True)

    def wait_ready(self, waiting: Callable[[], None] = lambda: None) -> None:
        """Wait until it takes events; `waiting` is called meanwhile. DemoError when it ends or takes too long."""
        deadline = time.monotonic() + _READY_S
        while not self._ready():
            self.check()
            if time.monotonic() > deadline:
                message = f"the worker was not ready within {_READY_S:.0f} s; its log is {self._log}"
                raise DemoError(message)
            waiting()
            time.sleep(_STEP_S)

    def check(self) -> None:
        """DemoError, with its last words, when it has ended."""
        if not self.alive:
            message = f"the worker has ended; its log is {self._log}; it says: {self._last_words()}"
            raise DemoError(message)

    def stop(self) -> None:
        """End it in order, by force if it takes long."""
        if self._child is not None:
            self._child.stop(_STOP_S)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _last_words(self) -> str:
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return "nothing"
        return lines[-1][:300] if lines else "nothing"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
