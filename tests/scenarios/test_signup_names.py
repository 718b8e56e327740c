"""Farms that sign up slowly from everywhere, with one new mail domain and handles drawn by one rule; honest crowds."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

DAY, HOUR = 86_400.0, 3600.0
NAME = "signup_names"
FIRST = "anna bruno carla dario elena fabio gina hugo irene jonas klara leo marta nils olga paolo".split()
LAST = "berg costa diaz eriksen fischer green horvat ivanov jensen klein lopez meyer novak olsen".split()


def signup(name: str, at: float, ip: str, domain: str, handle: str) -> Event:
    return event("account.signup", name, at, ip=ip, email_domain=domain, handle=handle)


def person(chance: Random) -> str:
    one, two = chance.choice(FIRST), chance.choice(LAST)
    return chance.choice([one + two, f"{one}.{two}", f"{one}_{two}", f"{one}{chance.randrange(100)}", two.title(), one])


def address(chance: Random) -> str:
    return f"{chance.randrange(11, 99)}.{chance.randrange(250)}.{chance.randrange(250)}.7"


def site(seed: int, days: float = 20.0) -> list[Event]:
    """Return fifteen people a day with the mail of everybody."""
    chance = Random(seed)
    mails = ["gmail.com", "gmx.de"]
    return [
        signup(f"p{i}", chance.uniform(-days, 8) * DAY, address(chance), chance.choice(mails), person(chance))
        for i in range(round((days + 8) * 15))
    ]  # fmt: skip


def crowd(seed: int, handles: list[str], days: float = 5.0, home: str = "") -> list[Event]:
    chance = Random(seed)
    return [
        signup(f"c{i}", chance.uniform(0, days) * DAY, home or address(chance), "quickpost.site", handle)
        for i, handle in enumerate(handles)
    ]  # fmt: skip


def drawn(seed: int, number: int = 24) -> list[str]:
    chance = Random(seed)
    return [f"{chance.choice(FIRST).title()}{chance.randrange(100, 1000)}" for _ in range(number)]


def test_fires_on_a_farm_of_five_days_from_everywhere() -> None:
    for seed in (1, 2):
        (alert,) = last_versions(alerts([*site(seed), *crowd(seed, drawn(seed))], NAME)).values()
        assert (alert.entity.type, alert.accounts_total, alert.severity) == ("site", 24, "medium")
        assert "all with one mail domain (quickpost.site) that no sign-up of the weeks before had" in alert.reason
        assert "handles of one build (Aa999: A, a and 9 stand for letters and digits)" in alert.reason


def test_quiet_on_a_firm_whose_people_join_from_their_homes() -> None:
    """By whatever name they like, or by the firm's rule."""
    chance = Random(3)
    ruled = [f"{chance.choice(FIRST)}.{chance.choice(LAST)}" for _ in range(40)]
    for handles in ([person(chance) for _ in range(40)], ruled):
        assert alerts([*site(3), *crowd(3, handles)], NAME) == []


@pytest.mark.parametrize("rule", ["year", "number", "initials"])
def test_quiet_on_a_school_that_gives_its_pupils_names(rule: str) -> None:
    chance, handles = Random(4), []
    for i in range(40):
        one, two = chance.choice(FIRST), chance.choice(LAST)
        handles.append({"year": f"{two}{23 + i % 3}", "number": f"s{chance.randrange(10**5, 10**6)}",
                        "initials": f"{one[0]}{two[0]}{chance.randrange(100, 1000)}"}[rule])  # fmt: skip
    assert alerts([*site(4), *crowd(4, handles)], NAME) == []


def test_quiet_where_the_product_gives_everybody_such_a_handle() -> None:
    people = site(5)
    for one, handle in zip(people, drawn(5, len(people)), strict=True):
        one.handle = handle
    assert alerts([*people, *crowd(5, drawn(6))], NAME) == []


def test_quiet_on_one_address_on_few_and_in_a_sites_first_week() -> None:
    assert alerts([*site(7), *crowd(7, drawn(7), home="203.0.113.7")], NAME) == []
    assert alerts([*site(7), *crowd(7, drawn(7, 15))], NAME) == []
    assert alerts([*site(7, days=5.0), *crowd(7, drawn(7), days=1.0)], NAME) == []


def test_quiet_on_a_domain_that_people_have_had_all_along() -> None:
    events = [*site(8), *crowd(8, drawn(8))]
    for one in events:
        one.email_domain = "gmx.de" if one.email_domain == "quickpost.site" else one.email_domain
    assert alerts(events, NAME) == []
