"""Scenarios: who of those that get in at an address was entered, where its customers log in there as well."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

HOUR, CARRIER = 3600.0, "100.64.7.7"
NAME = "login_guessing_address"


def customers(first: int, many: int, *, programs: int = 0) -> list[Event]:
    """Return a customer who comes to the carrier's address every half hour, each on his own telephone (or browser)."""
    return [
        entered(f"customer{n}", n * 1800.0, CARRIER, **({"user_agent": f"browser {n % programs}"} if programs
                else {"device": f"phone{n}", "user_agent": "app"}))
        for n in range(first, first + many)
    ]  # fmt: skip


def tries(many: int, hits: int, *, rotates: bool = False, **kit: Any) -> list[Event]:
    """Return a list tried from there, one now and then; every other by a program with a new name where it `rotates`."""
    past = [entered(f"user{n}", -4e5 + n, f"198.51.100.{n}", device=f"d{n}", user_agent="app") for n in range(many)]
    late = [{**kit, **({"user_agent": f"browser {9 + n}"} if rotates and n % 2 else {})} for n in range(many)]
    attack = [failed(f"user{n}", n * 400.0, CARRIER, **late[n]) for n in range(hits, many)]
    return [*past, *attack, *[entered(f"user{n}", 9000.0 * (n + 1), CARRIER, **kit) for n in range(hits)]]


def told(*events: Event) -> Alert:
    (alert,) = last_versions(alerts(sorted(events, key=lambda one: one.time), NAME)).values()
    return alert


def test_names_first_who_was_entered_by_the_one_device_among_a_carriers_customers() -> None:
    alert = told(*customers(-20, 40), *tries(130, 4, device="box", user_agent="app"))
    assert set(alert.accounts[:4]) == {f"user{n}" for n in range(4)}
    assert alert.reason.endswith("named first. Of the accounts listed the first 4 got in.")
    assert not {name for name in alert.accounts if name.startswith("customer")}
    assert alert.severity == "critical"


def test_names_first_who_was_entered_by_the_program_that_half_of_a_list_is_tried_with() -> None:
    """Customers come by seven browsers, each of which a few of them fail with, too."""
    slips = [failed(f"slip{n}", n * 3000.0, CARRIER, user_agent=f"browser {n % 7}") for n in range(10)]
    known = [entered(f"slip{n}", -4e5, f"198.51.101.{n}", user_agent="other") for n in range(10)]
    alert = told(*customers(-20, 40, programs=7), *tries(140, 2, rotates=True, user_agent="client 5"), *slips, *known)
    assert set(alert.accounts[:2]) == {"user0", "user1"}
    assert alert.reason.endswith(" Of the accounts listed the first 2 got in.")


def test_no_customer_is_told_as_entered_where_nobody_was() -> None:
    alert = told(*customers(-20, 40), *tries(130, 0, device="box", user_agent="app"))
    assert "none with a device or program of those that failed" in alert.reason
    assert not {name for name in alert.accounts if name.startswith("customer")}
    assert alert.severity != "critical"


@pytest.mark.parametrize("kit", [{"device": "box"}, {}])
def test_all_are_told_at_an_address_of_the_attackers_own_or_where_no_client_is_told(kit: dict[str, Any]) -> None:
    alert = told(*tries(90, 5, **kit))
    assert set(alert.accounts[:5]) == {f"user{n}" for n in range(5)}
    assert alert.reason.endswith(" Of the accounts listed the first 5 got in.")


def test_one_that_got_in_by_another_device_where_nobody_else_comes_is_told() -> None:
    alert = told(*tries(90, 0, device="box"), entered("user0", 30_100.0, CARRIER, device="other"))
    assert alert.accounts[0] == "user0"
    assert alert.severity == "critical"


def guesses(at: float = 0.0, many: int = 300) -> list[Event]:
    """Return passwords tried on one account, two in a second, by a program; its owner is elsewhere."""
    return [
        entered("victim", -2e5, "198.51.100.9", device="own", user_agent="app"),
        *[failed("victim", at + n / 2, CARRIER, user_agent="script/1.2") for n in range(many)],
    ]


@pytest.mark.parametrize("at", [-36_000.0, -7200.0, 18_000.0])
def test_no_neighbour_who_came_hours_before_or_after_is_told_as_entered(at: float) -> None:
    """He is there for the first time, as far as is known at all."""
    alert = told(*guesses(), entered("neighbour", at, CARRIER, device="phone", user_agent="app"))
    assert alert.accounts == ["victim"]
    assert alert.severity != "critical"
    assert "none of these once it had begun and into what was tried" in alert.reason


def test_the_account_guessed_at_is_told_beside_a_neighbour() -> None:
    neighbour = entered("neighbour", -36_000.0, CARRIER, device="phone", user_agent="app")
    alert = told(*guesses(), neighbour, entered("victim", 200.0, CARRIER, user_agent="script/1.2"))
    assert alert.accounts == ["victim"]
    assert alert.severity == "critical"
    assert "1 of these with a device or program of those that failed" in alert.reason


def test_of_a_list_who_was_entered_at_the_first_try_is_told_and_nobody_of_the_day_before() -> None:
    early = entered("guest", -40_000.0, CARRIER, device="phone", user_agent="app")
    hit = [entered("hit", -4e5, "198.51.100.250", device="d", user_agent="app"), entered("hit", -600.0, CARRIER)]
    alert = told(*tries(90, 0), *hit, early)
    assert alert.accounts[0] == "hit"
    assert "guest" not in alert.accounts
