"""Thieves who look in, wait for some days, change nothing and pay payees of their own; and owners with a new phone."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_takeover_waited import owners
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "takeover_payees", 86_400.0


def paid(i: int, day: float, payee: str, waits: float = 3.0, used: float | None = None, ip: str = "203.0.{}.7",
         before: bool = False, card: str | None = None) -> list[Event]:  # fmt: skip
    """Return a login on another device, days later another, and a payment; `used`: days before it, a use between."""
    box: dict[str, Any] = {"device": f"box{i}", "ip": ip.format(i)}
    at = day * DAY + 300.0
    came = [event("account.login", f"user{i}", at - back * DAY, outcome=True, **box)
            for back in (waits, used) if back is not None]  # fmt: skip
    old = event("account.payment", f"user{i}", -3 * DAY, outcome=True, merchant=payee, device=f"own{i}",
                ip=f"198.51.{i}.1")  # fmt: skip
    entered = event("account.login", f"user{i}", at, outcome=True, **box)
    out = event("account.payment", f"user{i}", at + 300.0, outcome=True, merchant=payee, card=card, **box)
    return [*([old] if before else []), *came, entered, out]


def thefts(number: int = 6, payees: int = 3, **more: Any) -> list[Event]:
    return [one for i in range(number) for one in paid(i, 5.0 + 2.0 * i, f"payee{i % payees}", **more)]


def moved(number: int, every: float = 0.5) -> list[Event]:
    """Return owners who use new telephones and are paid out there, each to a bank of his own."""
    return [one for i in range(number) for one in paid(20 + i, 6.0 + every * i, f"own{i}", used=1.5)]


def found(events: list[Event]) -> list[Any]:
    return list(last_versions(alerts(sorted(events, key=lambda one: one.time), NAME)).values())


def test_fires_on_three_payees_of_two_accounts_each() -> None:
    """By hand: three of six payments beyond the first of their payee, where one in 2,000 would be: 8.6."""
    (alert,) = found([*owners(40), *thefts()])
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "account_security", "high")
    assert sorted(alert.accounts) == [f"user{i}" for i in range(6)]
    assert alert.reason.startswith(
        "6 accounts paid 3 payees (payee0, payee1, payee2) for the first time within 28 days"
    )
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(8.60, abs=0.01)


def test_fires_on_four_who_pay_one_though_an_owner_uses_his_new_telephone_meanwhile() -> None:
    phones = [event("account.login", f"user{i}", (3.0 + 2.0 * i) * DAY, outcome=True, device=f"new{i}",
                    ip=f"198.51.{i}.1") for i in range(4)]  # fmt: skip
    (alert,) = found([*owners(40), *thefts(4, 1), *phones])
    assert sorted(alert.accounts) == [f"user{i}" for i in range(4)]


def test_says_who_paid_whom_how_much_also_where_a_cent_was_tried_a_day_before() -> None:
    events = [*owners(40), *thefts()]
    tried = [one for one in events if one.type == "account.payment" and one.subject in {f"user{i}" for i in range(6)}]
    for one in tried:
        one.amount_minor, one.currency = 1.0, "EUR"
    emptied = [event("account.payment", f"user{i}", (6.0 + 2.0 * i) * DAY + 540.0, outcome=True, device=f"box{i}",
                     ip=f"203.0.{i}.7", merchant=f"payee{i % 3}", amount_minor=200_000.0, currency="EUR")
               for i in range(6)]  # fmt: skip
    (alert,) = found([*events, *emptied])
    assert sorted(alert.accounts) == [f"user{i}" for i in range(6)]
    assert alert.signals[0].evidence["went_through_minor_EUR"] == 6 * 200_001.0
    assert " So far they paid 12,000.06 EUR there: user0 2 payments to payee0, 2,000.01 EUR, since " in alert.reason
    assert alert.last_seen[:10] == "2026-01-21"  # the last payout, a day after all was told


def test_fires_on_payouts_hours_after_a_thief_came_back_with_few_as_lately_moved() -> None:
    """By hand: four of seven beyond the first of their payee, of 19 such payouts, where one in 500 would be: 7.2."""
    victims = [one for i in range(7) for one in paid(i, 5.0 + i, f"payee{i % 3}", used=0.1)]
    (alert,) = found([*owners(40), *victims, *moved(12)])
    assert sorted(alert.accounts) == [f"user{i}" for i in range(7)]
    assert "at an address as new, and 7 of these had been used since" in alert.reason
    assert "of 19 payments on such devices to payees of hardly anybody; usual: at most one in 500" in alert.reason
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(7.22, abs=0.01)


def test_fires_on_unused_devices_and_names_nobody_who_paid_on_a_used_one_meanwhile() -> None:
    """Three of 22 are once in 80,000 by themselves; together with the others they would be told."""
    others = [one for i in range(10, 14) for one in paid(i, i - 3.0, "other", used=0.1)]
    (alert,) = found([*owners(40), *thefts(), *others, *moved(12)])
    assert sorted(alert.accounts) == [f"user{i}" for i in range(6)]


@pytest.mark.parametrize(
    "quiet",
    [
        thefts(4, 2),  # two payees of two
        thefts(6, 6),  # a payee each
        thefts(used=1.5, card="card1"),  # telephones in use, and what is bought on them
        [*thefts(used=1.5), *moved(12)],  # three beyond the first of 18 such
        thefts(waits=0.3),  # new today
        thefts(waits=11.0),
        thefts(ip="203.0.1.7"),  # one household
        thefts(before=True),  # their own payees
    ],
)
def test_quiet_on_owners_with_new_telephones(quiet: list[Event]) -> None:
    assert found([*owners(40), *quiet]) == []


def test_quiet_on_customers_of_a_sale_that_begins() -> None:
    sale = [one for i in range(5) for one in paid(i, 6.0 + i / 1440.0, "sneakers")]
    assert found([*owners(40), *sale]) == []


def test_quiet_where_an_app_names_all_devices_anew_and_some_pay_one_payee_as_always() -> None:
    shared = [one for i in range(12) for one in paid(i, 5.0 + i, f"payee{i % 6}", used=1.5)]
    assert found([*owners(100), *shared, *moved(80, every=0.2)]) == []  # six of 66: a binomial's 8.3


def test_quiet_on_shops() -> None:
    customers = [event("account.payment", f"user{20 + i}", -2 * DAY + 60.0 * i, outcome=True, merchant=f"payee{i % 3}",
                       device=f"own{20 + i}", ip=f"198.51.{20 + i}.1") for i in range(15)]  # fmt: skip
    assert found([*owners(40), *thefts(), *customers]) == []
