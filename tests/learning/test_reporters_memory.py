"""Reporters' records live on through failures, restarts and disorder, in bounded memory."""

from __future__ import annotations

from random import Random
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.report_records import CONTENTS_KEPT, REPORTERS_KEPT, WITHIN, Reports
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from schemas.beliefs import Standing
from schemas.event import Decision, Event
from tests.learning.reporters_room import Room
from tests.support.mixed import Mixed, replayed
from tests.support.scenario import START, decided, event, shipped
from tests.test_replay_equals_stages import content

HOUR = 3600.0  # START is a full hour


def test_a_detector_that_fails_costs_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise ValueError

    room = Room()
    monkeypatch.setattr("detectors.report_surge.ReportSurge.score", fail)
    for n in range(30):
        room.report("r", n * 1.0, f"s{n}")
    room.tell("violation", HOUR, "s29", content_id="c1")
    assert room.standing(3 * HOUR) == Standing(1, 0)


def test_verdicts_do_not_pile_up_where_nobody_reports() -> None:
    room = Room()
    for hour in range(300):
        room.time = START + hour * HOUR
        room.tell("violation", hour * HOUR, content_id="c1")
        assert len(room.reporters.memory.pending) <= 4


def test_a_restart_goes_on_as_if_nothing_had_happened_and_little_is_written() -> None:
    one, other = Room(), Room()
    for room in (one, other):
        room.report("r", 10.0)
        room.tell("violation", 30.0, content_id="c1")
        assert room.checkpoint() == [b"\x00reporters"]
        assert room.checkpoint() == []
    for at in (2 * HOUR + 1, 2 * HOUR - 5, 2 * HOUR + 5):
        time, one = one.time, Room(one.state)
        one.time = time
        assert one.standing(at) == other.standing(at)
        one.checkpoint()
    assert one.standing(2 * HOUR + 9) == Standing(1, 0)


def test_memory_of_reports_is_bounded_and_the_order_decides_nothing_of_it() -> None:
    made = [(hour, f"r{n % 400}", f"c{n}") for hour in range(WITHIN + 50) for n in range(hour % 2 * 1500)][:20_000]
    one, other = Reports(), Reports()
    for report in made:
        one.add(*report)
    Random(1).shuffle(made)
    for report in made:
        other.add(*report)
    assert one.hours == other.hours
    assert all(len(names) <= REPORTERS_KEPT for names in one.hours.values())
    assert all(len(of) <= CONTENTS_KEPT for names in one.hours.values() for of in names.values())
    one.forget(WITHIN)
    assert min(one.hours, default=WITHIN) >= WITHIN


NAMES = [f"r{n}" for n in range(9)]
PAST = st.tuples(st.sampled_from(NAMES), st.integers(0, 3), st.sampled_from(["violation", "benign", "unsure"]),
                 st.integers(0, 40), st.integers(1, 30))  # fmt: skip


def history(past: list[tuple[str, int, str, int, int]]) -> list[Event | Decision]:
    """Return reports, verdicts on them, and a crowd of everybody at the end."""
    found: list[Event | Decision] = []
    for n, (name, number, verdict, at, later) in enumerate(past):
        about = {"content_id": f"c{number}"} if later % 5 else {}
        found.append(event("content.reported", f"s{number}", at * 1700.0, content_id=f"c{number}", reporter=name,
                           id=f"r{n}"))  # fmt: skip
        found.append(decided(f"s{number}", at * 1700.0 + later * 1900.0, verdict, id=f"d{n}", **about))
    for n, name in enumerate(NAMES):
        found.append(event("content.reported", "victim", 38 * HOUR + n * 200.0, content_id="v", reporter=name,
                           id=f"v{n}"))  # fmt: skip
    for n in range(3):
        found.append(event("content.reported", "later", 60 * HOUR + n, content_id="l", reporter=f"l{n}", id=f"l{n}"))
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(PAST, max_size=60), st.integers(0, 1000))
def test_the_order_within_the_lateness_bound_decides_nothing(
    past: list[tuple[str, int, str, int, int]], seed: int
) -> None:
    random, built = Random(seed), (shipped("report_surge"), shipped("report_brigade"))
    mixed: Mixed = sorted(((one.time, one) for one in history(past)), key=lambda item: (item[0], item[1].id))
    swapped: Mixed = sorted(((at + random.uniform(0, 290), one) for at, one in mixed), key=lambda item: item[0])
    first, second = (
        content(replayed(some, Engine(built, dict.fromkeys(("report_surge", "report_brigade"), "live"),
                                      EngineSettings(), RecordingMetrics())))
        for some in (mixed, swapped)
    )  # fmt: skip
    assert first == second
