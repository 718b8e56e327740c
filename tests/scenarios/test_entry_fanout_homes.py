"""A stranger's telephone in home after home, from a line of its own each; and devices that people share or carry."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "entry_fanout_homes", 3600.0, 86_400.0


def login(i: int, at: float, ip: str, asn: int, device: str, *, outcome: bool = True) -> Event:
    return event("account.login", f"owner{i}", at, ip=ip, asn=asn, country="DE", device=device, outcome=outcome)


def at_home(number: int = 20, device: str | None = None) -> list[Event]:
    """Return owners who log in at home, at one of three providers."""
    return [login(i, -day * DAY + i * 60.0, f"{60 + i}.1.1.7", 100 + i % 3, device or f"own{i}")
            for day in (9, 6, 2) for i in range(number)]  # fmt: skip


def by_night(number: int = 9, providers: int = 3, **fields: bool) -> list[Event]:
    """Return accounts entered on one telephone, two or three a night, from a home line each; and a week later again."""
    return [login(i, week * 7 * DAY + (i // 3) * DAY + i * 700.0, f"88.{70 + i}.{week}.7", 100 + (i // 2) % providers,
                  "phone", **fields) for week in range(2) for i in range(number)]  # fmt: skip


def test_fires_on_one_telephone_in_nine_homes_from_a_line_each() -> None:
    (alert,) = last_versions(alerts([*at_home(), *by_night()], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("device", "phone", "high")
    assert sorted(alert.accounts) == sorted(f"owner{i}" for i in range(9))
    assert "9 accounts were entered on one device (phone) within 7 days, each from a network where" in alert.reason
    assert "of 3 providers" in alert.reason
    assert alert.signals[0].evidence["entered_apart"] == 9


def test_quiet_on_six_and_on_tries_that_fail() -> None:
    assert alerts([*at_home(), *by_night(6)], NAME) == []
    assert alerts([*at_home(), *by_night(outcome=False)], NAME) == []


def test_quiet_on_a_shared_tablet_and_on_an_agency_with_a_few_lines() -> None:
    for lines in (1, 3, 5):
        shared = [login(i, i * 5 * HOUR, f"88.{i % lines}.1.7", 200 + i % lines, "tablet") for i in range(20)]
        assert alerts([*at_home(), *shared], NAME) == []


def test_quiet_on_a_sellers_tablet_on_his_carriers_lines() -> None:
    seller = [login(i, i * 5 * HOUR, f"88.{70 + i}.1.7", 205 if i % 6 else 206 + i, "tablet") for i in range(20)]
    assert alerts([*at_home(), *seller], NAME) == []


def test_quiet_on_an_installer_on_the_owners_own_lines_though_they_change_daily() -> None:
    installer = [login(i, i * 5 * HOUR, f"{60 + i}.1.99.7", 100 + i % 3, "tablet") for i in range(20)]
    assert alerts([*at_home(), *installer], NAME) == []


def test_quiet_on_newcomers_and_on_devices_of_the_accounts_own() -> None:
    assert alerts(by_night(), NAME) == []
    assert alerts([*at_home(device="phone"), *by_night()], NAME) == []
