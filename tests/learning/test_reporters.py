"""What a reporter's record says in each hour: which verdicts count, once, when, and until they are taken back."""

from __future__ import annotations

from random import Random
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.report_records import CONTENTS_KEPT, REPORTERS_KEPT, WITHIN, Reports
from detectors.standing import PRIOR, REJECTED, WEIGHED, weight
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.reporters import Reporters
from pipeline.statecache import Held
from schemas.event import Decision, Event, Standing
from tests.support.carrier import MemoryState
from tests.support.mixed import Mixed, replayed
from tests.support.scenario import START, decided, event, shipped
from tests.test_replay_equals_stages import content

HOUR, DAY = 3600.0, 86_400.0  # START is a full hour


class Room:
    """The site's room with its stored state; opening another one over the same state is a restart."""

    def __init__(self, state: MemoryState | None = None) -> None:
        built = (shipped("report_surge"),)
        engine = Engine(built, {"report_surge": "live"}, EngineSettings(), RecordingMetrics())
        self.state, self.metrics = state or MemoryState(), engine.metrics
        vault = engine.vault(self.state, "rates")
        self.keyed = engine.keyed(vault, lambda found: None, {}, Held())
        self.reporters, self.time = Reporters(engine.routes, self.keyed, vault, engine.metrics), START

    def report(self, reporter: str | None, at: float, subject: str = "a", name: str = "1") -> Standing | None:
        one = event("content.reported", subject, at, content_id=f"c{name}", reporter=reporter)
        self.time = max(self.time, one.time)
        self.keyed.cache.at(self.time - 300.0)
        self.reporters.take(one, self.time - 300.0)
        return one.standing

    def tell(self, verdict: str, at: float, subject: str = "a", **about: str) -> None:
        self.reporters.verdict(decided(subject, at, verdict, **about), self.time - 300.0)

    def standing(self, at: float, reporter: str = "r") -> Standing | None:
        return self.report(reporter, at, "nobody", f"ask{at}")

    def checkpoint(self) -> list[bytes]:
        entries = self.reporters.flush()
        self.state.write([*self.keyed.cache.flush(), *entries])
        return [name for name, _ in entries]


def test_a_verdict_counts_from_the_second_full_hour_after_its_own() -> None:
    room = Room()
    assert room.report("r", 10.0) is None
    room.tell("violation", 1800.0, content_id="c1")
    assert room.standing(2 * HOUR - 1) is None
    assert room.standing(2 * HOUR) == Standing(1, 0)
    assert room.standing(2 * HOUR - 1) is None  # late: as it was known then
    assert room.standing(3 * HOUR, "other") is None


def test_a_report_counts_once_however_often_it_is_made_and_judged() -> None:
    room = Room()
    for at in (0.0, 10.0, HOUR, 2 * HOUR):
        room.report("r", at)
    for n in range(3):
        room.tell("benign", 3 * HOUR + n, content_id="c1")
    room.tell("benign", 9 * HOUR, content_id="c1")
    assert room.standing(20 * HOUR) == Standing(0, 1)


def test_only_reports_of_what_was_judged_made_by_then_and_within_a_week_count() -> None:
    room = Room()
    for reporter, at, subject, name in (("r", 0.0, "a", "1"), ("r", 0.0, "a", "2"), ("old", -7 * DAY - 1, "a", "1"),
                                        ("old2", -7 * DAY + 3 * HOUR, "a", "1"), ("r", 0.0, "b", "1")):  # fmt: skip
        room.report(reporter, at, subject, name)
    room.tell("violation", 2 * HOUR, content_id="c1")
    room.report("late", 3 * HOUR, "a", "1")
    room.tell("benign", 2 * HOUR, subject="c", content_id="c1")
    found = {name: room.standing(9 * HOUR, name) for name in ("r", "old", "old2", "late")}
    assert found == {"r": Standing(1, 0), "old": None, "old2": Standing(1, 0), "late": None}


def test_an_appeal_takes_the_verdict_back_and_an_unsure_one_does_not() -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, content_id="c1")
    room.tell("unsure", 2 * HOUR, content_id="c1")
    assert room.standing(5 * HOUR) == Standing(1, 0)
    room.tell("benign", 5 * HOUR, content_id="c1", source="appeal")
    assert room.standing(7 * HOUR - 1) == Standing(1, 0)
    assert room.standing(7 * HOUR) == Standing(0, 1)


def test_a_verdict_on_the_account_is_one_for_each_who_reported_it() -> None:
    room = Room()
    for name in ("1", "2", "3"):
        room.report("r", 0.0, "a", name)
    room.tell("violation", HOUR)
    room.tell("violation", 2 * HOUR, policy="spam")
    assert room.standing(9 * HOUR) == Standing(1, 0)
    room.tell("violation", 9 * HOUR, content_id="c1")
    assert room.standing(11 * HOUR) == Standing(2, 0)


@pytest.mark.parametrize("about", [
    {"content_id": "c1", "source": "golden"}, {"content_id": "c1", "policy": "report_abuse"}, {"policy": "api_abuse"},
    {"alert_id": "report_surge-" + "0" * 24}, {"policy": "report_abuse"},
])  # fmt: skip
def test_verdicts_about_other_things_teach_nothing(about: dict[str, str]) -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, **about)
    assert room.standing(9 * HOUR) is None


def test_what_was_learned_is_counted() -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, content_id="c1")
    room.tell("violation", HOUR, content_id="c2")  # nobody reported it
    room.standing(9 * HOUR)
    found = room.metrics.total("abusewatch_verdicts_learned_total", detector="report_surge", about="report")  # type: ignore[attr-defined]
    assert found == 1


def test_a_report_with_a_wrong_clock_takes_no_record_along() -> None:
    room = Room()
    room.report("r", 0.0)
    room.reporters.take(event("content.reported", "a", 400 * DAY, content_id="c1", reporter="r"), room.time)
    room.tell("violation", HOUR, content_id="c1")
    assert room.standing(3 * HOUR) == Standing(1, 0)


def test_a_record_ends_ninety_days_after_its_latest_verdict_and_begins_anew() -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, content_id="c1")
    assert room.standing(90 * DAY) == Standing(1, 0)
    assert room.standing(90 * DAY + 2 * HOUR) is None
    room.report("r", 91 * DAY, "b")
    room.tell("benign", 91 * DAY, "b", content_id="c1")
    assert room.standing(92 * DAY) == Standing(0, 1)


def test_a_record_outlives_what_else_is_kept_of_an_entity() -> None:
    room = Room()
    for n in range(3):
        room.report("r", n * 40 * DAY, f"s{n}")
        room.tell("violation", n * 40 * DAY + HOUR, f"s{n}", content_id="c1")
    assert room.standing(80 * DAY + 3 * HOUR) == Standing(3, 0)


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


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200))
def test_a_weight_is_the_share_expected_over_that_of_strangers(upheld: int, rejected: int) -> None:
    found, judged = weight(Standing(upheld, rejected)), upheld + rejected
    assert found * 1024 == int(found * 1024)
    assert 0.25 <= found <= 1.75
    if judged <= WEIGHED:
        assert found == pytest.approx((PRIOR / 2 + upheld) / (PRIOR + judged) / REJECTED, abs=1 / 1024)
    assert weight(Standing(upheld + 1, rejected)) >= found >= weight(Standing(upheld, rejected + 1))
    assert (found > 1) <= (upheld > rejected)
    assert (found < 1) <= (upheld < rejected)


# Order.

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
