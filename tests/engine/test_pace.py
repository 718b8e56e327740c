"""Checkpoints follow the batches while the worker keeps up, and lie far apart behind a backlog."""

from __future__ import annotations

from math import inf

from pipeline.pace import Pace
from pipeline.worker_settings import WorkerSettings

KEEPING_UP, WAITED, MORE_TO_COME = (0.01, 500, 0), (0.3, 500, 0), (0.01, 500, 501)


def pace(**changes: object) -> Pace:
    """Return the pace of a worker whose last checkpoint took 40 milliseconds and ended at 100."""
    known = {"checkpoint_interval_s": 0.5, "checkpoint_longest_s": 4.0, **changes}
    one = Pace(WorkerSettings(bootstrap="", app_id="", topics={}, **known))  # type: ignore[arg-type]
    one.checkpointed(99.96, 100.0)
    return one


def due_after(one: Pace, *, lull: bool = True, landed: float = 99.0) -> float:
    """Return after how many milliseconds a checkpoint is due; `landed`: when the last one's commit ended."""
    return next(ms for ms in range(10_000) if one.is_due(100.0 + ms / 1000, landed, lull=lull))


def test_while_keeping_up_it_rests_for_twice_what_the_last_one_took() -> None:
    one = pace()
    one.batch(*KEEPING_UP)
    assert due_after(one) in (80, 81)
    assert due_after(one, lull=False) in (120, 121)  # what waits is taken along, but not waited for long


def test_behind_a_backlog_it_takes_one_part_in_25_of_the_time() -> None:
    for backlog in (WAITED, MORE_TO_COME):
        one = pace()
        one.batch(*backlog)
        one.worked(0.2, 101.0)
        assert due_after(one) in (1000, 1001)
        assert due_after(one, lull=False) in (1000, 1001)


def test_who_works_long_at_a_batch_is_behind_though_the_broker_has_no_more_of_that_partition() -> None:
    one = pace()
    one.batch(*KEEPING_UP)
    one.worked(0.3, 99.99)
    assert one.is_behind(100.0)
    one.batch(*KEEPING_UP)
    one.worked(0.2, 99.99)
    assert not one.is_behind(100.0)


def test_a_backlog_is_over_once_no_batch_has_come_for_a_moment() -> None:
    one = pace()
    one.batch(*WAITED)
    one.worked(0.3, 100.02)
    assert due_after(one) in (120, 121)  # and not after the second that it may take while more comes


def test_caught_up_it_follows_the_batches_again() -> None:
    one = pace()
    one.batch(*WAITED)
    one.batch(*KEEPING_UP)
    assert due_after(one) in (80, 81)


def test_an_interval_neither_falls_below_what_is_set_nor_grows_beyond_the_longest() -> None:
    one = pace()
    one.checkpointed(99.999, 100.0)
    assert one.interval_s() == 0.5
    one.checkpointed(99.0, 100.0)
    assert one.interval_s() == 4.0
    assert not one.is_over(103.9)
    assert one.is_over(104.0)


def test_told_not_to_hurry_it_keeps_to_the_interval() -> None:
    one = pace(checkpoint_in_lulls=False)
    one.batch(*KEEPING_UP)
    assert due_after(one) in (1000, 1001)


def test_the_first_batch_of_all_is_committed_at_once() -> None:
    one = Pace(WorkerSettings(bootstrap="", app_id="", topics={}))
    one.batch(*KEEPING_UP)
    assert one.is_due(100.0, 0.0, lull=False)


def test_it_lets_a_commit_end_and_settle_first_but_not_beyond_its_time() -> None:
    one = pace()
    one.batch(*KEEPING_UP)
    assert due_after(one, landed=100.2) in (220, 221)
    assert due_after(one, landed=inf) in (1000, 1001)  # then it is waited for
