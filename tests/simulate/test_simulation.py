"""The stream as a whole: the same bytes every time, valid, in order, bounded, shaped like days."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.simulate.settings import DAY_S, SimulationSettings
from pipeline.simulate.simulation import Simulation
from schemas.values import EVENT_TYPES
from tests.simulate.small import SMALL, played


def test_the_same_settings_give_the_same_bytes_and_truth() -> None:
    again = Simulation(SMALL)
    assert [message.value for message in again] == played().lines
    assert list(again.truth) == played().truths


def test_another_seed_is_another_world() -> None:
    other = played(replace(SMALL, seed=8))
    assert other.lines != played().lines
    assert not {event.subject for event in other.events} & {event.subject for event in played().events}


def test_time_goes_forward_and_stays_within_the_days() -> None:
    times = [event.time for event in played().events]
    assert all(before <= after for before, after in pairwise(times))
    assert SMALL.start_s <= times[0] and times[-1] < SMALL.end_s


def test_ids_are_unique_and_every_type_occurs() -> None:
    events = played().events
    assert len({event.id for event in events}) == len(events)
    assert {event.type for event in events} == set(EVENT_TYPES)


def test_nights_are_quieter_than_evenings() -> None:
    """Where most people live: 4 in the morning in Berlin against 19 o'clock, logins of a quiet day."""
    quiet = played(replace(SMALL, attacks=False, bursts=False))
    hours = Counter(int((e.time + 3600) % DAY_S // 3600) for e in quiet.events if e.country == "DE" and not e.key)
    assert hours[19] > 3 * hours[4] > 0


def test_carriers_share_addresses_and_homes_do_not() -> None:
    events = played(replace(SMALL, attacks=False, bursts=False)).events
    behind: dict[str, set[str]] = {}
    for event in events:
        if event.ip:
            behind.setdefault(event.ip, set()).add(event.subject)
    sizes = sorted(len(subjects) for subjects in behind.values())
    assert sizes[-1] >= 20
    assert sizes[len(sizes) // 2] == 1


def test_ordinary_failures_exist_and_are_few() -> None:
    logins = [e for e in played(replace(SMALL, attacks=False, bursts=False)).events if e.type == "account.login"]
    assert 0.02 < sum(e.outcome is False for e in logins) / len(logins) < 0.3


def test_activity_scales_what_people_do_and_how_many_programs_there_are() -> None:
    quiet = replace(SMALL, attacks=False, bursts=False, accounts=3000, days=0.5)
    busy, lazy = (len(played(replace(quiet, activity=share)).events) for share in (1.0, 0.1))
    assert 0.07 < lazy / busy < 0.16


@pytest.mark.slow
def test_memory_does_not_grow_with_the_days() -> None:
    def peak(days: float) -> int:
        tracemalloc.start()
        for _ in Simulation(SimulationSettings(days=days, accounts=300)):
            pass
        high = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return high

    peak(0.5)  # what is loaded once
    assert peak(12) < 2 * peak(3)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": float("nan")}, {"accounts": 49}, {"seed": -1}, {"days": 4000},
                                   {"activity": 0}])  # fmt: skip
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SimulationSettings(**wrong)  # type: ignore[arg-type]
