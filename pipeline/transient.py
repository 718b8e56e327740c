"""Which of Kafka's failures a moment's patience mends."""

from __future__ import annotations

from confluent_kafka import KafkaError, KafkaException

_LOADING = {  # a broker that has just started, a coordinator or leader that moves: the answer is to ask again
    KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE,
    KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.COORDINATOR_NOT_AVAILABLE, KafkaError.NOT_COORDINATOR,
    KafkaError._TIMED_OUT,  # noqa: SLF001 - its public spelling
}  # fmt: skip


def passes(failed: KafkaException) -> bool:
    """Say whether to ask again."""
    error: KafkaError = failed.args[0]
    return error.retriable() or error.code() in _LOADING
