"""What an account has used before is not forgotten for what is new, as long as it goes on being used."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.novelty import novelty
from detectors.profile import DAY_S, Profile, remember, use
from schemas.event import NEW_IP, NEW_TODAY
from tests.support.scenario import event

HOME = "198.51.100.1"


def take(profile: Profile, time: float, ip: str, kind: str = "account.login", **fields: Any) -> int:
    one = event(kind, "ann", time, ip=ip, **fields)
    one.novel = novelty(profile, one)
    remember(profile, one)
    use(profile, one)
    return one.novel & NEW_IP


@pytest.mark.parametrize(("kind", "fields", "kept"), [
    ("account.login", {"outcome": True}, True), ("account.login", {"outcome": False}, False),
    ("account.usage", {"key": "k1"}, True), ("content.posted", {}, True), ("account.password_reset", {}, False),
])  # fmt: skip
def test_an_address_in_use_is_known_after_forty_new_ones(kind: str, fields: dict[str, Any], kept: bool) -> None:
    profile = Profile()
    take(profile, 0.0, HOME, outcome=True)
    for day in range(1, 41):
        take(profile, day * DAY_S, f"203.0.113.{day}", outcome=True)
        take(profile, (day + 0.5) * DAY_S, HOME, kind, **fields)
    assert take(profile, 42 * DAY_S, HOME, outcome=True) == (0 if kept else NEW_IP)


def test_being_reported_makes_nobody_known() -> None:
    profile = Profile()
    take(profile, -9 * DAY_S, "", "content.reported", content_id="c1", reporter="bob")
    one = event("content.posted", "ann", 0.0, ip=HOME)
    assert novelty(profile, one) & NEW_TODAY
    take(profile, 0.0, HOME, "content.posted")
    later = event("content.posted", "ann", 2 * DAY_S, ip=HOME)
    assert not novelty(profile, later) & NEW_TODAY


@pytest.mark.parametrize(("kind", "fields"), [("account.login", {"outcome": False}), ("account.password_reset", {})])
def test_who_only_tries_to_get_in_makes_no_account_old(kind: str, fields: dict[str, Any]) -> None:
    """Else a list that was tried weeks ago would make all that an account then shows for the first time a thief's."""
    profile = Profile()
    take(profile, -9 * DAY_S, "203.0.113.7", kind, **fields)
    take(profile, 0.0, HOME, outcome=True)
    assert novelty(profile, event("account.login", "ann", 3600.0, ip=HOME, outcome=True)) & NEW_TODAY
    assert not novelty(profile, event("account.login", "ann", 2 * DAY_S, ip=HOME, outcome=True)) & NEW_TODAY


def test_an_owner_at_home_is_not_new_on_the_day_on_which_a_thief_uses_forty_addresses_by_turns() -> None:
    profile = Profile()
    take(profile, 0.0, HOME, "account.usage", key="k1")
    for i in range(400):
        time = 3 * DAY_S + 36_000.0 + i * 60.0
        take(profile, time, f"203.0.113.{i % 40}", "account.usage", key="k1")
        assert not take(profile, time + 30.0, HOME, "account.usage", key="k1")
