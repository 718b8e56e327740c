"""Two levels of state act as one: what is hot, cold or stored decides nothing, and what changed is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.hot_budget import HotBudget
from pipeline.sweep import Held
from tests.engine.toys import count, door

DAY = 86_400.0
NOW = 1_767_600_000.0
Moves = st.lists(st.sampled_from("abcdef") | st.sampled_from(["trim", "write", "restart"]), max_size=60)


@given(Moves)
def test_trimming_writing_and_restarting_are_not_seen(moves: list[str]) -> None:
    many = door(hot=0)
    many.cache._budget.room = lambda cache: 1  # type: ignore[method-assign]  # far less than any setting allows
    counts: dict[str, int] = {}
    for step, move in enumerate(moves):
        if move == "trim":
            many.cache.trim()
        elif move == "write":
            many.checkpoint()
        elif move == "restart":
            many.checkpoint()
            many = door(many.state, many.held)
        else:
            counts[move] = counts.get(move, 0) + 1
            assert count(many.cache.get(f"ip:{move}", NOW + step)) == counts[move]
    many.checkpoint()
    assert many.held.entries == len(counts) == len(many.state.entries)


def test_only_what_changed_is_written() -> None:
    one = door()
    one.cache.get("ip:a", NOW)
    assert one.cache.dirty() == 1
    one.checkpoint()
    assert one.cache.dirty() == 0
    assert one.cache.flush() == []
    one.cache.get("ip:a", NOW)
    one.cache.get("ip:b", NOW)
    assert sorted(key for key, _ in one.cache.flush()) == [b"ip:a", b"ip:b"]


def test_changes_that_cooled_before_the_checkpoint_count_as_dirty_and_are_written() -> None:
    one = door(hot=64)
    for number in range(200):
        count(one.cache.get(f"ip:{number}", NOW))
    one.cache.trim()
    assert one.cache.hot == 64
    assert one.cache.dirty() == 200
    one.checkpoint()
    again = door(one.state, one.held)
    assert [count(again.cache.get(f"ip:{number}", NOW)) for number in (0, 100, 199)] == [2, 2, 2]


def test_the_least_recently_used_cool_first() -> None:
    one = door(hot=64)
    for number in range(64):
        one.cache.get(f"ip:{number}", NOW)
    one.cache.trim()  # what was used between two looks counts as used at once
    for number in (0, 64):
        one.cache.get(f"ip:{number}", NOW)
    one.cache.trim()
    assert "ip:0" in one.cache._live
    assert "ip:1" not in one.cache._live


def test_the_hot_budget_is_shared_by_partitions() -> None:
    class Held_:
        hot = 0

    budget, big, small = HotBudget(1000), Held_(), Held_()
    budget.join(big)
    budget.join(small)
    big.hot, small.hot = 900, 50
    assert budget.room(big) == 900  # there is room for all
    big.hot = 1200
    assert budget.room(big) == 950  # what is over must go
    assert budget.room(small) == 500  # below its share: nothing
    del small
    big.hot = 3000
    assert budget.room(big) == 1000


def test_counters_reach_the_metrics_once() -> None:
    one = door(held=Held(alerts=2), ttl_s=DAY)
    one.cache.get("ip:a", NOW)
    one.cache.get("ip:a", NOW + 3 * DAY)
    one.cache.report(one.metrics, 5)
    one.cache.report(one.metrics, 5)
    assert one.metrics.total("abusewatch_state_evicted_total", stage="account", reason="ttl") == 1
    place = frozenset({("stage", "account"), ("partition", "5")})
    assert one.metrics.gauges["abusewatch_state_entries", place] == 1
    assert one.metrics.gauges["abusewatch_alerts_open", place] == 2


def test_a_known_entity_is_found_without_being_touched() -> None:
    one = door()
    assert one.cache.find("ip:a") is None
    one.cache.get("ip:a", NOW)
    one.checkpoint()
    found = door(one.state, one.held).cache.find("ip:a")
    assert found is not None
    assert found.touched == NOW
    assert one.held.entries == 1
