"""One account that writes to many strangers, and accounts that have always written to many."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from detectors.fingerprint import fingerprints
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
BOTH = ("mass_contact", "mass_contact_day")
OFFER = "Make five hundred euros a day from home with the new trading robot, register before midnight and double it"
WORDS = "lake train garden museum kitchen weather football concert morning picture street holiday teacher".split()


def wrote(subject: str, at: float, target: str | None, text: str | None = OFFER, **fields: object) -> Event:
    found = fingerprints(text) if text else ()
    return event("content.posted", subject, at, content_id=f"c-{subject}-{at}", kind="message", text=text,
                 target=target, fingerprints=found, **fields)  # fmt: skip


def wording(at: float) -> str:
    return " ".join(Random(str(at)).choices(WORDS, k=9))


def past(subject: str, days: int = 20, a_day: int = 2, **fields: object) -> list[Event]:
    """Return days with a few messages each, to somebody new now and then."""
    return [
        wrote(subject, -day * DAY + i * 3 * HOUR, f"friend{(day * a_day + i) % 15}", wording(day * 9.0 + i), **fields)
        for day in range(1, days + 1)
        for i in range(a_day)
    ]


def mailing(subject: str, number: int, gap: float, at: float = 0.0, text: str | None = OFFER, first: int = 0,
            **fields: object) -> list[Event]:  # fmt: skip
    return [wrote(subject, at + i * gap, f"person{first + i}", text, **fields) for i in range(number)]


@pytest.mark.parametrize("kind", ["message", "comment", "post"])
def test_fires_on_one_text_to_many_from_the_usual_address(kind: str) -> None:
    events = [*past("alice", ip="192.0.2.7"), *mailing("alice", 1000, 3.6, ip="192.0.2.7")]
    for one in events:
        one.kind = kind
    (alert,) = last_versions(alerts(events, "mass_contact")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy, alert.accounts) == ("account", "alice", "spam", ["alice"])


def test_fires_and_says_how_the_products_own_newsletter_is_named() -> None:
    (alert,) = last_versions(
        alerts([*past("alice"), *mailing("alice", 300, 12.0, domains=("blog.example",))], "mass_contact")
    ).values()
    assert alert.suggested_action.endswith("If blog.example is the product's own, name it in engine.own_domains.")
    events = [*past("alice"), *mailing("alice", 300, 12.0)]
    (plain,) = last_versions(alerts(events, "mass_contact")).values()
    assert "own_domains" not in plain.suggested_action


def test_fires_where_the_product_tells_no_place_and_no_text() -> None:
    events = [*past("alice"), *mailing("alice", 100, 30.0, text=None)]
    assert last_versions(alerts(events, "mass_contact"))


def test_fires_on_words_that_are_new_each_time() -> None:
    events = [*past("alice"), *[wrote("alice", i * 60.0, f"person{i}", wording(i)) for i in range(60)]]
    found = alerts(events, "mass_contact")
    assert found[0].emitted_at <= "2026-01-05T08:35:00.000Z"


def test_fires_on_the_first_day_of_an_account() -> None:
    assert alerts(mailing("newcomer", 290, 12.0), "mass_contact")


def test_fires_once_on_a_mailing_that_is_spread_over_the_day() -> None:
    events = [*past("alice"), *mailing("alice", 150, 300.0)]
    assert alerts(events, "mass_contact") == []
    (alert,) = last_versions(alerts(events, "mass_contact_day")).values()
    assert alert.entity.id == "alice"
    assert "within 24 h" in alert.reason


def test_fires_on_many_more_than_ever_before() -> None:
    events = [one for day in range(1, 3) for one in mailing("club", 25, 20.0, -day * DAY, first=day * 25)]
    assert alerts([*events, *mailing("club", 150, 10.0, first=500)], *BOTH) == []
    assert alerts([*events, *mailing("club", 1000, 3.0, first=500)], "mass_contact")


def test_quiet_on_a_weekly_digest_and_its_big_issue() -> None:
    events = [one for week in range(1, 6) for one in mailing("digest", 80, 2.0, -week * 7 * DAY)]
    assert alerts([*events, *mailing("digest", 400, 2.0)], *BOTH) == []


def test_quiet_on_a_first_digest_to_a_hundred() -> None:
    assert alerts(mailing("digest", 100, 2.0), *BOTH) == []


def test_quiet_on_support_that_always_has_new_people_to_answer() -> None:
    chosen = Random(2)
    events = [
        wrote("support", day * DAY + hour * HOUR + i * 140.0, f"client{day}-{hour}-{i}", wording(hour * 40.0 + i))
        for day in range(14) for hour in range(9) for i in range(chosen.randint(10, 24))
    ]  # fmt: skip
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_bot_that_repeats_itself_in_the_same_rooms() -> None:
    events = [one for day in range(7) for hour in range(24) for one in mailing("bot", 60, 3.0, day * DAY + hour * HOUR)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_thanks_for_birthday_wishes_and_to_a_class() -> None:
    thanks = [wrote("alice", i * 20.0, f"person{i}", f"Thank you so much {i}!") for i in range(90)]
    pupils = mailing("teacher", 28, 60.0, text="Thank you for your wonderful presents, it was a pleasure teaching you")
    assert alerts([*past("alice"), *thanks, *past("teacher"), *pupils], *BOTH) == []


def test_fires_on_short_words_that_say_where_to_turn_to() -> None:
    lures = [wrote("new", i * 90.0, f"person{i}", "hey ur so cute, msg me on wa +44 7700 900127") for i in range(220)]
    assert alerts(lures, "mass_contact_day")


def test_fires_on_a_newcomers_short_words_that_point_to_its_own_page() -> None:
    lures = ("hi dear see my page", "wow check my profile", "hey cutie link in bio", "schau in mein Profil")
    spun = [wrote("lure", i * 22.0, f"post{i}", f"{lures[i % 4]} {i % 3}") for i in range(300)]
    assert alerts(spun, *BOTH)


def test_quiet_on_thanks_for_words_on_my_page() -> None:
    thanks = [wrote("ann", i * 50.0, f"friend{i}", "thank you for writing on my page!") for i in range(60)]
    assert alerts([*past("ann"), *thanks], *BOTH) == []


def test_fires_on_many_words_that_are_short_each() -> None:
    asks = [
        wrote("new", i * 90.0, f"person{i}", "hey i am so new on here do you want to be a pal of me")
        for i in range(220)
    ]
    assert alerts(asks, "mass_contact_day")


def test_quiet_on_a_talk_with_many_that_one_knows() -> None:
    known = [wrote("alice", -day * DAY, f"person{day}", wording(day)) for day in range(1, 50)]
    assert alerts([*known, *mailing("alice", 49, 30.0, first=1)], *BOTH) == []


def test_quiet_on_posts_to_nobody() -> None:
    assert alerts([*past("alice"), *[wrote("alice", i * 20.0, None) for i in range(100)]], *BOTH) == []


def news(subject: str, days: tuple[int, ...], site: str = "ann.example") -> list[Event]:
    """Return an own site linked to on earlier days, in posts to nobody."""
    return [wrote(subject, -day * DAY, None, wording(day * 7.0), domains=(site,), device="phone") for day in days]


def test_quiet_on_a_creator_who_writes_to_its_subscribers_with_the_link_of_weeks() -> None:
    events = [*news("ann", (14, 11, 7, 4)), *mailing("ann", 180, 40.0, device="phone", domains=("ann.example",))]
    assert alerts(events, *BOTH) == []


@pytest.mark.parametrize(
    ("days", "site", "device", "number"),
    [
        ((6, 4, 2, 1), "ann.example", "phone", 180),
        ((14, 11), "ann.example", "phone", 180),
        ((14, 11, 7), "other.example", "phone", 180),
        ((14, 11, 7, 4), "ann.example", "kit", 180),
        ((14, 11, 7, 4), "ann.example", "phone", 900),
    ],
)
def test_fires_where_the_link_is_young_or_another_or_the_sender_is_away_or_it_goes_to_very_many(
    days: tuple[int, ...], site: str, device: str, number: int
) -> None:
    events = mailing("ann", number, 18.0, device=device, domains=("ann.example",))
    assert alerts([*past("ann", device="phone"), *news("ann", days, site), *events], *BOTH)


def desk(days: int, a_day: int, ip: str) -> list[Event]:
    """Return days on which somebody writes to a few people, new ones each day, from one place."""
    return [
        wrote("desk", -day * DAY + i * HOUR, f"client{day}-{i}", wording(day * 9.0 + i), ip=ip)
        for day in range(1, days + 1) for i in range(a_day)
    ]  # fmt: skip


def test_quiet_on_a_desk_that_writes_to_people_day_by_day_and_calls_them_all_in() -> None:
    assert alerts([*desk(9, 3, "192.0.2.7"), *mailing("desk", 190, 20.0, ip="192.0.2.7")], *BOTH) == []


def test_quiet_on_the_first_mailing_of_one_that_writes_to_somebody_new_now_and_then() -> None:
    some = mailing("desk", 90, 20.0, ip="192.0.2.7", domains=("club.example",))
    assert alerts([*desk(6, 1, "192.0.2.7"), *some], *BOTH) == []
    assert alerts([*desk(4, 1, "192.0.2.7"), *some], *BOTH)


@pytest.mark.parametrize(
    ("days", "a_day", "ip", "number"),
    [(9, 3, "203.0.113.9", 190), (9, 2, "192.0.2.7", 190), (4, 8, "192.0.2.7", 190), (9, 3, "192.0.2.7", 400)],
)
def test_fires_where_a_desk_is_elsewhere_or_young_or_has_written_to_few(
    days: int, a_day: int, ip: str, number: int
) -> None:
    assert alerts([*desk(days, a_day, "192.0.2.7"), *mailing("desk", number, 8.0, ip=ip)], *BOTH)


THANKS = (
    "Dear friends of the shelter, thanks to everyone the new kennels are standing, the dogs moved in on Saturday and "
    "the children of the village painted the doors; next month we build the fence"
)


def letter(number: int, ip: str = "192.0.2.7", **fields: object) -> list[Event]:
    """Return a comment three days ago, at home, and a first letter to people never written to."""
    comment = wrote("shelter", -3 * DAY, "page7", wording(7.0), ip="192.0.2.7")
    return [comment, *[wrote("shelter", i * 4.0, f"person{i}", THANKS, ip=ip, **fields) for i in range(number)]]


def test_quiet_on_the_first_letter_of_an_account_that_had_hardly_written_before() -> None:
    assert alerts(letter(130), *BOTH, "posting_burst") == []


@pytest.mark.parametrize(
    ("number", "fields"),
    [
        (400, {}),
        (130, {"ip": "203.0.113.9"}),
        (130, {"domains": ("shelter-gifts.example",)}),
        (130, {"contacts": ("tel:447700900127",)}),
    ],
)
def test_fires_on_a_letter_to_very_many_or_from_elsewhere_or_that_says_where_to_turn_to(
    number: int, fields: dict[str, object]
) -> None:
    assert alerts(letter(number, **fields), "mass_contact")  # type: ignore[arg-type]


def test_fires_on_a_letter_amid_others_that_are_worded_anew() -> None:
    events = [*letter(90), *[wrote("shelter", i * 5.0, f"other{i}", wording(i), ip="192.0.2.7") for i in range(60)]]
    assert alerts(events, "mass_contact")


def applied(subject: str, number: int, at: float = -10 * HOUR, first: int = 0) -> list[Event]:
    """Return messages of as many people to somebody, each in his own words."""
    return [wrote(f"person{first + i}", at + i * 30.0, subject, wording(i + 0.5)) for i in range(number)]


def test_quiet_on_answers_to_all_who_wrote_first() -> None:
    answers = mailing("landlord", 75, 40.0, text="Dear all, the flat can be seen on Saturday from ten to noon")
    assert alerts([*past("landlord"), *answers], "mass_contact")
    assert alerts([*past("landlord"), *applied("landlord", 75), *answers], *BOTH) == []


def paid(merchant: str, number: int, at: float = -10 * HOUR, **fields: object) -> list[Event]:
    """Return payments of as many people to somebody."""
    told = {"merchant": merchant, "outcome": True, "amount_minor": 2900, **fields}
    return [event("account.payment", f"person{i}", at + i * 30.0, **told) for i in range(number)]


def test_quiet_on_a_club_that_writes_to_members_who_pay_it() -> None:
    news = mailing("club", 75, 40.0, text="Dear members, the hall is closed on Saturday, see you on Monday at six")
    assert alerts([*past("club"), *paid("club", 75), *news], *BOTH) == []


@pytest.mark.parametrize("fields", [{"outcome": False}, {"merchant": "other"}, {"at": -0.9 * HOUR}])
def test_fires_where_they_paid_nothing_or_somebody_else_or_just_now(fields: dict[str, Any]) -> None:
    assert alerts(
        [*past("club"), *paid(**{"merchant": "club", "number": 75, **fields}), *mailing("club", 75, 10.0)],
        "mass_contact",
    )


def test_fires_on_strangers_beside_accounts_that_were_made_to_write_first() -> None:
    answers, others = mailing("seller", 75, 10.0), mailing("seller", 60, 10.0, 900.0, first=75)
    events = [*past("seller"), *applied("seller", 75), *answers, *others]
    (alert,) = last_versions(alerts(events, "mass_contact")).values()
    assert "wrote to 60 people or places" in alert.reason


def test_fires_on_an_account_whose_answers_were_many_on_days_before() -> None:
    events = past("seller")
    for day in range(1, 4):
        events += [*applied("seller", 60, -day * DAY - 10 * HOUR, day * 100),
                   *mailing("seller", 60, 20.0, -day * DAY, wording(day), day * 100)]  # fmt: skip
    assert alerts(events, *BOTH) == []
    assert alerts([*events, *mailing("seller", 100, 20.0, first=900)], "mass_contact")


def test_fires_where_they_wrote_within_the_hour_so_that_no_order_of_events_decides() -> None:
    assert alerts([*past("new"), *applied("new", 75, 60.0), *mailing("new", 75, 40.0, 90.0)], "mass_contact")


NEWS = "Dear friends, this week's plan with all the new courses is here, have a look before Thursday"


def members(number: int, kind: str = "message", at: float = 0.0, **fields: Any) -> list[Event]:
    """Return a club's past on one computer, its paying members, and a letter with its link to as many strangers."""
    letter = mailing("club", number, 3.0, at, NEWS, 500, domains=("club.example",), **{"device": "desk", **fields})
    for one in letter:
        one.kind = kind
    return [*past("club", 3, device="desk"), *letter]


def test_quiet_on_a_club_with_paying_members_that_writes_to_all_others_too() -> None:
    assert alerts([*members(180), *paid("club", 25)], *BOTH, "posting_burst") == []
    assert alerts([*members(180), *paid("club", 15)], "mass_contact")
    assert alerts([*members(180), *paid("club", 25, -0.9 * HOUR)], "mass_contact")


@pytest.mark.parametrize("fields", [{"number": 900}, {"device": "kit"}, {"kind": "comment"}])
def test_fires_on_a_club_that_writes_to_very_many_or_elsewhere_or_under_what_others_posted(
    fields: dict[str, Any],
) -> None:
    assert alerts([*members(**{"number": 180, **fields}), *paid("club", 25)], *BOTH)


def linked(site: str, days: int, people: int, **fields: Any) -> list[Event]:
    """Return days on which people who have been here for longer link to a site."""
    names = [f"reader{i}" for i in range(people)]
    device = {name: f"phone-{name}" for name in names}
    first = [wrote(name, -12 * DAY, None, wording(i), device=device[name]) for i, name in enumerate(names)]
    told = [wrote(name, -day * DAY + i * 60.0, None, wording(day * 99.0 + i), domains=(site,), device=device[name],
                  **fields) for day in range(1, days + 1) for i, name in enumerate(names) if (i + day) % 3]  # fmt: skip
    return [*first, *told]


TICKETS = "Our dates are out, see you in {} in spring, here are the tickets for all of you who stood by us this year"


def tour(number: int = 250, **fields: Any) -> list[Event]:
    """Return an artist's past on one telephone, and where the tickets are to as many fans."""
    told = {"device": "phone", "domains": ("tickets.example",), **fields}
    return [*past("artist", 2, device="phone"), *mailing("artist", number, 3.0, text=TICKETS, **told)]


def test_quiet_on_who_tells_followers_of_a_shop_that_people_here_have_linked_to_for_days() -> None:
    assert alerts(tour(), "mass_contact")
    assert alerts([*tour(), *linked("tickets.example", 6, 15)], *BOTH, "posting_burst") == []


@pytest.mark.parametrize(
    ("days", "people", "fields"),
    [
        (3, 15, {}),
        (6, 6, {}),
        (6, 15, {"device": "kit"}),
        (6, 15, {"number": 900}),
        (6, 15, {"domains": ("tickets.example", "pay.example")}),
        (6, 15, {"contacts": ("tel:447700900127",)}),
    ],
)
def test_fires_where_few_link_there_or_the_sender_is_away_or_it_leads_elsewhere_too(
    days: int, people: int, fields: dict[str, Any]
) -> None:
    assert alerts([*tour(**fields), *linked("tickets.example", days, people)], *BOTH)


def test_newcomers_make_no_site_known_and_may_not_point_to_one() -> None:
    told = {"domains": ("tickets.example",)}
    wave = [wrote(f"new{day}-{i}", -day * DAY + i * 60.0, None, OFFER, device=f"d{day}-{i}", **told)
            for day in range(1, 8) for i in range(9)]  # fmt: skip
    assert alerts([*tour(), *wave], "mass_contact")
    new = mailing("newcomer", 300, 3.0, text=TICKETS, device="phone", domains=("tickets.example",))
    assert alerts([*linked("tickets.example", 6, 15), *new], "mass_contact")


def listed(subject: str, number: int, kind: str = "upload") -> list[Event]:
    """Return as many things that an account posts, each with two contents on it."""
    things = [event("content.posted", subject, i * 45.0, content_id=f"flat{i}", kind="post") for i in range(number)]
    hung = [event("content.posted", subject, i * 45.0 + 10.0 + n, content_id=f"on{i}-{n}", kind=kind, target=f"flat{i}")
            for i in range(number) for n in range(2)]  # fmt: skip
    return [*things, *hung]


def test_quiet_on_pictures_of_what_the_account_has_just_listed() -> None:
    assert alerts([*past("agency"), *listed("agency", 64)], *BOTH) == []


def test_fires_on_as_many_contents_on_what_others_have_listed() -> None:
    theirs = listed("agency", 64, "comment")
    for one in theirs:
        one.subject = one.subject if one.target else f"owner-{one.id}"
    assert alerts([*past("agency"), *theirs], "mass_contact")


def test_fires_on_a_taken_account_that_sends_a_link_to_all_who_wrote_to_its_owner() -> None:
    home: dict[str, Any] = {"device": "home", "ip": "192.0.2.7", "country": "DE"}
    before = [*past("landlord", **home), *applied("landlord", 75)]
    away: dict[str, Any] = {"device": "new", "ip": "198.51.100.7", "country": "FR"}
    for whence, fires in ((away, True), (home, False)):
        sent = mailing("landlord", 75, 40.0, domains=("deposit.example",), **whence)
        assert bool(alerts([*before, *sent], "mass_contact")) is fires


LED = {"domains": ("club.example",)}


@pytest.mark.parametrize(
    ("device", "days", "number", "fields", "severity"),
    [
        ("own", 6, 400, LED, "low"),  # a first letter to all members
        ("own", 1, 400, LED, "medium"),
        ("own", 6, 420, LED, "medium"),
        ("own", 6, 400, {**LED, "contacts": ("contact-name-7f",)}, "medium"),
        ("new", 6, 400, LED, "high"),
    ],
)
def test_a_mailing_from_a_desk_is_low_and_never_high_from_where_the_account_was(
    device: str, days: int, number: int, fields: dict[str, Any], severity: str
) -> None:
    events = [*past("club", days, device="own"), *mailing("club", number, 5.0, device=device, **fields)]
    for alert in last_versions(alerts(events, "mass_contact")).values():
        assert alert.severity == severity
        assert ("all from where it wrote to people on " in alert.reason) == (device == "own")
        assert ("a letter to its own members" in alert.suggested_action) == (severity == "low")


def answers(kind: str = "comment", **fields: object) -> list[Event]:
    """Return an owner who thanks for many old reviews, in words of its own each time."""
    more = [wrote("inn", i * 35.0, f"review{i}", f"Thanks for {wording(i)}", **{"device": "own", **fields})
            for i in range(100)]  # fmt: skip
    for one in more:
        one.kind = kind
    return [*past("inn", days=4, device="own"), *more]


@pytest.mark.parametrize(
    ("fields", "severity"),
    [({}, "low"), ({"kind": "message"}, "medium"), ({"domains": ("a.example",)}, "medium"), ({"device": "x"}, "high")],
)
def test_comments_that_lead_nowhere_are_low_from_where_the_account_was(fields: dict[str, Any], severity: str) -> None:
    (alert,) = last_versions(alerts(answers(**fields), "mass_contact")).values()
    assert alert.severity == severity
    remarks = "comments with neither a link nor a number" in alert.reason
    assert remarks == (fields.keys() <= {"device"}) == ("answer all reviews of its own place" in alert.suggested_action)


def test_one_target_written_to_from_elsewhere_too_is_enough_in_any_order() -> None:
    events = [*past("club", device="own"), *mailing("club", 400, 5.0, device="own", domains=("club.example",))]
    for at in (1990.0, 2000.0):
        again = wrote("club", at, "person399", device="new")
        (alert,) = last_versions(alerts([*events, again], "mass_contact")).values()
        assert alert.severity == "high"


def answering(*days: int, again: tuple[int, ...] = (), number: int = 80) -> list[Event]:
    """Return a developer's answers to a new review on some days, to one of before on others; then many, with a link."""
    before = [wrote("dev", -day * DAY, f"review{day}", wording(day), device="desk") for day in days]
    before += [wrote("dev", -day * DAY, "review20", wording(day), device="desk") for day in again]
    return [*sorted(before, key=lambda one: one.time),
            *mailing("dev", number, 30.0, device="desk", domains=("dev.example",))]  # fmt: skip


def test_quiet_on_who_wrote_from_that_desk_on_five_days_on_some_to_whom_it_knew() -> None:
    assert alerts(answering(20, 18, 13, 10, again=(5, 4)), *BOTH) == []


def test_fires_on_who_wrote_from_that_desk_on_fewer_days_or_writes_to_more() -> None:
    assert alerts(answering(20, 18, 13, again=(5,)), *BOTH)
    assert alerts(answering(20, 18, 13, 10, again=(5, 4), number=130), *BOTH)
