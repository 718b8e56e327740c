"""Thieves who look in, wait for some days, set the second factor and buy gift cards; and owners with a new phone."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_takeover_waited import owners
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "takeover_shops", 86_400.0


def spree(i: int, day: float, shop: str, buys: int = 2, waits: float = 4.0, after: float = 480.0,
          ip: str = "203.0.{}.7", change: str = "account.mfa_changed") -> list[Event]:  # fmt: skip
    """Return a login on another device, and days later another, a change, and purchases in a shop."""
    at, box = day * DAY + 300.0, {"device": f"box{i}", "ip": ip.format(i)}
    came = [event("account.login", f"user{i}", at - back, outcome=True, **box) for back in (waits * DAY, 0.0)]
    changed = event(change, f"user{i}", at + 120.0, **box)
    bought = [event("account.payment", f"user{i}", at + 120.0 + after + 300.0 * k, outcome=True, merchant=shop, **box)
              for k in range(buys)]  # fmt: skip
    return [*came, changed, *bought]


def thefts(number: int = 5, shops: int = 1, name: str = "gifts", **more: Any) -> list[Event]:
    return [one for i in range(number) for one in spree(i, 6.0 + 2.0 * i, f"{name}{i % shops}", **more)]


def phones(number: int = 20, shops: int = 10, change: bool = False) -> list[Event]:
    """Return owners who buy on a telephone that came days before: of all shops."""
    return [one for i in range(30, 30 + number) for one in spree(i, 5.0 + 0.3 * (i - 30), f"shop{i % shops}", buys=1)
            if change or one.type != "account.mfa_changed"]  # fmt: skip


def found(events: list[Event]) -> list[Any]:
    return list(last_versions(alerts(sorted(events, key=lambda one: one.time), NAME)).values())


def test_fires_on_five_that_buy_gift_cards() -> None:
    """By hand: five of five, where one in ten of one in 21 would: 11.6, less 1.0 for eleven shops."""
    (alert,) = found([*owners(60), *phones(), *thefts()])
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "account_security", "high")
    assert sorted(alert.accounts) == [f"user{i}" for i in range(5)]
    assert "bought twice or more in one shop (gifts0), where 4.8 % of purchases" in alert.reason
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(10.57, abs=0.01)


def test_fires_on_four_though_owners_set_theirs_on_such_telephones_too() -> None:
    (alert,) = found([*owners(60), *phones(4, change=True), *phones(20), *thefts(4)])
    assert sorted(alert.accounts) == [f"user{i}" for i in range(4)]


@pytest.mark.parametrize(
    "quiet",
    [
        thefts(3),
        thefts(shops=5),  # a shop each
        thefts(buys=1),
        thefts(waits=0.3),  # new today
        thefts(after=4000.0),
        thefts(ip="203.0.1.7"),  # one household
        thefts(change="account.email_changed"),  # `takeover_waited` looks at these
    ],
)
def test_quiet_on_owners_with_new_telephones(quiet: list[Event]) -> None:
    assert found([*owners(60), *phones(), *quiet]) == []


def test_quiet_where_most_buy_and_in_the_only_shop() -> None:
    assert found([*owners(60), *phones(20, 2), *thefts(4, name="shop")]) == []
    assert found([*owners(60), *thefts()]) == []
