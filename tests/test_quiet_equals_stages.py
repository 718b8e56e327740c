"""A room that nothing comes to for a while is not at its end while another worker still has its sources' events."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.engine import Engine
from pipeline.names import Names
from pipeline.stage import PartitionStage
from pipeline.stages import stages
from schemas import topics
from schemas.event import Event
from tests.scenarios.test_domain_push import members, posted
from tests.scenarios.test_signup_device import made
from tests.support.carrier import Carrier
from tests.support.mixed import feed
from tests.support.scenario import live
from tests.test_replay_equals_stages import content, replayed

INSIDE = tuple(topic.name for topic in (topics.OBSERVATIONS, topics.RATES, topics.FINDINGS))
NAMES = ("signup_device", "domain_push")


@cache
def traffic() -> list[Event]:
    """Return accounts made on a phone, and a link that newcomers share first, and then everybody: that is no push."""
    phone = [made(f"new{i}", i * 900.0, "phone") for i in range(20)]
    fresh = [posted(f"fresh{i}", i * 3.0, "news.example") for i in range(30)]
    share = [posted(f"member{i}", 95.0 + i, "news.example") for i in range(150)]
    return sorted([*members(150), *phone, *fresh, *share], key=lambda one: (one.time, one.id))


def engine() -> Engine:
    return live(*NAMES)


class Impatient(Carrier):
    """Takes a room of an internal topic to be at its end whenever nothing waits for it, as after a long rebalance."""

    ends = 0

    def size(self, topic: str) -> int:
        return 2000 if topic.endswith(INSIDE) else 5

    def _step(self, room: PartitionStage, place: tuple[str, int], at: dict[tuple[str, int], int]) -> None:
        super()._step(room, place, at)
        if place[0].endswith(INSIDE) and at[place] == len(self.logs[place]):
            self.ends += 1
            for send in room.idle(end=True):
                self.send(send)


@pytest.mark.parametrize("partitions", [1, 4])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_pause_decides_nothing(partitions: int, seed: int) -> None:
    names = Names("t.")
    counts = {names.of(topic): partitions for topic in topics.TOPICS} | {names.of(topics.RATES): 1}
    carrier = Impatient(stages(engine(), names), counts, seed)
    carrier.run(end=False)  # those that are silent say so: nobody waits for them
    feed(carrier, names, traffic())
    carrier.run()
    assert carrier.ends > 20
    expected = content(replayed(traffic(), engine()))
    assert [alert["entity"].id for alert in expected.values()] == ["phone"]  # type: ignore[attr-defined]
    assert content(carrier.alerts(names.of(topics.ALERTS))) == expected
