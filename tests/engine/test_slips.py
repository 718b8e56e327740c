"""What is kept in a shorter way says the same: slips for tallies, and sums from one bin to the next for sums anew."""

from __future__ import annotations

from random import Random

import pytest

from detectors import posting_burst
from detectors.ranks import Counts
from detectors.refusals import Refusals, RefusalState
from detectors.slips import SLIPS_MOST, Slip, Slips, all_tallied, take
from detectors.tally import Tally
from schemas.event import Event
from tests.support import recorded
from tests.support.any_events import any_events, enriched
from tests.support.detector_run import DetectorRun, frozen
from tests.support.scenario import shipped


def drawn(random: Random, number: int) -> Slip:
    """Return an event out of order in time, by a few accounts, devices and addresses or none."""
    device = random.choice([None, "", "phone", "laptop"])
    ip = random.choice([None, "192.0.2.1", "192.0.2.2"])
    return float(random.randrange(40)), f"e{number}", random.random(), random.choice("abc"), device, ip


def noted(slips: list[Slip]) -> Tally:
    """Return the tally of events, one call after the other."""
    tally = Tally()
    for time, event_id, weight, account, device, ip in slips:
        tally.seen(time, event_id, weight)
        tally.account(account, time)
        for kind, name in (("device", device), ("ip", ip)):
            if name:
                tally.tie(f"{kind}:{name}", time)
    return tally


def test_slips_become_the_tally_that_their_events_would_have_made() -> None:
    random = Random(4)
    for size in (1, SLIPS_MOST, SLIPS_MOST + 1, 30):
        events, slips, tallies = [drawn(random, number) for number in range(size)], Slips(), dict[int, Tally]()
        made = [take(event, 7, slips, tallies) for event in events]
        assert made[:SLIPS_MOST] == [None] * min(size, SLIPS_MOST)
        all_tallied(slips, tallies)
        assert not slips
        assert tallies == {7: noted(events)}


def test_beside_a_hot_tally_nothing_stays_on_slips() -> None:
    slips, tallies = Slips(), {1: Tally(hot=True)}
    assert take(drawn(Random(5), 1), 2, slips, tallies) is tallies[2]
    assert not slips


def test_what_lies_in_a_bin_or_higher_is_kept_up_as_if_it_were_summed() -> None:
    random, counts = Random(6), Counts()
    for number in range(20_000):  # twice as many as are kept before all are halved
        index = random.choice([0, int(random.gauss(200, 8)), int(random.gauss(250, 2))]) if number % 5 else 3
        beyond = counts.beyond(index)
        assert beyond == sum(count for at, count in counts.bins.items() if at >= index)
        counts.learn(index, beyond)
    assert counts.n == sum(counts.bins.values())


def shuffled(name: str) -> list[Event]:
    """Return ordinary events and some that fire, as they come when each may be minutes late."""
    played, random = recorded.fires(name), Random(7)
    assert played is not None
    events = enriched([*any_events(seed=13), *any_events(seed=14, days=1, size=200), *played.events])
    return sorted(events, key=lambda event: event.time + random.uniform(0, 290))


def hot(run: DetectorRun) -> dict[str, bytes]:
    """Return what is accused, by entity."""
    tallies = {key: [(at, t) for at, t in state.tallies.items() if t.hot] for key, state in run.states().items()}
    return {key: frozen(sorted(found, key=lambda one: one[0])) for key, found in tallies.items() if found}


def test_posts_held_back_say_what_tallies_say(monkeypatch: pytest.MonkeyPatch) -> None:
    events = shuffled("posting_burst")
    quick = DetectorRun(shipped("posting_burst")).run(events)
    monkeypatch.setattr(posting_burst, "fits", lambda *_: False)
    thorough = DetectorRun(shipped("posting_burst")).run(events)
    assert quick.signals == thorough.signals
    assert hot(quick) == hot(thorough) != {}
    assert any(state.posts for state in quick.states().values())


@pytest.mark.parametrize("name", ["mail_refused", "usage_refused"])
def test_what_was_taken_says_the_same_before_it_is_in_tallies(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def tallied(detector: Refusals, state: RefusalState, time: float) -> None:
        tally = detector.tally(state, int(time // detector.step_s))
        tally.stretch(time)
        tally.add("taken")

    events = shuffled(name)
    quick = DetectorRun(shipped(name)).run(events)
    monkeypatch.setattr(Refusals, "_pass", tallied)
    thorough = DetectorRun(shipped(name)).run(events)
    assert quick.signals == thorough.signals
    assert hot(quick) == hot(thorough) != {}
    assert any(state.passed for state in quick.states().values())
