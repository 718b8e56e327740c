"""One long text that a few newcomers a day post as their own, and honest texts that go round at that pace."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from detectors.fingerprint import fingerprints
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
NAME = "content_copies_slow"
PAGE = (
    "Help our old dog through an expensive operation. We rescued seventy animals last summer and never asked anybody "
    "before. The clinic wants payment until Friday, every little amount helps, please share this page with friends. {}"
)
ASKED = "My regular doctor is away, please send sixty tablets of oxycodone to the pharmacy today, private payment. {}"
SIGNED = ("Anna", "Oliver", "Maria", "Karim")
ENDINGS = ("Thank you all!", "Please share.", "", "God bless you.")
PLACES = "lake train garden museum kitchen weather football concert morning picture street holiday teacher".split()


def posted(subject: str, at: float, text: str, ip: str, **fields: object) -> Event:
    told = {"kind": "post", "ip": ip, **fields}
    return event("content.posted", subject, at, text=text, content_id=f"c-{subject}-{at}", **told)


def pages(number: int, hours: float, networks: int = 200, who: str = "new", **fields: object) -> list[Event]:
    """Return so many accounts that post one page, with another ending, at an even pace."""
    return [posted(f"{who}{i}", i * hours * HOUR / number, PAGE.format(ENDINGS[i % 4]), f"203.0.{i % networks}.9",
                   **fields) for i in range(number)]  # fmt: skip


def questions(number: int, hours: float, who: str = "new") -> list[Event]:
    """Return so many accounts that ask one thing, each of two desks."""
    chosen = Random(number)
    return [posted(f"{who}{i}", i * hours * HOUR / number + n * 600.0, ASKED.format(chosen.choice(SIGNED)),
                   f"203.0.{i}.9", kind="message", target=f"clinic{(i + n) % 9}")
            for i in range(number) for n in range(2)]  # fmt: skip


def longer(number: int) -> list[Event]:
    """Return those who have posted before, each something of his own."""
    chosen = Random(3)
    return [posted(f"old{i}", -3 * DAY - i * 60.0, " ".join(chosen.choices(PLACES, k=9)), f"198.51.{i}.9")
            for i in range(number)]  # fmt: skip


@pytest.mark.parametrize(("number", "hours"), [(10, 20), (11, 60), (12, 1.5)])
def test_fires_on_a_page_that_hardly_a_dozen_newcomers_post_as_their_own(number: int, hours: float) -> None:
    found = last_versions(alerts([*longer(50), *pages(number, hours)], NAME)).values()
    (alert,) = found
    assert (alert.entity.type, alert.policy, alert.accounts_total) == ("content", "spam", number)
    assert alert.reason.startswith(f"{number} accounts posted ")
    assert f"from at least {number} networks" in alert.reason
    evidence = alert.signals[0].evidence
    assert (evidence["others"], evidence["networks"]) == (0, number)


def test_fires_on_a_dozen_who_ask_for_one_thing_in_a_sentence() -> None:
    (alert,) = last_versions(alerts([*longer(50), *questions(13, 60)], NAME)).values()
    assert alert.accounts_total == 13
    assert alerts([*longer(50), *questions(10, 60)], NAME) == []


def alike(seed: int) -> str:
    """Return a text that meets the page under one fingerprint and has but a clause of it."""
    chosen = Random(seed)
    texts = (f"{' '.join(chosen.choices(PLACES, k=14))} before. The clinic {' '.join(chosen.choices(PLACES, k=8))}"
             for _ in range(1000))  # fmt: skip
    return next(text for text in texts if fingerprints(text) == fingerprints(PAGE))


def test_those_who_have_but_a_clause_of_it_are_neither_counted_nor_accused() -> None:
    like = [posted(who, (i + 1) * 5 * HOUR, alike(i), f"198.51.{i}.9")
            for i, who in enumerate(("old1", "old2", "old3", "fresh1", "fresh2"))]  # fmt: skip
    alone = last_versions(alerts([*longer(50), *pages(12, 40)], NAME)).values()
    (alert,) = last_versions(alerts([*longer(50), *pages(12, 40), *like], NAME)).values()
    assert alert.accounts_total == 12
    assert alert.reason.startswith("12 accounts posted")
    assert "; nobody who posted it had posted for longer" in alert.reason
    assert set(alert.accounts) == {name for one in alone for name in one.accounts}


def test_quiet_on_a_text_that_went_round_on_the_first_day_of_all_for_a_week() -> None:
    began = replace(event("account.login", "anybody", -2 * HOUR, outcome="success"), id="first of all")
    assert alerts([began, *pages(20, 60)], NAME) == []
    weekly = [replace(one, time=one.time + 30 * HOUR, id=f"{one.id}-w", subject=f"weekly{i}")
              for i, one in enumerate(pages(20, 60))]  # fmt: skip
    assert alerts([began, *pages(1, 1), *weekly], NAME) == []
    later = [replace(one, time=one.time + 6 * DAY) for one in pages(12, 40)]
    (alert,) = last_versions(alerts([began, *later], NAME)).values()
    assert alert.accounts_total == 12


def test_quiet_on_nine_and_on_those_whom_members_join() -> None:
    assert alerts([*longer(50), *pages(9, 40)], NAME) == []
    assert alerts([*longer(50), *pages(12, 40), *pages(4, 40, who="old")], NAME) == []


def test_quiet_on_a_class_in_one_room_on_files_and_on_prompts() -> None:
    assert alerts([*longer(50), *pages(14, 40, networks=2)], NAME) == []
    assert alerts([*longer(50), *pages(14, 40, kind="upload")], NAME) == []
    assert alerts([*longer(50), *pages(14, 40, kind="prompt")], NAME) == []


def test_quiet_on_newcomers_who_say_who_they_are_in_one_course() -> None:
    assert alerts([*longer(50), *pages(14, 40, kind="comment", target="course-7")], NAME) == []


def test_quiet_on_short_texts_and_on_what_is_passed_on() -> None:
    short = [posted(f"new{i}", i * 3 * HOUR, "Is this offer still available, and where can I see it?", f"203.0.{i}.9")
             for i in range(14)]  # fmt: skip
    assert alerts([*longer(50), *short], NAME) == []
    assert alerts([*longer(50), *pages(14, 40, kind="share")], NAME) == []


def test_quiet_on_what_newcomers_write_every_week() -> None:
    every = [posted(f"pupil{day}-{i}", day * DAY + i * 2 * HOUR, PAGE.format(""), f"203.0.{(day * 5 + i) % 250}.9")
             for day in range(-21, 0) for i in range(3)]  # fmt: skip
    assert [one for one in alerts([*every, *pages(12, 40)], NAME) if one.first_seen >= "2026-01-05"] == []


def aged(number: int, moved: int, hours: float = 60.0) -> list[Event]:
    """Return members of two weeks who post one page, so many of them from a device and a network new to them."""
    found = []
    for i in range(number):
        chosen = Random(i)
        found += [posted(f"aged{i}", -day * DAY + i * 300.0, " ".join(chosen.choices(PLACES, k=9)),
                         f"198.51.{i}.9", device=f"phone{i}") for day in (14, 9, 4)]  # fmt: skip
        new = (
            {"ip": f"203.0.{i}.9", "device": f"new{i}"} if i < moved else {"ip": f"198.51.{i}.9", "device": f"phone{i}"}
        )
        found.append(posted(f"aged{i}", i * hours * HOUR / number, PAGE.format(ENDINGS[i % 4]),
                            domains=("clinic.example",), **new))  # fmt: skip
    return found


def test_fires_on_sleeping_accounts_that_wake_up_elsewhere_with_one_page() -> None:
    (alert,) = last_versions(alerts([*longer(50), *aged(14, 12)], NAME)).values()
    assert set(alert.accounts) >= {f"aged{i}" for i in range(12)}
    assert "or from a device or provider new to it within 6 h (12 of them)" in alert.reason
    assert alert.signals[0].evidence["from_new_places"] == 12


def test_quiet_on_members_who_pass_a_page_on_though_some_have_a_new_telephone() -> None:
    assert alerts([*longer(50), *aged(30, 5)], NAME) == []
    assert alerts([*longer(50), *aged(14, 6)], NAME) == []


def test_quiet_on_visitors_without_accounts_who_ask_at_a_form_and_not_on_their_links() -> None:
    asked = [replace(one, subject=f"unknown:{one.ip}") for one in questions(30, 60.0)]
    assert alerts([*longer(50), *asked], NAME) == []
    linked = [replace(one, domains=("shop.example",)) for one in asked]
    assert alerts([*longer(50), *linked], NAME)
