"""Makes the topics a worker needs, and refuses those it could not work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.access import check_access
from pipeline.cluster import Cluster, TopicPlan
from pipeline.stage import Stage
from pipeline.topic_check import BROKER_TIME, made_with
from pipeline.worker_settings import WorkerSettings
from schemas.topics import TOPICS

TOMBSTONES_S = 7 * 24 * 3600  # how long a state topic keeps the tombstones of deleted keys
STATE_MOST_BYTES = 32 * 1024 * 1024
_STATE = {
    "cleanup.policy": "compact",
    "delete.retention.ms": str(TOMBSTONES_S * 1000),
    **BROKER_TIME,
    "segment.bytes": str(64 * 1024 * 1024),  # the last segment is never compacted: keep it small
    "max.message.bytes": str(STATE_MOST_BYTES),  # an attacked site's windows are one entry, well above Kafka's 1 MB
}


class TopicError(ValueError):
    """A topic is missing, or is partitioned so that a stage cannot work with it."""


def state_topic(app_id: str, stage: Stage) -> str:
    """Return the name of the topic that holds a stage's state (Faust's name for its table's changelog)."""
    return f"{app_id}-{stage.name}-changelog"


def provide_topics(stages: Sequence[Stage], settings: WorkerSettings, cluster: Cluster) -> dict[str, int]:
    """Make what is missing (if allowed); return every known topic with its number of partitions.

    Raises TopicError naming the topic and what to do, AccessError naming the permissions missing.
    """
    known = cluster.partitions()
    _provide(
        cluster,
        settings,
        [TopicPlan(name, count, _config(name)) for name, count in settings.topics.items() if name not in known],
    )
    known |= {name: count for name, count in settings.topics.items() if name not in known}
    plans = [TopicPlan(state_topic(settings.app_id, s), _width(s, known), _STATE) for s in stages]
    _provide(cluster, settings, [plan for plan in plans if plan.name not in known])
    for plan in plans:
        _check_state(plan, known)
    inputs = {topic for stage in stages for topic in stage.topics}
    check_access(cluster, settings.app_id, inputs, [plan.name for plan in plans], settings.outputs)
    return known | {plan.name: plan.partitions for plan in plans}


def _config(name: str) -> dict[str, str]:
    """Return the catalogue's settings of a topic, whatever prefix its name has."""
    return next((made_with(topic) for topic in TOPICS if name.endswith(topic.name)), {})


def _provide(cluster: Cluster, settings: WorkerSettings, missing: Sequence[TopicPlan]) -> None:
    if missing and not settings.allow_create:
        names = ", ".join(plan.name for plan in missing)
        msg = f"topics missing: {names}. Create them, or allow the worker to."
        raise TopicError(msg)
    cluster.create(missing, settings.replication)


def _width(stage: Stage, known: Mapping[str, int]) -> int:
    counts = {topic: known.get(topic, 0) for topic in stage.topics}
    if len(set(counts.values())) != 1 or 0 in counts.values():
        msg = f"stage {stage.name} needs inputs with one number of partitions, found {counts}"
        raise TopicError(msg)
    return next(iter(counts.values()))


def _check_state(plan: TopicPlan, known: Mapping[str, int]) -> None:
    found = known.get(plan.name, plan.partitions)
    if found != plan.partitions:
        msg = (
            f"{plan.name} has {found} partitions, its inputs {plan.partitions}: state cannot follow a new partitioning"
        )
        raise TopicError(msg)
