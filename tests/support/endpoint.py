"""A worker's HTTP endpoints, asked as Prometheus and Kubernetes do."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TypeVar

from prometheus_client.parser import text_string_to_metric_families

T = TypeVar("T")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Endpoint:
    """The endpoints on one port; `failed` tells what to say when the worker has ended."""

    def __init__(self, port: int, failed: Callable[[], str | None]) -> None:
        self.port, self._failed = port, failed

    def status(self, path: str) -> int:
        """Return the status of an answer; 0 where nobody listens."""
        return self._get(path)[0]

    def _get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, ""
        except (urllib.error.URLError, OSError):
            return 0, ""

    def values(self, name: str, **labels: str) -> list[float]:
        """Return a metric's values whose labels include these."""
        wanted = set(labels.items())
        families = text_string_to_metric_families(self._get("/metrics")[1])
        return [sample.value for family in families for sample in family.samples
                if sample.name == name and wanted <= set(sample.labels.items())]  # fmt: skip

    def total(self, name: str, **labels: str) -> float:
        """Return their sum, 0 when there is none."""
        return sum(self.values(name, **labels))

    def until(self, true: Callable[[], bool], what: str, seconds: float = 150.0) -> None:
        """Ask again and again until it is true; fail with `what`, or at once with the worker's last words."""
        deadline = time.monotonic() + seconds
        while not true():
            last_words = self._failed()
            assert last_words is None, last_words
            assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
            time.sleep(0.05)
