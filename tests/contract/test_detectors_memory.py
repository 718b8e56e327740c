"""The contract of every detector: strangers, however many, take bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import msgspec
import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.event import FRESH as FRESH_ACCOUNT
from schemas.event import Event
from schemas.values import EventType, KeyedBy
from tests.support.any_events import DAY_S, START, enriched, one
from tests.support.detector_run import DetectorRun, frozen
from tests.support.scenario import shipped

FRESH = 3_000  # thrice as many as a tally keeps of members
LASTING = 1_200  # over a month
THOUSANDS = 2_000  # where each is looked at alone: what one leaves, and the most that all leave in one
QUIET_KEY_BYTES = 500  # what one event leaves of an entity; 1 million entities fit half a gigabyte
BUSY_KEY_BYTES = 500_000  # an entity under attack by so many strangers in a few hours: less than 170 bytes for each
LASTING_KEY_BYTES = 200_000


@cache
def crowd(kinds: tuple[EventType, ...], number: int) -> list[Event]:
    """Return events with everything fresh, a second apart."""
    random = Random(20)
    found = [one(random, kinds[i % len(kinds)], float(i)) for i in range(number)]
    for i, event in enumerate(found):
        event.outcome = None if event.outcome is None else i % 10 == 0
        event.device = None if i % 3 == 0 else event.device  # as programs have none
    found = enriched(found)
    for event in found:
        event.novel |= FRESH_ACCOUNT  # what is only looked at in new accounts is looked at here
    return found


def at_one_entity(keyed_by: KeyedBy, kinds: tuple[EventType, ...], number: int, lasts_s: float) -> Iterator[Event]:
    """Yield `number` strangers' events at one entity of a kind that detectors are keyed by."""
    text = "our exclusive trading course earns money fast, claim your personal invitation today"
    held: dict[str, dict[str, Any]] = {
        "account": {"subject": "held", "key": "held"}, "ip": {"ip": "203.0.113.7"}, "device": {"device": "held"},
        "card": {"card": "held"}, "content": {"text": text},
        "domain": {"domains": ("held.example",)}, "merchant": {"merchant": "held"}, "site": {},
    }  # fmt: skip
    for i, event in enumerate(crowd(kinds, number)):
        yield msgspec.structs.replace(event, time=START + i * lasts_s / number, **held[keyed_by])


def alike() -> list[tuple[str, ...]]:
    """Return the detectors' names by what they are keyed by and read: those are shown the same strangers at once."""
    found: dict[tuple[KeyedBy, tuple[EventType, ...]], list[str]] = {}
    for kind in CATALOGUE:
        found.setdefault((kind.keyed_by, kind.kinds), []).append(kind.name)
    return [tuple(names) for names in found.values()]


@pytest.mark.parametrize("names", alike(), ids="-".join)
@pytest.mark.slow
@pytest.mark.parametrize(("number", "lasts_s", "limit"), [
    (FRESH, 3 * 3600.0, BUSY_KEY_BYTES), (LASTING, 30 * DAY_S, LASTING_KEY_BYTES),
])  # fmt: skip
def test_any_number_of_strangers_at_one_entity_take_bounded_memory(
    names: tuple[str, ...], number: int, lasts_s: float, limit: int
) -> None:
    built = tuple(map(shipped, names))
    local = LocalPipeline(
        Engine(built, dict.fromkeys(names, "live"), EngineSettings(), RecordingMetrics()), lambda _: None
    )
    own = [one for one in built if type(one).keys_of is not Detector.keys_of]
    keyed = [*own, *{(one.keyed_by, one.entity): one for one in built if one not in own}.values()]  # each way once
    keys: set[str] = set()
    events = list(at_one_entity(built[0].keyed_by, built[0].kinds, number, lasts_s))
    local.take_all(events)  # fills in what their texts share with others
    for event in events:
        for detector in keyed:
            for key in detector.keys_of(event):
                keys.add(f"{detector.keyed_by}:{key}")
                keys.add(f"{detector.entity}:{key}")
    rooms = local.rooms.all
    known = [room.cache.get(key, START + lasts_s) for room in rooms for key in keys]
    sizes = {name: max((len(frozen(found.states[name])) for found in known if name in found.states), default=0)
             for name in names}  # fmt: skip
    assert {name: size for name, size in sizes.items() if size > limit} == {}  # what accuses nobody may keep nothing


def test_thousands_of_strangers_take_little_each(detector: Detector[Any]) -> None:
    run = DetectorRun(detector, read=False)  # as the engine asks: what is kept is the same
    for event in crowd(detector.kinds, THOUSANDS):
        run.take(event)
    sizes = [len(frozen(state)) for state in run.states().values()] or [0]  # who looks at settled accounts only
    assert sum(sizes) <= QUIET_KEY_BYTES * THOUSANDS
    assert sum(sizes) / len(sizes) <= (BUSY_KEY_BYTES if len(sizes) < 120 else QUIET_KEY_BYTES)
