"""A backlog behind inputs that were quiet: the fast partition waits for the slow ones, though all had been idle."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from pipeline.names import Names
from pipeline.stages import stages
from schemas import topics
from tests.support.carrier import Carrier
from tests.support.mixed import feed
from tests.support.seeds import seeds
from tests.test_replay_equals_stages import content, engine, replayed, traffic

NAMES = Names("t.")


@cache
def expected() -> dict[str, dict[str, object]]:
    return content(replayed(traffic(1)))


@pytest.mark.parametrize("seed", seeds(4, 2))
def test_quiet_inputs_and_then_a_backlog_decide_nothing(seed: int) -> None:
    events = traffic(1)
    counts = {NAMES.of(topic): 4 for topic in topics.TOPICS} | {NAMES.of(topics.RATES): 1}
    carrier = Carrier(stages(engine(), NAMES), counts, seed, crashes=3)
    cut = Random(seed).choice([0, len(events) // 3])
    feed(carrier, NAMES, events[:cut])
    carrier.run()  # to the end, and idle
    feed(carrier, NAMES, events[cut:])
    carrier.run()
    assert content(carrier.alerts(NAMES.of(topics.ALERTS))) == expected()
