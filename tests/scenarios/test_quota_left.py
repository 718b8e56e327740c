"""Allowances that are drained and left, and newcomers who are refused for other reasons."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY, HOUR = "quota_left", 86_400.0, 3600.0


def key(name: str, at: float, ip: str, statuses: Iterable[int | None]) -> list[Event]:
    """Return a sign-up, a key made minutes after it, and what was answered to it every ten minutes."""
    made = [
        event("account.signup", name, at, ip=ip),
        event("account.api_key_created", name, at + 600.0, key=name, ip=ip),
    ]
    return made + [event("account.usage", name, at + 1200.0 + i * 600.0, key=name, ip=ip, product="catalogue",
                         requests=250.0, status=status) for i, status in enumerate(statuses)]  # fmt: skip


DRAINED = [200] * 9 + [429] * 3
WENT_ON = [200] * 9 + [429] * 3 + [200] * 20


def people(days: int = 20) -> list[Event]:
    """Return newcomers with a key, every other day one, of whom every third is told once to slow down."""
    return [one for day in range(0, days, 2)
            for one in key(f"p{day}", (day + 0.3) * DAY, f"10.0.{day}.7",
                           [200] * 30 if day % 3 else WENT_ON)]  # fmt: skip


def drains(count: int, every: float = 0.8, statuses: Iterable[int | None] = DRAINED,
           net: str = "203.0.{}.9") -> list[Event]:  # fmt: skip
    told = list(statuses)
    return [one for i in range(count) for one in key(f"x{i}", (4 + i * every) * DAY, net.format(i), told)]


def test_fires_on_newcomers_who_drain_an_allowance_each_and_leave() -> None:
    (alert,) = last_versions(alerts([*people(), *drains(11)], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "api_abuse")
    assert sorted(alert.accounts) == sorted(f"x{i}" for i in range(11))
    assert "Newcomers of 11 networks made a key within 14 days, used it until they were refused" in alert.reason
    assert alert.signals[0].evidence["requests_each"] == 2250


def test_quiet_on_who_goes_on_and_on_who_is_never_refused_or_always() -> None:
    for statuses in (WENT_ON, [200] * 12, [429] * 12, [None] * 12):
        assert alerts([*people(), *drains(11, statuses=statuses)], NAME) == []


def test_quiet_on_a_hackathon_of_a_day_and_on_a_class_at_one_school() -> None:
    assert alerts([*people(), *drains(20, every=0.03)], NAME) == []
    assert alerts([*people(), *drains(11, net="203.0.113.{}")], NAME) == []


def test_quiet_where_a_trial_has_been_short_for_everybody() -> None:
    short = list[Event]()
    for day in range(45):
        for n in range(3):
            statuses = DRAINED if n == 1 else [200] * 9
            short += key(f"s{day}-{n}", (day - 30 + n / 5) * DAY, f"10.{n}.{day}.7", statuses)
    found = alerts([*short, *people(), *drains(6)], NAME)
    assert max([one.emitted_at for one in found], default="") < "2025-12-28"  # its first three weeks
