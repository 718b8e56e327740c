"""Lists of names tried by password resets at shared addresses, and people who mistype their own."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "reset_enumeration_site"
HOUR, DAY = 3600.0, 86_400.0


def asked(at: float, ip: str, name: str | None = None) -> Event:
    return event("account.password_reset", name or f"unknown:{ip}", at, ip=ip)


def tried(addresses: int, nobody: int, accounts: int, *, first: float = 2 * DAY) -> list[Event]:
    """Return what is asked for at each of a few addresses within five hours, names of nobody and accounts."""
    found = []
    for i in range(addresses):
        ip, pause = f"198.18.{16 * i}.7", 5 * HOUR / (nobody + accounts)
        names = [None] * nobody + [f"victim{i}-{k}" for k in range(accounts)]
        Random(i).shuffle(names)
        found += [asked(first + n * pause + i, ip, name) for n, name in enumerate(names)]
    return found


def people(days: int = 4, a_day: int = 20, ip: str = "") -> list[Event]:
    """Return resets as they are: a third has asked for a mistyped name before, once or up to four times."""
    random, found = Random(5), []
    for i in range(days * a_day):
        at, home = i * DAY / a_day, ip or f"203.0.{i // 250}.{i % 250}"
        again = random.randrange(1, 5) if random.random() < 0.3 else 0
        found += [asked(at + 30.0 * n, home) for n in range(again)]
        found.append(asked(at + 200.0, home, f"person{i}"))
    return found


def test_fires_on_five_shared_addresses_that_ask_for_a_list_in_five_hours() -> None:
    (alert,) = last_versions(alerts([*people(), *tried(5, 30, 3)], NAME)).values()
    assert sorted(alert.accounts) == sorted(f"victim{i}-{k}" for i in range(5) for k in range(3))
    assert alert.reason.startswith(
        "At each of 5 addresses password resets were asked for 30 or more times for names that no account has, within "
        "2 days, and for 15 accounts never seen there; "
    )
    told = alert.signals[0].evidence
    assert (told["addresses"], told["names_of_nobody_each_at_least"]) == (5, 30)


def test_fires_on_three_addresses_with_a_list_of_which_a_third_exists() -> None:
    assert alerts([*people(), *tried(3, 18, 9)], NAME)


def test_quiet_on_two_addresses_and_on_a_handful_of_names_each() -> None:
    assert alerts([*people(), *tried(2, 60, 9)], NAME) == []
    assert alerts([*people(), *tried(5, 5, 9)], NAME) == []


def test_quiet_on_programs_that_ask_for_nobody_by_themselves() -> None:
    assert alerts([*people(), *tried(20, 60, 1)], NAME) == []


def test_quiet_on_support_desks_and_where_everybody_is_to_set_a_new_password() -> None:
    assert alerts([*people(), *tried(6, 0, 60)], NAME) == []
    assert alerts([*people(), *people(3, 600)], NAME) == []


def test_quiet_on_carriers_that_ask_for_as_much_on_other_days() -> None:
    daily = [one for i in range(5) for one in people(8, 20, ip=f"100.64.{i}.1")]
    assert alerts([*people(8), *daily], NAME) == []


def test_quiet_on_the_first_days_of_a_site() -> None:
    assert alerts([*people(1), *tried(5, 30, 3, first=DAY)], NAME) == []
