"""Sleepers who wake on telephones of their own and are paid out to three banks; families, hostels, new shops."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "payee_newcomers", 86_400.0
Who = tuple[str, float, str, str]  # an account, the day of its payout, the payee, its address


def paid_out(who: Who, age: float = 6.0, **fields: Any) -> list[Event]:
    """Return a sign-up, and so many days later a payout."""
    name, day, payee, ip = who
    place = {"ip": ip, "device": f"phone-{name}"}
    joined = event("account.signup", name, (day - age) * DAY, **place)
    paid = event("account.payment", name, day * DAY, outcome=True, amount_minor=9000.0, merchant=payee,
                 **{**place, **fields})  # fmt: skip
    return [joined, paid] if age else [paid]


def newcomers(count: int = 60) -> list[Event]:
    """Return newcomers each of whom is paid out to a bank of his own, and a couple with one."""
    alone = [(f"user{i}", 8.0 + 16.0 * i / count, f"iban_{i}", f"198.51.{i}.7") for i in range(count)]
    couple = [(f"pair{i}", 9.0 + i, "iban_pair", f"198.18.{i}.7") for i in range(2)]
    return [one for who in (*alone, *couple) for one in paid_out(who)]


def sleepers(number: int = 12, payees: int = 3, every: float = 0.2, ip: str = "203.0.{}.7", begins: float = 20.05,
             prefix: str = "iban_mule", **more: Any) -> list[Event]:  # fmt: skip
    """Return accounts that are paid out to a few payees by turns."""
    every_one = [(f"mule{i}", begins + every * i, f"{prefix}{i % payees}", ip.format(i)) for i in range(number)]
    return [one for who in every_one for one in paid_out(who, **more)]


def found(*parts: list[Event]) -> list[Any]:
    events = sorted([one for part in parts for one in part], key=lambda one: one.time)
    return list(last_versions(alerts(events, NAME)).values())


def test_fires_on_twelve_sleepers_who_are_paid_out_to_three_banks() -> None:
    """By hand: three of 69 newcomers are the fourth of their payee, where one in 10,000 would be: 7.3."""
    (alert,) = found(newcomers(), sleepers(age=17.0))
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "payment_fraud", "high")
    assert sorted(alert.accounts) == sorted(f"mule{i}" for i in range(12))
    assert "had money paid out to 3 payees (iban_mule0, iban_mule1, iban_mule2), three or more to each" in alert.reason
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(7.28, abs=0.01)


def test_fires_where_payouts_tell_no_place_and_names_no_family() -> None:
    """Fourths say more than thirds: a family that shares a bank meanwhile is not among those named."""
    family = [one for i in range(3) for one in paid_out((f"kin{i}", 24.1 + i, "iban_kin", f"192.0.{i}.7"))]
    (alert,) = found(newcomers(150), sleepers(20, 4, ip="", device=None), family)
    assert sorted(alert.accounts) == sorted(f"mule{i}" for i in range(20))


def test_fires_on_so_many_payees_that_one_in_six_is_theirs() -> None:
    """Five of 30 payees of that sort have four and more newcomers, and none two: a gang's, not a new site's shops."""
    (alert,) = found(newcomers(24), sleepers(20, 5))
    assert sorted(alert.accounts) == sorted(f"mule{i}" for i in range(20))


@pytest.mark.parametrize(
    "quiet",
    [
        sleepers(6, 3),  # couples
        sleepers(9, 3),  # families of three
        sleepers(ip="203.0.113.7"),  # one household
        sleepers(every=0.0005),  # within an hour
        sleepers(card="card1"),  # bought
        sleepers(age=29.0),
        sleepers(age=0.0),  # whose sign-up is not known
    ],
)
def test_quiet_on_couples_families_hostels_fleets_and_old_accounts(quiet: list[Event]) -> None:
    assert found(newcomers(), quiet) == []


def test_quiet_on_whom_others_were_paying_before() -> None:
    others = [one for k in range(3) for i in range(5)
              for one in paid_out((f"old{k}-{i}", 5.0 + i, f"iban_mule{k}", f"192.{k}.{i}.7"), age=0.0)]  # fmt: skip
    assert found(newcomers(), others, sleepers()) == []


def test_quiet_on_a_new_site_whose_payees_are_shops_and_where_few_payees_are_known() -> None:
    shops = sleepers(120, 24, every=0.1, begins=8.0, prefix="shop_")
    assert found(newcomers(), shops) == []
    small = [one for i in range(4) for one in paid_out((f"buyer{i}", 9.5 + i, f"iban_{i}", f"192.0.{i}.7"))]
    assert found(newcomers(24), sleepers(20, 5), small) == []
    assert found(newcomers(12), sleepers()) == []
