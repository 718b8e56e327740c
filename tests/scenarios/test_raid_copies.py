"""Newcomers who say a few sentences to one place again and again, over an hour or two."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_raid import post
from tests.scenarios.test_raid import site as silent
from tests.support.scenario import alerts, last_versions

NAME, HOUR, MINUTE = "raid_copies", 3600.0, 60.0
THREATS = ("Traitors like you will be first against the wall, watch your house tonight",
           "Get out of our town, we know where the youth centre stands and who lives there",
           "Nobody wants refugees here and everyone who helps them will certainly pay")  # fmt: skip
WORDS = """river window teacher bicycle garden lantern village morning kitchen station painter harvest blanket orchard
pencil tunnel curtain feather saddle meadow""".split()


def site(days: int = 6) -> list[Event]:
    """Return days of a site on which people say something, each in words of their own."""
    found = silent(days)
    for i, one in enumerate(found):
        one.kind, one.text = "comment", worded(-i)
    return found


def said(number: int, each: int, texts: tuple[str, ...] = THREATS, who: str = "raider", **fields: Any) -> list[Event]:
    """Return comments of newcomers, each of whom says some of the texts, by turns, over two hours."""
    chosen = Random(number)
    times = sorted([(5 * HOUR + chosen.uniform(0, 118) * MINUTE, i, k) for i in range(number) for k in range(each)])
    return [post(f"{who}{i}", at, "petition", **{"kind": "comment", "text": texts[(i + k) % len(texts)], **fields})
            for at, i, k in times]  # fmt: skip


def worded(seed: int) -> str:
    return " ".join(Random(seed).choices(WORDS, k=9))


def test_fires_on_a_crowd_that_says_three_sentences_again_and_again() -> None:
    later = post("guest", 15 * HOUR, "petition", kind="comment", text=worded(1))
    (alert,) = last_versions(alerts([*site(), *said(24, 3), later], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", "petition", "spam")
    assert set(alert.accounts) == {f"raider{i}" for i in range(24)}
    assert "what others there wrote, 3 texts in all" in alert.reason
    assert "; no other newcomer wrote there meanwhile." in alert.reason
    assert alert.signals[0].evidence["texts"] == 3


def test_fires_and_says_from_how_few_addresses_all_came() -> None:
    crowd = said(24, 3)
    for one in crowd:
        one.ip = f"10.9.{int(one.subject.removeprefix('raider')) % 4}.9"
    (alert,) = last_versions(alerts([*site(), *crowd], NAME)).values()
    assert "3 texts in all, all from some 4 addresses (usual" in alert.reason
    assert "brings accounts of all ages: see when these were made." in alert.suggested_action


def test_names_nobody_who_said_something_else() -> None:
    guests = [post(f"guest{i}", 6 * HOUR + i, "petition", kind="comment", text=worded(i)) for i in range(6)]
    (alert,) = last_versions(
        alerts([*site(), *sorted([*said(24, 3), *guests], key=lambda one: one.time)], NAME)
    ).values()
    assert not any(name.startswith("guest") for name in alert.accounts)
    assert "6 other newcomers wrote there meanwhile." in alert.reason


def test_shows_posts_of_those_whom_it_accuses() -> None:
    guests = [post(f"guest{i}", 5 * HOUR - 60 + i, "petition", kind="comment", text=worded(i)) for i in range(8)]
    events = sorted([*site(), *guests, *said(24, 3)], key=lambda one: one.time)
    (alert,) = last_versions(alerts(events, NAME)).values()
    whose = {one.id: one.subject for one in events}
    shown = [whose[name] for name in alert.evidence_event_ids]
    assert len(set(shown)) == 8
    assert all(name.startswith("raider") for name in shown)


@pytest.mark.parametrize(
    "quiet",
    [
        said(60, 1, THREATS[:1]),  # a call that goes round: each pastes it once
        said(9, 4),
        said(24, 3, who="member"),  # those who have posted for days
        said(24, 3, kind="prompt"),
        said(24, 3, kind="upload"),
        said(24, 3, ("Well done!", "Bravo!", "Yes!")),
        said(24, 3, tuple(worded(i) for i in range(72))),
    ],
)
def test_quiet_on_calls_chats_and_what_nobody_reads(quiet: list[Event]) -> None:
    assert alerts([*site(), *quiet], NAME) == []


def test_quiet_where_most_newcomers_say_something_else_and_on_a_new_site() -> None:
    others = [post(f"guest{i}", 5 * HOUR + i * 90, "petition", kind="comment", text=worded(i)) for i in range(70)]
    assert alerts([*site(), *sorted([*said(24, 3), *others], key=lambda one: one.time)], NAME) == []
    assert alerts([*site(1), *said(24, 3)], NAME) == []
