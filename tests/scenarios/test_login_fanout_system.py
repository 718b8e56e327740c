"""Stuffing over the addresses of one provider, and providers whose customers come from anywhere."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, HOST, CARRIER = 86_400.0, 64900, 64500


def known(number: int) -> list[Event]:
    return [entered(f"user{i}", -5 * DAY + i, f"192.0.2.{i % 200}", asn=64000) for i in range(number)]


def far(i: int) -> str:
    """Return an address of its own /24 each time."""
    return f"203.{i % 250}.{i // 250 % 250}.{i % 7}"


def customers(seed: int, number: int, seconds: float, failing: float) -> list[Event]:
    """Return people of a carrier: a new address each time, some slips."""
    chance, events = Random(seed), list[Event]()
    for i in range(number):
        name, at = f"user{chance.randrange(400)}", seconds * i / number
        make = failed if chance.random() < failing else entered
        events.append(make(name, at, far(chance.randrange(60_000)), asn=CARRIER))
    return events


def test_fires_on_one_attempt_from_each_address_of_a_provider() -> None:
    tries = [failed(f"user{i}", i * 40.0, far(i), asn=HOST) for i in range(75)]
    later = entered("user80", 12_000.0, far(80), asn=HOST)
    (alert,) = last_versions(
        alerts([*known(90), *tries, later], "login_fanout_system", "login_fanout_network")
    ).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("ip", f"AS{HOST}", 75)
    assert alert.signals[0].evidence["addresses"] == 75


def test_fires_though_some_passwords_are_right() -> None:
    tries = [(entered if i % 20 == 0 else failed)(f"user{i}", i * 30.0, far(i), asn=HOST) for i in range(110)]
    assert alerts([*known(120), *tries], "login_fanout_system")


def test_fires_in_a_provider_that_has_honest_customers() -> None:
    before = customers(1, 600, 2 * DAY, 0.1)
    tries = [failed(f"user{i}", 2 * DAY + i * 20.0, far(70_000 + i), asn=CARRIER) for i in range(150)]
    assert alerts([*known(400), *before, *tries], "login_fanout_system")


def test_quiet_on_a_carrier_from_its_first_hour_on_and_as_it_grows() -> None:
    for number in (300, 3000, 12_000):
        assert alerts([*known(400), *customers(number, number, 6 * 3600.0, 0.15)], "login_fanout_system") == []


def test_quiet_on_a_provider_whose_customers_often_fail_and_on_its_busy_hour() -> None:
    events = [*customers(2, 2000, DAY, 0.3), *customers(3, 2000, 3600.0, 0.35)]
    assert alerts([*known(400), *sorted(events, key=lambda one: one.time)], "login_fanout_system") == []


def test_quiet_on_one_loud_address_and_on_a_client_that_changes_its_own() -> None:
    loud = [failed(f"user{i}", i * 5.0, "203.0.113.7", asn=HOST) for i in range(100)]
    roaming = [failed("user1", i * 9.0, far(i), asn=HOST) for i in range(300)]
    assert alerts([*known(100), *loud], "login_fanout_system") == []
    assert alerts([*known(100), *roaming], "login_fanout_system") == []


def test_quiet_where_the_phone_is_known() -> None:
    phones = [entered(f"user{i}", -DAY + i, "192.0.2.1", asn=64000, device=f"phone{i}") for i in range(60)]
    slips = [failed(f"user{i}", i * 30.0, far(i), asn=CARRIER, device=f"phone{i}") for i in range(60)]
    assert alerts([*known(60), *phones, *slips], "login_fanout_system") == []


def test_quiet_on_a_provider_among_many_through_which_an_attack_comes() -> None:
    tries = [failed(f"user{i}", i * 4.0, far(i), asn=65000 + i % 20) for i in range(800)]
    assert alerts([*known(800), *tries], "login_fanout_system") == []
