"""Nobody makes a detector dear: in a flood four times as long an event costs about what it did before."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from tests.contract import floods

SHORT, LONG = 1600, 6400
GROWS, MORE = 1.5, 1000  # at most, and steps of the interpreter besides: what a window holds is read now and then


@pytest.mark.slow
@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.name)
def test_an_event_of_a_long_flood_costs_no_more(kind: type[Detector[Any]]) -> None:
    content = any(name.startswith("content.") for name in kind.kinds)
    for flood in (floods.wide, floods.narrow) if content else (floods.wide,):
        short, long = (floods.cost(kind, flood(kind, number)) for number in (SHORT, LONG))
        assert 0 < long < GROWS * short + MORE


def test_steps_are_counted_of_what_python_runs() -> None:
    assert floods._steps(lambda: sum([one for one in range(200)])) > 2 * floods._steps(lambda: [one for one in "ab"])
