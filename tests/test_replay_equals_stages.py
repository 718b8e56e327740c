"""The set of alerts does not depend on partitions, batches, interleaving or crashes."""

from __future__ import annotations

from functools import cache
from random import Random

import msgspec
import pytest

from detectors.catalogue import CATALOGUE
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.sampler import AuditSettings
from pipeline.stages import stages
from schemas import topics
from schemas.alert import Alert
from schemas.event import Event
from tests.support.carrier import Carrier
from tests.support.mixed import feed
from tests.support.near_thresholds import near_thresholds
from tests.support.scenario import START, entered, event, failed, shipped
from tests.support.seeds import seeds
from tests.support.wire import to_bytes

HOURS = 30


def traffic(seed: int) -> list[Event]:
    """Return ordinary logins and posts with attacks among them, in order of time."""
    random = Random(seed)
    events = []
    for i in range(1500):
        at, user = random.uniform(0, HOURS * 3600), random.randrange(120)
        make = failed if random.random() < 0.1 else entered
        events.append(make(f"u{user}", at, f"10.0.0.{user % 40}", id=f"n{i}"))
    for attack in range(6):
        start, ip = random.uniform(0, HOURS * 3600), f"203.0.113.{attack % 4}"
        for i in range(random.randint(20, 60)):
            make = entered if random.random() < 0.1 else failed
            events.append(make(f"u{random.randrange(120)}", start + i * random.uniform(1, 12), ip, id=f"a{attack}-{i}"))
    for i in range(200):
        text = "cheap watches for you and your friends" if i % 3 else f"hello number {i} of my many friends"
        events.append(event("content.posted", f"u{random.randrange(120)}", random.uniform(0, HOURS * 3600),
                            content_id=f"c{i}", text=text, kind="post", id=f"p{i}"))  # fmt: skip
    return sorted(events, key=lambda e: (e.time, e.id))


def engine(audit: AuditSettings | None = None) -> Engine:
    built = tuple(shipped(detector.name) for detector in CATALOGUE)
    return Engine(built, {d.name: "live" for d in built}, EngineSettings(), RecordingMetrics(), audit=audit)


def content(found: list[Alert]) -> dict[str, dict[str, object]]:
    """Return what is compared: the last version of each id, without how many came before it.

    After a crash an earlier version may come once more behind it.
    """
    last: dict[str, Alert] = {}
    for alert in found:
        if alert.version >= last.get(alert.alert_id, alert).version:
            last[alert.alert_id] = alert
    return {name: msgspec.structs.asdict(alert) | {"version": 0} for name, alert in sorted(last.items())}


def replayed(events: list[Event], by: Engine | None = None) -> list[Alert]:
    found: list[Alert] = []
    built = by or engine()
    local = LocalPipeline(built, found.append)
    for one in events:
        again = built.read(to_bytes(one))
        assert isinstance(again, Event)
        local.take(again)
    local.flush()
    return found


def carried(events: list[Event], partitions: int, seed: int, crashes: int = 0, by: Engine | None = None) -> list[Alert]:
    names = Names("t.")
    counts = {names.of(topic): partitions for topic in topics.TOPICS} | {names.of(topics.RATES): 1}
    carrier = Carrier(stages(by or engine(), names), counts, seed, crashes)
    feed(carrier, names, events)
    carrier.run()
    return carrier.alerts(names.of(topics.ALERTS))


def late(events: list[Event], seed: int) -> list[Event]:
    """Return the events as they arrive when each may be 290 s late, and one in ten comes twice."""
    random = Random(seed)
    arrivals = [(one.time + random.uniform(0, 290), one) for one in events]
    arrivals += [(at + random.uniform(0, 290), one) for at, one in arrivals if random.random() < 0.1]
    return [one for _, one in sorted(arrivals, key=lambda pair: pair[0])]


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(traffic(1)))
    assert len(found) >= 5
    assert any(alert["campaign_id"] for alert in found.values())
    return found


def test_replay_twice_is_the_same() -> None:
    assert replayed(traffic(1)) == replayed(traffic(1))


@pytest.mark.parametrize("partitions", [1, 4, 16, 64])
@pytest.mark.parametrize("seed", seeds(3, 1))
def test_partitions_and_interleaving_decide_nothing(
    partitions: int, seed: int, expected: dict[str, dict[str, object]]
) -> None:
    assert content(carried(traffic(1), partitions, seed)) == expected


def test_a_silence_of_weeks_amid_what_is_read_at_once_decides_nothing() -> None:
    before = [one for one in traffic(1) if one.time < START + 4 * 3600]
    after = [msgspec.structs.replace(one, id=f"z{one.id}", time=one.time + 40 * 86_400.0) for one in before]
    found = content(replayed([*before, *after]))
    assert len({str(alert["first_seen"])[:7] for alert in found.values()}) == 2  # some before it, some after it
    assert content(carried([*before, *after], 4, 1)) == found


def test_a_replay_counts_what_came_last_before_a_silence_of_hours() -> None:
    quiet = [failed(f"u{i % 40}", i * 30, f"10.0.0.{i % 40}", id=f"b{i}") for i in range(120)]
    pipeline = LocalPipeline(engine(), lambda _: None)
    pipeline.take_all([*quiet, failed("u7", 3 * 3600, "10.0.0.7"), failed("u8", 15_000, "10.0.0.8")])
    state = pipeline.rooms.site.cache.get("site:*", START).states["rate_surge"]
    seen = [count for count, _ in state.streams["account.login"].recent]
    assert sum(seen) == 120 + 1


@pytest.mark.parametrize("seed", seeds(8, 2))
def test_crashes_decide_nothing(seed: int, expected: dict[str, dict[str, object]]) -> None:
    assert content(crashed(seed)) == expected


@cache
def crashed(seed: int) -> list[Alert]:
    return carried(traffic(1), 4, seed, crashes=12)


@pytest.mark.parametrize("seed", seeds(4, 2))
def test_late_and_duplicate_events_decide_nothing(seed: int, expected: dict[str, dict[str, object]]) -> None:
    events = late(traffic(1), seed)
    assert content(replayed(events)) == expected
    assert content(carried(events, 4, seed)) == expected


@pytest.mark.parametrize("seed", seeds(4, 2))
def test_the_same_version_never_says_two_things(seed: int) -> None:
    said: dict[tuple[str, int], Alert] = {}
    for alert in crashed(seed):
        assert said.setdefault((alert.alert_id, alert.version), alert) == alert


@pytest.mark.parametrize("seed", seeds(6, 1))
def test_arrival_order_decides_nothing_near_the_thresholds(seed: int) -> None:
    events = near_thresholds(seed)
    found = content(replayed(events))
    fired = {signal.detector for alert in found.values() for signal in alert["signals"]}  # type: ignore[attr-defined]
    assert len(fired) >= 5  # the streams lie near the thresholds: which side of them differs by seed
    assert content(replayed(late(events, seed))) == found
    assert content(carried(events, 4, seed)) == found
    assert content(carried(late(events, seed + 7), 16, seed, crashes=6)) == found
