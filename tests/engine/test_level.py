"""A level kept as two numbers is what River's own models, never put away, say of the same values."""

from __future__ import annotations

from math import log1p
from random import Random

import pytest
from river import stats

from detectors.river_models import NEW, learned


@pytest.mark.parametrize("fading", [0.02, 0.5])
def test_a_level_put_away_after_each_value_is_rivers(fading: float) -> None:
    random, mean, variance, level = Random(2), stats.EWMean(fading), stats.EWVar(fading), NEW
    for number in range(1, 2001):
        value = log1p(random.choice([0.0, random.random() * 10 ** random.randrange(6)]))
        mean.update(value)
        variance.update(value)
        level = learned(level, value, fading)
        assert (level.n, level.mean, level.variance) == (number, mean.get(), variance.get())


def test_levels_do_not_mix() -> None:
    one = learned(learned(NEW, 1.0, 0.1), 2.0, 0.1)
    learned(NEW, 50.0, 0.1)
    assert learned(one, 3.0, 0.1) == learned(learned(learned(NEW, 1.0, 0.1), 2.0, 0.1), 3.0, 0.1)
