"""What the site's own days say of newcomers does not depend on partitions, interleaving, lateness or crashes."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.stage import Send
from pipeline.stages import stages
from schemas import topics
from schemas.alert import Alert
from schemas.event import Event
from schemas.parse import parse
from tests.scenarios import test_domain_push, test_first_contacts
from tests.support.carrier import Carrier
from tests.support.scenario import shipped
from tests.support.wire import to_bytes
from tests.test_replay_equals_stages import content, late

NAMES = ("first_contacts", "first_contacts_day", "domain_push", "domain_push_slow")


@cache
def traffic() -> list[Event]:
    """Return five days of newcomers and of links, then one who writes to strangers and nine who push a domain."""
    events = [*test_first_contacts.site(), *test_first_contacts.outreach(36, 80.0),
              *test_domain_push.site(0.04), *test_domain_push.apart(9, 4.0)]  # fmt: skip
    return sorted(events, key=lambda one: (one.time, one.id))


def engine() -> Engine:
    return Engine(tuple(map(shipped, NAMES)), dict.fromkeys(NAMES, "live"), EngineSettings(), RecordingMetrics())


def replayed(events: list[Event]) -> list[Alert]:
    found: list[Alert] = []
    local = LocalPipeline(engine(), found.append)
    for one in events:
        again = parse(to_bytes(one))
        assert isinstance(again, Event)
        local.take(again)
    local.flush()
    return found


def carried(events: list[Event], partitions: int, crashes: int = 0) -> list[Alert]:
    names = Names("t.")
    counts = {names.of(topic): partitions for topic in topics.TOPICS} | {names.of(topics.RATES): 1}
    carrier = Carrier(stages(engine(), names), counts, partitions, crashes)
    for one in events:
        carrier.send(Send(names.of(topics.CONTENT_EVENTS), one.subject.encode(), to_bytes(one)))
    carrier.run()
    return carrier.alerts(names.of(topics.ALERTS))


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(traffic()))
    fired = {signal.detector for alert in found.values() for signal in alert["signals"]}  # type: ignore[attr-defined]
    assert {"first_contacts", "domain_push_slow"} <= fired
    return found


@pytest.mark.parametrize("partitions", [1, 16])
def test_partitions_and_interleaving_decide_nothing(partitions: int, expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(traffic(), partitions)) == expected


def test_crashes_decide_nothing(expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(traffic(), 4, crashes=12)) == expected


def test_late_and_duplicate_events_decide_nothing(expected: dict[str, dict[str, object]]) -> None:
    events = late(traffic(), 3)
    assert content(replayed(events)) == expected
    assert content(carried(events, 4)) == expected
