"""The first room: duplicates, lateness and wrong clocks are counted, and nobody else pays for them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.clock import SourceClock
from pipeline.engine import Engine
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.recent import KEPT, MOST, count
from pipeline.subjects import Subjects
from pipeline.sweep import Held
from schemas.alert import Alert
from schemas.event import Event
from tests.engine.toys import Counter, OwnCounter, engine
from tests.support.carrier import MemoryState
from tests.support.scenario import START, entered, failed

YEARS = 10 * 365 * 86_400.0


def outcomes(metrics: Any) -> dict[str, float]:
    words = ("processed", "late", "duplicate", "ahead", "far_future")
    return {word: n for word in words if (n := metrics.total("abusewatch_events_total", outcome=word))}


def through(events: list[Event], engine: Engine) -> tuple[list[Alert], dict[str, float]]:
    found: list[Alert] = []
    local = LocalPipeline(engine, found.append)
    for one in events:
        local.take(one)
    local.flush()
    return found, outcomes(engine.metrics)


def ids(found: list[Alert]) -> set[str]:
    return {alert.alert_id for alert in found}


def test_a_repeated_event_is_counted_and_teaches_nothing() -> None:
    events = [failed("u1", at, "10.0.0.1", id=f"e{at}") for at in (0, 1)]
    found, counts = through([*events, *events, *events], engine())
    assert found == []  # three events would be hot
    assert counts == {"processed": 6, "duplicate": 4}
    again, _ = through([*events, failed("u1", 2, "10.0.0.1")], engine())
    assert len(ids(again)) == 1


def test_the_same_id_of_another_account_is_no_duplicate() -> None:
    _, counts = through([failed(f"u{n}", n, "10.0.0.1", id="same") for n in range(3)], engine())
    assert counts == {"processed": 3}


def test_events_later_than_the_bound_are_counted_and_scored_all_the_same() -> None:
    events = [entered("u1", at, "10.0.0.9") for at in (0, 1, 5000)]
    late = [failed(f"u{n}", 10.0, "10.0.0.1") for n in range(3)]
    found, counts = through([*events, *late], engine())
    assert counts == {"processed": 6, "late": 3}
    assert [alert.entity.id for alert in found][:1] == ["10.0.0.1"]


def attack() -> list[Event]:
    return [failed(f"u{n}", 4000 + n, "10.0.0.1") for n in range(20)]


def ordinary(sources: int = 1) -> list[Event]:
    return [entered(f"o{n}", float(n * 10), f"10.1.0.{n % 200}", source=f"/{n % sources}") for n in range(1200)]


def merged(*streams: list[Event]) -> list[Event]:
    return sorted((one for stream in streams for one in stream), key=lambda one: one.time)


def test_one_wrong_event_of_a_single_source_changes_no_other_alert() -> None:
    expected, _ = through(merged(ordinary(), attack()), engine())
    stream = merged(ordinary(), attack())
    wrong = [entered(f"w{n}", YEARS, "10.9.0.9") for n in range(2)]
    found, counts = through([wrong[0], *stream[:150], wrong[1], *stream[150:]], engine())
    assert ids(found) == ids(expected)
    assert found[-1].status == "closed"
    assert counts["far_future"] == 1  # the first of all has nothing to be far from
    assert "late" not in counts


def test_one_producer_of_five_with_a_wrong_clock_changes_no_alert_of_the_others() -> None:
    stream = [e for e in merged(ordinary(5), attack())]
    expected, _ = through([e for e in stream if e.source != "/4"], engine())
    for one in stream:
        if one.source == "/4":
            one.time += YEARS
    found, counts = through(stream, engine())
    others = [alert for alert in found if not alert.first_seen.startswith("2036")]
    assert ids(others) == ids(expected)
    assert sum(alert.status == "closed" for alert in others) == sum(alert.status == "closed" for alert in expected) > 0
    assert counts["far_future"] >= 200
    assert "late" not in counts


def test_what_waits_for_a_source_that_is_silent_is_counted() -> None:
    before = [entered("u1", at, "10.0.0.9", source="/a") for at in range(5)]
    after = [failed(f"u{n}", 8000.0 + n, "10.0.0.1", source="/b") for n in range(9)]
    _, counts = through([*before, *after], engine())
    assert counts == {"processed": 14, "ahead": 5}  # then /b has sent more than /a
    _, counts = through([*before, *[failed(f"u{n}", 8000.0 + n, "10.0.0.1", source="/a") for n in range(9)]], engine())
    assert counts == {"processed": 14}


def subjects(state: MemoryState | None = None) -> Subjects:
    one = engine(OwnCounter())
    keyed = one.keyed(one.vault(state or MemoryState(), "account"), lambda alert: None, {}, Held())
    return Subjects(one.routes, keyed, SourceClock(300.0))


def recent(room: Subjects) -> bytes:
    known = room.keyed.cache.find("account:u1")
    assert known is not None
    return known.recent


def test_ids_within_the_lateness_bound_are_all_remembered() -> None:
    room = subjects()
    events = [failed("u1", n * 3.0, "10.0.0.1", id=f"e{n}") for n in range(900)]  # 45 minutes
    assert all(room.take(one) for one in events)
    assert not any(room.take(one) for one in events)


def test_of_older_ids_only_the_latest_are_kept() -> None:
    room = subjects()
    events = [failed("u1", n * 3600.0, "10.0.0.1", id=f"e{n}") for n in range(500)]
    assert all(room.take(one) for one in events)
    assert count(recent(room)) < 2 * KEPT
    assert not any(room.take(one) for one in events[-KEPT:])


def test_remembered_ids_are_bounded_for_the_busiest_account() -> None:
    room = subjects()
    for n in range(3 * MOST):
        room.take(failed("u1", n * 0.01, "10.0.0.1", id=f"e{n}"))
    assert count(recent(room)) <= MOST + 2 * KEPT


def test_detectors_are_timed_by_the_stopwatch_that_is_handed_in_and_only_then() -> None:
    ticks = iter(range(1, 1_000_000))
    timed = Engine((Counter(),), {}, engine().settings, RecordingMetrics(), stopwatch=lambda: next(ticks) / 1000)
    through(ordinary(), timed)
    # 1,200 events: one in 64 takes one millisecond, and stands for 64.
    spent = timed.metrics.total("abusewatch_detector_seconds_total")  # type: ignore[attr-defined]
    assert spent == pytest.approx(1200 // 64 * 64 / 1000)
    untimed = engine()
    through(ordinary(), untimed)
    assert untimed.metrics.total("abusewatch_detector_seconds_total") == 0  # type: ignore[attr-defined]


def test_signals_are_counted_from_the_threshold_on() -> None:
    one = engine()
    through([failed("u1", float(n), "10.0.0.1") for n in range(5)], one)
    assert one.metrics.total("abusewatch_signals_total", detector="counter") == 3  # type: ignore[attr-defined]


def test_start_is_what_the_tests_think() -> None:
    assert failed("u", 0, "10.0.0.1").time == START
