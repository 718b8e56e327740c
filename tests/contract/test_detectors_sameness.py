"""The contract of every detector: replays, crashes, late and repeated events end in the same."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import msgspec

from schemas.alert import Alert
from schemas.event import Event
from tests.contract.traffics import (
    abuse,
    alerts,
    alerts_in_order,
    family,
    mixed,
    replayed,
    signed,
    traffics,
    undisturbed,
)
from tests.support.any_events import copy
from tests.support.detector_run import DetectorRun
from tests.support.scenario import shipped


def test_a_replay_gives_the_same_signals_and_states(name: str) -> None:
    for first, second in zip(undisturbed(name), replayed(name), strict=True):
        assert first.signals == second.signals
        assert first.stored() == second.stored()


def test_killed_at_any_cut_and_restored_it_goes_on_as_if_nothing_had_happened(name: str) -> None:
    for seed, (whole, events) in enumerate(zip(undisturbed(name), traffics(name), strict=True)):
        cuts = Random(seed).sample(range(max(len(whole.signals), 1)), min(5, len(whole.signals)))
        cut = DetectorRun(shipped(name), cuts).run(map(copy, events))
        assert cut.signals == whole.signals
        assert cut.states() == whole.states()


def test_a_state_survives_being_stored(name: str) -> None:
    for run in undisturbed(name):
        again = run.restored()
        assert again.states() == run.states()
        assert not again.codec.cold


def test_late_swapped_and_repeated_events_within_the_bound_end_in_the_same_alerts(name: str) -> None:
    late = [signed(name, familys_late(family(name))), alerts((name,), disturbed(abuse(name), 1))]
    for in_order, found in zip(alerts_in_order(name), late, strict=True):
        assert last_versions(in_order) == last_versions(found)


@cache
def familys_late(names: tuple[str, ...]) -> list[Alert]:
    return alerts(names, disturbed(mixed(), 0))


def disturbed(events: list[Event], seed: int) -> list[Event]:
    """Return the events as they arrive when each may be up to 290 s late and one in ten comes twice."""
    random = Random(seed)
    arrivals = [(event.time + random.uniform(0, 290), event) for event in events]
    arrivals += [(at + random.uniform(0, 600), event) for at, event in arrivals if random.random() < 0.1]
    return [event for _, event in sorted(arrivals, key=lambda arrival: (arrival[0], arrival[1].id))]


def last_versions(found: list[Alert]) -> dict[str, dict[str, Any]]:
    """Return the content of the last version of each alert, without how many came before."""
    return {a.alert_id: msgspec.structs.asdict(a) | {"version": 0} for a in found}
