"""Second factors of many accounts that are refused on one device."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, CARRIER = 86_400.0, "100.64.7.9"
NAME = "second_factor_fanout"


def at_home(count: int = 30) -> list[Event]:
    """Return log-ins of accounts on their own devices, for a week."""
    return [entered(f"user{i}", day * DAY + i * 60.0, f"198.51.{i}.1", device=f"phone{i}")
            for day in range(7) for i in range(count)]  # fmt: skip


def refused(account: str, at: float, **fields: Any) -> Event:
    return failed(
        account, 7 * DAY + at, fields.pop("ip", CARRIER), **{"reason": "mfa_failed", "device": "kit", **fields}
    )


def prompted(count: int, each: int = 7) -> list[Event]:
    """Return prompts sent to accounts from one device, one account after the other."""
    return [refused(f"user{i}", i * 600.0 + k * 40.0) for i in range(count) for k in range(each)]


def test_fires_on_one_device_that_sends_prompts_to_many_and_names_those_who_confirmed_first() -> None:
    weary = [entered(f"user{i}", 7 * DAY + i * 600.0 + 300.0, CARRIER, device="kit", mfa=True) for i in (3, 8)]
    (alert,) = last_versions(alerts([*at_home(), *prompted(12), *weary], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("device", "kit", "critical")
    assert alert.accounts[:2] == ["user3", "user8"]
    assert set(alert.accounts) == {f"user{i}" for i in range(12)}
    assert alert.signals[0].evidence["entered_afterwards"] == 2


def test_fires_on_a_few_where_none_gets_in() -> None:
    (alert,) = last_versions(alerts([*at_home(), *prompted(6)], NAME)).values()
    assert alert.severity == "high"
    assert "none got in" in alert.reason


def test_quiet_on_an_owner_who_mistypes_codes_on_a_new_telephone() -> None:
    events = [refused("user1", i * 20.0, device="phone-new") for i in range(40)]
    assert alerts([*at_home(), *events, entered("user1", 7 * DAY + 900, CARRIER, device="phone-new")], NAME) == []


def test_quiet_on_a_familys_new_tablet() -> None:
    assert alerts([*at_home(), *prompted(4, each=2)], NAME) == []


def test_quiet_on_a_shared_computer_when_codes_do_not_arrive() -> None:
    desk = [entered(f"user{i}", day * DAY + 30_000 + i * 60.0, "192.0.2.4", device="desk")
            for day in range(7) for i in range(20)]  # fmt: skip
    outage = [refused(f"user{i}", i * 60.0, device="desk", ip="192.0.2.4") for i in range(20)]
    assert alerts([*at_home(), *desk, *outage], NAME) == []


def test_quiet_on_an_outage_at_a_carriers_address() -> None:
    outage = [refused(f"user{i}", i * 5.0, device=f"phone{i}") for i in range(30)]
    assert alerts([*at_home(), *outage], NAME) == []


def test_quiet_on_wrong_passwords() -> None:
    events = [refused(f"user{i}", i * 60.0, reason="bad_password") for i in range(12)]
    assert alerts([*at_home(), *events], NAME) == []
