"""Accounts entered and emptied in one network, and places where many pay on devices new to them."""

from __future__ import annotations

from tests.scenarios.test_payee_fanin import DAY, emptied, known, paid
from tests.support.scenario import alerts, entered, last_versions

BOTH = ("entry_fanout_paid", "payee_fanin")


def test_fires_on_one_network_whoever_is_paid() -> None:
    events = [one for i in range(11) for one in emptied(i, i * 23_000.0, f"203.0.113.{i % 2}", f"wallet-{i}")]
    (alert,) = last_versions(alerts([*known(20), *events], *BOTH)).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", "203.0.113.0/24")
    assert alert.accounts_total == 11


def test_names_the_payees_that_took_most_and_the_sums() -> None:
    events = [one for i in range(11) for one in emptied(i, i * 23_000.0, f"203.0.113.{i % 2}", f"mule-{i % 4}")]
    (alert,) = last_versions(alerts([*known(20), *events], "entry_fanout_paid")).values()
    # 11 of 900 euros: three each to the first three, two to the last
    each = ", ".join(f"mule-{i} (3 payments, 2,700.00 EUR)" for i in range(3))
    assert alert.reason.endswith(f", to {each} and 1 more.")
    evidence = alert.signals[0].evidence
    assert (evidence["payees"], evidence["paid_to"]) == (4, "mule-0, mule-1, mule-2")
    assert evidence["went_through_minor_EUR"] == 990_000


def test_quiet_on_a_kiosk_where_guests_pay_on_one_device() -> None:
    events = [one for i in range(40) for one in emptied(i, i * 3000.0, "203.0.113.5", "restaurant", "kiosk")]
    assert alerts([*known(50), *events], *BOTH) == []


def test_quiet_on_people_who_bring_their_devices_to_a_new_place() -> None:
    fair = [one for i in range(40) for one in emptied(i, i * 300.0, "203.0.113.5", "stand", f"d{i}")]
    assert alerts([*known(50), *fair], *BOTH) == []


def test_quiet_on_a_network_where_others_pay_from_home() -> None:
    """New telephones on a carrier's addresses."""
    events = [one for i in range(9) for one in emptied(i, i * 9000.0, f"10.0.50.{i + 9}", f"shop-{i}")]
    events += [paid(f"user{i}", i * 900.0, f"10.0.50.{i}", f"d{i}", "shop") for i in range(60, 120)]
    past = [
        entered(f"user{i}", -day * DAY + i, f"10.0.50.{i}", device=f"d{i}") for day in (9, 4) for i in range(60, 120)
    ]
    assert alerts([*known(20), *sorted([*past, *events], key=lambda one: one.time)], *BOTH) == []


def test_quiet_on_a_shop_where_a_few_a_week_unpack_telephones_and_pay() -> None:
    """A busy one is told: see what it says of itself."""
    days = [one for day in range(0, 27) if day % 7 < 5
            for one in emptied(day, day * DAY, "203.0.113.5", "top-up")]  # fmt: skip
    assert alerts([*known(30), *days], *BOTH) == []
