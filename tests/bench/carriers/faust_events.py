"""The same stages in ordinary Faust agents with ordinary Faust tables (`pipeline.unbatched`)."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, cast

from pipeline.app import App
from pipeline.metrics import METRICS
from pipeline.stages import stages
from pipeline.unbatched import build_unbatched_app
from pipeline.worker import work
from pipeline.worker_settings import WorkerSettings
from schemas import topics
from tests.bench.sensibly import SensibleStage
from tests.bench.task import COMMIT_S, Notes, Task, told


class NotingMetrics:
    """Hands everything on, and notes the records that the carrier counts."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def count(self, name: Any, value: float = 1, /, **labels: Any) -> None:
        """Note records; count everything."""
        if name == "abusewatch_records_total":
            self._notes.add(int(value), events=".events." in str(labels["topic"]))
        METRICS.count(name, value, **labels)

    def __getattr__(self, name: str) -> Any:
        return getattr(METRICS, name)


async def run(task: Task) -> None:
    """Go on until killed."""
    packets = frozenset(task.names.of(t) for t in (topics.OBSERVATIONS, topics.RATES))
    ordinary = [SensibleStage(stage, packets) for stage in stages(task.engine(METRICS), task.names)]
    settings = WorkerSettings(bootstrap=task.bootstrap, app_id=task.group, topics=task.partitions,
                              checkpoint_interval_s=COMMIT_S, folder=Path(task.folder))  # fmt: skip
    app = build_unbatched_app(ordinary, settings, cast("Any", NotingMetrics(Notes(task.notes))))
    await work(cast("App", app), asyncio.Event())


if __name__ == "__main__":
    logging.basicConfig(level="ERROR")
    asyncio.run(run(told()))
