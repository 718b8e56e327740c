"""Under a budget alerts leave later, but the same leave: in a replay and live, whatever partitions and crashes."""

from __future__ import annotations

from functools import cache

import pytest

from detectors.catalogue import CATALOGUE
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from tests.support.attacks import DAY, HOUR, attacks, ticks
from tests.support.mixed import Mixed, carried, replayed
from tests.support.scenario import shipped
from tests.test_replay_equals_stages import content

DAYS = 2.5


def engine(minutes: float | None = 6.0) -> Engine:
    built = tuple(shipped(detector.name) for detector in CATALOGUE)
    settings = EngineSettings(reviewer_minutes_a_day=minutes)
    return Engine(built, {d.name: "live" for d in built}, settings, RecordingMetrics())


@cache
def mixed() -> Mixed:
    """Return attacks, and then days enough for all that was deferred to leave."""
    after = [(one.time, one) for one in ticks(DAYS * DAY + 8 * HOUR, 48, every_h=4.0)]
    return sorted([*attacks(3, DAYS), *after], key=lambda item: (item[0], item[1].id))


@cache
def expected() -> dict[str, dict[str, object]]:
    return content(replayed(mixed(), engine(None)))


def test_a_replay_defers_and_then_sends_all() -> None:
    built = engine()
    assert content(replayed(mixed(), built)) == expected()
    assert built.metrics.total("abusewatch_alerts_deferred_total") >= 4  # type: ignore[attr-defined]


def test_what_has_not_left_at_the_end_of_a_replay_leaves_then() -> None:
    short, built = attacks(3, DAYS), engine(0.1)
    assert content(replayed(short, built)) == content(replayed(short, engine(None)))


@pytest.mark.parametrize("partitions", [1, 16])
def test_partitions_and_interleaving_decide_nothing(partitions: int) -> None:
    built = engine()
    assert content(carried(mixed(), built, partitions, partitions)) == expected()
    assert built.metrics.total("abusewatch_alerts_deferred_total") >= 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(3))
def test_crashes_decide_nothing(seed: int) -> None:
    assert content(carried(mixed(), engine(), 4, seed, crashes=12)) == expected()
