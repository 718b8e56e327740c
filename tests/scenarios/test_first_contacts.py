"""Newcomers who write to strangers, on sites whose newcomers write to a few, or to many."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from detectors.fingerprint import fingerprints
from schemas.alert import Alert
from schemas.contacts import contacts_of
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
BOTH = ("first_contacts", "first_contacts_day")
WORDS = "lake train garden museum kitchen weather football concert morning picture street holiday teacher".split()
OFFER = "Work from home and earn five hundred a week, pay the small screening fee and begin on Monday morning"


def wording(at: float) -> str:
    return " ".join(Random(str(at)).choices(WORDS, k=9))


def wrote(subject: str, at: float, target: str, text: str, **fields: object) -> Event:
    return event("content.posted", subject, at, content_id=f"c-{subject}-{at}", kind="message", text=text,
                 target=target, fingerprints=fingerprints(text), **fields)  # fmt: skip


def site(days: int = 5, a_day: int = 110, most: int = 6, gap: float = 2000.0) -> list[Event]:
    """Return days of newcomers, each of whom writes to one to `most` people in the first hours."""
    chosen, found = Random(days * a_day), []
    for day in range(-days, 0):
        for i in range(a_day):
            at = day * DAY + chosen.uniform(0, 20) * HOUR
            found += [wrote(f"new{day}-{i}", at + n * chosen.uniform(60, gap), f"friend{n}", wording(at + n))
                      for n in range(min(chosen.randint(1, most), chosen.randint(1, most)))]  # fmt: skip
    return found


def outreach(number: int, gap: float, text: Callable[[float], str] = wording, at: float = 0.0) -> list[Event]:
    return [wrote("seller", at + i * gap, f"person{i}", text(i)) for i in range(number)]


def test_fires_on_a_newcomer_who_writes_to_far_more_than_newcomers_here_do() -> None:
    found = last_versions(alerts([*site(), *outreach(36, 80.0)], "first_contacts")).values()
    assert [(one.entity.type, one.entity.id, one.policy) for one in found] == [("account", "seller", "spam")]
    (alert,) = found
    assert "wrote to 36 people or places within 1 h" in alert.reason
    evidence = alert.signals[0].evidence
    assert f"99 in 100 reached {evidence['usual_in_window']} at most" in alert.reason
    assert evidence["usual_in_window"] == evidence["most_of_99_in_100"]
    assert int(evidence["first_days_known"]) >= 300


def wave(number: int, day: int) -> list[Event]:
    """Return newcomers of one night who write to thirty people each."""
    night = day * DAY + 21 * HOUR
    return [wrote(f"spam{day}-{i}", night + i * 60.0 + n * 80.0, f"victim{i}-{n}", wording(i * 99.0 + n))
            for i in range(number) for n in range(30)]  # fmt: skip


def test_fires_though_a_wave_of_newcomers_did_the_same_on_one_day_before() -> None:
    events = sorted([*site(), *wave(10, -3), *outreach(36, 80.0)], key=lambda one: one.time)
    assert {alert.entity.id for alert in alerts(events, "first_contacts_day")} >= {"seller"}


def test_quiet_where_newcomers_did_so_on_several_days() -> None:
    events = sorted([*site(), *wave(10, -4), *wave(10, -3), *wave(10, -2), *outreach(36, 80.0)],
                    key=lambda one: one.time)  # fmt: skip
    assert "seller" not in {alert.entity.id for alert in alerts(events, "first_contacts_day")}


def uploading(number: int, each: int, at: float = -DAY, name: str = "maker") -> list[Event]:
    """Return newcomers who put a file at as many places each."""
    found = [wrote(f"{name}{i}", at + i * 300.0 + n * 20.0, f"{name}{i}-thing{n}", wording(i * 99.0 + n))
             for i in range(number) for n in range(each)]  # fmt: skip
    for one in found:
        one.kind = "upload"
    return found


def test_fires_on_a_newcomer_whom_a_wave_of_others_uploads_would_hide() -> None:
    """To how many people newcomers write is no greater for it."""
    events = [*site(), *uploading(60, 14), *outreach(36, 80.0)]
    assert [one.entity.id for one in last_versions(alerts(events, "first_contacts")).values()] == ["seller"]


def test_fires_on_uploads_far_beyond_newcomers_and_quiet_where_they_upload_as_much() -> None:
    flood = uploading(1, 40, 0.0, "flood")
    few = [one for day in range(-5, 0) for one in uploading(75, 2, day * DAY, f"few{day}")]
    (alert,) = last_versions(alerts([*site(), *few, *flood], "first_contacts")).values()
    assert "put something at 40 people or places" in alert.reason
    assert alert.signals[0].evidence["most_of_99_in_100"] == 2
    keen = [one for day in range(-5, 0) for one in uploading(2, 45, day * DAY, f"keen{day}")]
    assert {one.entity.id for one in alerts([*site(), *few, *keen, *flood], *BOTH)}.isdisjoint({"flood0"})


def test_fires_on_one_who_stays_below_it_by_the_hour() -> None:
    events = [*site(), *outreach(62, 600.0)]
    assert alerts(events, "first_contacts") == []
    (alert,) = last_versions(alerts(events, "first_contacts_day")).values()
    assert "within 24 h" in alert.reason


def test_quiet_where_newcomers_write_to_many() -> None:
    assert alerts([*site(most=24, gap=140.0), *outreach(36, 80.0)], *BOTH) == []


def test_quiet_before_the_site_is_known() -> None:
    assert alerts([*site(days=3, a_day=180), *outreach(62, 50.0)], *BOTH) == []
    assert alerts([*site(a_day=40), *outreach(62, 50.0)], *BOTH) == []


def test_quiet_on_one_text_to_many_and_on_a_recruiter_with_two() -> None:
    """As invitations to an address book are, and an agency's first offers: a few answers are worded by hand."""
    assert alerts([*site(), *outreach(90, 30.0, lambda _: OFFER)], *BOTH) == []
    agency = outreach(140, 20.0, lambda i: wording(i) if i % 16 == 0 else f"{OFFER} {'gladly' * int(i % 3 == 0)}")
    assert alerts([*site(), *agency], *BOTH) == []


def test_quiet_on_an_account_that_posted_on_an_earlier_day() -> None:
    events = [*site(), wrote("seller", -2 * DAY, "friend0", wording(1.5)), *outreach(62, 50.0)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_staff_that_has_written_to_many_since_the_site_began() -> None:
    staff = [wrote(f"staff{n}", day * DAY + i * 90.0, f"client{day}-{i}", wording(day * 50.0 + i))
             for day in range(-5, 1) for n in range(3) for i in range(60)]  # fmt: skip
    assert alerts([*site(), *staff], *BOTH) == []


def test_fires_and_says_what_changing_words_have_in_common() -> None:
    number = contacts_of("+44 7700 900612")
    prizes = [wrote("team", i * 80.0, f"person{i}", wording(i), contacts=number) for i in range(36)]
    (alert,) = last_versions(alerts([*site(), *prizes], "first_contacts")).values()
    assert f"(36 such posts, 0 with links, 36 with one telephone number ({number[0]}))" in alert.reason
    assert f" can be read in the post of event {prizes[0].id}." in alert.reason
    evidence = alert.signals[0].evidence
    assert (evidence["one_contact"], evidence["contact"]) == (36, number[0])
    bills = [wrote("bills", i * 80.0, f"person{i}", wording(i), domains=("pay.example",)) for i in range(36)]
    (alert,) = last_versions(alerts([*site(), *bills], "first_contacts")).values()
    assert "(36 such posts, 36 with links, all to pay.example)" in alert.reason
    assert "(it may have been there before)" in alert.reason
    for i, bill in enumerate(bills):
        bill.domains = (f"pay{i % 3}.example",)
    (alert,) = last_versions(alerts([*site(), *bills], "first_contacts")).values()
    assert "36 with links, to pay0.example, pay1.example and pay2.example)" in alert.reason


@pytest.mark.parametrize(("joined", "since"), [((HOUR,), "signed up within the week before"), ((), "been there for a")])
def test_says_since_when_the_account_has_been_there(joined: tuple[float, ...], since: str) -> None:
    bills = [wrote("critic", i * 80.0, f"person{i}", wording(i), domains=("pay.example",)) for i in range(36)]
    signed_up = critic(0, *joined)
    (alert,) = last_versions(alerts([*site(days=6), *signed_up, *bills], "first_contacts", "report_surge")).values()
    assert f"(it had {since}" in alert.reason
    assert ("its log-ins" in alert.suggested_action) == (not joined)


def test_quiet_about_what_posts_do_not_have_in_common() -> None:
    """Nor does it say that an account is new: one may have looked on for weeks before its first post."""
    some = [wrote("seller", i * 80.0, f"person{i}", wording(i), contacts=(f"tel:4477009006{i:02}",),
                  domains=(f"shop{i % 5}.example",)) for i in range(36)]  # fmt: skip
    (alert,) = last_versions(alerts([*site(), *some], "first_contacts")).values()
    assert "(36 such posts, 36 with links)" in alert.reason
    assert "first seen" not in alert.reason


def test_fires_on_a_dozen_where_a_thousand_newcomers_hardly_write_to_anybody() -> None:
    events = [*site(days=6, a_day=260, most=2), *outreach(15, 200.0)]
    (alert,) = last_versions(alerts(events, "first_contacts")).values()
    assert "wrote to 15 people or places within 1 h" in alert.reason
    assert int(alert.signals[0].evidence["first_days_known"]) >= 1000
    slower = [*site(days=6, a_day=260, most=2), *outreach(17, 2400.0)]
    assert alerts(slower, "first_contacts") == []
    (alert,) = last_versions(alerts(slower, "first_contacts_day")).values()
    assert "wrote to 17 people or places within 24 h" in alert.reason


def test_quiet_on_a_dozen_where_fewer_newcomers_are_known_or_many_write_to_some() -> None:
    assert alerts([*site(days=6, a_day=110, most=2), *outreach(15, 200.0)], *BOTH) == []
    assert alerts([*site(days=6, a_day=260, most=16, gap=300.0), *outreach(15, 200.0)], *BOTH) == []


def test_quiet_on_a_newcomer_who_greets_a_few_and_on_one_text_to_a_dozen() -> None:
    """As one who asks ten sellers each for something else, and a host who sends the address to his guests."""
    known = site(days=6, a_day=260, most=2)
    assert alerts([*known, *outreach(11, 200.0)], *BOTH) == []
    guests = outreach(18, 100.0, lambda i: wording(i) if i % 6 == 0 else OFFER)
    assert alerts([*known, *guests], *BOTH) == []


def test_quiet_on_a_newcomer_who_answers_those_who_wrote_first() -> None:
    asked = [wrote(f"person{i}", -4 * HOUR + i * 60.0, "seller", wording(i + 0.5)) for i in range(36)]
    assert alerts([*site(), *asked, *outreach(36, 80.0)], *BOTH) == []
    assert alerts([*site(), *asked[:2], *outreach(40, 80.0)], "first_contacts")


def critic(number: int, *joined: float) -> list[Event]:
    """Return one who reviews as many things in a day, each in other words; `joined`: seconds before, if lately."""
    found = [wrote("critic", i * 1800.0, f"app{i}", wording(i), ip="10.9.9.9") for i in range(number)]
    for one in found:
        one.kind = "review"
    joins = [event("account.signup", "critic", -before) for before in joined]
    return [*[event("account.signup", f"founder{i}", -9 * DAY + i * HOUR) for i in range(72)], *joins, *found]


def test_fires_faintly_on_a_critic_of_long_standing_whose_reviews_lead_nowhere() -> None:
    names = ("first_contacts_day", "report_surge")  # which keeps sign-ups known
    days = site(days=6, a_day=260, most=2)
    (old,) = last_versions(alerts([*days, *critic(26)], *names)).values()
    (new,) = last_versions(alerts([*days, *critic(26, HOUR)], *names)).values()
    assert (old.severity, new.severity) == ("low", "medium")
    assert "(it had been there for a week or longer) the account reviewed 26 things, with neither a link" in old.reason
    assert "(it had signed up within the week before) the account reviewed 26 things" in new.reason


def agent(each: int, *joined: float) -> list[Event]:
    """Return one who answers 36 people that wrote to a shared box, with a link in each so many of the answers."""
    links = [{"domains": ("help.example",)} if i % each == 0 else {} for i in range(36)]
    answers = [wrote("agent", i * 80.0, f"person{i}", wording(i), **links[i]) for i in range(36)]
    return [*critic(0), *[event("account.signup", "agent", -before) for before in joined], *answers]


@pytest.mark.parametrize(("each", "joined", "severity"), [(8, (), "low"), (8, (HOUR,), "high"), (1, (), "high")])
def test_fires_faintly_on_a_member_of_long_standing_whose_messages_lead_nowhere(
    each: int, joined: tuple[float, ...], severity: str
) -> None:
    names = ("first_contacts", "report_surge")
    (alert,) = last_versions(alerts([*site(days=6), *agent(each, *joined)], *names)).values()
    assert alert.severity == severity
    assert ("answer for a desk" in alert.suggested_action) == (severity == "low")
    assert ("Most lead to no link, number or name." in alert.reason) == (severity == "low")


def test_fires_less_gravely_and_says_so_where_staffs_tool_sent_them() -> None:
    def row(**fields: object) -> Alert:
        sent = [wrote("office", i * 5.0, f"person{i}", wording(i), **fields) for i in range(300)]
        (alert,) = last_versions(alerts([*site(), *sent], "first_contacts")).values()
        return alert

    staffs, taken = row(source="/backoffice/mail"), row(source="/backoffice/mail", ip="10.9.9.9")
    assert (staffs.severity, taken.severity) == ("medium", "high")
    assert ", all through a tool of the product's own staff (by the events' source)); of " in staffs.reason
    assert staffs.suggested_action.startswith("Ask your own staff whether they sent them")
    assert "staff" not in taken.reason + taken.suggested_action
