"""Floods from one account, and accounts that post much by nature."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.fingerprint import fingerprints
from schemas.contacts import contacts_of
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def posted(subject: str, at: float, kind: str = "post") -> Event:
    return event("content.posted", subject, at, content_id=f"c-{subject}-{at}", kind=kind, text=f"number {at}")


def test_fires_on_a_quiet_account_that_floods() -> None:
    events = [posted("alice", day * 86_400.0) for day in range(-20, 0)]
    events += [posted("alice", i * 10.0) for i in range(60)]
    (alert,) = last_versions(alerts(events, "posting_burst")).values()
    assert (alert.entity.id, alert.accounts) == ("alice", ["alice"])


def test_fires_at_low_on_a_class_that_answers_a_form_without_accounts() -> None:
    answers = [posted("unknown:192.0.2.7", i * 3.0, "message") for i in range(200)]
    for i, one in enumerate(answers):
        one.ip, one.device = "192.0.2.7", f"phone{i}"
    (alert,) = last_versions(alerts(answers, "posting_burst")).values()
    assert (alert.severity, alert.entity.id) == ("low", "192.0.2.7")
    assert "200 posts by who named no account, from one address, in " in alert.reason
    assert "of this account" not in alert.reason
    for one in answers:
        one.device = "robot"
    (alert,) = last_versions(alerts(answers, "posting_burst")).values()
    assert alert.severity != "low"


def linked(number: int, sites: int, places: int, **fields: object) -> list[Event]:
    """Return posts with a link each, ten seconds apart."""
    told: dict[str, object] = {"kind": "post", **fields}
    return [event("content.posted", "letter", i * 10.0, content_id=f"l{i}", target=f"links{i % places}",
                  domains=(f"site{i % sites}.example",), **told) for i in range(number)]  # fmt: skip


@pytest.mark.parametrize(("number", "sites", "places", "severity"), [
    (45, 45, 1, "low"), (45, 1, 1, "medium"), (45, 4, 1, "medium"), (45, 45, 45, "medium"), (150, 150, 1, "high"),
])  # fmt: skip
def test_fires_at_low_on_a_list_of_links_and_gravely_on_one_that_leads_to_few_sites_or_stands_everywhere(
    number: int, sites: int, places: int, severity: str
) -> None:
    (alert,) = last_versions(alerts(linked(number, sites, places), "posting_burst")).values()
    assert alert.severity == severity
    assert ("mostly a list of links" in alert.reason) is (severity == "low")
    assert not [name for name in alert.signals[0].evidence if ":" in name]
    decoys = [*linked(20, 20, 1), *linked(45, 1, 1, kind="comment")]
    (alert,) = last_versions(alerts(decoys, "posting_burst")).values()
    assert alert.severity != "low"


def test_fires_on_a_new_account_that_floods() -> None:
    found = alerts([posted("newcomer", i * 5.0, "comment") for i in range(60)], "posting_burst")
    assert {alert.entity.id for alert in found} == {"newcomer"}


def test_quiet_on_a_bot_that_has_always_posted_as_much() -> None:
    events = [posted("weather", day * 86_400.0 + i * 40.0) for day in range(20) for i in range(12 + day % 3)]
    assert alerts(events, "posting_burst") == []


def test_quiet_on_a_conversation() -> None:
    assert alerts([posted("bob", i * 12.0, "message") for i in range(300)], "posting_burst") == []


def test_quiet_on_normal_growth() -> None:
    events = [posted("author", day * 86_400.0 + i * 30.0) for day in range(60) for i in range(2 + day // 4)]
    assert alerts(events, "posting_burst") == []


def test_quiet_on_a_digest_that_goes_out_every_day() -> None:
    events = [posted("list", day * 86_400.0 + i * 1.5, "message") for day in range(5) for i in range(300)]
    found = last_versions(alerts(events, "posting_burst")).values()
    assert [alert.first_seen[:10] for alert in found] == ["2026-01-05"]  # its first day, and no other


ISSUE = "The autumn issue is out: read about harvests, new members and the yearly meeting https://list.example/issue"


def mailing(subject: str, at: float, targets: int, device: str | None = "server", text: str = ISSUE,
            gap: float = 2.0) -> list[Event]:  # fmt: skip
    """Return one text to as many targets, `gap` seconds apart."""
    return [
        event("content.posted", subject, at + gap * i, content_id=f"c-{subject}-{at}-{i}", kind="message", text=text,
              target=f"room-{i}", ip="192.0.2.7", device=device)
        for i in range(targets)
    ]  # fmt: skip


def test_quiet_on_a_lists_first_big_issue_on_the_day_of_its_first_digest() -> None:
    events = [*mailing("list", 0.0, 60, text="Digest of the list. " + ISSUE), *mailing("list", 2400.0, 400)]
    assert alerts(events, "posting_burst") == []


def test_quiet_on_the_first_newsletter_of_somebody_who_has_posted_for_days() -> None:
    events = [post for day in range(-6, 0) for post in mailing("club", day * 86_400.0, 1, text=f"number {day}")]
    assert alerts([*events, *mailing("club", 0.0, 100)], "posting_burst") == []


def test_fires_on_a_first_mailing_to_very_many_from_wherever() -> None:
    events = [post for day in range(-6, 0) for post in mailing("club", day * 86_400.0, 1, text=f"number {day}")]
    assert alerts([*events, *mailing("club", 0.0, 1000)], "posting_burst")


def test_fires_on_a_first_mailing_where_nothing_tells_a_place() -> None:
    events = [post for day in range(-6, 0) for post in mailing("club", day * 86_400.0, 1, text=f"number {day}")]
    events += mailing("club", 0.0, 100)
    for post in events:
        post.ip = post.device = None
    assert alerts(events, "posting_burst")


def test_fires_on_a_stolen_list_that_floods_from_elsewhere() -> None:
    events = [post for day in range(-6, 0) for post in mailing("list", day * 86_400.0, 60)]
    found = alerts([*events, *mailing("list", 0.0, 800, device="thief", text="Win a phone today")], "posting_burst")
    assert {alert.entity.id for alert in found} == {"list"}


def test_fires_on_a_new_account_that_sends_one_text_to_many() -> None:
    warm_up = mailing("newcomer", -2400.0, 9)
    assert alerts([*warm_up, *mailing("newcomer", 0.0, 400)], "posting_burst")
    assert alerts([*mailing("other", -86_400.0, 30), *mailing("other", 0.0, 1500, gap=0.3)], "posting_burst")


def test_fires_on_one_text_again_and_again_in_one_room() -> None:
    events = [post for day in range(-6, 0) for post in mailing("club", day * 86_400.0, 1, text=f"number {day}")]
    flood = [post for i in range(400) for post in mailing("club", i * 1.0, 1)]
    assert alerts([*events, *flood], "posting_burst")


def listed(number: int, gap: float, link: str | None = None) -> list[Event]:
    """Return what an account posts that has posted now and then: as many things, each in words of its own."""
    told = {"kind": "post", "domains": (link,) if link else ()}
    return [
        *[posted("mover", day * 86_400.0) for day in range(-9, 0)],
        *[event("content.posted", "mover", i * gap, content_id=f"c{i}", text=f"thing {i}, {'there ' * i}", **told)
          for i in range(number)],
    ]  # fmt: skip


def test_quiet_on_who_clears_out_a_house() -> None:
    assert alerts(listed(12, 50.0), "posting_burst") == []


def test_fires_on_as_many_with_links_and_on_more_than_anybody_writes() -> None:
    assert alerts(listed(14, 40.0, "shop.example"), "posting_burst")
    (*_, alert) = alerts(listed(40, 14.0), "posting_burst")
    told = "40 posts of this account in 10 min, 0 with links. Its fullest 10 min hold some 40 of them (usual in its "
    assert alert.reason.startswith(told)


def fed(days: int, link: str, number: int) -> list[Event]:
    """Return a dealer's few listings a day, and in between what he writes; then many at once with a link."""
    return [
        *[event("content.posted", "dealer", day * 86_400.0 + i * 4000.0, content_id=f"d{day}-{i}", kind="post",
                text=f"thing {day} {i}", device="phone", domains=("dealer.example",) if i % 3 == 0 else ())
          for day in range(-days, 0) for i in range(18)],
        *[event("content.posted", "dealer", i * 3.0, content_id=f"b{i}", kind="post", text=f"new thing {i}",
                ip="203.0.113.9", domains=(link,)) for i in range(number)],
    ]  # fmt: skip


def test_quiet_on_a_dealers_stock_from_a_new_server_with_links_to_his_own_site() -> None:
    assert alerts(fed(8, "dealer.example", 160), "posting_burst") == []


def test_fires_on_links_to_any_other_site_and_before_a_site_is_known_for_days() -> None:
    assert alerts(fed(8, "thief.example", 160), "posting_burst")
    assert alerts(fed(4, "dealer.example", 160), "posting_burst")


def stocked(number: int, told: str) -> list[Event]:
    """Return a dealer's few listings a day with his telephone number; then many at once, from a program, with one."""
    own = contacts_of("Tel. 0899 441 278")
    return [
        *[event("content.posted", "dealer", day * 86_400.0 + i * 4000.0, content_id=f"d{day}-{i}", kind="post",
                text=f"thing {day} {i}", device="phone", contacts=own) for day in range(-8, 0) for i in range(9)],
        *[event("content.posted", "dealer", i * 2.0, content_id=f"b{i}", kind="post", text=f"new thing {i}",
                ip="203.0.113.9", contacts=contacts_of(told)) for i in range(number)],
    ]  # fmt: skip


def test_quiet_on_a_dealers_stock_that_tells_his_own_number_and_fires_on_any_other() -> None:
    assert alerts(stocked(300, "Tel. 0899 441 278"), "posting_burst") == []
    assert alerts(stocked(300, "Tel. 0612 880 147"), "posting_burst")
    assert alerts(stocked(300, "Tel. 0899 441 278 or 0612 880 147"), "posting_burst")


def answers(day: float, number: int, text: str = "Thanks for the review! Tip: photos help others a lot") -> list[Event]:
    """Return a helper's comments under as many reviews; nothing tells where it is."""
    return [
        event("content.posted", "helper", day * 86_400.0 + i * 5.0, content_id=f"h{day}-{i}", kind="comment",
              text=text, target=f"review-{day}-{i}")
        for i in range(number)
    ]  # fmt: skip


def test_quiet_on_a_helpers_one_answer_after_a_pause_and_fires_on_another() -> None:
    past = [one for day in range(-8, 0) for hour in range(20) for one in answers(day + hour / 24, 1)]
    assert alerts([*past, *answers(0, 60)], "posting_burst") == []
    assert alerts([*past, *answers(0, 60, "Earn a thousand a day from home, write to me at once")], "posting_burst")


def prompts(texts: list[str]) -> list[Event]:
    """Return an old account's prompts, two a day for a while, then as many as there are texts."""
    made = [(day * 86_400.0 + i * 60.0, f"a harbour in the year {day} {i}") for day in range(-9, 0) for i in range(2)]
    made += [(i * 4.0, text) for i, text in enumerate(texts)]
    return [
        event("content.posted", "artist", at, content_id=f"p{at}", kind="prompt", text=text, device="tablet")
        for at, text in made
    ]  # fmt: skip


def test_quiet_on_a_prompt_sent_again_and_again_and_fires_on_as_many_prompts() -> None:
    assert alerts(prompts(["a dragon made of glass above the old harbour"] * 80), "posting_burst") == []
    words = "amber birch cedar delta ember fjord grove haven islet jetty knoll larch".split()
    varied = [f"{words[i % 12]} {words[i // 12]} {words[(i * 5 + i // 12) % 12]} {i}" for i in range(80)]
    (alert,) = last_versions(alerts(prompts(varied), "posting_burst")).values()
    assert (alert.severity, alert.reason.startswith("80 prompts of this account in ")) == ("low", True)
    many = [f"{text} {again}" for again in "abc" for text in varied]
    (alert,) = last_versions(alerts(prompts(many)[18:], "posting_burst")).values()
    assert alert.severity != "low"  # made for it


def thanks(
    page: str, number: int = 80, text: str = "Thank you so much {}, from all of us", **fields: object
) -> list[Event]:
    """Return what an organiser began a week ago, and comments under a page, one each ten seconds."""
    began = event(
        "content.posted", "ann", -7 * 86_400.0, content_id="page-1", kind="post", text="Help us build a school"
    )
    said = [event("content.posted", "ann", i * 10.0, content_id=f"t{i}", kind="comment", text=text.format(f"guest {i}"),
                  target=page, **fields) for i in range(number)]  # fmt: skip
    return [began, *said]


def test_quiet_on_who_thanks_all_guests_under_his_own_page() -> None:
    assert alerts(thanks("page-1"), "posting_burst") == []


def test_fires_under_others_pages_with_links_and_on_more_than_anybody_thanks() -> None:
    assert alerts(thanks("page-2"), "posting_burst")
    assert alerts(thanks("page-1", domains=("casino.example",)), "posting_burst")
    assert alerts([*thanks("page-1"), *[one for i in range(4) for one in thanks("page-1", 60, f"{i}" + "{}")[1:]]],
                  "posting_burst")  # fmt: skip


LETTER = "The roof of the village hall is finished, everybody who carried tiles is invited to dance there on Saturday"


def first_letter(number: int, text: str = LETTER, **fields: object) -> list[Event]:
    """Return two comments of an earlier day, at home, and a letter."""
    events = [*mailing("hall", -2 * 86_400.0, 2, text="Lovely picture of the bridge"), *mailing("hall", 0.0, number)]
    for one in events[2:]:
        one.text, one.fingerprints = text, fingerprints(text)
        for name, value in fields.items():
            setattr(one, name, value)
    return events


def test_quiet_on_the_first_letter_of_somebody_who_had_hardly_posted() -> None:
    assert alerts(first_letter(120), "posting_burst") == []


@pytest.mark.parametrize(
    ("number", "fields"),
    [(300, {}), (120, {"device": "kit"}), (120, {"text": ISSUE}), (120, {"contacts": ("tel:447700900127",)})],
)
def test_fires_on_a_letter_that_is_large_or_from_elsewhere_or_says_where_to_turn_to(
    number: int, fields: dict[str, object]
) -> None:
    assert alerts(first_letter(number, **fields), "posting_burst")  # type: ignore[arg-type]


def test_fires_on_a_letter_amid_other_posts() -> None:
    others = [posted("hall", i * 5.0, "comment") for i in range(40)]
    assert alerts([*first_letter(100), *others], "posting_burst")


def album(subject: str, things: int, pictures: int, owner: str | None = None, kind: str = "upload") -> list[Event]:
    """Return things that an account, or another, posts in ten minutes, and as many pictures on each."""
    gap = 600.0 / things
    return [
        event("content.posted", subject if n else owner or subject, i * gap + n, content_id=f"thing{i}-{n}",
              kind=kind if n else "post", target=f"thing{i}-0" if n else None)
        for i in range(things) for n in range(pictures + 1)
    ]  # fmt: skip


def test_quiet_on_pictures_of_ones_own_things() -> None:
    assert alerts(album("landlord", 8, 24), "posting_burst") == []
    assert alerts(album("landlord", 8, 4, kind="comment"), "posting_burst") == []


def test_fires_on_as_many_on_things_of_others_and_on_a_flood_of_pictures_on_ones_own() -> None:
    assert alerts(album("landlord", 8, 24, "owner"), "posting_burst")
    assert alerts(album("landlord", 8, 4, "owner", "comment"), "posting_burst")
    assert alerts(album("landlord", 1, 599), "posting_burst")


def invited(days: int, phone: str = "phone", number: int = 330, kind: str = "message", **fields: Any) -> list[Event]:
    """Return a society's posts on some days, then an invitation with a link to each of its members."""
    before = [event("content.posted", "club", -day * 86_400.0, content_id=f"d{day}", kind="post", text=f"news {day}",
                    device="phone", ip="10.0.0.7") for day in range(days, 0, -1)]  # fmt: skip
    return before + [
        event("content.posted", "club", i * 600.0 / number, content_id=f"i{i}", kind=kind, text=f"Member {i}, come now",
              target=f"member{i}", domains=("club.example",), device=phone, ip="10.0.0.7", **fields)
        for i in range(number)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("posts", "low"),
    [
        (invited(6), True),
        (invited(1), False),
        (invited(6, phone="stolen"), False),
        (invited(6, number=600), False),
        (invited(6, kind="comment"), False),
        (invited(6, contacts=("contact-number-7f",)), False),
    ],
)
def test_messages_from_a_desk_are_low(posts: list[Event], low: bool) -> None:
    (alert,) = last_versions(alerts(posts, "posting_burst")).values()
    assert (alert.severity == "low") == low
