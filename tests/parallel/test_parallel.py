"""A replay by several jobs says what one says, byte for byte, whatever comes in and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline import local, replay
from pipeline.config import Config
from pipeline.engine import Engine
from pipeline.metrics_recording import RecordingMetrics
from pipeline.parallel import dealing, schedule, setup
from pipeline.parallel import replay as parallel
from pipeline.parallel.shares import SITE_JOB, SITE_SHARE, SLOTS, Shares
from tests.engine.toys import Broken, engine
from tests.parallel.together import alone, shared
from tests.parallel.unruly import simulated, unruly
from tests.support.mixed import late, value_of
from tests.support.scenario import failed
from tests.support.wire import to_bytes
from tests.test_verdicts_equal_stages import reports_and_verdicts


def configured(**settings: int) -> Callable[[], Engine]:
    """Return what makes an engine of all detectors with some settings changed."""
    config = Config()
    config = config.model_copy(update={"engine": config.engine.model_copy(update=settings)})
    return lambda: setup.Setup(config).engine(RecordingMetrics())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything that happens now and then happen often: ends of stretches, and states turned into bytes."""
    for module in (local, schedule):
        monkeypatch.setattr(module, "TRIM_EVERY", 50)
    for module in (replay, schedule):
        monkeypatch.setattr(module, "EVICT_EVERY", 170)
    monkeypatch.setattr(dealing, "CHUNK", 64)
    monkeypatch.setattr(setup, "HOT_LEAST", 1)


def test_the_demos_traffic_gives_the_same_bytes() -> None:
    lines = list(simulated(0.4, 300))
    expected = alone(configured(), lines)
    assert expected.summary.alerts > 10
    for jobs in (1, 2, 3):
        assert shared(configured(), lines, jobs)[0] == expected


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(2))
def test_unruly_traffic_gives_the_same_bytes(seed: int) -> None:
    make, lines = configured(keys_hot=100), unruly(seed)
    expected = alone(make, lines)
    assert expected.summary.refused
    assert expected.summary.decisions > 20
    assert expected.summary.skipped
    for jobs in (2, 3 + seed):
        found, crew = shared(make, lines, jobs, seed)
        assert found == expected
        assert 0 < crew.asked < len(lines) / 100  # of three duplicates in a hundred events, few are in doubt
        assert crew.most < 20 * parallel.UNDER_WAY  # messages that wait: memory is bounded


@pytest.mark.usefixtures("small")
def test_reporters_records_are_the_same_for_all_jobs() -> None:
    lines = [value_of(one) for _, one in late(reports_and_verdicts(), 2)]
    expected = alone(configured(keys_hot=20), lines)
    assert expected.alerts.count(b'"with_upheld_reports":') >= 3
    for jobs in (2, 3):
        assert shared(configured(keys_hot=20), lines, jobs)[0] == expected


@pytest.mark.usefixtures("small")
def test_an_id_is_known_until_it_is_forgotten_and_not_longer() -> None:
    """One busy account whose ids are forgotten, and all of them once more: which are duplicates hangs on the clock."""
    first = [failed("busy", n * 30.0, "203.0.113.7", id=f"e{n}") for n in range(600)]
    again = [failed("busy", 600 * 30.0 + n, "203.0.113.7", id=f"e{n}") for n in range(0, 600, 7)]
    lines = [to_bytes(event) for event in [*first, *again]]
    expected = alone(configured(), lines)
    found, crew = shared(configured(), lines, 2)
    assert found == expected
    assert crew.asked > 10
    scored = {line.split(b'"')[3] for line in expected.signals.splitlines()}
    assert len(expected.signals.splitlines()) > len(scored) * 2  # some were taken twice


@pytest.mark.usefixtures("small")
def test_full_rooms_are_said_to_make_a_difference() -> None:
    make = configured(keys_kept=1000)
    found, _ = shared(make, list(simulated(0.4, 300))[:2000], 2)
    assert found.doubts == ["more than 1,000 entities: each job forgets on its own"]


def test_a_detector_that_fails_is_named() -> None:
    found, _ = shared(lambda: engine(Broken()), [to_bytes(failed("bad-1", 0.0, "203.0.113.7"))], 2)
    assert found.doubts == ["detector broken failed, and jobs count failures apart"]


def test_long_lines_are_cut_into_smaller_chunks() -> None:
    lines = [(b"x" * (1 << 20)) for _ in range(40)]
    found, crew = shared(configured(), lines, 2)
    assert found.summary.refused == {"not_json": 40}
    assert crew.longest < 2 * dealing.CHUNK_BYTES


def test_no_line_at_all_is_an_input() -> None:
    assert shared(configured(), [], 3)[0] == alone(configured(), [])


@pytest.mark.parametrize("jobs", [1, 2, 3, 4, 8, 64])
def test_shares_are_even_and_the_sites_job_gets_less(jobs: int) -> None:
    shares = Shares(jobs)
    counts = [0] * jobs
    for number in range(20_000):
        counts[shares.of(f"u{number}".encode())] += 1
    others = [count for job, count in enumerate(counts) if job != SITE_JOB]
    assert all(0.75 < count * len(others) / sum(others) < 1.25 for count in others) or jobs * 16 > SLOTS
    if jobs > 1:
        work = SITE_SHARE + counts[SITE_JOB] / 20_000 * (1 - SITE_SHARE)
        assert work == pytest.approx(max(1 / jobs, SITE_SHARE), abs=0.02)
