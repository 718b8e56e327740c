"""A messenger's name that few accounts tell again and again, in any words."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.fingerprint import fingerprints_of
from schemas.contacts import contacts_of
from schemas.event import Event
from tests.scenarios.test_domain_again import DAY, HOUR, TAKEN, _of, at_home
from tests.support.scenario import START, alerts, event, last_versions

NAMES = ("@aunt_rosa_gold", "+44 7700 900155")


def site(days: int = 8) -> list[Event]:
    """Return days of members who tell each his own number, some a day, and write to others."""
    found = []
    for day in range(-days, 4):
        for i in range(60):
            one = at_home(i, day * DAY + i * 0.3 * HOUR, None)
            found.append(saying(one, f"0700 {10**6 + i}") if (i + day) % 9 == 0 else one)
    return found


def told(
    number: int, each: int, gap: float = 5 * HOUR, names: tuple[str, ...] = NAMES[:1], **fields: Any
) -> list[Event]:
    """Return members who write to as many people each, one after the other, and name a contact."""
    found = []
    for i in range(number):
        for k in range(each):
            one = at_home(i, i * gap + k * 400.0, None, kind="message", target=f"friend{i}-{k}", **_of(i, fields))
            found.append(saying(one, names[k % len(names)]))
    return found


def saying(event: Event, name: str) -> Event:
    event.text = f"{event.text}, ask {name}"
    event.contacts = contacts_of(event.text)
    return event


def test_fires_on_taken_accounts_that_lead_people_to_a_messenger() -> None:
    events = told(10, 9, **TAKEN)
    (alert,) = last_versions(alerts([*site(), *events], "contact_again")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", events[0].contacts[0], "spam")
    assert set(alert.accounts) == {f"member{i}" for i in range(10)}
    assert "accounts that told one name on a messenger or network within 3 days" in alert.reason


def test_two_numbers_of_the_same_accounts_are_one_campaign() -> None:
    found = last_versions(alerts([*site(), *told(10, 16, names=NAMES, **TAKEN)], "contact_again"))
    assert len({alert.campaign_id or alert.alert_id for alert in found.values()}) == 1


def asked(posts: list[Event]) -> list[Event]:
    """Return messages by those who are told, two hours before: they were looking for help."""
    return [
        event("content.posted", str(post.target), post.time - START - 2 * HOUR, text="Whom can I ask?",
              kind="message", content_id=f"ask {post.content_id}", target=post.subject) for post in posts
    ]  # fmt: skip


def test_quiet_on_helpers_who_answer_with_one_new_number() -> None:
    helpers = told(8, 20)
    assert alerts([*site(), *asked(helpers), *helpers], "contact_again", "mass_contact") == []  # who asks who wrote


@pytest.mark.parametrize(("number", "each"), [(9, 8), (5, 12)])
def test_fires_on_a_few_known_accounts_that_write_one_number_to_strangers(number: int, each: int) -> None:
    push = told(number, each, 4 * HOUR, NAMES[1:])
    (alert,) = last_versions(alerts([*site(), *push], "contact_again")).values()
    assert set(alert.accounts) == {f"member{i}" for i in range(number)}
    assert alert.severity == "medium"


def test_quiet_on_a_member_whom_many_mention() -> None:
    names = [saying(at_home(i, i * HOUR + k, None, target=f"thread{k}"), "@dj_marta_live")
             for i in range(40) for k in range(1 if i % 4 else 4)]  # fmt: skip
    assert alerts([*site(), *names], "contact_again") == []


def test_quiet_on_a_number_that_the_site_knows() -> None:
    known = [saying(at_home(i, day * DAY + i * HOUR, None, target=f"asks{day}-{i}"), NAMES[0])
             for day in range(-8, -4) for i in range(6)]  # fmt: skip
    assert alerts([*site(), *known, *told(10, 9, **TAKEN)], "contact_again") == []


def colleagues(number: int = 5, days: int = 5, a_day: int = 8) -> list[Event]:
    """Return known accounts, each where it always is, that tell one number to others day after day."""
    found = []
    for i in range(number):
        for k in range(days * a_day):
            at = (k // a_day - 4) * DAY + i * HOUR + k % a_day * 1500.0
            one = at_home(i, at, None, kind="comment", target=f"guest{i}-{k}")
            found.append(saying(one, "+44 7700 900277"))
    return found


def reported(posts: list[Event], every: int, by: str | None = "", after: float = 1800.0) -> list[Event]:
    """Return reports of one post in so many, by those who were told or by one person."""
    return [event("content.reported", post.subject, post.time - START + after, content_id=post.content_id,
                  reporter=by if by != "" else post.target) for post in posts[::every]]  # fmt: skip


def test_fires_on_a_few_known_accounts_that_those_who_are_told_report() -> None:
    push = colleagues()
    (alert,) = last_versions(alerts([*site(10), *push, *reported(push, 8)], "contact_again")).values()
    assert (alert.entity.id, set(alert.accounts)) == (push[0].contacts[0], {f"member{i}" for i in range(5)})
    assert "people reported one of the" in alert.reason
    evidence = alert.signals[0].evidence
    assert (evidence["accounts_again"], evidence["told_to_at_least"]) == (5, 3)
    assert float(evidence["reporters"]) >= 0.1 * float(evidence["posts_with_it"])


def test_quiet_on_a_new_hotline_that_hardly_anybody_reports() -> None:
    for every in (201, 60):
        helpers = colleagues()
        assert alerts([*site(10), *helpers, *reported(helpers, every)], "contact_again") == []


def test_quiet_on_a_hotline_that_one_person_or_nobody_named_reports_again_and_again() -> None:
    helpers = colleagues()
    for by in ("angry", None):
        assert alerts([*site(10), *helpers, *reported(helpers, 4, by)], "contact_again") == []


def test_quiet_on_a_shops_number_whatever_its_two_clerks_are_reported_for() -> None:
    clerks = colleagues(2, a_day=25)
    assert alerts([*site(10), *clerks, *reported(clerks, 8)], "contact_again") == []


def test_quiet_on_a_number_known_for_weeks_that_is_reported() -> None:
    known = [saying(at_home(30 + day % 3, -day * DAY, None, target=f"asks{day}"), "+44 7700 900277")
             for day in range(15, 20)]  # fmt: skip
    helpers = colleagues()
    assert alerts([*site(26), *known, *helpers, *reported(helpers, 8)], "contact_again") == []


def test_quiet_on_a_name_that_goes_round_and_is_reported() -> None:
    fans = [saying(at_home(i, i * 1200.0, None, target=f"thread{i}"), "@dj_marta_live") for i in range(60)]
    assert alerts([*site(10), *fans, *reported(fans, 6)], "contact_again") == []


def test_quiet_on_helpers_who_are_reported_for_what_else_they_say() -> None:
    helpers = colleagues()
    else_ = [at_home(i % 5, (i % 4 - 3) * DAY + i * 400.0, None, kind="message", target=f"other{i}") for i in range(40)]
    assert alerts([*site(10), *helpers, *else_, *reported(else_, 2)], "contact_again") == []


def sleepers(number: int, each: int, days: int = 1, gap: float = 2 * HOUR, **fields: Any) -> list[Event]:
    """Return accounts that wrote on as many days, a week ago, and then to people whom nobody else tells a name."""
    found = []
    for i in range(number):
        given = {"kind": "message", "target": "friend{}-{}", **fields}
        found += [at_home(100 + i, (day - 9) * DAY + i * HOUR, None) for day in range(days)]
        for k in range(each):
            filled = {name: value.format(i, k) for name, value in given.items()}
            found.append(saying(at_home(100 + i, i * 900.0 + k * gap, None, **filled), NAMES[0]))
    return found


def hotline(number: int, gap: float = 2.5 * DAY, name: str = NAMES[1], days: int = 1, **fields: Any) -> list[Event]:
    """Return accounts that wrote on as many days, and then each answer twice with a number, so long apart."""
    found = []
    for i in range(number):
        given = {"kind": "comment", "target": "thread{}-{}", **fields}
        found += [at_home(100 + i, (day - 9) * DAY + i * HOUR, None) for day in range(days)]
        for k in range(2):
            filled = {key: value.format(i, k) for key, value in given.items()}
            found.append(saying(at_home(100 + i, i * 4 * HOUR + k * gap, None, **filled), name))
    return found


def test_fires_on_accounts_that_come_back_to_tell_a_number_one_or_two_a_day() -> None:
    (alert,) = last_versions(alerts([*site(14), *hotline(7)], "contact_again")).values()
    assert set(alert.accounts) == {f"member{100 + i}" for i in range(7)}
    assert alert.reason.startswith(
        "7 of the 7 accounts that told one telephone number within 14 days had written here on three days at most "
        "before, and 7 of them came back to tell it on another day, each from a network of its own; nobody had told it "
        "in the weeks before. The telephone number can be read in the post of event "
    )
    assert alert.reason.endswith(f"{alert.evidence_event_ids[0]}.")
    assert alert.signals[0].evidence["came_back"] == 7


def test_fires_on_accounts_that_come_back_to_publish_a_number_in_one_gallery() -> None:
    (alert,) = last_versions(alerts([*site(14), *hotline(7, kind="post", target="gallery")], "contact_again")).values()
    assert set(alert.accounts) == {f"member{100 + i}" for i in range(7)}


@pytest.mark.parametrize(
    "told",
    [
        hotline(3, kind="post", target="gallery"),
        hotline(7, gap=2 * HOUR, kind="post", target="gallery"),
        hotline(3),  # a couple and a friend
        hotline(7, gap=2 * HOUR),  # friends who pass it on in one evening
        hotline(7, days=5),  # helpers, who write day by day
        hotline(7, ip="172.16.1.9"),  # in one office
        hotline(7, name=NAMES[0]),  # whom fans mention
        hotline(7, target="thread{1}"),  # what is asked for in two threads
    ],
)
def test_quiet_on_a_number_told_by_few_in_one_evening_in_one_office_or_by_helpers(told: list[Event]) -> None:
    assert alerts([*site(14), *told], "contact_again") == []


def test_fires_on_six_accounts_of_a_week_that_begin_to_write_to_strangers() -> None:
    (alert,) = last_versions(alerts([*site(14), *sleepers(6, 9)], "contact_again")).values()
    assert set(alert.accounts) == {f"member{100 + i}" for i in range(6)}
    assert alert.reason.startswith(
        "6 of the 6 accounts that told one name on a messenger or network within 3 days did so to two or more "
        "people or threads each, 54 in all, of which hardly any two are the same; nearly all had written here on three "
        "days at most before, and hardly anybody had told it in the weeks before. The name can "
        "be read in the post of event "
    )
    evidence = alert.signals[0].evidence
    assert (evidence["told_in_all"], evidence["told_to_at_least"], alert.severity) == (54, 2, "medium")


def test_fires_on_two_dozen_sleepers_that_each_tell_it_in_two_threads() -> None:
    push = sleepers(24, 2, days=2, kind="comment", target="song{}-{}")
    (alert,) = last_versions(alerts([*site(14), *push], "contact_again")).values()
    assert alert.accounts_total == 24


@pytest.mark.parametrize(
    "push",
    [
        sleepers(6, 9, days=5, kind="comment"),  # a firm's helpers, who write day by day
        sleepers(4, 9),  # a family
        sleepers(6, 2),  # friends who each tell two others
        sleepers(6, 9, target="friend{1}"),  # what a band's fans say under its nine songs
        sleepers(6, 9, ip="172.16.1.9"),  # a firm that moves in, in one office
        [*sleepers(6, 9), *told(5, 1)],  # it goes round
    ],
)
def test_quiet_on_those_who_write_often_together_or_to_few(push: list[Event]) -> None:
    assert alerts([*site(14), *push], "contact_again") == []


def callers(number: int, each: int, ip: str = "198.51.{}.7", days: int = 0, made: bool = True) -> list[Event]:
    """Return accounts that write one name to as many strangers each, `days` after they signed up, if they did."""
    found = []
    for i in range(number):
        where = {"device": f"pc{i}", "ip": ip.format(i)}
        if made:
            found.append(event("account.signup", f"desk{i}", i * 600.0 - days * DAY, **where))
        found += [saying(event("content.posted", f"desk{i}", 2 * HOUR + i * 600.0 + k * 90.0, kind="message",
                               text=f"Your plan was charged, case {i}{k}", target=f"guest{(i * each + k) % 40}",
                               content_id=f"c{i}.{k}", **where), NAMES[1]) for k in range(each)]  # fmt: skip
    return found


def test_fires_on_old_accounts_that_write_a_name_to_strangers_from_a_sites_fourth_day_on() -> None:
    """Nobody told it on the days before, and a firm's helpers are silent over a weekend at most."""
    assert alerts([*site(4), *callers(6, 8, made=False)], "contact_again")
    assert alerts([*site(2), *callers(6, 8, made=False)], "contact_again") == []


@pytest.mark.parametrize("number", [4, 6])
def test_fires_on_accounts_of_the_week_behind_one_address_that_write_a_number_to_strangers(number: int) -> None:
    found = alerts(
        [*site(), *callers(number, 8, "198.51.100.7")], "contact_again", "report_surge"
    )  # sign-ups are known
    (alert,) = last_versions(found).values()
    assert set(alert.accounts) == {f"desk{i}" for i in range(number)}
    assert alert.reason.startswith(
        f"{number} of the {number} accounts that told one telephone number within 3 days wrote it to 3 or more people "
        f"each who had neither written nor paid first: {8 * number} messages to {min(40, 8 * number)} people. Hardly "
        "anybody else told it then, or in the weeks before."
    )


@pytest.mark.parametrize(
    "quiet",
    [
        pytest.param(told(4, 12, 4 * HOUR, NAMES[1:]), id="four people of a small firm at home"),
        pytest.param(callers(6, 8, "198.51.100.7", made=False), id="one office, whose people nobody saw sign up"),
        pytest.param(callers(4, 3), id="four newcomers with three friends each"),
        pytest.param(
            [
                saying(at_home(i, i * HOUR + k * 300.0, None, kind="message", target=f"friend{k}"), NAMES[1])
                for i in range(6)
                for k in range(8)
            ],
            id="a circle of friends",
        ),
        pytest.param(
            [*told(7, 8, 4 * HOUR, NAMES[1:]), *[saying(at_home(30 + i, i * HOUR, None), NAMES[1]) for i in range(3)]],
            id="others tell it as well",
        ),
    ],
)
def test_quiet_on_few_in_an_office_or_with_others(quiet: list[Event]) -> None:
    assert alerts([*site(), *quiet], "contact_again", "report_surge") == []


def test_quiet_until_it_is_known_who_hardly_ever_writes() -> None:
    assert alerts([*site(8), *sleepers(6, 9, kind="comment")], "contact_again") == []


def in_turn(devices: int = 2, seldom: bool = True, first: bool = False, accounts: int = 5) -> list[Event]:
    """Return accounts that each write one number to six people on three evenings, in turn on so many devices."""
    found = []
    for i in range(accounts):
        who = {"device": f"phone{i % devices}", "ip": f"203.0.113.{20 + i % devices}"}
        for day in range(-8, -2) if not seldom else ():
            text, at = f"On day {day} I baked bread {i}", day * DAY + i * HOUR
            found.append(event("content.posted", f"rosa{i}", at, text=text, content_id=f"old{i}.{day}", **who))
        for k in range(6):
            at, friend = (k % 3 - 1) * DAY + i * 0.4 * HOUR + k * 300.0, f"friend{i}-{k}"
            if first:
                found.append(event("content.posted", friend, at - 2 * HOUR, text="Is the flat still to let?",
                                   content_id=f"ask{i}.{k}", kind="message", target=f"rosa{i}"))  # fmt: skip
            one = event("content.posted", f"rosa{i}", at, text=f"Dear {friend}, I like your picture",
                        content_id=f"m{i}.{k}", kind="message", target=friend, **who)  # fmt: skip
            found.append(saying(one, "+44 7700 900277"))
    return found


def test_fires_on_a_few_new_people_on_two_telephones_who_write_to_strangers_evening_by_evening() -> None:
    (alert,) = last_versions(alerts([*site(), *in_turn()], "contact_again")).values()
    assert set(alert.accounts) == {f"rosa{i}" for i in range(5)}
    evidence = alert.signals[0].evidence
    assert (evidence["accounts_again"], evidence["told_in_all"], evidence["devices"]) == (5, 30, 2)
    assert "wrote it to 3 or more people each who had not written first, 30 in all" in alert.reason
    assert "they were on 2 devices in turn" in alert.reason


def test_fires_on_sleepers_and_staff_and_those_reported_though_newcomers_tell_the_number_once() -> None:
    fresh = [saying(event("content.posted", f"fresh{i}", 3 * HOUR + i * 600.0, text=f"Hello there {i}", kind="message",
                          content_id=f"f{i}", target=f"else{i}", device=f"fp{i}", ip=f"192.0.{i}.9"), NAMES[0])
             for i in range(8)]  # fmt: skip
    found = last_versions(alerts([*site(14), *sleepers(6, 9), *fresh], "contact_again")).values()
    assert any([alert.accounts_total >= 6 for alert in found])


def test_fires_where_the_number_is_told_only_to_strangers_who_have_written_back() -> None:
    opened = [
        event("content.posted", str(one.target), one.time - START - HOUR, text="Dear lady, may we talk?",
              content_id=f"o{one.content_id}", kind="message", target=one.subject, device="phone0")
        for one in in_turn(first=True) if one.subject.startswith("friend")
    ]  # fmt: skip
    told = last_versions(alerts([*site(), *in_turn(first=True), *opened], "contact_again", "mass_contact")).values()
    assert [set(alert.accounts) for alert in told] == [{f"rosa{i}" for i in range(5)}]


def just_made(name: str, each: int, begins: float, device: str = "", ip: str = "") -> list[Event]:
    """Return a newcomer's messages to as many strangers, two minutes apart, with one number."""
    where = {"device": device or f"{name}-phone", "ip": ip or f"198.51.{len(name)}.7"}
    return [saying(event("content.posted", name, begins + 120.0 * k, text=f"Your entry will be deleted, {k} h",
                         content_id=f"{name}{k}", kind="message", target=f"shop{k}", **where), "0152 3308841")
            for k in range(each)]  # fmt: skip


def test_fires_on_two_newcomers_who_tell_one_number_one_after_the_other() -> None:
    found = alerts([*site(), *just_made("ada", 38, 0.0), *just_made("berta", 38, 2.5 * HOUR)], "contact_again")
    assert "nobody else told it" in found[0].reason
    (alert,) = last_versions(found).values()
    assert set(alert.accounts) == {"ada", "berta"}
    assert alert.reason.startswith("Both accounts that told one telephone number")


def test_two_numbers_told_in_the_same_words_by_other_newcomers_are_one_campaign() -> None:
    threats = ("Your entry will be deleted within days unless you confirm it by", "We lift you to the top of all for")
    found = []
    for name, number in (("ada", "0152 3308841"), ("clara", "0152 3318841")):
        for k, one in enumerate(just_made(name, 38, 0.0)):
            one.text = f"{threats[k % 2]} WhatsApp {number}"
            one.contacts, one.fingerprints = contacts_of(one.text), fingerprints_of(one)
            found.append(one)
    told = last_versions(alerts([*site(), *found], "contact_again")).values()
    assert len(told) == 2
    assert len({alert.campaign_id or alert.alert_id for alert in told}) == 1


def test_fires_on_two_newcomers_of_one_device_or_office_and_not_on_two_helpers_who_write_to_a_score() -> None:
    for devices, each, number in ((1, 38, 1), (2, 38, 1), (2, 20, 0)):
        pair = [just_made(name, each, i * 300.0, f"desk{i % devices}", "198.51.100.9")
                for i, name in enumerate(("ada", "berta"))]  # fmt: skip
        assert len(last_versions(alerts([*site(), *pair[0], *pair[1]], "contact_again"))) == number


@pytest.mark.parametrize(
    "quiet",
    [
        pytest.param(in_turn(devices=5), id="a device each"),
        pytest.param(in_turn(seldom=False), id="people who have written here day by day"),
        pytest.param(in_turn(first=True), id="answers to those who wrote first"),
        pytest.param(in_turn(accounts=3, devices=1), id="three of a family"),
    ],
)
def test_quiet_on_an_office_that_gives_its_number(quiet: list[Event]) -> None:
    assert alerts([*site(), *quiet], "contact_again", "mass_contact") == []  # this one asks who wrote first
