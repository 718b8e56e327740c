"""What verdicts on alerts lead to is the same in a replay and live, whatever the partitions, order and crashes."""

from __future__ import annotations

from functools import cache

import pytest

from tests.support.attacks import attacks, reviewed
from tests.support.mixed import Mixed, carried, late, replayed
from tests.test_replay_equals_stages import content, engine


@cache
def mixed() -> Mixed:
    bare = attacks(1)
    return reviewed(bare, replayed(bare, engine()), 1)


@cache
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(mixed(), engine()))
    learned = [one for alert in found.values() for one in alert["signals"] if one.precision.verdicts]  # type: ignore[attr-defined]
    assert len({one.detector for one in learned}) >= 2
    assert len({one.precision for one in learned}) >= 5
    quiet = content(replayed(attacks(1), engine())).keys() - found.keys()
    assert len(quiet) >= 3  # a bar kept them from reviewers
    return found


@pytest.mark.parametrize("partitions", [1, 4, 16])
def test_partitions_and_interleaving_decide_nothing(partitions: int) -> None:
    assert content(carried(mixed(), engine(), partitions, partitions)) == expected()


@pytest.mark.parametrize("seed", range(4))
def test_crashes_decide_nothing(seed: int) -> None:
    assert content(carried(mixed(), engine(), 4, seed, crashes=12)) == expected()


@pytest.mark.parametrize("seed", range(3))
def test_late_and_duplicate_arrivals_decide_nothing(seed: int) -> None:
    arrivals = late(mixed(), seed)
    assert content(replayed(arrivals, engine())) == expected()
    assert content(carried(arrivals, engine(), 4, seed, crashes=4)) == expected()
