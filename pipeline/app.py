"""The Faust app: membership, assignment, rebalance, standby replicas and agents are Faust's; the rest hangs on hooks.

`App.runner` carries batches, see `pipeline.runner`; `pipeline.app_build` makes an app for stages.

What of Faust 0.15.3 stands in the way is met here, in `pipeline.transport` and in `pipeline.store.table`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import faust
from faust.types import TP

from pipeline.assignment import Assignment
from pipeline.checkpoint import Checkpointer, StageTable
from pipeline.cluster import Cluster
from pipeline.health import Health
from pipeline.metrics_spec import Metrics
from pipeline.opening import Opening
from pipeline.producer import Outbox
from pipeline.provision import provide_topics, state_topic
from pipeline.runner import Runner
from pipeline.stage import Stage
from pipeline.store.choice import state_backend
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)


class App(faust.App):
    """Faust's app with the runner hung into its life cycle."""

    def __init__(self, stages: Sequence[Stage], settings: WorkerSettings, metrics: Metrics, **options: Any) -> None:
        super().__init__(settings.app_id, **options)
        self.stages = stages
        self.settings = settings
        self.metrics = metrics
        self.batched_topics = frozenset(topic for stage in stages for topic in stage.topics)
        self.cluster = Cluster(settings.client())
        self.state_tables = {
            s.name: StageTable(state_topic(settings.app_id, s), state_backend(settings, s)) for s in stages
        }
        self.outbox = Outbox(settings, metrics)
        self.runner: Runner | None = None
        self._recovering_since = 0.0
        self.ready_hooks: list[Callable[[], None]] = []
        self.health = Health(self.is_live, self.is_ready, metrics)

    def is_live(self) -> bool:
        """Say whether the worker should be left running."""
        return self.runner is None or self.runner.is_live()

    def is_ready(self) -> bool:
        """Say whether state is recovered and event partitions are let through."""
        return self.runner is not None and self.runner.is_ready()

    def ends_of(self, tps: Iterable[TP]) -> dict[TP, int]:
        """Return the ends of partitions, for recovery; blocks."""
        return {TP(*key): end for key, end in self.cluster.ends(tps).items()}

    # -- Faust's life cycle

    async def on_first_start(self) -> None:
        """Before anything subscribes: make topics, connect the producer, build the runner."""
        await super().on_first_start()
        partitions = await asyncio.to_thread(provide_topics, self.stages, self.settings, self.cluster)
        await self.outbox.start()
        self.runner = self._new_runner(partitions)
        await self.health.start(self.settings.web_host, self.settings.web_port)
        logger.info("group %s at Kafka %s", self.settings.app_id, self.settings.bootstrap)
        self.metrics.gauge("abusewatch_up", 1)

    def _create_directories(self) -> None:
        """Make none: Faust's data folder is not used."""

    def _new_runner(self, partitions: dict[str, int]) -> Runner:
        consumer: Any = self.consumer
        opening = Opening(self.settings, self.cluster, self.state_tables)
        assignment = Assignment(
            self.settings.app_id, consumer, opening, self.state_tables, partitions, self.metrics, self._now_ready
        )
        checkpointer = Checkpointer(self.outbox, self.state_tables, consumer, self.metrics)
        return Runner(self.settings, assignment, self.outbox, checkpointer, self.metrics, self._stop_loudly)

    async def _on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        self._recovering_since = time.monotonic()
        await super()._on_partitions_assigned(assigned, generation_id)

    async def _on_partitions_revoked(self, revoked: set[TP]) -> None:
        # The group waits for this: the generation is still ours, and what is checkpointed here is not done twice.
        if revoked:
            logger.info("rebalance: %d partitions are given back", len(revoked))
        self.metrics.count("abusewatch_rebalances_total")
        self.metrics.gauge("abusewatch_ready", 0)
        if self.runner is not None:
            await self.runner.release()
        await super()._on_partitions_revoked(revoked)

    def on_rebalance_end(self) -> None:
        """Faust calls this when recovery is done and nothing clears its queues any more: open the partitions."""
        super().on_rebalance_end()
        seconds = time.monotonic() - self._recovering_since
        for stage in self.stages:
            self.metrics.observe("abusewatch_recovery_seconds", seconds, stage=stage.name)
        self.add_future(self._open_partitions(self.consumer_generation_id))

    async def _open_partitions(self, generation: int) -> None:
        assigned = self.consumer.assignment()
        owned = [(s, p) for s in self.stages for t, p in assigned if t == s.topics[0]]
        if self.runner is not None:
            await self.runner.open(sorted(owned, key=lambda one: (one[0].name, one[1])), generation)
            held = Counter(stage.name for stage, _ in owned)
            logger.info("at work after %.1f s of recovery; partitions: %s", time.monotonic() - self._recovering_since,
                        ", ".join(f"{name} {count}" for name, count in sorted(held.items())) or "none")  # fmt: skip

    async def on_stop(self) -> None:
        """Finish the batch, checkpoint, and only then stop what the batch needs."""
        self.metrics.gauge("abusewatch_ready", 0)
        self.metrics.gauge("abusewatch_up", 0)
        if self.runner is not None:
            await self.runner.release()
        await super().on_stop()
        await self.outbox.close()
        await self.health.stop()
        logger.info("stopped")

    def _now_ready(self) -> None:
        self.metrics.gauge("abusewatch_ready", 1)
        for hook in self.ready_hooks:
            hook()

    def _stop_loudly(self, failed: BaseException) -> None:
        self.add_future(self.crash(failed))
