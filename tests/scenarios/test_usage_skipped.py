"""Accounts that book without ever having searched, among people who search first."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions

NAME, HOUR, DAY = "usage_skipped", 3600.0, 86_400.0
ATTACK_DAY = 12


def use(name: str, at: float, product: str, ip: str, **fields: Any) -> Event:
    return event("account.usage", name, at, **({"product": product, "status": 200, "ip": ip} | fields))


def people(number: int = 140, days: float = 14.0, joined: int = 3) -> list[Event]:
    """Return accounts that come one after the other, search and book twice; of one in `joined` the sign-up is known."""
    chance, found = Random(7), []  # made-up traffic
    for i in range(number):
        at, ip = i * days * DAY / number, f"{20 + i % 200}.{i // 200}.1.9"
        if i % joined == 0:
            found.append(event("account.signup", f"guest{i}", at, ip=ip))
        for visit in range(2):
            at += HOUR + visit * HOUR * chance.uniform(1, 9)
            found += [use(f"guest{i}", at + 60 * step, what, ip) for step, what in enumerate(("search", "book"))]
    return found


def bots(number: int = 8, home: str = "10.{0}.5.1", products: tuple[str, ...] = ("book",), times: int = 2,
         day: float = ATTACK_DAY, signed_up: bool = True, **fields: Any) -> list[Event]:  # fmt: skip
    """Return accounts that use nothing but these products, each so many times within hours."""
    found = []
    for i in range(number):
        at, ip = day * DAY + i * HOUR / 2, home.format(i)
        if signed_up:
            found.append(event("account.signup", f"bot{i}", at, ip=ip))
        for turn in range(times):
            found += [
                use(f"bot{i}", at + 600 + turn * HOUR + 9 * step, what, ip, **fields)
                for step, what in enumerate(products)
            ]
    return found


def test_fires_on_accounts_that_book_and_never_searched() -> None:
    (alert,) = last_versions(alerts([*people(), *bots()], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "api_abuse", "medium")
    assert set(alert.accounts) == {f"bot{i}" for i in range(8)}
    assert "8 accounts from 8 addresses used something twice and had never used" in alert.reason
    assert "what nearly all use before it (book without search), nor much else" in alert.reason


def test_fires_where_they_are_spread_over_three_days() -> None:
    spread = [bots(3, f"10.{{0}}.{day}.1", day=9.0 + day) for day in range(3)]
    for day, some in enumerate(spread):
        for one in some:
            one.subject = f"{one.subject}/{day}"
    (alert,) = last_versions(alerts([*people(), *spread[0], *spread[1], *spread[2]], NAME)).values()
    assert alert.accounts_total == 9


def test_fires_where_products_name_numbered_things() -> None:
    numbered = [*people(), *bots(products=("book/17", "book/18"))]
    for one in numbered:
        one.product = "book/9" if one.product == "book" else one.product
    (alert,) = last_versions(alerts(numbered, NAME)).values()
    assert "(book without search)" in alert.reason


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 4},  # a few, as everywhere
        {"home": "10.1.5.1"},  # a class
        {"times": 1},  # a link in a mail
        {"signed_up": False},  # old accounts, of which nobody knows what they have used
        {"products": ("search", "book")},  # what all do
        {"products": ("book", "help", "map", "orders")},  # who looks around
        {"key": "k1"},  # what keys are for
        {"status": 403},  # not given
        {"day": 5},  # nobody knows yet what is usual
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_quiet_on_few_on_keys_and_on_who_looks_around(changed: dict[str, Any]) -> None:
    assert alerts([*people(), *bots(**changed)], NAME) == []


def test_quiet_where_a_new_client_leaves_the_search_out_for_all_newcomers() -> None:
    begins = START + (ATTACK_DAY - 2) * DAY
    skipping = [one for one in people(number=400) if one.product != "search" or one.time < begins]
    assert alerts(skipping, NAME) == []


def test_quiet_on_a_thing_that_few_came_back_to_before() -> None:
    assert alerts([*people(number=40), *bots()], NAME) == []


def test_quiet_where_people_often_come_without_a_search() -> None:
    direct = bots(6, "11.{0}.1.1", day=6)
    for one in direct:
        one.subject = f"direct-{one.subject}"
    assert alerts([*people(), *direct, *bots()], NAME) == []
