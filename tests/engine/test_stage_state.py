"""Stages over stored state: refused state stops them, restarts are not seen, and the cap silences no attack."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest

from pipeline.engine import Engine
from pipeline.names import Names
from pipeline.sealed import StateRefusedError
from pipeline.stage import Batch, PartitionStage, Record, Send
from pipeline.stages import stages
from schemas import topics
from schemas.alert import Alert
from schemas.event import Event
from tests.engine.toys import Counter, OwnCounter, engine
from tests.support.carrier import MemoryState
from tests.support.scenario import START, entered, failed, shipped
from tests.support.wire import to_bytes

NAMES = Names()
ONE = {NAMES.of(topic): 1 for topic in topics.TOPICS}


class Bench:
    """One account partition, one of observations, their stores, the campaign room, and the alerts that came out."""

    def __init__(self, engine: Engine, states: tuple[MemoryState, MemoryState] | None = None) -> None:
        self.engine, self.states = engine, states or (MemoryState(), MemoryState())
        account, content, entity, _, campaigns, _ = stages(engine, NAMES)
        self.account = account.open(0, self.states[0], ONE)
        self.entity = entity.open(0, self.states[1], ONE)
        self.campaigns = campaigns.open(0, MemoryState(), ONE)
        self.alerts: list[Alert] = []
        self.at = [0, 0, 0]
        self._forward(content.open(0, MemoryState(), ONE).idle())

    def take(self, events: Iterable[Event], timestamp_ms: int = 0) -> None:
        """Send events through both rooms as one batch."""
        values = [to_bytes(one) for one in events]
        self._forward(self._process(self.account, topics.ACCOUNT_EVENTS, 0, values, timestamp_ms))

    def _forward(self, sends: Iterable[Send]) -> None:
        sends = list(sends)
        rows = [send.value for send in sends if send.topic == NAMES.of(topics.OBSERVATIONS)]
        sends += self._process(self.entity, topics.OBSERVATIONS, 1, rows, 0)
        found = [send.value for send in sends if send.topic == NAMES.of(topics.FINDINGS)]
        sends += self._process(self.campaigns, topics.FINDINGS, 2, found, 0)
        self.alerts += [msgspec.json.decode(s.value, type=Alert) for s in sends if s.topic == NAMES.of(topics.ALERTS)]

    def _process(
        self, part: PartitionStage, topic: topics.Topic, which: int, values: list[bytes], ms: int
    ) -> list[Send]:
        start, self.at[which] = self.at[which], self.at[which] + len(values)
        records = [Record(start + i, ms, None, value) for i, value in enumerate(values)]
        return list(part.process(Batch(NAMES.of(topic), 0, start, self.at[which], records)))

    def checkpoint(self) -> None:
        """Write both rooms' changes."""
        for part, state in zip((self.account, self.entity), self.states, strict=True):
            state.write(part.checkpoint())

    def restarted(self, engine: Engine) -> Bench:
        """Return a bench over the same stores."""
        again = Bench(engine, self.states)
        again.at = [self.at[0], self.at[1] + again.at[1], again.at[2]]
        return again


def bench(**settings: object) -> Bench:
    one = Bench(engine(Counter(), OwnCounter(), **settings))
    one.take(entered("u1", float(at), "10.0.0.1") for at in range(3))
    one.checkpoint()
    return one


@pytest.mark.parametrize("room", [0, 1])
def test_an_altered_entry_stops_the_worker_and_counts(room: int) -> None:
    one = bench()
    state = one.states[room]
    name = b"account:u1" if room == 0 else b"ip:10.0.0.1"
    state.write([(name, state.entries[name][:-1] + b"\xff")])
    again = one.restarted(engine(Counter(), OwnCounter()))
    with pytest.raises(StateRefusedError, match="altered"):
        again.take([entered("u1", 9.0, "10.0.0.1")])
    stage = ("account", "observations")[room]
    metrics = again.engine.metrics
    assert metrics.total("abusewatch_state_refused_total", stage=stage, reason="altered") == 1  # type: ignore[attr-defined]


def test_another_secret_refuses_the_rooms_memory_at_once() -> None:
    one = bench()
    with pytest.raises(StateRefusedError, match="altered"):
        one.restarted(engine(Counter(), state_secret=b"another"))


def test_entries_one_could_swap_are_told_apart() -> None:
    one = bench()
    state = one.states[0]
    state.write([(b"account:u2", state.entries[b"account:u1"])])
    again = one.restarted(engine(Counter(), OwnCounter()))
    with pytest.raises(StateRefusedError):
        again.take([entered("u2", 9.0, "10.0.0.1")])


def test_the_number_of_entries_survives_restarts() -> None:
    one = bench()
    for life in range(3):
        one = one.restarted(engine(Counter(), OwnCounter(), keys_hot=64))
        one.take(entered(f"life{life}-{n}", 10.0 + life, f"10.1.{life}.{n}") for n in range(100))
        one.checkpoint()
    gauges = one.engine.metrics.gauges  # type: ignore[attr-defined]
    for stage, state in zip(("account", "observations"), one.states, strict=True):
        place = frozenset({("stage", stage), ("partition", "0")})
        stored = sum(not name.startswith(b"\0") for name in state.entries)
        assert gauges["abusewatch_state_entries", place] == stored == 301


def flood(minute: int, number: int) -> list[Event]:
    """Return a minute's first sights of accounts and addresses that never come again."""
    return [entered(f"f{minute}-{n}", minute * 60 + n * 60 / number, f"10.{minute}.{n >> 8}.{n & 255}")
            for n in range(number)]  # fmt: skip


def test_the_cap_silences_no_attack_that_goes_on_in_a_flood() -> None:
    """An address that guesses once in ten seconds, among 12,000 that come once, in room for 1,000."""
    few = Bench(Engine((shipped("login_fanout"),), {"login_fanout": "live"},
                       engine(keys_kept=1000, keys_hot=64).settings, engine().metrics))  # fmt: skip
    many = Bench(Engine((shipped("login_fanout"),), {"login_fanout": "live"}, engine().settings, engine().metrics))
    for minute in range(30):
        guesses = [failed(f"v{minute}-{n}", minute * 60 + n * 10, "203.0.113.7", id=f"g{minute}-{n}") for n in range(6)]
        events = sorted([*flood(minute, 400), *guesses], key=lambda one: one.time)
        for one in (few, many):
            for start in range(0, len(events), 50):
                one.take(events[start : start + 50])
                one.checkpoint()
    assert few.engine.metrics.total("abusewatch_state_evicted_total", reason="cap") > 15_000  # type: ignore[attr-defined]
    assert len(few.states[1].entries) < 1200
    last = [{alert.alert_id: alert for alert in one.alerts}.popitem()[1] for one in (few, many)]
    assert last[0].alert_id == last[1].alert_id
    assert last[0].accounts_total == last[1].accounts_total > 120
    assert last[0].entity.id == "203.0.113.7"


def test_delay_is_the_brokers_time_less_the_newest_events() -> None:
    one = bench()
    one.take([entered("u1", 50.0, "10.0.0.1"), entered("u1", 40.0, "10.0.0.1")], timestamp_ms=int((START + 57) * 1000))
    observed = one.engine.metrics.observations  # type: ignore[attr-defined]
    place = frozenset({("topic", NAMES.of(topics.ACCOUNT_EVENTS))})
    assert observed["abusewatch_event_delay_seconds", place] == [7.0]


def test_rows_taken_before_are_counted_as_duplicates_and_shown_once() -> None:
    one = bench()
    events = [failed(f"u{n}", 10.0 + n, "10.0.0.9") for n in range(4)]
    one.take(events)
    shown = list(one.alerts)
    again = one.account
    one.account = one.restarted(engine(Counter(), OwnCounter())).account  # as after a kill: the same batch once more
    one.at[0] -= 4
    assert again is not one.account
    one.take(events)
    metrics = one.engine.metrics
    assert metrics.total("abusewatch_observations_duplicate_total") == 4  # type: ignore[attr-defined]
    addresses = [alert for alert in one.alerts[len(shown) :] if alert.entity.type == "ip"]
    assert addresses == []
