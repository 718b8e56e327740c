"""When the input began, and so what is of its first day, does not depend on partitions, lateness, crashes or jobs."""

from __future__ import annotations

from functools import cache
from typing import cast

import pytest

from pipeline.clock import EARLY_S
from pipeline.engine import Engine
from schemas.alert import AlertSignal
from schemas.event import Event
from tests.parallel.together import alone, shared
from tests.scenarios.test_content_copies_day import LINKED, posted
from tests.support.scenario import entered, live
from tests.support.wire import to_bytes
from tests.test_replay_equals_stages import carried, content, late, replayed

HOUR = 3600.0
NAMES = ("content_copies_day",)


@cache
def traffic() -> list[Event]:
    """Return log-ins, which begin first of all, and a wave of copies over the end of the first day."""
    logins = [entered(f"member{n}", n * 900.0, f"198.51.100.{n}") for n in range(130)]
    return sorted([*logins, *wave()], key=lambda one: (one.time, one.id))


def wave() -> list[Event]:
    return [posted(f"bot{n}", 14 * HOUR + n * 600.0, LINKED) for n in range(80)]


def engine() -> Engine:
    return live(*NAMES)


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(traffic(), engine()))
    (alert,) = found.values()
    (signal,) = cast("list[AlertSignal]", alert["signals"])
    began = traffic()[0].time
    before = sum([one.time < began + EARLY_S for one in wave()])
    assert 0 < before < len(wave())
    assert signal.evidence["new_in_the_first_day"] == before
    return found


@pytest.mark.parametrize("partitions", [1, 4, 16])
def test_partitions_interleaving_and_lateness_decide_nothing(
    partitions: int, expected: dict[str, dict[str, object]]
) -> None:
    assert content(carried(traffic(), partitions, partitions, by=engine())) == expected
    assert content(carried(late(traffic(), partitions), partitions, 5, by=engine())).keys() == expected.keys()


def test_crashes_decide_nothing(expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(traffic(), 4, 4, crashes=12, by=engine())) == expected


def test_jobs_decide_nothing() -> None:
    lines = [to_bytes(one) for one in traffic()]
    said = alone(engine, lines)
    assert b"new_in_the_first_day" in said.alerts
    for jobs in (2, 3):
        assert shared(engine, lines, jobs)[0] == said
