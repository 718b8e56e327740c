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
