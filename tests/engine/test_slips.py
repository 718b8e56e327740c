"""What is kept in a shorter way says the same: slips for tallies, and sums from one bin to the next for sums anew."""

from __future__ import annotations

from random import Random

import pytest

from detectors.ranks import Counts
from detectors.slips import SLIPS_MOST, USAGE, SlipState, count_units, glance, kept, put, read, slip_of, tally_of
from detectors.tally import Tally
from schemas.event import Event
from tests.support import recorded
from tests.support.any_events import any_events, enriched
from tests.support.detector_run import DetectorRun
from tests.support.scenario import shipped


def drawn(random: Random, number: int) -> Event:
    """Return an event out of order in time, by a few accounts, devices and addresses or none."""
    kind = random.choice(["account.usage", "account.login"])
    event = Event(kind, f"e{number}", random.choice("abc"), float(random.randrange(40)))
    event.device = random.choice([None, "", "phone", "laptop"])
    event.ip = random.choice([None, "192.0.2.1", "192.0.2.2"])
    event.outcome, event.units = random.choice([None, True, False]), random.random()
    event.product = random.choice([None, "", "search"])
    return event


def noted(events: list[Event], *, tied: bool) -> Tally:
    """Return the tally of events, one call after the other."""
    tally = Tally()
    for event in events:
        tally.seen(event.time, event.id, event.units or 0.0)
        tally.account(event.subject, event.time)
        if event.type == USAGE and event.units is not None:
            count_units(tally, event.units, event.product)
        for kind, name in (("device", event.device), ("ip", event.ip)):
            if name and tied:
                tally.tie(f"{kind}:{name}", event.time)
    return tally


def test_a_slip_tells_what_was_kept_of_its_event() -> None:
    random = Random(3)
    for number in range(50):
        event = drawn(random, number)
        slip = slip_of(event, event.units or 0.0)
        told = read(slip)
        assert glance(slip) == (event.time, event.units) == (told.time, told.weight)
        assert told.product == (event.product if event.type == USAGE else None)
        assert (told.kind or USAGE, told.failed) == (
            event.type,
            event.outcome is False and event.type != "account.usage",
        )


def test_slips_become_the_tally_that_their_events_would_have_made() -> None:
    random = Random(4)
    for tied in (True, False):
        events, state = [drawn(random, number) for number in range(SLIPS_MOST)], SlipState()
        assert all([kept(slip_of(event, event.units or 0.0), 7, state) for event in events])
        for slip in state.slips:
            put(read(slip), tally_of(7, state), tied=tied)
        assert state.tallies == {7: noted(events, tied=tied)}


def test_a_crowd_and_what_lies_beside_a_hot_tally_is_not_kept_on_slips() -> None:
    slip, state = slip_of(drawn(Random(5), 1), 1.0), SlipState(slips=(b"",) * SLIPS_MOST)
    assert not kept(slip, 2, state)
    assert kept(slip, 2, SlipState({1: Tally()}))
    assert not kept(slip, 1, SlipState({1: Tally()}))
    assert not kept(slip, 2, SlipState({1: Tally(hot=True)}))


def test_tallies_of_a_new_state_are_its_own() -> None:
    one, other = SlipState(), SlipState()
    tally_of(1, one)
    assert not other.tallies
    assert not SlipState().tallies


@pytest.mark.parametrize("name", ["behaviour", "key_drain", "usage_spike"])
def test_without_slips_a_detector_says_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    played = recorded.fires(name)
    assert played is not None
    ordinary, fires = enriched(any_events(seed=13, days=2)), enriched(played.events)
    quick = [DetectorRun(shipped(name)).run(events) for events in (ordinary, fires)]
    monkeypatch.setattr("detectors.slips.SLIPS_MOST", 0)
    slow = [DetectorRun(shipped(name)).run(events) for events in (ordinary, fires)]
    assert [run.signals for run in quick] == [run.signals for run in slow]
    assert [hot(run) for run in quick] == [hot(run) for run in slow]
    assert any(state.slips for state in quick[0].states().values())
    assert not any(state.slips for state in slow[0].states().values())
    assert any(hot(quick[1]).values())


def hot(run: DetectorRun) -> dict[str, dict[int, Tally]]:
    """Return the tallies that are hot, by entity."""
    return {key: {at: one for at, one in state.tallies.items() if one.hot} for key, state in run.states().items()}


def test_what_lies_in_a_bin_or_higher_is_kept_up_as_if_it_were_summed() -> None:
    random, counts = Random(6), Counts()
    for number in range(20_000):  # twice as many as are kept before all are halved
        index = random.choice([0, int(random.gauss(200, 8)), int(random.gauss(250, 2))]) if number % 5 else 3
        beyond = counts.beyond(index)
        assert beyond == sum(count for at, count in counts.bins.items() if at >= index)
        counts.learn(index, beyond)
    assert counts.n == sum(counts.bins.values())
