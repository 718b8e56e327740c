"""A crowd of newcomers that says one thing at one place after the other, and honest crowds and messages."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_raid import post
from tests.scenarios.test_raid_copies import site, worded
from tests.support.scenario import alerts, last_versions

NAME, HOUR, MINUTE = "raid_places", 3600.0, 60.0
INSULT = "Raid this lesson everybody, your teacher smells like rotten fish"


def round_of(number: int, lessons: int, minutes: float = 5.0, text: str = INSULT, **fields: Any) -> list[Event]:
    """Return newcomers, half of whom come to each lesson, all within minutes, half an hour apart."""
    chosen, found = Random(number), list[Event]()
    for lesson in range(lessons):
        for i in sorted(chosen.sample(range(number), max(1, number // 2))):
            at = 5 * HOUR + lesson * 30 * MINUTE + chosen.uniform(0, minutes) * MINUTE
            found.append(post(f"raider{i}", at, f"lesson{lesson}", **{"kind": "message", "text": text, **fields}))
    return sorted(found, key=lambda one: one.time)


def test_fires_on_a_crowd_that_raids_one_lesson_after_the_other() -> None:
    guests = [post(f"guest{i}", 6 * HOUR + i, f"lesson{i}", kind="message", text=worded(i)) for i in range(6)]
    events = sorted([*round_of(22, 9), *guests], key=lambda one: one.time)
    (alert,) = last_versions(alerts([*site(), *events], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.accounts_total) == ("content", "spam", 22)
    assert set(alert.accounts) <= {f"raider{i}" for i in range(22)}
    assert "wrote one text at two or more of 9 places within 6 h, at each with 2 or more others of them" in alert.reason
    assert alert.signals[0].evidence["places"] == 9


def test_shows_posts_of_those_whom_it_accuses() -> None:
    quoting = [post(f"guest{i}", 5 * HOUR - 60 + i, f"room{i}", kind="message", text=INSULT) for i in range(8)]
    events = [*site(), *quoting, *round_of(22, 9)]
    (alert,) = last_versions(alerts(events, NAME)).values()
    whose = {one.id: one.subject for one in events}
    shown = [whose[name] for name in alert.evidence_event_ids]
    assert len(set(shown)) == 8
    assert all(name.startswith("raider") for name in shown)


def test_is_medium_where_all_sit_in_one_room() -> None:
    class_room = round_of(24, 6, ip="203.0.113.9")
    for one in class_room:
        one.device = f"own-{one.subject}"
    (alert,) = last_versions(alerts([*site(), *class_room], NAME)).values()
    assert alert.severity == "medium"


@pytest.mark.parametrize(
    "quiet",
    [
        round_of(40, 1),  # a call that goes round at one place
        round_of(12, 9, minutes=2000.0),  # one message to many, each when it suits him
        round_of(8, 9),
        round_of(22, 9, kind="prompt"),
        round_of(22, 9, kind="upload"),
        round_of(22, 9, text="Good morning!"),
    ],
)
def test_quiet_on_calls_on_messages_to_many_and_on_what_nobody_reads(quiet: list[Event]) -> None:
    assert alerts([*site(), *quiet], NAME) == []


def test_quiet_on_members_on_a_new_site_and_on_each_ones_own_words() -> None:
    members = [post(f"raider{i}", -2 * 86_400.0, "group1") for i in range(22)]
    assert alerts([*sorted([*site(), *members], key=lambda one: one.time), *round_of(22, 9)], NAME) == []
    assert alerts([*site(1), *round_of(22, 9)], NAME) == []
    own = round_of(22, 9)
    for i, one in enumerate(own):
        one.text = worded(1000 + i)
    assert alerts([*site(), *own], NAME) == []
