"""Phished passwords used at one address or provider, and the honest crowds that come to a new place."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

DAY, PLACE = 86_400.0, "203.0.113.7"
BOTH = ("entry_fanout", "entry_fanout_system")


def known(number: int) -> list[Event]:
    """Accounts of a month, each at its own address on its own device."""
    return [entered(f"user{i}", -day * DAY + i, f"198.51.{i // 250}.{i % 250}", device=f"d{i}", asn=64500)
            for i in range(number) for day in (30, 20, 10, 3)]  # fmt: skip


def changed(subject: str, at: float, ip: str, what: str = "mfa_changed", **fields: Any) -> Event:
    return event(f"account.{what}", subject, at, ip=ip, **fields)


def taken(i: int, at: float, ip: str, what: str = "mfa_changed") -> list[Event]:
    """An entry by a thief, and a change after it."""
    here = {"device": f"box{i}", "asn": 64999}
    return [entered(f"user{i}", at, ip, **here), changed(f"user{i}", at + 100, ip, what, **here)]


def test_fires_on_accounts_entered_without_a_failure_and_changed() -> None:
    """One in three is only entered; they are named after the others."""
    events = known(40)
    for i in range(30):
        events += taken(i, i * 600.0, PLACE)[: 1 + (i % 3 > 0)]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("ip", PLACE, "critical")
    assert alert.accounts_total == 30
    assert set(alert.accounts[20:]) == {f"user{i}" for i in range(0, 30, 3)}
    assert alert.signals[0].evidence["changed"] == 20


def test_fires_on_a_new_address_of_one_provider_for_each() -> None:
    events = [*known(20), *[e for i in range(18) for e in taken(i, i * 900.0, f"203.0.{i}.7", "email_changed")]]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert (alert.signals[0].detector, alert.entity.id) == ("entry_fanout_system", "AS64999")
    assert alert.accounts_total == 18


@pytest.mark.parametrize(("first", "name"), [("203.0.{}.7", "203.0.0.0/16"), ("2001:db8:{:x}::1", "2001:db8::/32")])
def test_fires_where_no_provider_is_told(first: str, name: str) -> None:
    events = [entered(f"user{i}", -day * DAY, f"198.51.100.{i}") for i in range(12) for day in (9, 5)]
    for i in range(10):
        ip = first.format(i)
        events += [entered(f"user{i}", i * 900.0, ip), changed(f"user{i}", i * 900.0 + 60, ip)]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.entity.id == name


def test_quiet_on_a_class_of_which_a_few_set_up_a_second_factor() -> None:
    """A hundred come to a room with new machines; one in twenty-five changes something."""
    events = known(110)
    for i in range(110):
        events += taken(i, i * 30.0, PLACE)[: 2 if i % 25 == 0 else 1]
    assert alerts(events, *BOTH) == []


def test_quiet_on_people_who_bring_their_own_devices() -> None:
    """An office that opens, on a day on which everybody is told to set up a second factor."""
    events = known(30)
    for i in range(30):
        mine: dict[str, Any] = {"device": f"d{i}", "asn": 64999}
        events += [entered(f"user{i}", i * 60.0, PLACE, **mine), changed(f"user{i}", i * 60.0 + 90, PLACE, **mine)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_workshop_whose_people_bring_browsers_that_their_accounts_know() -> None:
    """No device is told; everybody makes a key."""
    events = [entered(f"user{i}", -day * DAY, f"198.51.100.{i}", user_agent=f"Browser/{i}")
              for i in range(30) for day in (9, 5)]  # fmt: skip
    for i in range(30):
        mine: dict[str, Any] = {"user_agent": f"Browser/{i}"}
        key = changed(f"user{i}", i * 60.0 + 90, PLACE, "api_key_created", **mine)
        events += [entered(f"user{i}", i * 60.0, PLACE, **mine), key]
    assert alerts(events, *BOTH) == []


def test_quiet_on_new_phones_of_a_carrier_that_their_accounts_know() -> None:
    events = known(30)
    for i in range(30):
        phone: dict[str, Any] = {"device": f"phone{i}", "asn": 64500}
        events += [entered(f"user{i}", i * 600.0, PLACE, **phone), changed(f"user{i}", i * 600.0 + 90, PLACE, **phone)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_desk_that_helps_without_logging_in() -> None:
    help_ = [changed(f"user{i}", i * 300.0, PLACE, device="desk", asn=64999) for i in range(40)]
    assert alerts([*known(40), *help_], *BOTH) == []


def test_quiet_on_new_accounts_that_are_set_up() -> None:
    events = [e for i in range(40) for e in taken(i, i * 60.0, PLACE)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_shop_where_new_phones_are_set_up_every_day() -> None:
    events = [*known(200), *[e for i in range(200) for e in taken(i, i * 8640.0, PLACE)]]
    assert alerts(events, *BOTH) == []


def test_a_failure_is_no_entry() -> None:
    events = known(20)
    for i in range(10):
        events += [failed(f"user{i}", i * 60.0, PLACE, asn=64999), taken(i, i * 60.0, PLACE)[1]]
    assert alerts(events, *BOTH) == []
