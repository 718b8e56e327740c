"""When a live run is over, and that every contestant does the site's work."""

from __future__ import annotations

from pathlib import Path

from pipeline.names import Names
from schemas import topics
from tests.bench.live import Calm
from tests.bench.no_verdicts import said
from tests.bench.task import Task

PARTITIONS = 3


def test_a_worker_with_a_long_batch_is_not_calm() -> None:
    calm = Calm()
    for step in range(40):  # ten seconds of one batch, half a core at the least
        calm.see(1.0 + step / 4, cpu=0.5 * step / 4)
        assert calm.since == 0.0


def test_a_worker_that_waits_is_calm_for_as_long_as_it_waits() -> None:
    calm = Calm()
    calm.see(1.0, cpu=7.0)
    for step in range(1, 9):
        calm.see(1.0 + step / 4, cpu=7.0 + 0.02 * step)
    assert calm.since == 2.0
    calm.see(3.25, cpu=7.5)
    assert calm.since == 0.0


def test_every_partition_of_decisions_says_to_the_site_and_to_campaigns_that_it_is_quiet(tmp_path: Path) -> None:
    names = Names("bench-")
    counts = {names.of(topic): PARTITIONS if topic.partitions > 1 else 1 for topic in topics.TOPICS}
    task = Task(bootstrap="", prefix="bench-", catalogue="default", partitions=counts, notes=str(tmp_path / "notes"),
                folder=str(tmp_path))  # fmt: skip
    to = [send.topic for send in said(task)]
    assert to.count(names.of(topics.RATES)) == PARTITIONS
    assert to.count(names.of(topics.FINDINGS)) == PARTITIONS
