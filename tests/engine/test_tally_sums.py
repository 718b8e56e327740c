"""What is gathered from many partitions adds up the same in any order, fractions too."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from detectors.tally import Tally


def summed(amounts: list[float], cut: int) -> float:
    """Add amounts to two tallies, and merge them."""
    one, other = Tally(), Tally()
    for at, amount in enumerate(amounts):
        (one if at < cut else other).add("units", amount)
    one.merge(other)
    return (one.extra or {})["units"]


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=40), st.integers(0, 40), st.integers())
def test_sums_are_the_same_in_any_order(amounts: list[float], cut: int, seed: int) -> None:
    shuffled = list(amounts)
    Random(seed).shuffle(shuffled)
    found = summed(shuffled, cut)
    assert found == summed(amounts, len(amounts))
    assert abs(found - sum(amounts)) <= len(amounts) / 1024 + 1e-6


def test_merging_whole_maps_is_adding_name_by_name() -> None:
    random = Random(3)
    for size in (3, 40, 900, 3000):
        parts, one_by_one = [Tally() for _ in range(4)], Tally()
        for number in range(size):
            part, name, time = random.choice(parts), f"a{random.randrange(size)}", float(random.randrange(500))
            for tally in (part, one_by_one):
                tally.seen(time, f"e{number}")
                tally.member(name, time)
                tally.account(name, time)
                tally.mark(name, time)
                tally.stranger(name, time)
                tally.tie(name, time)
        merged = Tally()
        for part in parts:
            merged.merge(part)
        assert merged == one_by_one
        assert [list(kept or ()) for kept in (merged.accounts, merged.marked, merged.strangers, merged.ties)] == [
            list(kept or ()) for kept in (one_by_one.accounts, one_by_one.marked, one_by_one.strangers, one_by_one.ties)
        ]
