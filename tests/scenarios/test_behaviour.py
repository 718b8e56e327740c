"""Accounts that do in an hour what neither they nor others ever did."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

HOUR, DAY = 3600.0, 86_400.0


def ordinary(days: int, name: str = "ann", busy: int = 2) -> list[Event]:
    """Return some days of logins from home and work, a failure now and then, a payment a week."""
    chance, events = Random(3), []
    for day in range(days):
        for hour in (1, 6, 11):
            start = day * DAY + hour * HOUR
            for i in range(chance.randint(1, busy)):
                make = failed if chance.random() < 0.05 else entered
                events.append(make(name, start + i * 600, f"192.0.2.{hour}", device=f"{name}-1"))
        if day % 7 == 0:
            events.append(event("account.payment", name, day * DAY + 7 * HOUR, outcome=True, card="c1"))
    return events


def test_fires_on_an_hour_that_is_unlike_all_others() -> None:
    start = 20 * DAY + 2 * HOUR
    spree = [
        event("account.payment", "ann", start + i * 60, outcome=i % 3 == 0, ip=f"203.0.113.{i}", device=f"d{i}")
        for i in range(30)
    ]
    change = event("account.email_changed", "ann", start + 30, ip="203.0.113.1")
    (alert,) = last_versions(alerts([*ordinary(20), change, *spree], "behaviour")).values()
    assert (alert.entity.type, alert.accounts) == ("account", ["ann"])
    assert alert.first_seen.startswith("2026-01-25T10:")


def test_quiet_on_ordinary_days_and_growth() -> None:
    assert alerts([*ordinary(30), *ordinary(40, "bob", busy=5)], "behaviour") == []


def test_quiet_on_a_forgotten_password_and_a_new_phone() -> None:
    start = 20 * DAY + 2 * HOUR
    events = [failed("ann", start + i * 20, "192.0.2.1", device="ann-1") for i in range(4)]
    events += [event("account.password_reset", "ann", start + 120, ip="192.0.2.1", device="ann-2")]
    events += [entered("ann", start + 200, "192.0.2.1", device="ann-2")]
    assert alerts([*ordinary(20), *events], "behaviour") == []


def test_quiet_on_an_account_without_a_past() -> None:
    spree = [event("account.payment", "new", i * 60.0, outcome=False, ip=f"203.0.113.{i}") for i in range(30)]
    assert alerts(spree, "behaviour") == []
