"""Waves of copies, and texts that are repeated without harm."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

BOTH = ("content_copies", "content_copies_plain")
DAY = 86_400.0
WAVE = "Earn money from home with our exclusive trading course, ask for an invitation https://course.example/in"


def posted(subject: str, at: float, text: str, **fields: object) -> Event:
    return event("content.posted", subject, at, text=text, content_id=f"c-{subject}-{at}", kind="post", **fields)


def test_fires_once_on_one_text_from_many_accounts() -> None:
    events = [posted(f"bot{i}", i * 20.0, WAVE) for i in range(40)]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.entity.type == "content"
    assert alert.accounts_total == 40
    assert alert.policy == "spam"


def test_fires_and_names_the_sites_that_one_text_leads_to() -> None:
    events = [posted(f"bot{i}", i * 20.0, WAVE, domains=(f"course{i % 3}.example",)) for i in range(40)]
    (alert,) = last_versions(alerts(events, "content_copies")).values()
    assert " 40 copies of just this text in all, all by accounts new to posting or from a new place, 40" in alert.reason
    assert alert.reason.endswith("40 with links, to course0.example, course1.example and course2.example.")


@pytest.mark.parametrize(("addresses", "severity"), [(1, "medium"), (40, "high")])
def test_copies_from_one_address_are_medium_and_say_so(addresses: int, severity: str) -> None:
    events = [posted(f"bot{i}", i * 20.0, WAVE, ip=f"192.0.2.{i % addresses}") for i in range(40)]
    (alert,) = last_versions(alerts(events, "content_copies")).values()
    assert alert.severity == severity
    assert alert.reason.endswith("All came from one address, as a class or an office does.") == (addresses == 1)


def test_fires_before_the_twelfth_copy() -> None:
    found = alerts([posted(f"bot{i}", i * 20.0, WAVE) for i in range(40)], "content_copies")
    assert found[0].emitted_at <= "2026-01-05T08:03:40.000Z"


def test_quiet_on_one_account_that_repeats_itself() -> None:
    assert alerts([posted("bot", i * 20.0, WAVE) for i in range(200)], *BOTH) == []


def test_quiet_on_short_common_phrases() -> None:
    events = [posted(f"user{i}", i * 2.0, "Happy new year everyone!") for i in range(200)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_notice_that_a_few_accounts_have_repeated_for_weeks() -> None:
    notice = "This mailing list is moderated, please read the rules before you post a message"
    events = [posted(f"member{i}", day * 86_400 + i * 60.0, notice) for day in range(14) for i in range(4 + day // 3)]
    assert alerts(events, *BOTH) == []


def test_fires_once_on_copies_that_are_edited() -> None:
    greetings, signs = ["Hello", "Hi there", "Dear friend", "Good morning"], ["!", " :)", " \U0001f525", "..."]
    money, odd = ["money", "m0ney", "MONEY", "m\u043eney"], ["", " 4711", " xk", " #lucky"]
    events = [
        posted(
            f"bot{i}",
            i * 20.0,
            f"{greetings[i % 4]} {WAVE.replace('money', money[i // 4 % 4])}{signs[i % 3]}{odd[i // 3 % 4]}",
        )
        for i in range(60)
    ]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.accounts_total >= 50


def test_fires_on_a_large_wave_without_links() -> None:
    plain = WAVE.partition(" https")[0]
    (alert,) = last_versions(alerts([posted(f"bot{i}", i * 20.0, plain) for i in range(60)], *BOTH)).values()
    assert alert.signals[0].detector == "content_copies_plain"


@pytest.mark.parametrize(
    ("target", "kind", "found"),
    [("support", "message", 0), ("Help-Desk", "message", 0), ("user17", "message", 1), ("support", "comment", 1)],
)
def test_quiet_on_what_many_paste_to_the_products_own_desk(target: str, kind: str, found: int) -> None:
    """After an outage: each from home, and in the first message ever."""
    text = "Status page says withdrawals are pending and funds are safe. When will mine be processed?"
    events = [
        event("content.posted", f"user{i}", i * 50.0, text=text, content_id=f"c{i}", kind=kind, target=target,
              ip=f"203.0.113.{i}", device=f"d{i}") for i in range(60)
    ]  # fmt: skip
    assert len(last_versions(alerts(events, *BOTH, "content_copies_day_plain"))) == found


@pytest.mark.parametrize(("name", "gap", "target", "posts", "severity"), [
    ("content_copies", 20.0, "kundenservice", 40, "low"), ("content_copies_day", 900.0, "kundenservice", 40, "low"),
    ("content_copies", 20.0, "user17", 40, "high"), ("content_copies_day", 900.0, "user17", 40, "medium"),
    ("content_copies", 20.0, "kundenservice", 240, "high"),
])  # fmt: skip
def test_fires_low_on_a_form_letter_to_the_products_own_desk(
    name: str, gap: float, target: str, posts: int, severity: str
) -> None:
    """Of a consumers' advice centre, one by each; who sends staff to a page of his writes again and again."""
    fields: dict[str, Any] = {"target": target, "domains": ("course.example",)}
    events = [posted(f"user{i % 40}", i * gap * 40 / posts, WAVE, **fields) for i in range(posts)]
    for one in events:
        one.kind = "message"
    (alert,) = last_versions(alerts([posted("founder", -3 * DAY, "Open"), *events], name)).values()
    assert alert.severity == severity
    assert ("a letter that somebody else wrote for customers" in alert.reason) == (severity == "low")


def test_quiet_on_programs_that_fill_in_a_form() -> None:
    events = [posted(f"build{i % 12}", i * 7.0, f"Build {i} of project {i % 90} passed every check in {i % 60} seconds")
              for i in range(400)]  # fmt: skip
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_viral_post_that_is_shared_and_quoted() -> None:
    events = [posted("author", 0.0, WAVE)]
    events += [posted(f"fan{i}", i * 9.0, WAVE, target="c-author-0.0") for i in range(1, 100)]
    events += [posted(f"fun{i}", i * 9.0, f"so true {i} RT: {WAVE}", target="c-author-0.0") for i in range(1, 100)]
    assert alerts(events, *BOTH) == []


def test_fires_on_a_wave_of_posts_to_one_board() -> None:
    events = [posted(f"bot{i}", i * 20.0, WAVE, target="board-3") for i in range(40)]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.accounts_total == 40


def test_quiet_on_shares_whatever_their_ids() -> None:
    numbers = [event("content.posted", f"fan{i}", i * 9.0, text=WAVE, content_id=f"{i + 9}", kind="post", target="9")
               for i in range(100)]  # fmt: skip
    said = [event("content.posted", f"fan{i}", i * 9.0, text=WAVE, content_id=f"c{i}", kind="share", target="board-3")
            for i in range(100)]  # fmt: skip
    assert alerts(numbers, *BOTH) == []
    assert alerts(said, *BOTH) == []


def test_quiet_on_a_viral_link_with_words_of_ones_own() -> None:
    chosen = Random(4)
    words = (
        "lake train garden museum kitchen weather football concert morning picture street holiday teacher winter "
        "letter island paper river summer cloud window bridge coffee doctor engine forest guitar harbour"
    )
    events = [
        posted(f"user{i}", i * 9.0, " ".join(chosen.sample(words.split(), 9)) + " https://news.example/a")
        for i in range(200)
    ]  # fmt: skip
    assert alerts(events, *BOTH) == []


def icebreaker(number: int) -> list[Event]:
    """Return ten days of a question that an app suggests, two an hour each evening, and then many at once."""
    text = "What is the best trip that you have ever taken with friends?"
    days = [posted(f"member{day}-{i}", day * 86_400 + i * 1800.0, text) for day in range(10) for i in range(16)]
    return [*days, *(posted(f"joined{i}", 10 * 86_400 + i * 150.0, text) for i in range(number))]


def test_quiet_on_what_an_app_suggests_in_an_evening_of_a_launch() -> None:
    """A text that has come for long needs no fewer accounts than one that nobody had posted."""
    assert alerts(icebreaker(17), *BOTH) == []
    assert alerts(icebreaker(24), *BOTH)


def test_what_was_sent_to_a_hundred_is_high_though_few_accounts_sent_it() -> None:
    for each, severity in ((4, "medium"), (12, "high")):
        sent = [posted(f"bot{i}", i * 20.0 + n * 240.0, WAVE, target=f"person{n}-{i}") for i in range(12)
                for n in range(each)]  # fmt: skip
        (alert,) = last_versions(alerts(sent, "content_copies")).values()
        assert (alert.severity, alert.accounts_total, alert.signals[0].evidence["events"]) == (severity, 12, 12 * each)


def agencys(at_home: int, clients: int = 17) -> list[Event]:
    """Return a notice on each client's site, posted in its name on one computer of an office, and what was before."""
    found = [
        posted(f"shop{i}", day * DAY + i * 400.0, f"News of shop {i}, week {day}", ip=f"10.0.{i}.7", device=f"own{i}")
        for i in range(clients) for day in range(4)
    ]  # fmt: skip
    office, text = {"ip": "198.51.100.7"}, WAVE.replace("course.example", "agency.example")
    for i in [round(n * clients / at_home) for n in range(at_home)]:
        found.append(posted(f"shop{i}", 5 * DAY + i * 600.0, f"Prices of shop {i}", device=f"desk{i % 3}", **office))
    told = {"device": "laptop", "domains": ("agency.example",), **office}
    return [*found, *[posted(f"shop{i}", 9 * DAY + i * 200.0, text, **told) for i in range(clients)]]


def test_quiet_on_an_agency_that_posts_for_its_clients_where_it_has_posted_for_some_of_them_before() -> None:
    names = ("content_copies", "domain_push", "domain_push_slow")
    assert alerts(agencys(9), *names) == []
    assert {alert.signals[0].detector for alert in alerts(agencys(0), *names)} == set(names)
    (alert,) = last_versions(alerts(agencys(30, clients=60), "content_copies")).values()  # who is at home clears few
    assert "18 accounts posted one text (its 9 longer words all the same) within" in alert.reason


def goes_round(regulars: int, places: int = 60, before: str = "own{}.example", days: int = 2) -> list[Event]:
    """Return a link that sixty accounts post within the hour; some of them have posted something else days before."""
    found = [event("account.signup", f"fan{i}", i * 60.0, outcome=True, ip=f"10.0.{i % places}.7") for i in range(60)]
    for i, day in [(i, day) for i in range(regulars) for day in range(days)]:
        told, text = {"domains": (before.format(i),)}, f"Pictures of my garden {i}, what grows on day {day}"
        found.append(posted(f"fan{i}", (1 + i % 4 + day) * DAY + i * 400.0, text, ip=f"10.0.{i % places}.7", **told))
    told = {"domains": ("course.example",)}
    mixed = [i * 37 % 60 for i in range(60)]
    return found + [
        posted(f"fan{i}", 9 * DAY + n * 50.0, WAVE, ip=f"10.0.{i % places}.7", **told) for n, i in enumerate(mixed)
    ]


def test_quiet_on_a_link_that_goes_round_among_those_who_have_posted_for_days() -> None:
    assert alerts(goes_round(40), "content_copies") == []


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(goes_round(0), id="made long ago, and only waited"),
        pytest.param(goes_round(12), id="few have posted before"),
        pytest.param(goes_round(60, days=1), id="each has posted once before"),
        pytest.param(goes_round(40, places=3), id="at three addresses"),
        pytest.param(goes_round(60, before="course.example"), id="they have pushed the link for days"),
    ],
)
def test_fires_on_a_wave_that_only_looks_like_a_link_that_goes_round(events: list[Event]) -> None:
    (alert,) = last_versions(alerts(events, "content_copies")).values()
    assert alert.entity.type == "content"
