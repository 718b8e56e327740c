"""Retention that overtakes a consumer: what was deleted before it could be read is told, not just passed over.

aiokafka goes on at the beginning of what is left, and says so at level INFO only. Where it does, a partition's state is
marked here; the mark is taken away by whoever tells of it, or seeks the partition elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiokafka.consumer.subscription_state import TopicPartitionState  # type: ignore[import-untyped]

from pipeline.stage import Record


def missed(state: Any, due: int, rows: Sequence[Record]) -> int:
    """Return how many offsets from `due` on are gone, where the broker has refused to go on there; else 0.

    `rows`: what was drained since. What compaction or a transaction's end leaves out is no loss and is not counted.
    """
    was_reset = vars(state).pop("was_reset", False)
    begin = rows[0].offset if rows else state.position
    return max(0, begin - due) if was_reset else 0


def forget(state: Any) -> None:
    """Take the mark away: the partition has been sought."""
    vars(state).pop("was_reset", None)


def _reset_to(state: Any, position: int) -> None:
    state.was_reset = True
    _theirs(state, position)


_theirs = TopicPartitionState.reset_to
TopicPartitionState.reset_to = _reset_to
