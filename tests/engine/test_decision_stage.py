"""The stage of decisions: a memory that outlives restarts, of all open partitions, and refuses what was altered."""

from __future__ import annotations

import gc

import msgspec
import pytest

from pipeline.decision_stage import DecisionPartition, DecisionStage
from pipeline.engine import Engine
from pipeline.intake import TooManyDeadLettersError
from pipeline.local import LocalPipeline
from pipeline.names import Names
from pipeline.precision import estimate
from pipeline.precision_gauge import JUDGED_LEAST
from pipeline.sealed import StateRefusedError
from pipeline.stage import Batch, Record, Send
from schemas import topics
from schemas.event import Decision
from schemas.parse import parse
from tests.engine.toys import Counter, OwnCounter, engine
from tests.support.alerts import case, verdict
from tests.support.carrier import MemoryState
from tests.support.scenario import entered
from tests.support.wire import to_bytes

NAMES = Names()
TOPIC = NAMES.of(topics.DECISIONS)
LOWER = "abusewatch_precision_lower_bound_ratio"


class Feed:
    """One partition of the decisions, fed with bytes."""

    def __init__(self, stage: DecisionStage, partition: int, state: MemoryState) -> None:
        self.part: DecisionPartition = stage.open(partition, state, {TOPIC: 4})
        self.partition, self.state, self.end = partition, state, 0

    def take(self, *values: bytes) -> list[Send]:
        """Process values as one batch and checkpoint."""
        start, self.end = self.end, self.end + len(values)
        records = [Record(start + at, 0, b"u1", value) for at, value in enumerate(values)]
        sends = list(self.part.process(Batch(TOPIC, self.partition, start, self.end, records)))
        self.state.write(self.part.checkpoint())
        return sends


def raw(first: int, number: int, found: str = "violation", at: float = 0.0) -> list[bytes]:
    return [msgspec.json.encode(verdict(case(n), found, at)) for n in range(first, first + number)]


def lower(built: Engine) -> float | None:
    return built.metrics.gauges.get((LOWER, frozenset({("detector", "counter")})))  # type: ignore[attr-defined, no-any-return]


def test_precision_is_that_of_all_open_partitions_and_survives_a_restart() -> None:
    built = engine(Counter(), OwnCounter())
    stage, states = DecisionStage(built, NAMES), [MemoryState(), MemoryState()]
    feeds = [Feed(stage, number, state) for number, state in enumerate(states)]
    feeds[0].take(*raw(0, JUDGED_LEAST - 1))
    assert lower(built) is None
    feeds[1].take(*raw(100, 10, "benign"))
    expected = estimate(JUDGED_LEAST - 1, 10).low
    assert lower(built) == expected
    again = engine(Counter(), OwnCounter())
    resumed = [Feed(DecisionStage(again, NAMES), 0, states[0])]
    assert lower(again) is None
    resumed[0].take(*raw(0, 1))  # redelivered
    assert resumed[0].part.memory.upheld["counter"].good == JUDGED_LEAST - 1


def test_what_a_lost_partition_knew_leaves_the_gauge() -> None:
    built = engine(Counter(), OwnCounter())
    stage = DecisionStage(built, NAMES)
    kept, lost = (Feed(stage, number, MemoryState()) for number in range(2))
    kept.take(*raw(0, 20))
    lost.take(*raw(50, 20, "benign"))
    assert lower(built) == estimate(20, 20).low
    del lost
    gc.collect()
    assert lower(built) == estimate(20, 0).low
    del kept
    gc.collect()
    assert str(lower(built)) == "nan"


def test_what_cannot_be_read_is_dead_lettered_with_its_place_and_the_rest_goes_on() -> None:
    built = engine()
    feed = Feed(DecisionStage(built, NAMES), 3, MemoryState())
    sends = feed.take(*raw(0, 1), b"{}", to_bytes(entered("u1", 0.0, "10.0.0.1")), *raw(1, 1))
    (letter,) = (send for send in sends if send.topic != NAMES.of(topics.FINDINGS))
    facts = msgspec.json.decode(letter.value)
    assert letter.topic == NAMES.of(topics.DEADLETTERS)
    assert (facts["topic"], facts["partition"], facts["offset"]) == (TOPIC, 3, 1)
    metrics = built.metrics
    assert metrics.total("abusewatch_decisions_total") == 2  # type: ignore[attr-defined]
    assert metrics.total("abusewatch_events_total", outcome="skipped_unknown_type") == 1  # type: ignore[attr-defined]
    assert metrics.total("abusewatch_events_total", outcome="dead_lettered") == 1  # type: ignore[attr-defined]


def test_mostly_refused_decisions_stop_the_worker() -> None:
    feed = Feed(DecisionStage(engine(dead_letter_window=10), NAMES), 0, MemoryState())
    with pytest.raises(TooManyDeadLettersError):
        feed.take(*[b"{}"] * 11)


def test_altered_memory_is_refused() -> None:
    feed = Feed(DecisionStage(engine(), NAMES), 0, MemoryState())
    feed.take(*raw(0, 3))
    ((name, value),) = feed.state.entries.items()
    feed.state.write([(name, value[:-1] + bytes([value[-1] ^ 1]))])
    with pytest.raises(StateRefusedError):
        DecisionStage(engine(), NAMES).open(0, feed.state, {TOPIC: 4})


def test_nothing_is_written_while_no_decision_comes() -> None:
    feed = Feed(DecisionStage(engine(), NAMES), 0, MemoryState())
    assert {send.topic for send in feed.part.idle()} == {NAMES.of(topics.FINDINGS)}  # nobody need wait for it
    assert feed.part.idle() == ()
    feed.take(*raw(0, 2))
    assert (feed.part.dirty(), list(feed.part.checkpoint())) == (0, [])


def test_a_replay_counts_as_the_stage_does() -> None:
    values = [*raw(0, 21), *raw(5, 3, "benign", 60.0), *raw(0, 2)]
    live, local = engine(Counter(), OwnCounter()), engine(Counter(), OwnCounter())
    feed = Feed(DecisionStage(live, NAMES), 0, MemoryState())
    feed.take(*values)
    pipeline = LocalPipeline(local, lambda alert: None)
    for value in values:
        decision = parse(value)
        assert isinstance(decision, Decision)
        pipeline.decide(decision)
    pipeline.flush()
    one, other = (
        {series: value for series, value in built.metrics.counts.items() if "decision" in series[0]}  # type: ignore[attr-defined]
        for built in (live, local)
    )
    assert one == other != {}
    assert lower(local) == lower(live) == estimate(18, 3).low
