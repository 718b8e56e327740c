"""A worker in a thread of the test: quick to start, its metrics and its app at hand."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pipeline.app import App
from pipeline.app_build import build_app
from pipeline.metrics import RecordingMetrics
from pipeline.stage import Stage
from pipeline.worker import work
from pipeline.worker_settings import WorkerSettings
from tests.kafka.carrier.log import wait_until


class ThreadedWorker:
    """Runs until `stop`; `exit_code` is then what the process would have returned."""

    def __init__(self, stages: Sequence[Stage], settings: WorkerSettings, prepare: Callable[[App], None]) -> None:
        self.metrics = RecordingMetrics()
        self.exit_code: int | None = None
        self._stages = stages
        self._settings = settings
        self._prepare = prepare
        self._begun = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()))

    def start(self) -> None:
        """Start, and return once the app exists."""
        self._thread.start()
        self._begun.wait(60)

    async def _main(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.app = build_app(self._stages, self._settings, self.metrics)
        self._prepare(self.app)
        self._stopped = asyncio.Event()
        self._begun.set()
        self.exit_code = await work(self.app, self._stopped)

    def call(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run something in the worker's loop and return its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)

    def wait_ready(self) -> None:
        """Wait until partitions are open."""
        wait_until(self.app.is_ready)

    def wait_ended(self) -> int | None:
        """Wait for the worker to end by itself; return its exit code."""
        self._thread.join(60)
        assert not self._thread.is_alive()
        return self.exit_code

    def stop(self) -> int | None:
        """Do what SIGTERM does; return the exit code."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self._stopped.set)
        return self.wait_ended()


@contextmanager
def working(
    stages: Sequence[Stage], settings: WorkerSettings, prepare: Callable[[App], None] = lambda _: None
) -> Iterator[ThreadedWorker]:
    """Run a worker for the length of a block; `prepare` may change the app before it starts."""
    worker = ThreadedWorker(stages, settings, prepare)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
