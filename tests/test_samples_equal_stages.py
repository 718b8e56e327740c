"""Audit samples: the same in a replay, live, by several processes and after crashes; and nothing else changes."""

from __future__ import annotations

from functools import cache, partial

import msgspec
import pytest

from detectors.catalogue import CATALOGUE
from pipeline.alert_id import is_sample
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.sampler import AuditSettings
from schemas.event import Decision
from tests.parallel.together import alone, shared
from tests.support.mixed import Mixed, carried, late, replayed, value_of
from tests.support.scenario import shipped
from tests.test_replay_equals_stages import content
from tests.test_verdicts_equal_stages import texts_and_verdicts

SHARE = 0.2
NAMES = ("spam_text", "prompt_attack", "posting_burst", "content_copies")


def engine(share: float = SHARE) -> Engine:
    built = tuple(shipped(kind.name) for kind in CATALOGUE if kind.name in NAMES)
    audit = AuditSettings(share=share)
    return Engine(built, {d.name: "live" for d in built}, EngineSettings(), RecordingMetrics(), audit=audit)


@cache
def mixed() -> Mixed:
    """Return texts and verdicts of which those on samples name the sample."""
    some = texts_and_verdicts(1)
    samples = {one.entity.id: one.alert_id for one in replayed(some, engine()) if is_sample(one.alert_id)}
    return [(at, by_sample(one, samples) if isinstance(one, Decision) else one) for at, one in some]


def by_sample(one: Decision, samples: dict[str, str]) -> Decision:
    name = samples.get(one.content_id or (f"c{one.event_id[1:]}" if one.event_id else ""))
    if name is None:
        return one
    return msgspec.structs.replace(one, alert_id=name, content_id=None, event_id=None, source="audit")


@cache
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(mixed(), engine()))
    assert 40 <= sum(map(is_sample, found)) <= 110  # of 369 posts
    assert sum(name.startswith("spam_text-") for name in found) >= 20
    return found


def test_without_a_share_all_else_is_the_same() -> None:
    """Verdicts by content: those that name a sample find nothing where none was drawn."""
    some = texts_and_verdicts(1)
    on, off = (content(replayed(some, engine(share))) for share in (SHARE, 0.0))
    assert not any(map(is_sample, off))
    assert {name: said for name, said in on.items() if not is_sample(name)} == off


def test_a_verdict_on_a_sample_teaches_as_one_on_its_content() -> None:
    assert content(replayed(texts_and_verdicts(1), engine())) == expected()


@pytest.mark.parametrize("partitions", [1, 4, 16])
def test_partitions_decide_nothing(partitions: int) -> None:
    assert content(carried(mixed(), engine(), partitions, partitions)) == expected()


@pytest.mark.parametrize("seed", [1])
def test_crashes_late_and_duplicate_arrivals_decide_nothing(seed: int) -> None:
    assert content(carried(mixed(), engine(), 4, seed, crashes=12)) == expected()
    arrivals = late(mixed(), seed)
    assert content(replayed(arrivals, engine())) == expected()
    assert content(carried(arrivals, engine(), 4, seed, crashes=4)) == expected()


def test_several_jobs_say_what_one_says_byte_for_byte() -> None:
    lines = [value_of(one) for _, one in late(mixed(), 3)]
    one = alone(partial(engine), lines)
    assert one.alerts.count(b'"audit_sample-') > 40
    for jobs in (2, 3):
        assert shared(partial(engine), lines, jobs, jobs)[0] == one
