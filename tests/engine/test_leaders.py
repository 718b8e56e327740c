"""Accounts that lead strangers away, carried on from one question to the next, are found as if anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random

import pytest

from detectors.leaders import DAYS, LED, SELDOM, Leaders
from detectors.pairs import PARTED
from detectors.recurrence import DAY_S
from detectors.tally import Tally


def anew(window: list[Tally], *more: tuple[str, float]) -> dict[str, set[str]]:
    """Return the accounts and their leads by the definition."""
    given = [told for tally in window for told in tally.members.items()]
    told = [(*member.split(PARTED, 2), str(time // DAY_S)) for member, time in [*given, *more]]
    tellers, led, strangers, days = (defaultdict[str, set[str]](set) for _ in range(4))
    for name, _, lead, _ in told:
        tellers[lead].add(name)
    for name, stranger, lead, day in told:
        days[name].add(day)
        if len(tellers[lead]) <= SELDOM:
            led[name].add(lead)
            strangers[name].add(stranger)
    return {n: led[n] for n in led if min(len(led[n]), len(strangers[n])) >= LED and len(days[n]) >= DAYS}


def member(random: Random) -> str:
    return PARTED.join((f"u{random.randrange(12)}", f"{random.randrange(16):x}", f"{random.randrange(40)}.example"))


@pytest.mark.parametrize("seed", range(6))
def test_a_window_that_grows_slides_or_is_another_one(seed: int) -> None:
    random, leaders, seen = Random(seed), Leaders(), Counter[int]()
    sites: list[list[Tally]] = [[Tally()], [Tally()]]
    for step in range(500):
        tallies = random.choice(sites if random.random() < 0.1 else sites[:1])
        if random.random() < 0.05:
            tallies.append(Tally())
        for _ in range(random.randrange(4)):
            tallies[-1].member(member(random), len(tallies) * DAY_S + step)
        window, new, at = tallies[-4 : -1 if random.random() < 0.1 else None], member(random), len(tallies) * DAY_S
        found = leaders.of(window)
        assert found.leads() == anew(window)
        assert found.with_one(new, at) == len(anew(window, (new, at)))
        seen[len(found.leading)] += 1
    assert len(seen) > 4
