"""The contract of every detector, held over the whole CATALOGUE: no list of exceptions, a new line is held to all."""

from __future__ import annotations

import ipaddress
import random as chance
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any, NoReturn

import msgspec
import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from detectors.tally import Tally
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.keystate import KeyState
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.runs import quiet_s, runs
from schemas.alert import Alert
from schemas.event import FRESH as FRESH_ACCOUNT
from schemas.event import Event
from schemas.values import EventType
from tests.contract.conftest import COSTS
from tests.support import recorded
from tests.support.any_events import DAY_S, DEMANDED, START, any_events, copy, enriched, fields_of, one, without
from tests.support.detector_run import DetectorRun, frozen
from tests.support.scenario import shipped

FRESH = 20_000
QUIET_KEY_BYTES = 500  # what one event leaves of an entity; 1 million entities fit half a gigabyte
BUSY_KEY_BYTES = 2_000_000  # an entity under attack by 20,000 strangers in a few hours
LASTING_KEY_BYTES = 200_000  # the same strangers over a month


@pytest.fixture(params=CATALOGUE, ids=lambda kind: kind.name)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param.name)


@pytest.fixture
def detector(name: str) -> Detector[Any]:
    return shipped(name)


@cache
def mixed() -> list[Event]:
    return enriched(any_events(seed=8))


@cache
def abuse(name: str) -> list[Event]:
    """Return the events of a scenario in which the detector fires: its hot paths are run."""
    found = recorded.fires(name)
    return enriched(found.events) if found else []


def traffics(name: str) -> list[list[Event]]:
    return [mixed(), abuse(name)]


# The scale.


def test_scores_are_finite_and_within_zero_and_one_and_name_detector_and_key(detector: Detector[Any]) -> None:
    given = 0
    for events in traffics(detector.name):
        for _, key, signal in DetectorRun(detector).run(map(copy, events)).signals:
            if signal is not None:
                given += 1
                assert 0.0 <= signal.score < 1.0  # which a NaN is not
                assert (signal.detector, signal.version, signal.key) == (detector.name, detector.version, key)
                assert type(signal.warm) is bool
    assert given, "a detector that never says anything"


# Purity.


def test_scoring_changes_neither_state_nor_event(detector: Detector[Any]) -> None:
    for events in traffics(detector.name):
        run = DetectorRun(detector)
        for number, event in enumerate(e for e in map(copy, events) if e.type in detector.kinds):
            if number % 7 == 0:
                for key in detector.keys_of(event):
                    known = run.known.get(key, KeyState())
                    state = known.states.get(detector.name, detector.fresh())
                    before = frozen(state), frozen(event)
                    first = detector.score(event, state, key)
                    assert (frozen(state), frozen(event)) == before
                    assert detector.score(event, state, key) == first
            run.take(event)


def test_learning_changes_no_event(detector: Detector[Any]) -> None:
    for events in traffics(detector.name):
        seen = list(map(copy, events))
        DetectorRun(detector).run(seen)
        assert seen == events


def test_states_of_two_entities_share_nothing(detector: Detector[Any]) -> None:
    event = next(
        e for e in map(copy, [*abuse(detector.name), *mixed()]) if e.type in detector.kinds and detector.keys_of(e)
    )
    first, second = detector.fresh(), detector.fresh()
    before = frozen(second)
    detector.learn(event, first, detector.score(event, first, detector.keys_of(event)[0]))
    assert frozen(second) == before == frozen(detector.fresh())


# Forgetting.


@pytest.mark.parametrize("every_s", [0.0, 600.0, 7 * DAY_S])
def test_the_moment_of_pruning_decides_nothing(detector: Detector[Any], every_s: float) -> None:
    """What is folded away late, or at once, is remembered alike: entities are pruned when they happen to be seen."""
    for events, usual in zip(traffics(detector.name), as_usual(detector.name), strict=True):
        assert remembered(DetectorRun(detector, prune_every_s=every_s), events) == usual


@cache
def as_usual(name: str) -> list[tuple[Any, Any]]:
    """Return what is remembered of each traffic by a detector pruned as the engine prunes."""
    return [remembered(DetectorRun(shipped(name)), events) for events in traffics(name)]


def remembered(run: DetectorRun, events: list[Event]) -> tuple[Any, Any]:
    return scores(run.run(map(copy, events))), accusations(run)


def scores(run: DetectorRun) -> list[tuple[str, str, float | None]]:
    return [(event, key, None if signal is None else signal.score) for event, key, signal in run.signals]


def accusations(run: DetectorRun) -> dict[str, list[Any]]:
    """Return what would be said of every entity at the end."""
    found: dict[str, list[Any]] = {}
    for key, state in run.states().items():
        run.detector.settle(state, float("inf"))
        said = [run.detector.explain(one.sum, state, key) for one in runs(state, quiet_s(run.detector, 3600.0))]
        if said:
            found[key] = said
    return found


def test_what_is_hot_changes_only_where_the_detector_says_so(
    detector: Detector[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine does not put an alert together again of which all was said, until it is told of a change."""
    monkeypatch.setattr(detector, "learn", candid(detector.learn, 1))
    monkeypatch.setattr(detector, "settle", candid(detector.settle, 0))
    for events in traffics(detector.name):
        DetectorRun(detector).run(map(copy, events))


def candid(verb: Callable[..., bool], state: int) -> Callable[..., bool]:
    """Let a verb fail that makes or changes a hot tally of the state among its arguments and does not say so."""

    def asked(*given: Any) -> bool:
        before = hot(given[state])
        said = verb(*given)
        assert said or hot(given[state]) == before
        return said

    return asked


def hot(state: Any) -> bytes:
    return frozen([(index, tally) for index, tally in state.tallies.items() if tally.hot])


# Totality.


def test_an_entity_never_seen_can_be_scored_by_every_event(detector: Detector[Any]) -> None:
    for event in map(copy, mixed()):
        if event.type in detector.kinds:
            for key in detector.keys_of(event):
                detector.score(event, detector.fresh(), key)


def test_every_optional_field_may_be_missing_alone_or_with_all_others(detector: Detector[Any]) -> None:
    firsts = {e.type: e for e in reversed([*abuse(detector.name), *mixed()])}
    lacking = {kind: list(lacks(firsts[kind])) for kind in detector.kinds}
    for events in lacking.values():
        DetectorRun(detector).run(map(copy, events))
    run = DetectorRun(detector)
    for known in traffics(detector.name):  # also when much is known already
        run.run(map(copy, known))
        for events in lacking.values():
            run.run(map(copy, events))
    assert run.signals


def lacks(event: Event) -> Iterator[Event]:
    """Yield the event without anything that it may lack, and without each of these alone."""
    optional = [field for field in fields_of(event.type) if field not in DEMANDED.get(event.type, ())]
    yield without(event, *optional)
    yield from (without(event, field) for field in optional)


# Sameness.


def test_a_replay_gives_the_same_signals_and_states(name: str) -> None:
    for events in traffics(name):
        first, second = (DetectorRun(shipped(name)).run(map(copy, events)) for _ in range(2))
        assert first.signals == second.signals
        assert first.stored() == second.stored()


def test_killed_at_any_cut_and_restored_it_goes_on_as_if_nothing_had_happened(name: str) -> None:
    for seed, events in enumerate(traffics(name)):
        whole = DetectorRun(shipped(name)).run(map(copy, events))
        cuts = Random(seed).sample(range(max(len(whole.signals), 1)), min(5, len(whole.signals)))
        cut = DetectorRun(shipped(name), cuts).run(map(copy, events))
        assert cut.signals == whole.signals
        assert cut.states() == whole.states()


def test_a_state_survives_being_stored(detector: Detector[Any]) -> None:
    for events in traffics(detector.name):
        run = DetectorRun(detector).run(map(copy, events))
        before = run.states()
        run.restore()
        assert run.states() == before
    assert not run.codec.cold


def test_late_swapped_and_repeated_events_within_the_bound_end_in_the_same_alerts(name: str) -> None:
    for seed, events in enumerate(traffics(name)):
        in_order = last_versions(name, events)
        assert in_order == last_versions(name, disturbed(events, seed))


def disturbed(events: list[Event], seed: int) -> list[Event]:
    """Return the events as they arrive when each may be up to 290 s late and one in ten comes twice."""
    random = Random(seed)
    arrivals = [(event.time + random.uniform(0, 290), event) for event in events]
    arrivals += [(at + random.uniform(0, 600), event) for at, event in arrivals if random.random() < 0.1]
    return [event for _, event in sorted(arrivals, key=lambda arrival: (arrival[0], arrival[1].id))]


def last_versions(name: str, events: list[Event]) -> dict[str, dict[str, Any]]:
    """Return the content of the last version of each alert, without how many came before."""
    return {a.alert_id: msgspec.structs.asdict(a) | {"version": 0} for a in alerts(name, events)}


def alerts(name: str, events: list[Event]) -> list[Alert]:
    found: list[Alert] = []
    metrics = RecordingMetrics()
    local = LocalPipeline(Engine((shipped(name),), {name: "live"}, EngineSettings(), metrics), found.append)
    for event in map(copy, events):
        local.take(event)
    local.flush()
    assert metrics.total("abusewatch_detector_errors_total") == 0
    return found


# Time and chance.


def test_no_clock_and_no_dice_are_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        message = "a detector knows event time only"
        raise AssertionError(message)

    prepared = [list(map(copy, events)) for events in traffics(name)]
    with monkeypatch.context() as patch:
        for clock in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime"):
            patch.setattr(time, clock, refuse)
        for dice in ("random", "randint", "choice", "uniform", "shuffle", "sample", "gauss"):
            patch.setattr(chance, dice, refuse)
        for events in prepared:
            DetectorRun(shipped(name)).run(events)


# Memory.


@cache
def crowd(kinds: tuple[EventType, ...]) -> list[Event]:
    """Return events with everything fresh, a second apart."""
    random = Random(20)
    found = [one(random, kinds[i % len(kinds)], float(i)) for i in range(FRESH)]
    for i, event in enumerate(found):
        event.outcome = None if event.outcome is None else i % 10 == 0
        event.device = None if i % 3 == 0 else event.device  # as programs have none
    found = enriched(found)
    for event in found:
        event.novel |= FRESH_ACCOUNT  # what is only looked at in new accounts is looked at here
    return found


def at_one_entity(detector: Detector[Any], number: int, lasts_s: float) -> Iterator[Event]:
    """Yield `number` strangers' events at one entity of the detector's kind."""
    text = "our exclusive trading course earns money fast, claim your personal invitation today"
    held: dict[str, dict[str, Any]] = {
        "account": {"subject": "held", "key": "held"}, "ip": {"ip": "203.0.113.7"}, "device": {"device": "held"},
        "card": {"card": "held"}, "content": {"text": text},
        "domain": {"domains": ("held.example",)}, "site": {},
    }  # fmt: skip
    for i, event in enumerate(crowd(detector.kinds)[:number]):
        yield msgspec.structs.replace(event, time=START + i * lasts_s / number, **held[detector.keyed_by])


@pytest.mark.parametrize(("number", "lasts_s", "limit"), [
    (FRESH, 3 * 3600.0, BUSY_KEY_BYTES), (FRESH // 10, 30 * DAY_S, LASTING_KEY_BYTES),
])  # fmt: skip
def test_any_number_of_strangers_at_one_entity_take_bounded_memory(
    detector: Detector[Any], number: int, lasts_s: float, limit: int
) -> None:
    engine = Engine((detector,), {detector.name: "live"}, EngineSettings(), RecordingMetrics())
    local = LocalPipeline(engine, lambda _: None)
    keys: set[str] = set()
    for event in at_one_entity(detector, number, lasts_s):
        local.take(event)  # fills in what its text shares with others
        keys.update(f"{kind}:{key}" for kind in (detector.keyed_by, detector.entity) for key in detector.keys_of(event))
    rooms = (local._account.keyed, local._content.keyed, local._entities, local._site)
    known = [room.cache.get(key, START + lasts_s) for room in rooms for key in keys]
    sizes = [len(frozen(found.states[detector.name])) for found in known if detector.name in found.states]
    assert max(sizes, default=0) <= limit  # what accuses nobody may keep nothing


def test_twenty_thousand_strangers_take_little_each(detector: Detector[Any]) -> None:
    run = DetectorRun(detector)
    for event in crowd(detector.kinds):
        run.take(event)
    sizes = [len(frozen(state)) for state in run.states().values()]
    assert sum(sizes) <= QUIET_KEY_BYTES * FRESH
    assert sum(sizes) / len(sizes) <= (BUSY_KEY_BYTES if len(sizes) < FRESH // 100 else QUIET_KEY_BYTES)


# What a reviewer reads.


def findings(detector: Detector[Any]) -> Iterator[tuple[str, Tally, Any, list[Tally]]]:
    """Yield (key, run, state, the run's tallies) for every episode in the states that the traffic leaves."""
    for events in traffics(detector.name):
        for key, state in DetectorRun(detector).run(map(copy, events)).states().items():
            for run in runs(state, quiet_s(detector, 3600.0)):
                yield key, run.sum, state, [state.tallies[index] for index in run.indexes]


def test_an_explanation_depends_on_the_run_alone(detector: Detector[Any]) -> None:
    explained = 0
    for key, run, state, tallies in findings(detector):
        backwards = Tally()
        for tally in reversed(tallies):
            backwards.merge(tally)
        said = detector.explain(run, state, key)
        assert said == detector.explain(run, detector.fresh(), key)
        assert said == detector.explain(backwards, state, key)
        explained += 1
    assert explained, "nothing was accused: the scenarios that fire show nothing"


def test_a_finding_is_a_sentence_with_numbers_and_accounts(detector: Detector[Any]) -> None:
    for key, run, state, _ in findings(detector):
        found = detector.explain(run, state, key)
        assert found.reason[0].isupper() or found.reason[0].isdigit()
        assert found.reason.endswith(".")
        assert found.action.endswith(".")
        assert found.evidence
        assert all(isinstance(value, str) or value == value for value in found.evidence.values())  # noqa: PLR0124  (NaN)
        assert found.accounts_total >= len(found.accounts) == len(set(found.accounts))
        assert found.accounts_total or detector.area == "signal_health"


_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_ADDRESS = re.compile(r"[0-9a-fA-F:.]{7,}")


def test_what_is_said_holds_no_raw_content_and_no_address_but_the_entitys_own(name: str) -> None:
    for events in traffics(name):
        private = {value for e in events for value in (e.text, e.user_agent, e.handle) if value and len(value) > 3}
        for alert in alerts(name, events):
            said = [alert.reason, alert.suggested_action]
            said += [f"{key} {value}" for signal in alert.signals for key, value in signal.evidence.items()]
            for words in said:
                assert not _MAIL.search(words)
                assert all(found in alert.entity.id for found in _addresses(words))
                assert not any(value in words for value in private)


def _addresses(words: str) -> list[str]:
    return [found for found in map(str.strip, _ADDRESS.findall(words)) if _is_address(found.rstrip("."))]


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


# Cost.


def test_cost_is_reported(detector: Detector[Any]) -> None:
    events = [event for event in map(copy, mixed()) if event.type in detector.kinds]
    run: Callable[[Event], None] = DetectorRun(detector).take
    began = time.perf_counter()
    for event in events:
        run(event)
    COSTS[detector.name] = (time.perf_counter() - began) / len(events) * 1e6
    assert len(events) > 100
    assert min(event.time for event in events) >= START
