"""The consumer thread: packs what aiokafka fetched, behind one gate a partition.

A gate is opened by an explicit seek and closed by a rebalance. What comes through a closed gate is dropped: aiokafka
starts to fetch from the committed offset by itself as soon as a partition is assigned, long before recovery is done
and the seek that counts has been made. Nothing is lost by it, since opening is a seek.

Draining, reading the position and seeking all happen in this thread's loop without an await between them, so that a
batch is exactly what lies between two positions: holes of compaction, aborted records and markers included.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP

from pipeline.cluster import Key
from pipeline.transport import bounded, overtaken, unpacking
from pipeline.transport.batches import Fetched, Gate
from pipeline.transport.rows import Rows

_TURN_S = 0.005  # until a batch that waits for its turn is looked at again
_POLL_S = 0.2  # longest wait for records; also how late a batch of nothing but markers is noticed


class BatchingThread(AIOKafkaConsumerThread):
    """Faust's aiokafka thread, with gates."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._gates: dict[TP, Gate] = {}
        self._epoch = 0

    def _create_worker_consumer(self, transport: Any) -> Any:
        # Faust offers read_committed only together with its own transactions, of which it keeps one producer a
        # partition; ours are made elsewhere. Set before the consumer starts, it reaches aiokafka's fetcher.
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # noqa: SLF001
        # Faust fixes 1500. While a fetch waits at a broker aiokafka asks it for no other partition: up to so long may
        # one that has just been drained stay unasked.
        consumer._fetch_max_wait_ms = 30  # noqa: SLF001
        consumer._key_deserializer = Rows(self.consumer.is_batched)  # type: ignore[attr-defined]  # noqa: SLF001
        return consumer

    async def _fetch_records(
        self, consumer: Any, active_partitions: Any, timeout: float | None = None, max_records: int | None = None
    ) -> dict[TP, list[Any]]:
        # Faust hands over the set that its own thread goes on changing, and aiokafka takes an empty one for "all". As
        # it was when we began: else what is drained of a partition paused meanwhile would be let through nowhere.
        active, wait = set[TP](active_partitions or ()), min(timeout or 0.0, _POLL_S)
        if waiting := self._waiting(time.monotonic()) & active:
            active, wait = active - waiting, min(wait, _TURN_S)
        if not active:
            await asyncio.sleep(wait)
            return {}
        records = await super()._fetch_records(consumer, active, wait, max_records)
        return self._repacked(consumer, records, active)

    def _waiting(self, now: float) -> set[TP]:
        """Return the inputs whose last batch waits for its turn; recovery takes what it is given at once."""
        inputs = self.consumer.app.batched_topics  # type: ignore[attr-defined]
        return {tp for tp, gate in self._gates.items() if tp.topic in inputs and gate.waits(now)}

    def _repacked(self, consumer: Any, records: Mapping[Any, list[Any]], active: Any) -> dict[TP, list[Any]]:
        batched = self.consumer.is_batched  # type: ignore[attr-defined]
        out: dict[TP, list[Any]] = {TP(*tp): rows for tp, rows in records.items() if not batched(tp.topic)}
        for tp, gate in self._gates.items():
            if tp in active:
                fetched = self._packed(consumer, tp, gate, records.get(tp, ()))
                if fetched is not None:
                    out[tp] = [fetched]
        return out

    def _packed(self, consumer: Any, tp: TP, gate: Gate, rows: Any) -> Fetched | None:
        state = _state(consumer, tp)
        if state is None or not state.has_valid_position or state.position == gate.next:
            return None
        return gate.pack(tp, state.position, rows, state.lso, overtaken.missed(state, gate.next, rows))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Close every gate (a rebalance of this protocol revokes all), then tell Faust."""
        self._gates.clear()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Close every gate: positions of an earlier assignment mean nothing in this one."""
        self._gates.clear()
        await super().on_partitions_assigned(assigned, generation_id)

    async def _seek_wait(self, consumer: Any, partitions: Mapping[TP, int]) -> None:
        # Recovery seeks changelogs through here.
        batched = self.consumer.is_batched  # type: ignore[attr-defined]
        await self._open_gates({tp: offset for tp, offset in partitions.items() if batched(tp.topic)})
        await super()._seek_wait(consumer, {tp: offset for tp, offset in partitions.items() if not batched(tp.topic)})

    async def open_gates(self, offsets: Mapping[Key, int]) -> int:
        """Seek to `offsets` and let records through from there; return the epoch of the batches to come."""
        epoch: int = await self.call_thread(self._open_gates, offsets)
        return epoch

    async def _open_gates(self, offsets: Mapping[Any, int]) -> int:
        consumer = self._ensure_consumer()
        self._epoch += 1
        assigned = consumer.assignment()  # a rebalance may have begun since the caller looked
        for tp in assigned & offsets.keys():
            consumer.seek(tp, offsets[tp])
            overtaken.forget(_state(consumer, tp))
            self._gates[TP(*tp)] = Gate(self._epoch, offsets[tp])
        return self._epoch

    def reached(self, tp: Key) -> int | None:
        """Return where the last batch handed out ended, or None behind a closed gate. Safe from any thread."""
        gate = self._gates.get(TP(*tp))
        return gate.next if gate is not None else None

    def stable_end(self, tp: Key) -> int | None:
        """Return the end of what can be read now, as of the last answer of the broker; None before the first."""
        state = _state(self._ensure_consumer(), tp)
        return state.lso if state is not None else None

    def membership(self) -> tuple[int, str]:
        """Return the group's generation and this member's id."""
        coordinator = self._ensure_consumer()._coordinator  # noqa: SLF001
        return coordinator.generation, coordinator.member_id


bounded.install()
unpacking.install()


def _state(consumer: Any, tp: Key) -> Any:
    subscription = consumer._subscription.subscription  # noqa: SLF001
    assignment = subscription.assignment if subscription is not None else None
    return assignment.state_value(tp) if assignment is not None else None
