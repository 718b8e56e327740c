"""Newcomers who flood one group within minutes; and crowds of newcomers that are none."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "raid", 3600.0, 86_400.0


def post(subject: str, at: float, target: str = "club", **fields: object) -> Event:
    """Return a post from an address and device of the subject's own."""
    own = Random(subject).randrange(1 << 16)
    here = {"ip": f"10.{own >> 8}.{own & 255}.7", "device": f"d{own}", "kind": "post", **fields}
    return event("content.posted", subject, at, content_id=f"c{subject}{at}", target=target, **here)


def site(days: int = 6) -> list[Event]:
    """Return days of a site: forty members who talk in ten groups, a dozen newcomers a day who say a word or two."""
    chosen, found = Random(days), []
    for day in range(-days, 1):
        for i in range(120):
            found.append(post(f"member{i % 40}", day * DAY + chosen.uniform(0, 20) * HOUR, f"group{i % 10}"))
        for i in range(12):
            at = day * DAY + chosen.uniform(0, 20) * HOUR
            found += [post(f"new{day}-{i}", at + k * 60, f"group{i % 10}") for k in range(1 + i % 2)]
    return found


def raid(number: int, each: int = 5, at: float = 5 * HOUR, spread: float = 840.0, target: str = "club") -> list[Event]:
    """Return posts by accounts that come together, each several times."""
    chosen = Random(number)
    times = [(f"raider{i}", at + chosen.uniform(0, spread)) for i in range(number) for _ in range(each)]
    return [post(name, time, target) for name, time in times]


def test_fires_on_newcomers_who_flood_a_group() -> None:
    later = post("guest", 15 * HOUR)
    (alert,) = last_versions(alerts([*site(), *raid(20), later], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", "club", "spam")
    assert sorted(alert.accounts) == sorted(f"raider{i}" for i in range(20))
    assert "20 accounts, each on its first day of posting, wrote 3 times or more to one place (club)" in alert.reason
    assert "100 posts in all (usual for such places: 1.2); no other new account wrote there meanwhile." in alert.reason


def test_fires_and_says_from_how_few_addresses_all_come() -> None:
    posts = [post(f"hired{i}", 5 * HOUR + i * 20 + k * 400, ip=f"10.9.{i % 5}.9") for i in range(30) for k in range(4)]
    (alert,) = last_versions(alerts([*site(), *posts], NAME)).values()
    assert "120 posts in all, all from some 5 addresses (usual" in alert.reason
    assert alert.signals[0].evidence["addresses"] == 5


def test_says_that_all_come_from_one_address() -> None:
    lesson = [post(f"pupil{i}", 5 * HOUR + i * 20 + k * 400, ip="10.9.9.9") for i in range(30) for k in range(4)]
    (alert,) = last_versions(alerts([*site(), *lesson], NAME)).values()
    assert "120 posts in all, all from one address, on 15 devices or more, as in a class (usual" in alert.reason
    assert "a class or a course begins so" in alert.suggested_action
    assert alert.severity == "medium"


@pytest.mark.parametrize("fields", [{"device": "d1", "ip": "10.9.9.9"}, {"device": None, "ip": "10.9.9.9"}, {}])
def test_fires_gravely_on_one_sender_with_many_accounts_and_on_a_crowd(fields: dict[str, object]) -> None:
    posts = [post(f"pupil{i}", 5 * HOUR + i * 20 + k * 400, "club", **fields) for i in range(30) for k in range(4)]
    (alert,) = last_versions(alerts([*site(), *posts], NAME)).values()
    assert alert.severity == "high"
    assert "as in a class" not in alert.reason


def test_names_nobody_who_wrote_less() -> None:
    guests = [post(f"guest{i}", 5 * HOUR + i * 200) for i in range(4)]
    (alert,) = last_versions(alerts([*site(), *raid(20), *guests], NAME)).values()
    assert not any(name.startswith("guest") for name in alert.accounts)
    assert "4 other new accounts wrote there meanwhile." in alert.reason


def test_shows_posts_of_those_whom_it_accuses_one_of_each_first() -> None:
    guests = [post(f"guest{i}", 5 * HOUR - 60 + i) for i in range(8)]
    events = [*site(), *guests, *raid(20)]
    (alert,) = last_versions(alerts(events, NAME)).values()
    whose = {one.id: one.subject for one in events}
    shown = [whose[name] for name in alert.evidence_event_ids]
    assert len(set(shown)) == len(shown) == 8
    assert all(name.startswith("raider") for name in shown)


@pytest.mark.parametrize("each", [1, 2])
def test_quiet_on_what_goes_round(each: int) -> None:
    assert alerts([*site(), *raid(150, each=each)], NAME) == []


def test_quiet_on_a_lively_event_at_which_a_third_chat() -> None:
    assert alerts([*site(), *raid(20), *[post(f"guest{i}", 5 * HOUR + i * 15) for i in range(45)]], NAME) == []


def test_quiet_on_a_few_who_talk_much() -> None:
    assert alerts([*site(), *raid(7, each=12)], NAME) == []


def test_quiet_over_many_groups() -> None:
    assert alerts([*site(), *[one for i in range(10) for one in raid(5, target=f"group{i}")]], NAME) == []


def test_quiet_while_the_site_is_not_known() -> None:
    assert alerts([*site(days=1), *raid(20)], NAME) == []


def test_quiet_on_members_and_on_reviews() -> None:
    before = [post(f"raider{i}", -2 * DAY, "group1") for i in range(20)]
    assert alerts([*site(), *before, *raid(20)], NAME) == []
    reviews = raid(20)
    for one in reviews:
        one.kind = "review"
    assert alerts([*site(), *reviews], NAME) == []


def test_quiet_on_newcomers_who_chat_with_one_character() -> None:
    """A clip goes round, and a hundred new accounts put prompts to one bot: nobody is molested."""
    prompts = raid(40)
    for one in prompts:
        one.kind = "prompt"
    assert alerts([*site(), *prompts], NAME) == []


def test_quiet_where_newcomers_have_long_talked() -> None:
    """A welcome room: each day as many who have just come talk there within the hour."""
    rooms = [
        post(f"w{day}-{i}", day * DAY + 5 * HOUR + k * 300 + i) for day in range(-20, 1) for i in range(9)
        for k in range(4)
    ]  # fmt: skip
    assert alerts([*site(21), *[one for one in rooms if one.time > rooms[0].time]], NAME) == []
