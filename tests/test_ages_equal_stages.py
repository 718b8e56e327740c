"""Who had just signed up when he linked does not depend on which of the two topics was read first."""

from __future__ import annotations

from functools import cache
from typing import cast

import pytest

from pipeline.engine import Engine
from pipeline.names import Names
from pipeline.stages import stages
from schemas import topics
from schemas.alert import Alert, AlertSignal
from schemas.event import Event
from tests.scenarios.test_domain_push import posted
from tests.support.carrier import Carrier
from tests.support.mixed import feed
from tests.support.scenario import event, live
from tests.test_replay_equals_stages import carried, content, late, replayed

MINUTE = 60.0
NAMES = ("domain_push", "report_surge")  # the latter has sign-ups kept
PUSHERS = 40


@cache
def traffic() -> list[Event]:
    """Return a stream's first hours: accounts that link to one domain a quarter of an hour after they signed up."""
    joined = [event("account.signup", f"new{i}", 3 * 3600.0 + i * MINUTE) for i in range(PUSHERS)]
    pushed = [posted(f"new{i}", 3 * 3600.0 + (i + 15) * MINUTE, "casino.example", ip=f"203.0.{i}.9")
              for i in range(PUSHERS)]  # fmt: skip
    others = [event("account.signup", f"member{i}", i * 3 * MINUTE) for i in range(120)]
    links = [posted(f"old{i}", i * 3 * MINUTE, f"page{i % 7}.example", ip=f"198.51.{i}.7") for i in range(120)]
    return sorted([*joined, *pushed, *others, *links], key=lambda one: (one.time, one.id))


def engine() -> Engine:
    return live(*NAMES)


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(traffic(), engine()))
    (alert,) = found.values()
    (signal,) = cast("list[AlertSignal]", alert["signals"])
    assert signal.evidence["signed_up_in_the_first_day"] == PUSHERS
    return found


class Behind(Carrier):
    """Reads a topic with a backlog a few records at a time, all others as they come."""

    slow = topics.ACCOUNT_EVENTS.name

    def size(self, topic: str) -> int:
        return 5 if topic.endswith(self.slow) else 2000


def behind(slow: topics.Topic, seed: int) -> list[Alert]:
    """Return what is told where nobody says anything of verdicts, and one topic is read behind the others."""
    names = Names("t.")
    counts = {names.of(topic): 1 for topic in topics.TOPICS}
    carrier = Behind(stages(engine(), names), counts, seed)
    carrier.slow = slow.name
    carrier.run(end=False)  # those that are silent say so: nobody waits for them
    feed(carrier, names, traffic())
    carrier.run()
    return carrier.alerts(names.of(topics.ALERTS))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("slow", [topics.ACCOUNT_EVENTS, topics.CONTENT_EVENTS])
def test_a_backlog_of_one_topic_decides_nothing(
    slow: topics.Topic, seed: int, expected: dict[str, dict[str, object]]
) -> None:
    assert content(behind(slow, seed)) == expected


@pytest.mark.parametrize("partitions", [1, 4])
def test_partitions_and_crashes_decide_nothing(partitions: int, expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(traffic(), partitions, partitions, crashes=6, by=engine())) == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lateness_decides_nothing(seed: int, expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(late(traffic(), seed), 4, seed, by=engine())) == expected
