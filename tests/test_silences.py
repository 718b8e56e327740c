"""A silence decides nothing: what is judged once its time is over waits for that, live as in a replay."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from pipeline.engine import Engine
from pipeline.names import Names
from pipeline.stages import stages
from schemas import topics
from schemas.event import Event
from tests.scenarios.test_signup_burst_slow import MINUTE, made
from tests.support.carrier import Carrier
from tests.support.mixed import feed
from tests.support.near_thresholds import near_thresholds
from tests.support.scenario import live
from tests.support.seeds import seeds
from tests.test_replay_equals_stages import content, engine, replayed

Content = dict[str, dict[str, object]]


def carried(parts: Sequence[Sequence[Event]], by: Engine, *, ends: bool) -> Content:
    """Return the alerts of a worker that hears nothing for a while after each part; `ends`: and takes it as the end."""
    names = Names("t.")
    counts = {names.of(topic): 2 for topic in topics.TOPICS} | {names.of(topics.RATES): 1}
    carrier = Carrier(stages(by, names), counts, 1)
    for number, part in enumerate(parts, start=1):
        feed(carrier, names, part)
        carrier.run(end=ends or number == len(parts))
    return content(carrier.alerts(names.of(topics.ALERTS)))


def test_what_comes_after_a_silence_still_speaks_for_the_accounts_before_it() -> None:
    chance = Random(4)
    even = [made(i, (2 * i + chance.uniform(0, 0.3)) * MINUTE, chance) for i in range(29)]
    crowd = sorted((made(100 + i, chance.uniform(58, 64) * MINUTE, chance) for i in range(40)), key=lambda e: e.time)
    assert replayed([*even, *crowd], live("signup_burst_slow")) == []
    assert carried([even, crowd], live("signup_burst_slow"), ends=False) == {}
    assert carried([even, crowd], live("signup_burst_slow"), ends=True)  # what a worker for recorded events says


@pytest.mark.parametrize("seed", seeds(4, 1))
@pytest.mark.parametrize("apart", [40, 300])
def test_silences_decide_nothing(seed: int, apart: int) -> None:
    events = near_thresholds(seed)
    parts = [events[start : start + apart] for start in range(0, len(events), apart)]
    assert carried(parts, engine(), ends=False) == content(replayed(events))
