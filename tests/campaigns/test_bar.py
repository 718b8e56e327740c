"""An entity about which reviewers said benign is not shown again for the same reason; for a stronger one it is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from detectors.surprise import to_score, to_surprise
from pipeline.campaigns.bar import Bar, Told, bar_of
from pipeline.campaigns.case import Part
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Decision, Event
from tests.support.scenario import START, entered, failed, shipped

HOUR, DAY = 3600.0, 86_400.0
IP = "203.0.113.9"


def told(hour: int, *, upheld: bool, surprise: float = 10.0, rank: int = 1) -> Told:
    return Told(hour, upheld, Part("d", "ip:x", to_score(surprise), rank))


def height(*said: Told, at: int) -> float | None:
    bar = bar_of(said, at)
    return None if bar is None else round(bar.surprise, 6)


def test_each_benign_verdict_raises_it_and_the_third_is_the_last_to() -> None:
    said = [told(100, upheld=False) for _ in range(5)]
    assert [height(*said[:n], at=100) for n in range(6)] == [None, 15.0, 20.0, 25.0, 25.0, 25.0]


def test_it_sinks_to_nothing_within_a_week_and_never_rises_by_itself() -> None:
    heights = [height(told(100, upheld=False), at=100 + hours) for hours in range(169)]
    assert heights[84] == 7.5
    assert heights[168] is None
    assert all(one > other for one, other in pairwise(heights[:168]))  # type: ignore[operator]
    assert height(told(100, upheld=False), at=99) is None  # of verdicts to come nothing is known


def test_a_violation_since_ends_it_and_lowers_nothing_below_the_usual() -> None:
    said = [told(100, upheld=False), told(110, upheld=True)]
    assert height(*said, at=112) is None
    assert height(*said, told(120, upheld=False), at=120) == 15.0
    assert height(told(100, upheld=True), at=101) is None
    assert height(told(100, upheld=True), told(100, upheld=False), at=101) is None  # of one hour the graver counts


def test_the_strongest_counts_and_what_is_more_severe_passes() -> None:
    bar = bar_of([told(100, upheld=False, surprise=8.0), told(101, upheld=False, surprise=12.0, rank=2)], 101)
    assert bar == Bar(24.0, 2)
    assert bar.hides(Part("d", "ip:x", to_score(23.9), 2))
    assert not bar.hides(Part("d", "ip:x", to_score(24.1), 2))
    assert not bar.hides(Part("d", "ip:x", to_score(7.0), 3))


# Through the engine.


def guessing(at: float, tries: int = 30, ip: str = IP, every: float = 4.0) -> list[Event]:
    return [failed(f"v{n}", at + n * every, ip, id=f"g{at}-{ip}-{n}") for n in range(tries)]


def usual(days: float) -> list[Event]:
    return [entered(f"u{n % 40}", n * 600.0, f"10.0.0.{n % 40}", id=f"n{n}") for n in range(int(days * 144))]


def run(events: Iterable[Event], verdicts: dict[float, tuple[str, int]]) -> tuple[list[Alert], RecordingMetrics]:
    """Replay; `verdicts`: at which second what is said of which alert, by its place among those sent so far."""
    found: list[Alert] = []
    metrics = RecordingMetrics()
    built = (shipped("login_fanout"),)
    local = LocalPipeline(Engine(built, {"login_fanout": "live"}, EngineSettings(), metrics), found.append)
    waiting = sorted(verdicts.items())
    for one in sorted(events, key=lambda e: (e.time, e.id)):
        while waiting and one.time >= START + waiting[0][0]:
            at, (word, place) = waiting.pop(0)
            about = ids(found)[place]
            local.decide(Decision(f"d{at}", "u1", START + at, word, alert_id=about))
        local.take(one)
    local.flush()
    return found, metrics


def ids(found: Iterable[Alert]) -> list[str]:
    return list(dict.fromkeys(alert.alert_id for alert in found))


def hours_of(found: Iterable[Alert]) -> list[int]:
    first = {alert.alert_id: alert.first_seen for alert in found}
    return [24 * (int(at[8:10]) - 5) + int(at[11:13]) - 8 for at in first.values()]


DAILY = [one for day in range(8) for one in guessing(day * DAY + 2 * HOUR)]


def test_quiet_after_a_benign_verdict_until_it_has_worn_off() -> None:
    found, metrics = run([*DAILY, *usual(8.2)], {4 * HOUR: ("benign", 0)})
    assert hours_of(found) == [2, 74, 98, 122, 146, 170]  # not after one day and two; after three the bar is too low
    assert metrics.total("abusewatch_alerts_suppressed_total", reason="called_benign") >= 2


def test_quiet_for_longer_after_the_second() -> None:
    found, _ = run([*DAILY, *usual(8.2)], {4 * HOUR: ("benign", 0), 76 * HOUR: ("benign", 1)})
    assert hours_of(found) == [2, 74, 170]  # 3 and a half days from hour 76


def test_as_before_without_a_verdict_or_with_a_violation_or_unsure() -> None:
    whole = [2 + 24 * day for day in range(8)]
    for verdicts in ({}, {4 * HOUR: ("violation", 0)}, {4 * HOUR: ("unsure", 0)}):
        assert hours_of(run([*DAILY, *usual(8.2)], verdicts)[0]) == whole


def test_much_stronger_evidence_alerts_all_the_same() -> None:
    weak, strong = guessing(2 * HOUR, 15, every=8.0), guessing(26 * HOUR, 120, every=0.5)
    found, _ = run([*weak, *strong, *usual(2)], {4 * HOUR: ("benign", 0)})
    first, second = (to_surprise(max(a.signals[0].score for a in found if a.alert_id == name)) for name in ids(found))
    assert second > 1.5 * first


def test_an_appeal_lifts_the_bar() -> None:
    found, _ = run([*DAILY, *usual(8.2)], {4 * HOUR: ("benign", 0), 30 * HOUR: ("violation", 0)})
    assert hours_of(found)[:2] == [2, 50]


def test_other_addresses_are_not_concerned() -> None:
    other = guessing(26 * HOUR, ip="198.51.100.77")
    found, _ = run([*guessing(2 * HOUR), *other, *usual(2)], {4 * HOUR: ("benign", 0)})
    assert len(ids(found)) == 2


@pytest.mark.parametrize("hours", [3.0, 4.9])
def test_a_verdict_too_fresh_to_count_hides_nothing(hours: float) -> None:
    """An hour that begins less than a full hour after the verdict's does not know of it yet."""
    found, _ = run([*guessing(0.0), *guessing(hours * HOUR), *usual(2)], {2.5 * HOUR: ("benign", 0)})
    assert len(ids(found)) == (2 if hours < 4 else 1)
