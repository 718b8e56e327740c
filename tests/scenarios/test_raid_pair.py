"""Newcomers who are sent at an event and its host, a word or two each; and crowds at one place, or at any two."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.scenarios.test_raid import DAY, HOUR, post, site
from tests.support.scenario import alerts, event, last_versions

NAME = "raid_pair"


def sent(number: int, *places: str, at: float = 5 * HOUR, minutes: float = 50.0, who: str = "raider",
         **fields: object) -> list[Event]:  # fmt: skip
    """Return newcomers that each write once at each place."""
    chosen, found = Random(number), list[Event]()
    for i in range(number):
        for place in places:
            time = at + chosen.uniform(0, minutes) * 60
            found.append(post(f"{who}{i}", time, place, **{"kind": "comment", **fields}))
    return sorted(found, key=lambda one: one.time)


def test_fires_on_newcomers_who_write_under_an_event_and_to_its_host() -> None:
    guests = [post(f"guest{i}", 5 * HOUR + i * 60, "event", kind="comment") for i in range(9)]
    (alert,) = last_versions(alerts([*site(), *guests, *sent(17, "event", "host")], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "spam")
    assert sorted(alert.accounts) == sorted(f"raider{i}" for i in range(17))
    assert "17 accounts, each on its first day of posting, wrote at the same two places (event and host)" in (
        alert.reason
    )
    assert alert.reason.endswith("9 other newcomers wrote at one of them.")


def test_fires_and_shows_posts_of_those_whom_it_accuses_one_of_each_first() -> None:
    events = [*site(), *[post(f"guest{i}", 5 * HOUR - i, "event", kind="comment") for i in range(9)]]
    events += sent(17, "event", "host")
    (alert,) = last_versions(alerts(events, NAME)).values()
    whose = {one.id: one.subject for one in events}
    shown = [whose[name] for name in alert.evidence_event_ids]
    assert len(set(shown)) == 8
    assert all(name.startswith("raider") for name in shown)


def test_is_medium_however_many_and_says_where_all_sit_in_one_room() -> None:
    lesson = sent(40, "exercise", "chat", ip="203.0.113.9")
    for one in lesson:
        one.device = f"own-{one.subject}"
    (alert,) = last_versions(alerts([*site(), *lesson], NAME)).values()
    assert alert.severity == "medium"
    assert "as in a class" in alert.reason
    (crowd,) = last_versions(alerts([*site(), *sent(60, "event", "host")], NAME)).values()
    assert crowd.severity == "medium"
    assert "as in a class" not in crowd.reason


@pytest.mark.parametrize(
    "quiet",
    [
        sent(150, "event"),  # everybody's lips
        sent(7, "event", "host"),
        sent(17, "event", "host", minutes=1000.0),
        sent(17, "event", "host", kind="upload"),
        sent(17, "event", "host", kind="prompt"),
        [one for i in range(10) for one in sent(30, f"place{i}", who=f"guest{i}-")],
        [one for i in range(6) for one in sent(7, "event", f"friend{i}", who=f"guest{i}-")],  # and each to another
    ],
)
def test_quiet_on_one_place_on_a_few_on_days_and_on_what_nobody_reads(quiet: list[Event]) -> None:
    assert alerts([*site(), *quiet], NAME) == []


def test_quiet_on_members_while_the_site_is_not_known_and_where_newcomers_always_begin_at_two_places() -> None:
    before = [post(f"raider{i}", -2 * DAY, "group1") for i in range(17)]
    assert alerts([*site(), *before, *sent(17, "event", "host")], NAME) == []
    assert alerts([*site(days=1), *sent(17, "event", "host")], NAME) == []
    welcome = [
        post(f"new{day}-{i}", day * DAY + 5 * HOUR + i * 60, place, kind="comment")
        for day in range(-20, 1) for i in range(10) for place in ("hello", "general")
    ]  # fmt: skip
    assert alerts([*site(21), *[one for one in welcome if one.time > welcome[0].time]], NAME) == []


KNOWN = (NAME, "report_surge")  # who signed up is remembered where somebody asks for reporters' ages


def test_fires_on_those_who_have_just_signed_up_where_the_site_is_not_known_yet() -> None:
    signed = [event("account.signup", f"raider{i}", 4 * HOUR + i * 60) for i in range(17)]
    regulars = sent(9, "event", "host", who="regular")  # for years, as far as anybody knows
    (alert,) = last_versions(alerts([*site(days=2), *signed, *regulars, *sent(17, "event", "host")], *KNOWN)).values()
    assert sorted(alert.accounts) == sorted(f"raider{i}" for i in range(17))
    assert alert.reason.endswith(
        "Named are the 17 of these that signed up within the week: of others nobody knows yet whether they are new."
    )
    assert alerts([*site(days=2), *signed[:7], *sent(17, "event", "host")], *KNOWN) == []
