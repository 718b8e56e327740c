"""Codes guessed by a few accounts of one home, on a site whose people mistype one now and then."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.scenarios.test_code_guessing import DAY, site
from tests.support.scenario import alerts, event, last_versions

NAME, HOME = "code_guessing_address", "198.51.100.9"


def tried(account: str, times: int, after: float = 0.0, day: float = 11.0, **fields: Any) -> list[Event]:
    """Return codes that an account tries in the course of an afternoon and evening."""
    told: dict[str, Any] = {"product": "redeem", "status": 404, "ip": HOME, **fields}
    return [event("account.usage", account, day * DAY + after + i * 1900.0, **told) for i in range(times)]


def guessed(accounts: int, times: int = 16, **fields: Any) -> list[Event]:
    return [one for i in range(accounts) for one in tried(f"thief{i}", times, i * 300.0, **fields)]


def test_fires_on_six_accounts_of_one_home_that_each_try_sixteen_codes() -> None:
    child = tried("child", 2, 7000.0)
    (alert,) = last_versions(alerts([*site(), *guessed(6), *child], NAME)).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", HOME)
    assert sorted(alert.accounts) == [f"thief{i}" for i in range(6)]
    assert "6 accounts at one address were refused the same product 96 times within 24 h" in alert.reason
    assert "each 10 times or more (1 other there less often)" in alert.reason
    assert alert.signals[0].evidence["accounts_refused"] == 7


def test_one_account_alone_is_not_told_of_these() -> None:
    assert alerts([*site(), *guessed(6)], "code_guessing") == []


def test_quiet_on_a_family_and_on_a_cafe_with_a_code_that_has_run_out() -> None:
    cafe = [one for i in range(40) for one in tried(f"guest{i}", 4, i * 600.0, ip="203.0.113.80")]
    assert alerts([*site(), *guessed(4), *cafe], NAME) == []


def test_quiet_on_an_office_in_which_a_few_are_stubborn() -> None:
    office = [one for i in range(300) for one in tried(f"clerk{i}", 12 if i % 60 == 0 else 1, i * 200.0)]
    assert alerts([*site(), *office], NAME) == []


def test_quiet_on_a_crowd_at_one_address() -> None:
    crowd = [one for i in range(100) for one in tried(f"player{i}", 12, i * 1.0)]
    assert alerts([*site(), *crowd], NAME) == []


def test_quiet_on_programs_with_a_key_and_where_nothing_is_known_of_the_door() -> None:
    assert alerts([*site(), *guessed(6, key="k1"), *guessed(6, product="other")], NAME) == []
    assert alerts([*site(days=2), *guessed(6)], NAME) == []
