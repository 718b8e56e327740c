"""A thief who calls for one customer after the other and enters them on two phones; and customers with a new one."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_takeover_waited import owners
from tests.support.scenario import START, alerts, event, last_versions

NAME, DAY = "entry_fanout_staff", 86_400.0


def swapped(i: int, day: float, device: str, after: float = 480.0, ip: str = "203.0.{}.7", source: str = "/helpdesk/eu",
            kind: str = "account.mfa_changed") -> list[Event]:  # fmt: skip
    """Return a change by staff, and `after` seconds a reset and a login on a device and line new to the account."""
    at, box = day * DAY + 3000.0, {"device": device, "ip": ip.format(i)}
    call = event(kind, f"user{i}", at, source=source)
    asked = event("account.password_reset", f"user{i}", at + after, **box)
    return [call, asked, event("account.login", f"user{i}", at + after + 200.0, outcome=True, **box)]


def calls(number: int = 5, devices: int = 2, every: float = 3.0, **more: Any) -> list[Event]:
    return [one for i in range(number) for one in swapped(i, 5.0 + every * i, f"box{i % devices}", **more)]


def found(events: list[Event]) -> list[Any]:
    return list(last_versions(alerts(sorted(events, key=lambda one: one.time), NAME)).values())


def test_fires_on_two_telephones_for_five_customers() -> None:
    """By hand: three of five beyond the first of their device, where one in a thousand would be: C(5, 3) / 10^9."""
    (alert,) = found([*owners(40), *calls()])
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "account_security", "high")
    assert alert.accounts == [f"user{i}" for i in range(5)]
    assert alert.reason.startswith(
        "5 accounts were entered, or had the password reset, on 2 devices new to them (box0, box1)"
    )
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(8.0, abs=0.01)


def test_fires_where_staff_reset_the_password_and_nobody_asks_again() -> None:
    logins = [one for one in calls(4, 1, kind="account.password_reset") if one.device is None or one.outcome]
    (alert,) = found([*owners(40), *logins])
    assert alert.accounts == [f"user{i}" for i in range(4)]


def test_fires_though_hardly_anything_was_known_of_one_of_them() -> None:
    strangers = [one for one in owners(40) if one.subject != "user0"]
    (alert,) = found([*strangers, *calls()])
    assert "user0" in alert.accounts


@pytest.mark.parametrize(
    "quiet",
    [
        calls(4),  # two people with two accounts each, perhaps
        calls(devices=5),  # each a telephone of his own
        calls(after=4000.0),
        calls(source="/app/eu"),  # from nowhere told, but by no staff
        calls(ip="203.0.1.7"),  # a shop, a household
        calls(every=0.01),  # in one call
        [one for one in calls() if one.source != "/helpdesk/eu"],
    ],
)
def test_quiet_on_customers_who_lost_their_telephones(quiet: list[Event]) -> None:
    assert found([*owners(40), *quiet]) == []


def test_quiet_on_people_of_whom_nothing_was_known() -> None:
    assert found([one for one in owners(40) if one.subject not in {f"user{i}" for i in range(5)}] + calls()) == []


def test_quiet_on_newcomers_whom_staff_sets_up() -> None:
    joined = [event("account.signup", f"user{i}", 0.5 + (5.0 + 3.0 * i) * DAY, ip=f"203.0.{i}.9", device=f"box{i % 2}")
              for i in range(5)]  # fmt: skip
    others = [one for one in owners(40) if one.subject not in {f"user{i}" for i in range(5)}]
    assert found([*others, *joined, *calls()]) == []


def test_fires_on_who_comes_while_staff_still_speaks_and_pays_once_it_does_not() -> None:
    quick = calls(after=30.0)
    paid = [event("account.payment", one.subject, one.time - START + 600.0, outcome=True, device=one.device, ip=one.ip)
            for one in quick if one.outcome]  # fmt: skip
    assert found([*owners(40), *quick]) == []
    (alert,) = found([*owners(40), *quick, *paid])
    assert alert.accounts == [f"user{i}" for i in range(5)]
