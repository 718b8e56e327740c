"""Two levels of state act as one: what is hot, cold or stored decides nothing; expiry by event time; the cap last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.hot_budget import HotBudget
from pipeline.keystate import KeyState, OpenAlert
from pipeline.sealed import StateRefusedError
from pipeline.statecache import SLICE, Held
from tests.engine.toys import Counted, door

DAY = 86_400.0
NOW = 1_767_600_000.0


def count(known: KeyState) -> int:
    state = known.states.setdefault("counter", Counted())
    state.seen += 1
    return int(state.seen)


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


def test_an_expired_entity_is_new_whether_or_not_it_was_swept() -> None:
    for swept in (False, True):
        one = door(ttl_s=DAY)
        count(one.cache.get("ip:a", NOW))
        one.checkpoint()
        one.cache.at(NOW + DAY + 3601)
        if swept:
            for number in range(SLICE):
                one.cache.get(f"ip:x{number}", NOW + DAY + 3601)
            one.checkpoint()
            assert b"ip:a" not in one.state.entries
        assert count(one.cache.get("ip:a", NOW + DAY + 3601)) == 1
        assert one.cache.evicted == {"ttl": 1, "cap": 0}
        assert one.held.entries == 1 + SLICE * swept


def test_at_its_age_an_entity_is_still_known() -> None:
    one = door(ttl_s=DAY)
    count(one.cache.get("ip:a", NOW))
    assert count(one.cache.get("ip:a", NOW + DAY)) == 2


def test_an_open_alert_is_never_too_old() -> None:
    one = door(ttl_s=DAY)
    known = one.cache.get("ip:a", NOW)
    known.open(OpenAlert("al-1", "counter", NOW))
    count(known)
    one.checkpoint()
    one.cache.at(NOW + 1.5 * DAY)
    fill(one, NOW + 1.5 * DAY)
    assert count(one.cache.get("ip:a", NOW + 1.5 * DAY)) == 2


def fill(one: object, at: float, number: int = SLICE) -> None:
    for name in range(number):
        one.cache.get(f"ip:fill{name}", at)  # type: ignore[attr-defined]
    one.checkpoint()  # type: ignore[attr-defined]


def test_what_a_timer_waits_for_is_not_swept() -> None:
    one = door(ttl_s=DAY)
    one.cache.get("ip:a", NOW)
    one.checkpoint()
    one.cache.at(NOW + 9 * DAY)
    for number in range(SLICE):
        one.cache.get(f"ip:x{number}", NOW + 9 * DAY)
    one.checkpoint("ip:a")
    assert b"ip:a" in one.state.entries


def test_a_wrong_clock_neither_ages_nor_renews_an_entity() -> None:
    one = door(ttl_s=DAY * 3)
    one.cache.at(NOW)
    count(one.cache.get("ip:a", NOW))
    assert count(one.cache.get("ip:a", NOW + 3650 * DAY)) == 2  # not forgotten because of it
    assert one.cache.get("ip:a", NOW).touched == NOW + DAY  # nor kept for ten years
    one.cache.at(NOW + 5 * DAY)
    assert count(one.cache.get("ip:a", NOW + 5 * DAY)) == 1


def test_a_very_late_event_finds_an_expired_entity_new_as_the_sweep_would_leave_it() -> None:
    one = door(ttl_s=DAY)
    count(one.cache.get("ip:a", NOW))
    one.cache.at(NOW + 5 * DAY)
    assert count(one.cache.get("ip:a", NOW + 60)) == 1


def test_above_the_cap_those_go_that_were_seen_longest_ago_and_once() -> None:
    one = door(kept=100)
    for number in range(100):
        one.cache.get(f"ip:old{number:03}", NOW + number)
        one.cache.get("ip:often", NOW + number)
    one.checkpoint()
    for number in range(100):
        one.cache.get(f"ip:young{number:03}", NOW + 1000 + number)
    one.checkpoint()
    one.checkpoint()
    for number in range(60):
        one.cache.get(f"ip:young{number:03}", NOW + 1000 + number)
    while one.held.entries > 100:
        fill(one, NOW + 1200, 1)
        one.cache._owed = 1000.0  # as after much traffic
    assert b"ip:often" in one.state.entries
    assert one.cache.evicted["cap"] >= 100
    young = sum(name.startswith(b"ip:young") for name in one.state.entries)
    old = sum(name.startswith(b"ip:old") for name in one.state.entries)
    assert young > 2 * old


def test_the_store_cannot_outgrow_the_cap_by_more_than_a_few_checkpoints_bring() -> None:
    one, most = door(kept=500, hot=64), 0
    for checkpoint in range(60):
        for number in range(100):
            one.cache.get(f"ip:{checkpoint}-{number}", NOW + checkpoint)
        one.cache.trim()
        one.checkpoint()
        most = max(most, len(one.state.entries))
        assert one.held.entries == len(one.state.entries)
    assert most <= 500 + 3 * 100


def test_above_the_cap_an_open_alert_stays_however_old() -> None:
    one = door(kept=10)
    one.cache.get("ip:a", NOW - DAY).open(OpenAlert("al-1", "counter", NOW))
    for number in range(1000):
        one.cache.get(f"ip:{number}", NOW)
        if number % 100 == 99:
            one.checkpoint()
    assert one.cache.evicted["cap"] > 800
    assert b"ip:a" in one.state.entries


def test_an_entity_forgotten_but_not_yet_deleted_is_new() -> None:
    one = door(ttl_s=DAY)
    count(one.cache.get("ip:a", NOW))
    one.checkpoint()
    one.cache.at(NOW + 5 * DAY)
    one.cache._owed = 100.0
    one.cache.sweep(set())
    assert one.cache.find("ip:a") is None
    assert count(one.cache.get("ip:a", NOW + 5 * DAY)) == 1
    one.checkpoint()
    assert list(one.state.entries) == [b"ip:a"]


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


@pytest.mark.parametrize("hot", [64, 1000])
def test_a_walk_meets_every_entry_though_others_come_and_go(hot: int) -> None:
    one = door(hot=hot, ttl_s=DAY)
    for number in range(300):
        one.cache.get(f"ip:{number}", NOW)
    one.cache.trim()
    one.checkpoint()
    one.cache.at(NOW + 3 * DAY)
    for step in range(40):
        for number in range(20):
            one.cache.get(f"ip:new{step}-{number}", NOW + 3 * DAY)
        one.cache.trim()
        one.checkpoint()
    assert not [name for name in one.state.entries if not name.startswith(b"ip:new")]


def swept(entry: bytes, at: float) -> tuple[object, list[bytes]]:
    """Put an entry among fresh ones, sweep at event time `at`; return the door, and the names that were opened."""
    one, opened = door(ttl_s=DAY), list[bytes]()
    one.state.write([(b"ip:a", entry)])
    vault_open = one.cache._vault.open

    def noted(name: bytes, blob: bytes, decode: object) -> object:
        opened.append(name)
        return vault_open(name, blob, decode)  # type: ignore[arg-type]

    one.cache._vault.open = noted  # type: ignore[assignment, method-assign]
    one.cache.at(at)
    one.cache._owed = float(SLICE)
    one.cache.sweep(set())
    return one, opened


def stored_entry() -> bytes:
    one = door(ttl_s=DAY)
    count(one.cache.get("ip:a", NOW))
    one.checkpoint()
    return one.state.entries[b"ip:a"]


def test_a_sweep_leaves_what_is_young_as_it_is() -> None:
    assert swept(stored_entry(), NOW + DAY)[1] == []
    assert swept(stored_entry(), NOW + 2 * DAY)[1] == [b"ip:a"]


@pytest.mark.parametrize("spoilt", [-1, 20])
def test_a_sweep_forgets_nothing_on_the_word_of_an_altered_entry(spoilt: int) -> None:
    entry = bytearray(stored_entry())
    entry[spoilt] ^= 1
    with pytest.raises(StateRefusedError):
        swept(bytes(entry), NOW + 2 * DAY)


def test_a_sweep_refuses_what_is_too_short_for_an_age() -> None:
    with pytest.raises(StateRefusedError):
        swept(b"short", NOW)
