"""Resets fished one by one from abroad; and owners who forget their passwords at home, or on a journey."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "reset_abroad", 86_400.0


def at_home(i: int, at: float, kind: str = "account.password_reset", **fields: Any) -> Event:
    """Something an account does at home, a reset unless told otherwise."""
    home = {"ip": f"198.51.{i}.1", "device": f"own{i}", "country": "DE", "asn": 64500}
    return event(kind, f"user{i}", at, **home | fields)


def abroad(i: int, at: float, **fields: Any) -> Event:
    """A reset asked for through a home of its own in another country, with a device of its own."""
    there = {"ip": f"203.{i}.7.7", "device": f"box{i}", "country": "BR", "asn": 64600 + i}
    return at_home(i, at, "account.password_reset", **there | fields)


def people(days: int = 14) -> list[Event]:
    """Return 200 people who log in at home, eight of whom ask for a reset a day."""
    known = [at_home(i, -2.0 * DAY + i * 60.0, "account.login", outcome=True) for i in range(200)]
    return known + [at_home(100 + (8 * day + i) % 100, day * DAY + i * 7000.0) for day in range(days) for i in range(8)]


def fished(each: int, days: int, first: float = 5.0, **fields: Any) -> list[Event]:
    """Return resets for so many accounts a day, for days."""
    return [abroad(each * day + i, (first + day) * DAY + 4000.0 * i + 700.0, **fields)
            for day in range(days) for i in range(each)]  # fmt: skip


def found(*parts: list[Event]) -> list[Any]:
    stream = sorted([one for part in parts for one in part], key=lambda one: one.time)
    return list(last_versions(alerts(stream, NAME)).values())


def test_fires_on_six_accounts_a_day_each_through_a_home_of_its_own() -> None:
    (alert,) = found(people(), fished(6, 6))
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "account_security", "medium")
    assert set(alert.accounts) == {f"user{i}" for i in range(36)}
    assert "each from a country and with a client new to it" in alert.reason
    assert "victims" in alert.suggested_action


def test_fires_where_programs_are_told_and_no_devices() -> None:
    bare = [event(one.type, one.subject, one.time, ip=one.ip, country=one.country, asn=one.asn, outcome=one.outcome,
                  user_agent=f"app {one.device}") for one in [*people(), *fished(6, 6)]]  # fmt: skip
    assert len(found(bare)) == 1


def test_quiet_on_travellers_who_forget_now_and_then() -> None:
    assert found(people(), fished(1, 14, first=0.0)) == []


def test_quiet_on_a_new_telephone_at_home_and_an_own_one_abroad() -> None:
    assert found(people(), fished(6, 6, country="DE")) == []
    own = [abroad(i, (5 + i // 6) * DAY + 4000.0 * (i % 6), device=f"own{i}") for i in range(36)]
    assert found(people(), own) == []


def test_quiet_on_a_leak_after_which_all_ask_at_home() -> None:
    all_ask = [at_home(i, 5.0 * DAY + 300.0 * i) for i in range(200)]
    assert found(people(), all_ask, fished(4, 1)) == []


def test_quiet_on_one_address_that_asks_for_many() -> None:
    assert found(people(), fished(12, 1, ip="203.0.113.9")) == []  # `reset_enumeration`


def test_quiet_on_a_site_that_tells_no_countries() -> None:
    assert found(people(), fished(6, 6, country=None)) == []
