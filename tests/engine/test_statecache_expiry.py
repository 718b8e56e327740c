"""What is forgotten of entities: expiry by event time, the cap last; an open alert never."""

from __future__ import annotations

from pipeline.keystate import OpenAlert
from pipeline.sweep import SLICE
from tests.engine.toys import count, door

DAY = 86_400.0
NOW = 1_767_600_000.0


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
        one.cache._sweep._owed = 1000.0  # as after much traffic
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
    one.cache._sweep._owed = 100.0
    one.cache.sweep(set())
    assert one.cache.find("ip:a") is None
    assert count(one.cache.get("ip:a", NOW + 5 * DAY)) == 1
    one.checkpoint()
    assert list(one.state.entries) == [b"ip:a"]
