"""A stranger's telephone in account after account whose owners live abroad, and devices that people share."""

from __future__ import annotations

from collections.abc import Callable

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "entry_fanout_abroad", 3600.0, 86_400.0
COUNTRIES = ("DE", "FR", "US", "IN")


def login(name: str, at: float, ip: str, country: str | None, device: str | None) -> Event:
    return event("account.login", name, at, ip=ip, country=country, device=device, outcome=True)


def at_home(number: int, of: Callable[[int], str] = lambda i: COUNTRIES[i % 4]) -> list[Event]:
    """Return owners who log in at home, each in a country."""
    return [login(f"owner{i}", -day * DAY + i * 60.0, f"{60 + i}.1.1.7", of(i), f"own{i}")
            for day in (9, 6, 2) for i in range(number)]  # fmt: skip


def moving(number: int, country: str | None = "GB", every: float = 11 * HOUR) -> list[Event]:
    """Return the same accounts entered on one telephone, by its carrier."""
    return [login(f"owner{i}", DAY + i * every, f"92.40.{i % 3}.{11 + i}", country, "phone") for i in range(number)]


def test_fires_on_one_telephone_in_the_accounts_of_people_abroad() -> None:
    (alert,) = last_versions(alerts([*at_home(12), *moving(12)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("device", "phone", "account_security")
    assert sorted(alert.accounts) == sorted(f"owner{i}" for i in range(12))
    assert "12 accounts were entered on one device (phone) within 7 days, from 12 addresses" in alert.reason
    assert alert.severity == "medium"


def test_quiet_on_six_and_on_a_telephone_that_takes_weeks() -> None:
    assert alerts([*at_home(6), *moving(6)], NAME) == []
    assert alerts([*at_home(12), *moving(12, every=2 * DAY)], NAME) == []


def test_quiet_on_a_sellers_tablet_and_where_no_country_is_told() -> None:
    assert alerts([*at_home(20, lambda _: "GB"), *moving(20)], NAME) == []
    assert alerts([*at_home(20), *moving(20, None)], NAME) == []


def test_quiet_on_a_hotels_tablet_and_on_travellers_with_their_own() -> None:
    tablet = [login(f"owner{i}", DAY + i * 5 * HOUR, f"92.40.1.{i % 2}", "GB", "tablet") for i in range(20)]
    brought = [login(f"owner{i}", DAY + i * 5 * HOUR, f"92.40.1.{i}", "GB", f"own{i}") for i in range(20)]
    assert alerts([*at_home(20), *tablet], NAME) == []
    assert alerts([*at_home(20), *brought], NAME) == []


def test_quiet_on_newcomers_and_on_tries_that_fail() -> None:
    failed = moving(20)
    for one in failed:
        one.outcome = False
    assert alerts(moving(20), NAME) == []
    assert alerts([*at_home(20), *failed], NAME) == []


def rented(places: tuple[tuple[str, str], ...]) -> list[Event]:
    """Return eight accounts entered on one device by turns from a few addresses, each in a country."""
    return [login(f"owner{i}", DAY + i * 5 * HOUR, *places[i % len(places)], "box") for i in range(8)]


def test_fires_on_a_device_that_comes_by_three_addresses_in_three_countries() -> None:
    """Who rents the way out stands nowhere, however few his addresses."""
    exits = (("185.1.0.7", "SE"), ("185.2.0.7", "CH"), ("185.3.0.7", "NO"))
    (alert,) = last_versions(alerts([*at_home(8), *rented(exits)], NAME)).values()
    assert "within 7 days, from 3 addresses in 3 countries" in alert.reason
    assert alert.accounts_total == 8


def test_quiet_on_a_kiosk_with_lines_registered_in_two_countries() -> None:
    lines = (("185.1.0.7", "SE"), ("185.2.0.7", "NO"), ("185.3.0.7", "NO"))
    assert alerts([*at_home(8), *rented(lines)], NAME) == []
