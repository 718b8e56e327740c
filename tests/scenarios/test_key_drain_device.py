"""Keys made and drained on one device that comes by ever other addresses."""

from __future__ import annotations

from schemas.event import Event
from tests.scenarios.test_key_drain_network import DAY, HOUR, began, site
from tests.support.scenario import alerts, event, last_versions

NAME = "key_drain_device"


def farm(accounts: int, each: float = 60_000.0, device: str = "rig", spread: float = 0.0) -> list[Event]:
    """Return accounts whose keys are used on a device by an address of its own each, the last `spread` times as much.

    `device`: with a number in it each has its own.
    """
    events = list[Event]()
    for i in range(accounts):
        parts = [(1.0 + spread * i) * each / 4.0] * 4
        told = {"device": device.format(i), "home": f"203.0.{i}.4"}
        events += began(f"drip{i}", 6 * DAY + i * 2 * HOUR, f"10.{i}.3.9", parts, **told)
    return events


def test_fires_on_stolen_cards_credits_drained_on_one_machine_through_homes() -> None:
    (alert,) = last_versions(alerts([*site(), *farm(9)], NAME, "key_drain_network")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("device", "rig", "api_abuse")
    assert sorted(alert.accounts) == [f"drip{i}" for i in range(9)]
    assert "9 accounts made keys and used them on one device, at addresses new to them within 3 days" in alert.reason


def test_quiet_on_as_many_customers_each_on_a_machine_of_his_own() -> None:
    assert alerts([*site(), *farm(9, device="vm-{}")], NAME) == []


def test_quiet_on_a_test_that_makes_accounts_and_uses_little() -> None:
    assert alerts([*site(), *farm(12, each=200.0)], NAME) == []


def test_quiet_on_a_gateways_customers_of_whom_no_two_use_as_much() -> None:
    assert alerts([*site(), *farm(9, spread=2.0)], NAME) == []


def test_quiet_on_keys_that_are_rotated_at_home_on_one_machine() -> None:
    homes = [event("account.login", f"drip{i}", DAY, ip=f"10.{i}.3.9", outcome=True) for i in range(9)]
    assert alerts([*site(), *homes, *farm(9)], NAME) == []
