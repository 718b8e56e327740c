"""The app for a set of stages: its options, for each stage a state table and an agent, and the runner's turns.

build_app(stages, settings) -> App
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from pipeline.app import App
from pipeline.credentials import faust_credentials
from pipeline.metrics import METRICS
from pipeline.metrics_spec import Metrics
from pipeline.stage import Stage
from pipeline.store.table import StateTable
from pipeline.transport.batches import fetched
from pipeline.transport.whole import Whole
from pipeline.worker_settings import WorkerSettings

_TICK_S = 0.1
_BREATH_S = 0.01


def build_app(stages: Sequence[Stage], settings: WorkerSettings, metrics: Metrics = METRICS) -> App:
    """Return the app for `stages`, ready to be started; nothing is connected before that."""
    app = App(stages, settings, metrics, **_options(settings))
    for stage in stages:
        _add_table(app, stage)
        _add_agent(app, stage)
    app.task(_ticking)
    app.task(_breathing)
    return app


def _options(settings: WorkerSettings) -> dict[str, Any]:
    return {
        "broker": [f"abusewatch://{host.strip()}" for host in settings.bootstrap.split(",")],
        "broker_credentials": faust_credentials(settings.security),
        "broker_client_id": settings.instance,
        "broker_session_timeout": settings.session_timeout_s,
        "broker_heartbeat_interval": settings.session_timeout_s / 5,
        "broker_max_poll_records": settings.max_batch_records,
        "broker_commit_interval": settings.checkpoint_interval_s,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": 4 * 1024 * 1024,
        "table_standby_replicas": settings.standbys,
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "stream_buffer_maxsize": 16,  # batches: enough to keep the engine busy, little enough to hold in memory
        "store": "memory://",
        "datadir": settings.folder / settings.app_id,  # Faust makes it; else in the folder it was started in
        "web_enabled": False,
        "canonical_url": f"http://{settings.instance}",  # the assignor tells workers apart by it
        "autodiscover": False,
    }


def _add_table(app: App, stage: Stage) -> None:
    table = app.state_tables[stage.name]
    changelog = app.topic(table.topic, schema=Whole(), acks=False, allow_empty=True)
    app.tables.add(
        StateTable(
            app, table.backend, app.metrics, name=stage.name, changelog_topic=changelog, beacon=app.tables.beacon
        )
    )


def _add_agent(app: App, stage: Stage) -> None:
    topic = app.topic(*stage.topics, schema=Whole(), acks=False)

    async def carry(stream: Any) -> None:
        async for event in stream.events():
            if app.runner is not None:
                await app.runner.take(stage.name, fetched(event))

    agent: Callable[[Callable[[Any], Awaitable[None]]], Any] = app.agent(topic, name=f"stage-{stage.name}")
    agent(carry)


async def _ticking(app: App) -> None:
    """Give the runner its turns of time."""
    while not app.should_stop:
        await app.sleep(_TICK_S)
        if app.runner is not None:
            await app.runner.tick()


async def _breathing(app: App) -> None:
    """Let the runner see lulls."""
    while not app.should_stop:
        await app.sleep(_BREATH_S)
        if app.runner is not None:
            await app.runner.breathe()
