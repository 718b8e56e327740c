"""What is kept in a shorter way says the same: slips for tallies, and sums from one bin to the next for sums anew."""

from __future__ import annotations

from random import Random

from detectors.ranks import Counts
from detectors.slips import SLIPS_MOST, Slip, Slips, all_tallied, take
from detectors.tally import Tally


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
