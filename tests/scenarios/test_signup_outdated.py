"""Farms with an old program that newcomers alone come with; honest crowds of one program."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_signup_names import DAY, address
from tests.support.scenario import START, alerts, event, last_versions

NAME = "signup_outdated"
PEOPLES = [f"Chatty/{release}.0 ({system})" for release in range(31, 35) for system in ("iOS 18", "Android 15", "Mac")]
OLD, NEXT, OTHER = "Chatty/24.0 (Android 11)", "Chatty/35.0 (iOS 18)", "FairTablet/2.0 (Android 11)"


def site(seed: int, known: int = 400, country: str = "DE") -> list[Event]:
    """Return who was there and comes in these days, each with a program or two, and twenty newcomers a day."""
    chance = Random(seed)
    there = [event("account.login", f"old{i % known}", chance.uniform(0, 8) * DAY, ip=address(chance),
                   country=country, user_agent=chance.choice(PEOPLES)) for i in range(2 * known)]  # fmt: skip
    return there + crowd(seed + 100, 160, PEOPLES, country=country, days=8.0, name="new")


def crowd(seed: int, number: int, programs: list[str], *, days: float = 5.0, name: str = "farm",
          **fields: Any) -> list[Event]:  # fmt: skip
    """Return sign-ups from thirty addresses."""
    chance = Random(seed)
    homes = [address(chance) for _ in range(30)]
    return [event("account.signup", f"{name}{i}", (1 + chance.uniform(0, days - 1)) * DAY, **(
                {"ip": chance.choice(homes), "country": "DE", "email_domain": chance.choice(["gmail.com", "gmx.de"]),
                 "user_agent": chance.choice(programs)} | fields)) for i in range(number)]  # fmt: skip


def test_fires_in_the_first_week_on_a_farm_with_an_old_build_that_nobody_else_has() -> None:
    farm = crowd(1, 40, [OLD])
    (alert,) = last_versions(alerts([*site(1), *farm], NAME)).values()
    assert (alert.entity.type, alert.accounts_total, alert.severity) == ("site", 40, "medium")
    assert set(alert.accounts) == {one.subject for one in farm}
    assert "from 24 addresses, all with one program (user agent): Chatty 24.0. Nearly everybody else has a newer" in (
        alert.reason
    )
    assert "no account of those that were there before came with it" in alert.reason
    assert set(alert.evidence_event_ids) <= {one.id for one in farm}


def test_quiet_on_a_release_and_on_a_program_that_is_nobody_elses() -> None:
    for program in (NEXT, OTHER, "Chatty (Android 11)"):
        assert alerts([*site(2), *crowd(2, 60, [program])], NAME) == []


@pytest.mark.parametrize("why", ["people who were there have it", "everybody is new there", "all move on"])
def test_quiet_where_an_old_program_says_nothing(why: str) -> None:
    farm = crowd(3, 40, [OLD])
    homes = [event("account.login", f"old{i}", (1 + i / 3) * DAY, ip=f"192.0.2.{i}", country="DE", user_agent=OLD)
             for i in range(4)]  # fmt: skip
    moved = [event("account.login", one.subject, one.time - START + 1800, ip=one.ip, country="DE",
                   user_agent=PEOPLES[0]) for one in farm]  # fmt: skip
    others = {"people who were there have it": [*site(3), *homes], "everybody is new there": site(3, country="FR"),
              "all move on": [*site(3), *moved]}  # fmt: skip
    assert alerts([*others[why], *farm], NAME) == []


def test_quiet_on_a_class_a_firm_a_tablet_a_hall_and_whom_somebody_invites_or_imports() -> None:
    several: tuple[dict[str, Any], ...] = (
        {"ip": "203.0.113.7"}, {"device": "tablet"}, {"email_domain": "firm.example"}, {"invited_by": "chair"},
        {"source": "/scim"},
    )  # fmt: skip
    for fields in several:
        assert alerts([*site(4), *crowd(4, 40, [OLD], **fields)], NAME) == []
    lesson = crowd(5, 40, [OLD], days=1.0)
    for i, one in enumerate(lesson):
        one.ip, one.time = f"198.51.100.{i}", START + 3 * DAY + 60.0 * i
    assert alerts([*site(5), *lesson], NAME) == []
    assert alerts([*site(5), *crowd(5, 40, [OLD])], NAME)


def test_refused_logins_are_nobodys_program() -> None:
    tries = [event("account.login", f"old{i}", (1 + i / 90) * DAY, ip=f"192.0.2.{i % 99}", country="DE",
                   user_agent="Chatty/20.0 (Android 9)", outcome=False) for i in range(300)]  # fmt: skip
    assert alerts([*site(6), *tries, *crowd(6, 40, [OLD])], NAME)
