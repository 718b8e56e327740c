"""Newcomers who read the same books evenly, as programs do, among people who read as they like."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions

NAME, HOUR, DAY = "usage_beat", 3600.0, 86_400.0


def read(name: str, at: float, book: str, ip: str, **fields: Any) -> Event:
    return event("account.usage", name, at, **({"product": f"read/{book}", "status": 200, "ip": ip} | fields))


def readers(number: int = 40, spread: float = 0.4, gap: float = 600.0, shelf: int = 15) -> list[Event]:
    """Return newcomers who read a book or two of a shelf's, an evening each, `spread` uneven."""
    chance, found = Random(3), []  # made-up traffic
    for i in range(number):
        born, ip = chance.uniform(0, 2) * DAY, f"{20 + i}.7.1.9"
        found.append(event("account.signup", f"reader{i}", born, ip=ip))
        for evening in range(2):
            at, book = born + 600 + evening * DAY, f"b{chance.randrange(shelf)}"
            for _ in range(16):
                at += gap * chance.uniform(1 - spread, 1 + spread)
                found.append(read(f"reader{i}", at, book, ip))
    return found


def ring(number: int = 12, gap: float = 900.0, books: int = 3, home: str = "10.{0}.5.1", aged: float = HOUR,
         uneven: float = 0.005, **fields: Any) -> list[Event]:  # fmt: skip
    """Return accounts made every five hours, of which each reads the same books on the days after, one a day."""
    chance, found = Random(5), []  # made-up traffic
    for i in range(number):
        ip = home.format(i)
        found.append(event("account.signup", f"ring{i}", i * 5 * HOUR, ip=ip))
        for book in range(books):
            at = i * 5 * HOUR + aged + book * DAY
            for _ in range(15):
                at += gap * chance.uniform(1 - uneven, 1 + uneven)
                found.append(read(f"ring{i}", at, f"mine{book}", ip, **fields))
    return found


def test_fires_on_accounts_that_read_the_same_books_as_evenly_as_a_program() -> None:
    (alert,) = last_versions(alerts([*readers(), *ring()], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "api_abuse")
    assert set(alert.accounts) == {f"ring{i}" for i in range(12)}
    assert "from 12 addresses, used the same 3 things (read/mine0, read/mine1, read/mine2)" in alert.reason
    assert "all but every 900 s; 0 of 40 other newcomers who used such things as long" in alert.reason


@pytest.mark.parametrize("gap", [45.0, 1500.0])
def test_fires_at_any_beat(gap: float) -> None:
    assert alerts([*readers(), *ring(gap=gap)], NAME)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 7},  # a family's and their friends' speaking books
        {"uneven": 0.3},  # people who like one author
        {"books": 1},  # a class's one book, or what is on air
        {"home": "10.1.5.1"},  # a school where books are read aloud
        {"aged": 8 * DAY},  # known for a week
        {"key": "k1"},  # what keys are for
        {"status": 403},  # not given
        {"product": "read"},  # which of them is not told
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_quiet_on_few_on_people_and_on_what_keeps_time_by_itself(changed: dict[str, Any]) -> None:
    assert alerts([*readers(), *ring(**changed)], NAME) == []


def test_quiet_where_clients_report_by_the_clock_and_where_few_others_are_known() -> None:
    assert alerts([*readers(spread=0.01), *ring()], NAME) == []
    assert alerts([*readers(number=15), *ring()], NAME) == []


MIDNIGHT = DAY - START % DAY


def sleepless(number: int = 9, hours: float = 24.0, uneven: float = 0.01, book: str = "mine") -> list[Event]:
    """Return accounts on two addresses that open one book each 55 minutes of one day, from midnight on."""
    chance, found = Random(6), []  # made-up traffic
    for i in range(number):
        ip = f"10.1.5.{i % 2}"
        found.append(event("account.signup", f"{book}{i}", i * HOUR, ip=ip))
        times = range(int(hours * 60 / 55))
        found.extend(
            read(f"{book}{i}", MIDNIGHT + (55 * j + chance.uniform(-55, 55) * uneven) * 60, book, ip) for j in times
        )
    return found


def test_fires_on_one_thing_used_round_the_clock_from_two_addresses() -> None:
    (alert,) = last_versions(alerts([*readers(), *sleepless()], NAME)).values()
    assert set(alert.accounts) == {f"mine{i}" for i in range(9)}
    assert "from 2 addresses, used one thing (read/mine) as evenly as a program and round the clock" in alert.reason
    uses = Counter([one.subject for one in readers() if one.product and one.time < START + MIDNIGHT + DAY])
    often = sum([number > 1 for number in uses.values()])
    assert f"0 of {often} other newcomers who used such things more than once" in alert.reason


def test_quiet_on_one_thing_by_who_sleeps_by_people_by_few_and_where_a_client_reports_by_the_clock() -> None:
    for made in (sleepless(hours=16), sleepless(uneven=0.3), sleepless(number=7)):
        assert alerts([*readers(), *made], NAME) == []
    others = [one for book in range(9) for one in sleepless(number=4, book=f"theirs{book}")]
    assert alerts([*readers(), *sleepless(), *others], NAME) == []
