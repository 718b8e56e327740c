"""Who of the reporters has just signed up, as the site's room knows it."""

from __future__ import annotations

import pytest

import pipeline.reporter_ages as ages
from schemas.event import SETTLED_REPORTER, YOUNG_REPORTER
from tests.learning.reporters_room import Room
from tests.support.scenario import event

DAY = 86_400.0


def sign_up(room: Room, name: str, at: float) -> None:
    one = event("account.signup", name, at)
    room.reporters.signed_up(one, one.time - 300.0)


def told(room: Room, reporter: str, at: float) -> int:
    one = event("content.reported", "a", at, content_id="c", reporter=reporter)
    room.reporters.take(one, one.time - 300.0)
    return one.novel & (YOUNG_REPORTER | SETTLED_REPORTER)


def known(room: Room, upto: int = 0) -> Room:
    for day in range(-9, upto + 1):
        sign_up(room, f"founder{day}", day * DAY)
    return room


def test_tells_the_new_from_the_old_and_says_nothing_before_a_week_is_known() -> None:
    room = Room()
    sign_up(room, "new", 0.0)
    assert told(room, "new", 3600.0) == YOUNG_REPORTER
    assert told(room, "old", 3600.0) == 0
    room = known(Room())
    sign_up(room, "new", 0.0)
    assert [told(room, name, 3600.0) for name in ("new", "old")] == [YOUNG_REPORTER, SETTLED_REPORTER]
    assert told(room, "founder-9", 0.0) == 0  # who signed up longer ago than a week, and is still known
    assert told(room, "new", 599.0) == 0  # not known yet, whatever the order
    assert told(room, "new", 6.9 * DAY) == YOUNG_REPORTER


def test_days_are_stored_each_for_itself_and_forgotten() -> None:
    room = known(Room())
    sign_up(room, "new", 0.0)
    room.checkpoint()
    assert told(Room(room.state), "new", 3600.0) == YOUNG_REPORTER
    sign_up(room, "newer", 60.0)
    assert [name for name in room.checkpoint() if b"signed" in name] == [b"\x00signed %010d" % 20458]
    for day in range(1, 12):
        sign_up(room, f"later{day}", day * DAY)
    room.checkpoint()
    assert len(Room(room.state).reporters.ages.days) == 10


def test_of_very_many_a_sample_is_kept_and_of_others_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ages, "KEPT", 64)
    room = known(Room())
    for n in range(400):
        sign_up(room, f"u{n}", n * 10.0)
    found = [told(room, f"u{n}", DAY / 2) for n in range(400)]
    assert 30 <= found.count(YOUNG_REPORTER) <= 64
    assert found.count(SETTLED_REPORTER) == 0
    assert 0 < [told(room, f"old{n}", DAY / 2) for n in range(400)].count(SETTLED_REPORTER) < 100


def test_a_wrong_clock_takes_no_days_along() -> None:
    room = known(Room())
    one = event("account.signup", "future", 400 * DAY)
    room.reporters.signed_up(one, one.time - 399 * DAY)
    assert told(room, "founder0", 3600.0) == YOUNG_REPORTER


def test_tells_who_had_signed_up_ten_minutes_before_and_of_who_is_in_no_sample_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ages, "KEPT", 64)
    room = known(Room())
    sign_up(room, "new", 0.0)
    kept = room.reporters.ages
    assert [kept.had("new", at + event("account.login", "a", 0.0).time) for at in (599.0, 601.0)] == [False, True]
    assert kept.had("old", event("account.login", "a", 0.0).time) is False
    for i in range(200):
        sign_up(room, f"many{i}", 60.0)
    assert {kept.had(f"stranger{i}", event("account.login", "a", 0.0).time) for i in range(50)} == {False, None}
