"""A few accounts on each of several devices of one network, each used until it is refused."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "quota_cycling_devices", 3600.0, 86_400.0


def life(account: str, at: float, device: str, ip: str, *, refused: bool = True) -> list[Event]:
    """Sign up, and use the allowance for a quarter of an hour, until it is refused."""
    calls = [event("account.usage", account, at + 400 + i * 150, status=402 if refused and i == 5 else 200,
                   units=8.0, device=device, ip=ip) for i in range(6)]  # fmt: skip
    return [event("account.signup", account, at, device=device, ip=ip), *calls]


def farm(accounts: int, devices: int, gap: float = 3.3 * HOUR) -> list[Event]:
    """Make and use up an account every few hours, on one device after the other."""
    return [e for i in range(accounts)
            for e in life(f"farm{i}", i * gap, f"emulator{i % devices}", f"198.51.100.{i % 4}")]  # fmt: skip


def in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda one: one.time)


def test_fires_on_a_dozen_emulators_of_one_network_with_few_accounts_each_and_names_nobody_beside() -> None:
    beside = [e for i in range(4) for e in life(f"own{i}", i * 20 * HOUR, f"phone{i}", f"198.51.100.{40 + i}")]
    (alert,) = last_versions(alerts(in_order([*farm(30, 12), *beside]), NAME, "quota_cycling_slow")).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", "198.51.100.0/24")
    assert alert.accounts_total == 30
    assert all(account.startswith("farm") for account in alert.accounts)
    assert "30 accounts not a week old were used on 12 devices of one network within 7 days" in alert.reason


def test_quiet_on_a_campus_where_each_has_a_device_of_his_own() -> None:
    assert alerts(in_order(farm(30, 30)), NAME) == []


def test_quiet_on_families_of_a_carrier_with_two_accounts_on_each_tablet() -> None:
    assert alerts(in_order(farm(10, 5, 6 * HOUR)), NAME) == []


def test_quiet_on_classes_that_sit_at_all_machines_of_a_room() -> None:
    events = [e for day in range(4) for seat in range(12)
              for e in life(f"pupil{day}-{seat}", day * DAY + seat * 20.0, f"seat{seat}", "198.51.100.1")]  # fmt: skip
    assert alerts(in_order(events), NAME) == []


def test_quiet_on_a_library_where_few_accounts_are_used_up() -> None:
    events = [e for i in range(60) for e in life(f"any{i}", i * 2.5 * HOUR, f"desk{i % 12}", "198.51.100.1",
                                                refused=i % 24 < 12)]  # fmt: skip
    assert alerts(in_order(events), NAME) == []


def test_quiet_on_two_who_use_their_accounts_up_on_all_that_they_have() -> None:
    events = [e for i in range(24) for e in life(f"kin{i % 2}", i * 5 * HOUR, f"thing{i % 8}", "198.51.100.1")]
    assert alerts(in_order(events), NAME) == []
