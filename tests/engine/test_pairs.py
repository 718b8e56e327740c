"""Pairs counted on from one question to the next are counted as if anew."""

from __future__ import annotations

from random import Random

import pytest

from detectors.counts import MEMBERS_KEPT
from detectors.pairs import PARTED, Counted, by_first, pairs_of
from detectors.tally import Tally


def pair(random: Random) -> str:
    return f"{random.randrange(300)}{PARTED}{random.randrange(9)}"


def agrees(counted: Counted, window: list[Tally], new: str) -> None:
    """Hold what was counted against a count of all."""
    pairs = pairs_of(window)
    each, found = by_first(pairs), counted.of(window)
    assert found.most == max(each.values(), default=0)
    assert [found.reached[n] for n in range(1, 9)] == [sum(at >= n for at in each.values()) for n in range(1, 9)]
    assert found.with_one(new) == (0 if new in pairs else each[new.partition(PARTED)[0]] + 1)
    assert found.with_one(None) == 0


@pytest.mark.parametrize("seed", range(4))
def test_a_window_that_grows_slides_or_is_another_one(seed: int) -> None:
    random, counted = Random(seed), Counted()
    sites: list[list[Tally]] = [[Tally()], [Tally()]]
    for time in range(400):
        tallies = random.choice(sites if random.random() < 0.2 else sites[:1])
        if random.random() < 0.1:
            tallies.append(Tally())
        for _ in range(random.randrange(4)):
            random.choice(tallies[-3:]).member(pair(random), float(time))
        agrees(counted, random.choice((tallies[-3:], tallies[-4:], tallies[-3:-1])), pair(random))


def test_members_thinned_out_are_counted_no_more() -> None:
    random, counted, tally = Random(5), Counted(), Tally()
    for number in range(MEMBERS_KEPT + 200):
        tally.member(f"{number // 3}{PARTED}{number}", float(number))
        if number > MEMBERS_KEPT - 5:
            agrees(counted, [tally], pair(random))
    assert tally.level


def test_a_bucket_made_anew_is_counted_anew() -> None:
    counted, first, second = Counted(), Tally(), Tally()
    first.member(f"a{PARTED}1", 1.0)
    second.member(f"b{PARTED}1", 1.0)
    agrees(counted, [first], f"b{PARTED}2")
    agrees(counted, [second], f"a{PARTED}2")
