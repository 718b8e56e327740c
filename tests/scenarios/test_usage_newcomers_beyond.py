"""Newcomers who ask again and again for what people ask for once or twice, and what looks a little like them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_usage_newcomers import DAY, HOUR, NAME, use
from tests.support.scenario import START, alerts, event, last_versions

CODE = "phone.verify"  # a text message with a code, which costs the product money


def people(seed: int = 1, a_day: int = 20, days: int = 15, heaviest: int = 2) -> list[Event]:
    """Return newcomers who confirm their number minutes after their sign-up, each from a home of his own."""
    chance, found = Random(seed), []
    for number in range(a_day * days):
        at, ip = (chance.random() * days - 13) * DAY, ".".join(str(chance.randint(1, 200)) for _ in range(4))
        found.append(event("account.signup", f"u{number}", at, ip=ip))
        codes = range(chance.choice((1, 1, 1, heaviest)))
        found.extend(use(f"u{number}", at + 120 + 60.0 * j, 1, ip, product=CODE) for j in codes)
        found.extend(use(f"u{number}", at + 900 + 60.0 * j, 8, ip, product="search") for j in range(3))
    return found


def pumps(number: int = 8, times: int = 50, every: float = 4 * HOUR, aged: float = 60.0, home: str = "10.{0}.7.9",
          **fields: Any) -> list[Event]:  # fmt: skip
    """Return accounts, one each few hours, that ask for a text each minute for an hour."""
    found = []
    for i in range(number):
        at, ip = i * every, home.format(i)
        found.append(event("account.signup", f"bot{i}", at, ip=ip))
        made = {"product": CODE, "requests": 1, "status": 200 if i % 2 else None} | fields
        found.extend(event("account.usage", f"bot{i}", at + aged + 60.0 * j, ip=ip, **made) for j in range(times))
    return found


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"aged": 5 * DAY, "every": HOUR},  # days old
        {"home": "10.1.7.9"},  # all of one address
        {"times": 4, "requests": 11},  # told in sums
        {"times": 20, "number": 10},  # less each
        {"number": 30, "every": 300.0},  # all in one night, more than all other newcomers
    ],
    ids=lambda changed: next(iter(changed), "as it comes"),
)
def test_fires_on_texts_pumped_by_new_accounts(changed: dict[str, Any]) -> None:
    (alert,) = last_versions(alerts([*people(days=22), *pumps(**changed)], NAME)).values()
    assert {f"bot{i}" for i in range(changed.get("number", 8))} == set(alert.accounts)
    assert (alert.entity.type, alert.policy) == ("site", "api_abuse")
    assert alert.severity == ("medium" if len(alert.accounts) == 8 else "high")


def test_fires_on_lists_of_members_read_from_a_hoster_that_a_newcomer_once_came_from() -> None:
    known = [event("account.signup", "early", -9 * DAY, ip="10.1.5.5"), use("early", -9 * DAY + 600, 1, "10.1.5.5")]
    read = pumps(12, times=12, every=60.0, aged=5 * HOUR, home="10.1.7.{0}", product="members.list", requests=40)
    looked = [_renamed(one) for one in people(days=22)]
    (alert,) = last_versions(alerts([*looked, *known, *read], NAME)).values()
    assert len(alert.accounts) == 12
    assert "made 480 requests for 'members.list' each within 6 h" in alert.reason
    assert "or lists people is abused like this" in alert.reason


def test_quiet_on_sums_of_what_newcomers_use_by_the_dozen() -> None:
    looked = [_renamed(one, 1 + 29 * (index % 20 == 0)) for index, one in enumerate(people(days=22))]
    read = pumps(12, times=4, every=60.0, aged=5 * HOUR, product="members.list", requests=11)
    assert alerts([*looked, *read], NAME) == []


def scrapers(number: int = 12, each: int = 50, **fields: Any) -> list[Event]:
    """Return newcomers of a provider that others came from, one an hour, who search for an hour, told in sums."""
    known = [event("account.signup", "early", -9 * DAY, ip="10.1.5.5"), use("early", -9 * DAY + 600, 1, "10.1.5.5")]
    usual: dict[str, Any] = {"home": "10.1.{0}.9", "every": HOUR, "aged": 600.0}
    made = {**usual, "product": "search", "requests": each, **fields}
    return [*known, *pumps(number, times=20, **made)]


def test_fires_on_searches_by_the_thousand_wherever_they_come_from_and_names_who_made_a_quarter_as_many() -> None:
    """People search 24 times: twenty times as often are 480; two more made 300 by the time the others were told."""
    fewer = [_later(one, 0.0, "b") for one in scrapers(2, each=15)[2:]]
    (alert,) = last_versions(alerts([*people(days=22), *scrapers(), *fewer], NAME)).values()
    assert {f"bot{i}" for i in range(12)} | {"bbot0", "bbot1"} == set(alert.accounts)
    assert "made 300 to 1,000 requests for 'search' each within 6 h" in alert.reason
    assert alert.reason.endswith("made 20 times as many and more, as nobody does by hand.")
    assert alert.severity == "medium"


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 2},  # customers with a program each
        {"each": 23},  # 460: a new offer, an eager crowd
        {"home": "10.1.7.9"},  # a class, or a firm's tool, at one address
        {"home": ""},  # clicks on their links, or what their advertisements show: others' doings
        {"key": "k1"},
        {"status": 404, "home": "3{0}.7.7.9"},  # what is not there, from homes
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_quiet_on_searches_that_others_cause_that_keys_are_for_or_that_are_not_so_many(changed: dict[str, Any]) -> None:
    assert alerts([*people(days=25), *scrapers(**changed)], NAME) == []


def test_fires_and_says_how_often_others_ask() -> None:
    (alert,) = last_versions(alerts([*people(), *pumps()], NAME)).values()
    assert "8 accounts not a week old, from 8 addresses, made 50 requests for 'phone.verify' each" in alert.reason
    assert "99 in 100 made at most 2 in as long" in alert.reason
    assert alert.signals[0].evidence["least_requests"] == alert.signals[0].evidence["most_requests"] == 50


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 2},  # somebody whose text does not come
        {"every": 30 * HOUR},  # one now and then
        {"times": 15},  # a carrier with a fault
        {"aged": 8 * DAY},  # known for a week: others see these, or nobody
        {"key": "k1"},  # a customer's program
        {"status": 429},  # refused, and so free
        {"status": 404},  # codes guessed
        {"product": "search"},  # what people do many times
        {"home": "10.1.7.9", "times": 25},  # one office whose mail server swallows codes: it counts once
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_quiet_on_few_on_little_and_on_what_others_see(changed: dict[str, Any]) -> None:
    assert alerts([*people(days=25), *pumps(**changed)], NAME) == []


def test_quiet_where_a_newcomer_did_so_in_the_weeks_before() -> None:
    assert alerts([*people(heaviest=12), *pumps()], NAME) == []


def test_quiet_where_a_release_makes_all_newcomers_ask_again_and_again() -> None:
    """A client that asks until the code is typed in: all who sign up in a day do so, and no more of them than ever."""
    before, faulty = people(days=13), pumps(20, every=1.2 * HOUR)
    assert alerts([*before, *faulty], NAME) == []
    (alert,) = last_versions(alerts([*people(days=15), *faulty], NAME)).values()
    assert len(alert.accounts) == 20


def test_one_alert_names_those_of_the_day_before_and_not_whoever_did_so_days_ago() -> None:
    made = [*pumps(2, every=HOUR), *(_later(one, 1.5 * DAY, "b") for one in pumps(6, every=HOUR))]
    (alert,) = last_versions(
        alerts([*people(days=17), *made, *(_later(one, -5 * DAY, "c") for one in pumps(1))], NAME)
    ).values()
    assert {f"bot{i}" for i in range(2)} | {f"bbot{i}" for i in range(6)} == set(alert.accounts)


def test_says_how_many_are_named_in_all_where_others_came_days_later() -> None:
    later = [_later(one, 2.5 * DAY, "b") for one in pumps(8, every=HOUR)]
    (alert,) = last_versions(alerts([*people(days=20), *pumps(8), *later], NAME)).values()
    assert len(alert.accounts) == 16
    assert " accounts not a week old (16 with those of other days), from " in alert.reason


def _renamed(one: Event, requests: int = 1) -> Event:
    """Return a number confirmed as a list of members opened, and other events as they are."""
    if one.product != CODE:
        return one
    at = one.time - START
    return event("account.usage", one.subject, at, ip=one.ip, product="members.list", requests=requests, status=200)


def _later(one: Event, seconds: float, name: str) -> Event:
    fields = {"product": one.product, "requests": one.requests} if one.type == "account.usage" else {}
    return event(one.type, f"{name}{one.subject}", one.time - START + seconds, ip=one.ip, **fields)
