"""Fresh accounts that use the product one after the other at one address, and are never refused."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR = "quota_cycling_turns", 3600.0


def life(account: str, start: float, ip: str, calls: int = 10, every: float = 180.0, units: float = 5000.0,
         device: str | None = None) -> list[Event]:  # fmt: skip
    """Sign up, then call the product until the allowance is used up."""
    used = [
        event("account.usage", account, start + 400 + i * every, units=units, status=200, ip=ip, device=device)
        for i in range(calls)
    ]
    return [event("account.signup", account, start, ip=ip), *used]


def test_fires_on_accounts_each_used_up_before_the_next_begins() -> None:
    events = [e for i in range(24) for e in life(f"new{i}", i * 3000.0, "198.51.100.7")]
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", "198.51.100.7", "api_abuse")
    assert alert.accounts_total >= 20


def test_quiet_on_an_office_whose_newcomers_come_when_they_like_and_go_on() -> None:
    for seed in range(20):
        random = Random(seed)
        events = [
            e for i in range(25) for day in range(2)
            for e in life(f"dev{i}", random.uniform(0, 9 * HOUR) + day * 86_400, "203.0.113.8", random.randint(5, 30))
        ]  # fmt: skip
        assert alerts(events, NAME) == []


def test_quiet_on_a_class_and_a_hackathon_that_use_the_same_amount_at_once() -> None:
    pupils = [e for i in range(30) for e in life(f"pupil{i}", i * 20.0, "203.0.113.9")]
    teams = [e for i in range(30) for e in life(f"team{i}", i * 40.0, "203.0.113.10", calls=80, every=500.0)]
    assert alerts([*pupils, *teams], NAME) == []


def test_quiet_on_a_tutorial_of_minutes_that_a_carriers_customers_try_all_day() -> None:
    for seed in range(20):
        random = Random(seed)
        events = [e for i in range(30) for e in life(f"u{i}", random.uniform(0, 20 * HOUR), "192.0.2.1", 5, 30.0)]
        assert alerts(events, NAME) == []


def test_quiet_on_turns_of_accounts_that_use_very_different_amounts() -> None:
    random = Random(7)
    events = [
        e for i in range(24)
        for e in life(f"new{i}", i * 3000.0, "203.0.113.11", units=random.lognormvariate(7, 1))
    ]  # fmt: skip
    assert alerts(events, NAME) == []


def test_quiet_on_old_accounts_and_on_those_that_name_a_device() -> None:
    told = [e for i in range(24) for e in life(f"d{i}", i * 3000.0, "198.51.100.8", device=f"phone{i}")]
    old = [e for i in range(24) for e in life(f"old{i}", i * 3000.0, "198.51.100.9") if e.type == "account.usage"]
    assert alerts([*told, *old], NAME) == []
