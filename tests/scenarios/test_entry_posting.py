"""Accounts whose past is in their messages, entered by one telephone, or from where they were asked for the code."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, last_versions

NAME, DEVICE, HOUR, DAY = "entry_posting", "entry_posting_device", 3600.0, 86_400.0
THIEF = {"ip": "41.58.142.4", "device": "burner"}


def message(subject: str, at: float, target: str, **fields: Any) -> Event:
    return event("content.posted", subject, at, content_id=f"c{subject}{at}", kind="message", target=target, **fields)


def owners(number: int, days: int = 5) -> list[Event]:
    """Return what people write for days, each on a telephone and from an address of the own."""
    return [
        message(f"owner{i}", -day * DAY + i * 60, f"friend{i}", ip=f"10.{i}.0.9", device=f"phone{i}")
        for i in range(number) for day in range(1, days + 1)
    ]  # fmt: skip


def taken(subject: str, at: float, where: dict[str, str], *, changes: bool = True, writes: bool = True) -> list[Event]:
    """Return how somebody enters an account, locks its owner out and writes to its contacts."""
    found = [entered(subject, at, where["ip"], device=where["device"])]
    if changes:
        found.append(event("account.mfa_changed", subject, at + 40, **where))
    if writes:
        found += [message(subject, at + 150 + k * 20, f"contact{k}", **where) for k in range(5)]
    return found


def taken_in_turn(number: int, where: dict[str, str], **how: bool) -> list[Event]:
    return [one for i in range(number) for one in taken(f"owner{i}", i * 5 * HOUR, where, **how)]


def support(victims: int, *, changes: bool = True) -> list[Event]:
    """Return new accounts that ask people for their codes, some of whom are then entered from the same address."""
    asked = [message(f"support{i % 3}", i * 200, f"owner{i}", ip=THIEF["ip"], device=f"desk{i % 3}") for i in range(40)]
    thefts = [
        taken(f"owner{i}", 9000 + i * 900, {**THIEF, "device": f"box{i}"}, changes=changes, writes=False)
        for i in range(victims)
    ]
    return [*asked, *[one for theft in thefts for one in theft]]


def test_fires_on_three_accounts_entered_by_one_telephone() -> None:
    later = taken("owner4", 2 * DAY, THIEF, changes=False)
    (alert,) = last_versions(alerts([*owners(5), *taken_in_turn(3, THIEF), *later], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", THIEF["ip"], "account_security")
    assert (alert.severity, sorted(alert.accounts)) == ("critical", ["owner0", "owner1", "owner2"])
    assert (
        "3 accounts had the mail address, second factor or keys changed at one address where they had never"
        in alert.reason
    )
    assert (
        "; 3 of them, each known by its posts for longer, posted from there within the hour on a device new"
        in alert.reason
    )


def test_fires_on_those_who_were_asked_for_their_codes_from_there() -> None:
    (alert,) = last_versions(alerts([*owners(40), *support(5)], NAME)).values()
    assert set(alert.accounts) == {*[f"owner{i}" for i in range(5)], "support0", "support1", "support2"}
    assert "; 5 of them, each written to from there that day by an account that had just begun to post." in alert.reason


def test_fires_on_a_telephone_that_moves_about() -> None:
    moves = [one for i in range(4) for one in taken(f"owner{i}", i * DAY, {**THIEF, "ip": f"5.{i}.0.1"})]
    assert alerts([*owners(5, days=9), *moves], NAME) == []
    (alert,) = last_versions(alerts([*owners(5, days=9), *moves], DEVICE)).values()
    assert (alert.entity.id, sorted(alert.accounts)) == ("burner", [f"owner{i}" for i in range(4)])
    assert "on one device on which they had never been seen (burner)" in alert.reason


@pytest.mark.parametrize("name", [NAME, DEVICE])
@pytest.mark.parametrize("how", [{"changes": False}, {"writes": False}])
def test_quiet_where_nothing_is_changed_or_nothing_written(name: str, how: dict[str, bool]) -> None:
    assert alerts([*owners(9), *taken_in_turn(9, THIEF, **how)], name) == []


@pytest.mark.parametrize("name", [NAME, DEVICE])
def test_quiet_on_a_couple(name: str) -> None:
    assert alerts([*owners(5), *taken_in_turn(2, THIEF)], name) == []


def test_quiet_on_new_telephones_in_their_owners_homes() -> None:
    moved = [one for i in range(9) for one in taken(f"owner{i}", i * HOUR, {"ip": f"10.{i}.0.9", "device": f"new{i}"})]
    assert alerts([*owners(9), *moved], NAME, DEVICE) == []


def test_quiet_where_few_of_many_change_anything() -> None:
    """A new office: all come on new computers, and three of twenty set up a second factor."""
    came = [
        one for i in range(20)
        for one in taken(f"owner{i}", i * 600, {"ip": "10.99.0.1", "device": f"desk{i}"}, changes=i < 3)
    ]  # fmt: skip
    assert alerts([*owners(20), *came], NAME) == []


def test_quiet_on_a_shop_that_sets_up_new_accounts() -> None:
    """Who signs up there sets a second factor, and writes to the others."""
    found: list[Event] = []
    for i in range(9):
        here = {"ip": "10.99.0.1", "device": f"new{i}"}
        found += [event("account.signup", f"guest{i}", i * 900, **here)]
        found += [message(f"guest{i}", i * 900 + 60, f"guest{k}", **here) for k in range(9)]
        found += [event("account.mfa_changed", f"guest{i}", i * 900 + 800, **here)]
    assert alerts(found, NAME, DEVICE) == []


def test_quiet_on_people_who_are_written_to_and_change_nothing() -> None:
    assert alerts([*owners(40), *support(20, changes=False)], NAME) == []
    two = [one for i in range(2) for one in taken(f"owner{i}", 9000 + i * 900, THIEF, writes=False)]
    assert alerts([*owners(40), *support(0), *two], NAME) == []


def test_quiet_on_a_phone_shops_customers_who_tell_their_friends_of_it() -> None:
    """Each has a second factor on a telephone of his own, in his own country; a thief's are abroad, few, or alike."""
    home = [entered(f"owner{i}", -9 * DAY, f"10.{i}.0.9", device=f"phone{i}", country="NL") for i in range(6)]
    told = (("new{}", "NL", "A{}", False), ("new{}", "RO", "A{}", True), ("burner", "NL", "A{}", True),
            ("new{}", "NL", "A", True))  # fmt: skip
    for device, country, program, fires in told:
        visits = list[Event]()
        for i in range(6):
            where = {"ip": "86.80.1.2", "device": device.format(i), "country": country, "user_agent": program.format(i)}
            visits += taken(f"owner{i}", i * HOUR, where)
        assert bool(alerts([*home, *owners(6), *visits], NAME)) == fires
