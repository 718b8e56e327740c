"""Scenarios: who was entered by an attack over the whole site that has nothing in common but where it comes from."""

from __future__ import annotations

from random import Random

from detectors.login_by_kit import by_kit
from detectors.login_kit import COUNTRY
from detectors.tally import Tally
from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, HOUR = 86_400.0, 3600.0
PROXIES = ("VN", "BR", "ID", "PH", "MX", "TR", "DE")


def browser(rng: Random) -> str:
    """Return one of the programs that everybody uses."""
    return f"browser {rng.randrange(40)}"


def home(name: str, at: float, number: int, country: str, rng: Random, fails: bool = False) -> Event:
    """Return a login of an account from an address of its own."""
    make = failed if fails else entered
    return make(name, at, f"h:{country}{number}", country=country, user_agent=browser(rng))


def honest(rng: Random, *, worldwide: bool) -> list[Event]:
    """Return four days of a site whose people are of two countries, or of all; every fourth is new each hour."""
    found = []
    for at in range(-96, 28):
        for number in range(20):
            country = rng.choice(PROXIES) if worldwide else rng.choice(("DE", "DE", "DE", "AT"))
            name = f"user{at}-{number}" if number % 4 else f"user{rng.randrange(-96, -40)}-{number + 1}"
            found.append(home(name, at * HOUR + rng.uniform(0, HOUR), at * 40 + number, country, rng))
    return found


def attack(rng: Random, hits: list[str]) -> list[Event]:
    """Return a list tried on people for a day, each attempt from another home; those of `hits` get in."""
    tries = [
        failed(f"user{rng.randrange(-96, 0)}-{rng.randrange(20)}", i * 80.0, f"p:{i}", country=rng.choice(PROXIES),
               user_agent=browser(rng)) for i in range(1000)
    ]  # fmt: skip
    return tries + [home(name, HOUR * (1 + 3 * i), 9000 + i, PROXIES[i % 6], rng) for i, name in enumerate(hits)]


def told(events: list[Event]) -> Alert:
    """Return the longest alert of the site."""
    found = last_versions(alerts(sorted(events, key=lambda one: one.time), "login_site_slow")).values()
    return max(found, key=lambda one: one.accounts_total)


def test_names_first_who_was_entered_from_countries_that_nobody_else_comes_from() -> None:
    """Accounts with a past and accounts that nobody has seen; without a failure before."""
    rng, hits = Random(2), ["user-90-1", "user-80-2", "user-70-3", "never1", "never2"]
    alert = told([*honest(rng, worldwide=False), *attack(rng, hits)])
    assert set(alert.accounts[:5]) == set(hits)
    assert "5 accounts logged in from new addresses with the countries that most failures have" in alert.reason
    assert alert.reason.endswith(" Of the accounts listed the first 5 got in.")
    assert alert.severity == "critical"


def test_names_nobody_for_his_country_where_people_are_of_all_countries() -> None:
    rng = Random(3)
    alert = told([*honest(rng, worldwide=True), *attack(rng, [])])
    assert "countries" not in alert.reason
    assert alert.severity != "critical"


def test_no_owner_of_an_account_that_was_tried_is_told_as_entered() -> None:
    """He logs in later that day: elsewhere with his own program, or for the first time that anybody has seen."""
    rng, events = Random(4), honest(Random(5), worldwide=False)
    for number in range(12):
        name, own = f"owner{number}", {"country": "DE", "user_agent": f"own {number}"}
        events += [entered(name, -50 * HOUR + number, f"h:own{number}", **own)] if number % 2 else []
        events += [failed(name, 2 * HOUR + number * 900, f"p:own{number}", country="VN", user_agent=browser(rng)),
                   entered(name, 8 * HOUR + number * 900, f"h:new{number}", **own)]  # fmt: skip
    alert = told([*events, *attack(rng, [])])
    assert "got in" not in alert.reason


def test_a_country_speaks_only_where_enough_honest_attempts_are_known() -> None:
    """Of a site known for an hour nobody can say from where its people come."""
    failures = {f"{COUNTRY}{n}": 10.0 for n in range(5)}
    few = Tally(
        n=50,
        extra=failures,
        carried={f"~n {COUNTRY}1  ann": 1.0, f" {COUNTRY}2  eve": 1.0, f"{COUNTRY} {COUNTRY}9  bob": 2.0},
    )
    known = Tally(n=50, extra={**failures, f"~h{COUNTRY}9": 900.0}, carried=few.carried)
    assert (set(by_kit(few).entered), set(by_kit(known).entered)) == (set(), {"ann", "eve"})


def test_one_account_alone_may_be_a_travellers() -> None:
    failures = {f"{COUNTRY}{n}": 10.0 for n in range(5)}
    run = Tally(n=50, extra={**failures, f"~h{COUNTRY}9": 900.0}, carried={f" {COUNTRY}1  ann": 1.0})
    assert not by_kit(run).entered
