"""Runs one worker process until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import platform
import signal
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from pipeline.access import AccessError
from pipeline.app import App
from pipeline.app_build import build_app
from pipeline.collector import seldom
from pipeline.health import PortTakenError
from pipeline.metrics import METRICS
from pipeline.metrics_spec import Metrics
from pipeline.provision import TopicError
from pipeline.stage import Stage
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)
# The consumer's and the producer's threads want the interpreter often and briefly, the engine all of it. With Python's
# own 5 ms each hop of a fetch or a commit waits so long for it: half of an alert's way to the queue under load.
_SWITCH_S = 0.0005
_PLAIN = (PortTakenError, TopicError, AccessError)  # their messages say all: a traceback only hides what to do


def run_worker(
    stages: Sequence[Stage],
    settings: WorkerSettings,
    *,
    metrics: Metrics = METRICS,
    on_ready: Callable[[], None] | None = None,
) -> int:
    """Work until SIGTERM or SIGINT; return the exit code.

    0: the batch in hand was finished, a checkpoint committed and the group left. 1: something failed that must not be
    passed over (it is in the log); nothing after the last checkpoint has been committed, and a restart resumes there.
    Logging is the caller's: nothing is configured here.
    """
    sys.setswitchinterval(_SWITCH_S)
    metrics.gauge("abusewatch_build_info", 1, version=version("abusewatch"), python=platform.python_version())
    with seldom():
        return asyncio.run(_run(lambda: build_app(stages, settings, metrics), on_ready))


async def work(app: App, stopped: asyncio.Event) -> int:
    """Run `app` until `stopped` is set or the app ends; return the exit code (see `run_worker`)."""
    app.in_worker = True
    signalled = asyncio.create_task(stopped.wait())
    working = asyncio.create_task(_started(app))
    await asyncio.wait({signalled, working}, return_when=asyncio.FIRST_COMPLETED)
    await app.stop()
    for task in (signalled, working):
        task.cancel()
    (_, failed) = await asyncio.gather(signalled, working, return_exceptions=True)
    failed = app.crash_reason or (failed if isinstance(failed, Exception) else None)
    if failed is not None:
        plain = isinstance(failed, _PLAIN)
        logger.error("the worker failed: %s", failed, exc_info=None if plain else failed)
    return 0 if failed is None else 1


async def _run(build: Callable[[], App], on_ready: Callable[[], None] | None) -> int:
    app = build()  # within the loop it will run in
    if on_ready is not None:
        app.ready_hooks.append(on_ready)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return await work(app, stopped)


async def _started(app: App) -> None:
    await app.start()
    await app.wait_until_stopped()
