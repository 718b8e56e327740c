"""A domain that few accounts tell again and again, in words that have nothing in common."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_domain_push import members, posted
from tests.support.scenario import START, alerts, last_versions
from tests.support.scenario import event as made

DAY, HOUR = 86_400.0, 3600.0


def site(days: int = 8, seed: int = 3) -> list[Event]:
    """Return days of members' posts, each from a telephone and a network of his own, some with links."""
    chosen, found = Random(seed), list[Event]()
    for day in range(-days, 4):
        for i in range(60):
            domain = f"page{chosen.randrange(10**6)}.example" if chosen.random() < 0.2 else None
            found.append(at_home(i, day * DAY + chosen.uniform(0, 23) * HOUR, domain))
    return found


def at_home(i: int, at: float, domain: str | None, **fields: Any) -> Event:
    """Return a member's post, from where he always writes."""
    return posted(f"member{i}", at, domain, **{"device": f"phone{i}", "ip": f"10.{i}.1.7", **fields})


def told(
    number: int, each: int, domain: str = "visa-check.example", gap: float = 5 * HOUR, **fields: Any
) -> list[Event]:
    """Return as many members who each write to as many people, one member after the other."""
    return [at_home(i, i * gap + k * 300.0, domain, kind="message", target=f"guest{i}-{k}", **_of(i, fields))
            for i in range(number) for k in range(each)]  # fmt: skip


def _of(i: int, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.format(i) if isinstance(value, str) else value for name, value in fields.items()}


TAKEN: dict[str, Any] = {"device": "other{}", "ip": "172.16.{}.9"}


def test_fires_on_a_few_taken_accounts_that_write_to_many_each() -> None:
    events = [*site(), *told(9, 12, **TAKEN)]
    assert alerts(events, "domain_push", "domain_push_slow", "domain_push_day") == []
    (alert,) = last_versions(alerts(events, "domain_again")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("domain", "visa-check.example", "spam")
    assert set(alert.accounts) == {f"member{i}" for i in range(9)}
    assert alert.reason.startswith(
        "9 of the 9 accounts that linked to visa-check.example within 3 days did so to 3 or more people or threads "
        "each; 9 of all wrote from where they first were within 6 h, 0 were on their first day of posting."
    )
    shown = {event.id: event for event in events}
    assert {shown[name].domains for name in alert.evidence_event_ids} == {("visa-check.example",)}
    assert alert.suggested_action.startswith("Ask the owners; where they know nothing of it end the sessions on those")


def test_fires_on_newcomers_who_come_back_for_two_days() -> None:
    push = [posted(f"new{i}", i * 2 * HOUR + k * 5 * HOUR, "tiles.example", target=f"thread{i}-{k}", ip=f"172.16.{i}.9")
            for i in range(20) for k in range(4)]  # fmt: skip
    found = alerts([*site(), *push], "domain_again")
    assert {name for alert in found for name in alert.accounts} == {f"new{i}" for i in range(20)}


def hello_first(number: int, signed: float) -> list[Event]:
    """Return accounts that sign up, say hello, and link to one shop for the first time a day later."""
    found = list[Event]()
    for i in range(number):
        name, at = f"new{i}", i * 3 * HOUR
        own: dict[str, Any] = {"device": f"own{i}", "ip": f"172.16.{i}.9"}
        found += [made("account.signup", name, at - signed), posted(name, at - 26 * HOUR, None, **own)]
        found += [posted(name, at + k * HOUR, "outlet.example", target=f"thread{i}-{k}", **own) for k in range(3)]
    return found


def test_fires_on_accounts_of_some_days_that_said_hello_on_the_day_before() -> None:
    names = ("domain_again", "report_surge")  # who signed up is remembered where somebody asks for reporters' ages
    (alert,) = last_versions(alerts([*site(2), *hello_first(16, 27 * HOUR)], *names)).values()
    assert set(alert.accounts) == {f"new{i}" for i in range(16)}
    assert alerts([*site(2), *hello_first(16, 9 * DAY)], *names) == []


def test_fires_on_thirty_aged_accounts_from_where_they_always_were() -> None:
    (alert,) = last_versions(alerts([*site(), *told(34, 6, gap=HOUR)], "domain_again")).values()
    assert alert.suggested_action.startswith("Look where the links lead")  # nobody was entered: no owner to ask


def test_fires_though_a_few_are_asked_where_it_leads() -> None:
    asked = [at_home(50 + i, 20 * HOUR + i * HOUR, "visa-check.example", target="thread1") for i in range(2)]
    (alert,) = last_versions(alerts([*site(), *told(12, 8, **TAKEN), *asked], "domain_again")).values()
    assert set(alert.accounts) == {f"member{i}" for i in range(12)}
    assert alert.signals[0].evidence["accounts_in_all"] == 14


def test_quiet_on_a_viral_link() -> None:
    share = [at_home(i, i * 600.0, "news.example", target=f"thread{i % 7}") for i in range(60)]
    twice = [
        at_home(i, 12 * HOUR + i * 600.0 + k, "news.example", target=f"thread{k}") for i in range(9) for k in range(4)
    ]
    assert alerts([*site(), *share, *twice], "domain_again") == []


def test_quiet_on_five_stewards_who_answer_newcomers_with_the_new_wiki() -> None:
    assert alerts([*site(), *told(5, 30)], "domain_again") == []


def test_quiet_on_stewards_of_whom_some_have_a_new_telephone() -> None:
    events = told(8, 20)
    for event in events:
        if event.subject in {"member0", "member3"}:
            event.device = f"newer-{event.subject}"
    assert alerts([*site(), *events], "domain_again") == []


def test_quiet_on_the_people_of_one_office_with_new_computers() -> None:
    assert alerts([*site(), *told(14, 15, device="desk{}", ip="10.200.1.{}")], "domain_again") == []


def test_quiet_on_a_photographer_who_sends_his_page_to_his_customers() -> None:
    answers = [at_home(30 + i, 30 * HOUR + i * HOUR, "photos.example", target="member1") for i in range(12)]
    assert alerts([*site(), *told(1, 80, "photos.example", **TAKEN), *answers], "domain_again") == []


def test_quiet_on_those_who_tell_of_a_launch_for_a_reward() -> None:
    assert alerts([*site(), *told(20, 5, "launch.example", gap=HOUR)], "domain_again") == []


def test_quiet_on_a_known_page_though_those_who_tell_it_move() -> None:
    known = [
        at_home(i, day * DAY + i * HOUR, "wiki.example", target=f"asks{day}-{i}")
        for day in range(-8, -4)
        for i in range(6)
    ]
    assert alerts([*site(), *known, *told(9, 12, "wiki.example", **TAKEN)], "domain_again") == []


@pytest.mark.parametrize("days", [1, 3])
def test_quiet_on_bots_and_letters_while_the_site_is_not_known(days: int) -> None:
    letters = [posted(f"letter{i}", i * 900.0, "letters.example", target=f"reader{i}-{k}", ip=f"172.16.{i}.9")
               for i in range(30) for k in range(4)]  # fmt: skip
    assert alerts([*site(days), *letters], "domain_again") == []


def test_quiet_on_what_is_told_to_one_thread_only() -> None:
    events = [at_home(i, i * HOUR + k * 600.0, "game.example", target="thread1", **_of(i, dict(TAKEN)))
              for i in range(12) for k in range(9)]  # fmt: skip
    assert alerts([*members(20), *site(), *events], "domain_again") == []


def drip(number: int, gap: float = HOUR, who: str = "newcomer", **fields: Any) -> list[Event]:
    """Return one account's comments under as many threads, each with one link, hours apart."""
    given = {"ip": "172.20.4.9", "device": "laptop", "target": "thread{}", **fields}
    return [posted(who, HOUR + k * gap, "healer.example", kind="comment", **_of(k, given)) for k in range(number)]


def test_fires_on_one_newcomer_that_leaves_one_link_under_thirty_threads() -> None:
    events = [*site(), *drip(30)]
    (alert,) = last_versions(alerts(events, "domain_again")).values()
    assert (alert.entity.id, alert.accounts) == ("healer.example", ["newcomer"])
    assert alert.reason.startswith("One account linked to healer.example, on its first day of posting (it may ")
    assert "to 30 people or threads within 32 h (usual of newcomers: 2 at most in 3 days)" in alert.reason
    assert "nobody else told it then, nobody in the weeks before." in alert.reason
    assert len(alert.evidence_event_ids) >= 5


def test_fires_on_one_newcomer_and_says_in_how_many_posts_he_told_it() -> None:
    (alert,) = last_versions(alerts([*site(), *drip(90, 60.0)], "domain_again")).values()
    assert ", to at least 40 people or threads within 4 h (usual of newcomers" in alert.reason
    assert alert.reason.endswith(" In all it did so in 90 posts or more.")
    assert "remove what is in sight, and warn whoever got it as a message" in alert.suggested_action


def test_fires_on_one_newcomer_though_two_ask_what_it_is() -> None:
    asked = [at_home(50 + i, 20 * HOUR + i * HOUR, "healer.example", target="thread1") for i in range(2)]
    (alert,) = last_versions(alerts([*site(), *drip(36), *asked], "domain_again")).values()
    assert alert.accounts == ["newcomer"]


def test_quiet_on_a_newcomer_that_tells_of_his_page_a_dozen_times() -> None:
    assert alerts([*site(), *drip(14)], "domain_again") == []


def test_quiet_on_a_newcomer_that_answers_all_in_one_thread() -> None:
    assert alerts([*site(), *drip(40, target="thread1")], "domain_again") == []


def test_quiet_on_a_new_program_without_an_address() -> None:
    assert alerts([*site(), *drip(60, gap=1800.0, ip=None, device=None)], "domain_again") == []


def test_quiet_on_a_new_clerk_who_sends_everybody_the_page_that_his_colleagues_send() -> None:
    known = [
        at_home(i, day * DAY + i * HOUR, "healer.example", target=f"asks{day}") for day in (-4, -3) for i in (1, 2)
    ]
    assert alerts([*site(), *known, *drip(40)], "domain_again") == []


def test_quiet_on_a_newcomer_with_the_song_that_everybody_sends() -> None:
    share = [at_home(i, 5 * HOUR + i * 600.0, "healer.example", target=f"thread{i % 7}") for i in range(12)]
    assert alerts([*site(), *share, *drip(30)], "domain_again") == []


def newcomers(number: int, hours: float = 62, domain: str = "early-seats.example") -> list[Event]:
    """Return newcomers who each leave a link under two threads, one after the other."""
    return [posted(f"new{i}", i * hours / number * HOUR + k * 900.0, domain, target=f"thread{i % 9}-{k}",
                   ip=f"172.16.{i}.9") for i in range(number) for k in range(2)]  # fmt: skip


def test_fires_on_newcomers_who_leave_one_link_once_or_twice_each_over_days() -> None:
    asked = [at_home(20, 30 * HOUR, "early-seats.example", target="thread1-0")]
    (alert,) = last_versions(alerts([*site(), *newcomers(40), *asked], "domain_again")).values()
    assert set(alert.accounts) == {f"new{i}" for i in range(40)}
    assert alert.signals[0].evidence["accounts_in_all"] == 41
    assert float(alert.signals[0].evidence["site_share"]) <= 0.61
    assert alert.reason.startswith(
        "40 of the 41 accounts that linked to early-seats.example within 3 days were on their first day of posting, or"
    )


def test_quiet_on_a_new_page_of_which_newcomers_tell_as_well() -> None:
    known = [at_home(i, i * 2 * HOUR, "early-seats.example", target=f"thread{i}") for i in range(14)]
    assert alerts([*site(), *newcomers(26), *known], "domain_again") == []


def test_quiet_on_a_clip_that_goes_round_among_those_who_hardly_ever_write() -> None:
    known = [at_home(i, i * HOUR / 2, "early-seats.example", target=f"thread{i}") for i in range(30)]
    assert alerts([*site(), *newcomers(90, hours=20), *known], "domain_again") == []


def test_quiet_on_a_class_of_newcomers_in_one_room() -> None:
    room = newcomers(40)
    for event in room:
        event.ip = "172.16.1.9"
    assert alerts([*site(), *room], "domain_again") == []


def at_few(events: list[Event], networks: int = 3) -> list[Event]:
    """Return the same posts, two of each account, from a few networks."""
    for number, event in enumerate(events):
        event.ip = f"100.64.{number // 2 % networks}.9"
    return events


@pytest.mark.parametrize(("number", "hours", "networks"), [(30, 30, 2), (40, 62, 3), (200, 62, 3)])
def test_fires_on_newcomers_at_a_carriers_few_addresses_around_the_clock(
    number: int, hours: float, networks: int
) -> None:
    (alert,) = last_versions(alerts([*site(), *at_few(newcomers(number, hours), networks)], "domain_again")).values()
    assert alert.accounts_total == number


def test_quiet_on_lessons_in_two_rooms_and_on_a_firm_in_office_hours() -> None:
    lessons = newcomers(60)
    for i, event in enumerate(lessons):  # START is 8 in the morning; two lessons a day, of ten each
        event.time = START + i // 40 * DAY + i // 20 % 2 * 4 * HOUR + i % 20 * 60.0
    assert alerts([*site(), *at_few(lessons, 2)], "domain_again") == []
    office = newcomers(40)
    for i, event in enumerate(office):
        event.time = START + i // 30 * DAY + i % 30 * 1100.0
    assert alerts([*site(), *at_few(office, 2)], "domain_again") == []


def test_quiet_on_a_firm_around_the_clock_that_moves_to_two_new_addresses() -> None:
    moved = [at_home(i % 60, 600.0 + i * HOUR, "intranet.example", target=f"desk{i}", device=f"desktop{i % 60}",
                     ip=f"172.20.{i % 2}.9") for i in range(60)]  # fmt: skip
    assert alerts([*site(), *moved], "domain_again") == []


def test_quiet_where_newcomers_always_tell_of_a_page_that_is_known() -> None:
    before = [at_home(i, (i - 150) * HOUR, "early-seats.example", target="thread") for i in range(20)]
    assert alerts([*site(), *before, *newcomers(40)], "domain_again") == []


def test_fires_on_taken_accounts_of_which_some_told_it_once_or_from_where_they_are_known() -> None:
    one, others = told(1, 3), [event for event in told(16, 3, **TAKEN) if event.subject != "member0"]
    for name in ("member4", "member9", "member11"):
        others = [event for event in others if event.subject != name or (event.target or "").endswith("-0")]
    found = last_versions(alerts([*site(), *one, *others], "domain_again"))
    assert {name for alert in found.values() for name in alert.accounts} >= {f"member{i}" for i in range(1, 16)}


def test_fires_on_a_few_known_accounts_whose_page_is_reported_by_those_they_send_it_to() -> None:
    push = told(4, 30, gap=7 * HOUR)
    reports = [made("content.reported", one.subject, one.time - START + 900.0, content_id=one.content_id,
                    reporter=one.target) for one in push[::6]]  # fmt: skip
    assert alerts([*site(), *push], "domain_again") == []
    (alert,) = last_versions(alerts([*site(), *push, *reports], "domain_again")).values()
    assert set(alert.accounts) == {f"member{i}" for i in range(4)}
    assert alert.reason.startswith(
        "4 of the 4 accounts that linked to visa-check.example lately did so to several people"
    )


def test_fires_on_three_taken_accounts_that_each_write_to_a_score_of_strangers() -> None:
    asked = at_home(50, 6 * HOUR, "visa-check.example", target="thread1")
    for more in ([], [asked]):
        (alert,) = last_versions(alerts([*site(), *told(3, 20, **TAKEN), *more], "domain_again")).values()
        assert set(alert.accounts) == {f"member{i}" for i in range(3)}
        assert alert.severity == "high"
        assert alert.reason == (
            f"3 of the {3 + len(more)} accounts that linked to visa-check.example within 3 days had been entered "
            "within 6 h before, from a device or provider new to them, and told it to 20 or more people or threads "
            "each. Hardly anybody had told it in the weeks before."
        )
        assert alert.signals[0].evidence["told_to_at_least"] == 20


@pytest.mark.parametrize(
    "push",
    [
        told(3, 8, **TAKEN),  # a launch told to friends, by three with new telephones on a journey
        told(2, 30, **TAKEN),  # two may have moved
        told(3, 30),  # three clerks where they always are
        told(3, 30, device="other{}", ip="172.16.1.9"),  # that have moved to a new office
        [*told(3, 30, **TAKEN), *[at_home(9, k * 60.0, "visa-check.example", target=f"guest9-{k}") for k in range(3)]],
        told(3, 30, domain="known.example", **TAKEN),
    ],
)
def test_quiet_on_few_who_have_moved_and_on_what_others_tell_too(push: list[Event]) -> None:
    known = [at_home(20 + i, -4 * DAY + i * HOUR, "known.example") for i in range(2)]
    assert alerts([*site(), *known, *push], "domain_again") == []


def shops(number: int, each: int, office: str = "") -> list[Event]:
    """Return what newcomers tell, from networks of their own or one office."""
    return [one for k in range(number) for one in drip(each, 160.0, f"shop{k}", ip=office or f"172.16.{k}.9")]


def test_fires_on_six_newcomers_that_each_write_to_a_score_of_strangers() -> None:
    push = shops(6, 22)
    (alert,) = last_versions(alerts([*site(), *push], "domain_again")).values()
    assert set(alert.accounts) == {f"shop{k}" for k in range(6)}
    assert alert.reason.startswith(
        "6 of the 6 accounts that linked to healer.example within 3 days were on their first day of posting, "
        "and told it to 22 or more people or threads each."
    )
    assert (alert.signals[0].evidence["new_here"], alert.signals[0].evidence["told_to_at_least"]) == (6, 22)


def test_fires_on_a_newcomer_whoever_is_new_and_joins_him() -> None:
    for each, told_to in ((38, "38 or more"), (3, "3 to 38")):
        push = [*shops(1, 38), *drip(each, 160.0, "mate", ip="172.16.9.9")]
        (alert,) = last_versions(alerts([*site(), *push], "domain_again")).values()
        assert set(alert.accounts) == {"shop0", "mate"}
        assert f"were on their first day of posting, and told it to {told_to} people or threads each" in alert.reason


@pytest.mark.parametrize(("mates", "each"), [(1, 30), (5, 1), (5, 30)])
def test_fires_on_a_newcomer_whoever_sits_in_his_room(mates: int, each: int) -> None:
    room = "172.16.1.9"
    push = [*shops(1, 30, room), *[one for k in range(mates) for one in drip(each, 160.0, f"mate{k}", ip=room)]]
    (alert,) = last_versions(alerts([*site(), *push], "domain_again")).values()
    assert "shop0" in alert.accounts


def test_fires_on_a_newcomer_though_others_who_are_new_or_were_entered_tell_it_too() -> None:
    once = [one for k in range(6) for one in drip(1, who=f"mate{k}", ip=f"172.18.{k}.9", target=f"other{k}")]
    entered = told(1, 40, "healer.example", **TAKEN)
    early = posted("scout", -3 * DAY, "healer.example", ip="172.19.1.9", target="thread9")
    for more in (once, entered, [early]):
        found = last_versions(alerts([*site(10), *drip(38, 160.0), *more], "domain_again")).values()
        assert any(["newcomer" in alert.accounts for alert in found])


def test_fires_on_three_taken_accounts_whoever_was_entered_with_them() -> None:
    mates = [one for one in told(6, 3, **TAKEN) if one.subject not in ("member0", "member1", "member2")]
    (alert,) = last_versions(alerts([*site(), *told(3, 30, **TAKEN), *mates], "domain_again")).values()
    assert {"member0", "member1", "member2"} <= set(alert.accounts)


def test_fires_on_newcomers_of_whom_some_share_a_room() -> None:
    mates = [posted(f"mate{i}", i * HOUR, "early-seats.example", target=f"t{i}", ip="10.99.1.9") for i in range(12)]
    (alert,) = last_versions(alerts([*site(), *newcomers(26), *mates], "domain_again")).values()
    assert alert.accounts_total == 38


@pytest.mark.parametrize(("number", "each"), [(4, 7), (8, 4), (6, 12)])
def test_fires_as_medium_on_a_few_newcomers_each_of_whom_tells_it_again_and_again(number: int, each: int) -> None:
    (alert,) = last_versions(alerts([*site(), *shops(number, each)], "domain_again")).values()
    assert (alert.severity, alert.accounts_total) == ("medium", number)
    assert f"were on their first day of posting, and told it to {each} or more people or threads each." in alert.reason


def signed_up(push: list[Event]) -> list[Event]:
    """Return the sign-ups of those who tell a thing, ten minutes before each begins."""
    begin: dict[str, Event] = {}
    for one in push:
        begin.setdefault(one.subject, one)
    return [made("account.signup", name, one.time - START - 600.0, ip=one.ip) for name, one in begin.items()]


def test_fires_in_a_sites_first_days_on_accounts_that_have_signed_up_and_not_on_a_firms_own() -> None:
    push = shops(6, 24, "172.16.1.9")
    assert alerts([*site(2), *push], "domain_again", "report_surge") == []
    found = last_versions(alerts([*site(2), *signed_up(push), *push], "domain_again", "report_surge"))
    assert [set(alert.accounts) for alert in found.values()] == [{f"shop{k}" for k in range(6)}]
    (alert,) = found.values()
    assert "day of posting or not a week old (6 had signed up within the week), and told it" in alert.reason
    assert alert.signals[0].evidence["signed_up_of_late"] == 6


def test_quiet_on_known_people_who_report_who_has_just_signed_up_to_tell_a_page() -> None:
    push = shops(1, 3)
    reports = [made("content.reported", "shop0", HOUR + 800.0 + i * 60.0, content_id=push[0].content_id,
                    reporter=f"member{i}") for i in range(12)]  # fmt: skip
    assert alerts([*site(10), *signed_up(push), *push, *reports], "domain_again", "report_surge") == []


def farm(days: int, each: int = 2, after: float = 0.0, **fields: Any) -> list[Event]:
    """Return newcomers who come a few a day, each with one link to one page, and never again."""
    given = {"target": "thread{}", "ip": "172.16.{}.9", **fields}
    return [posted(f"new{i}", after + (i // each - 9) * DAY + i % each * 5 * HOUR, "vault.example", **_of(i, given))
            for i in range(days * each)]  # fmt: skip


def test_fires_on_newcomers_who_advertise_a_page_a_few_a_day_for_weeks() -> None:
    (alert,) = last_versions(alerts([*site(20), *farm(13)], "domain_again")).values()
    assert alert.accounts_total >= 20
    assert (
        " accounts that linked to vault.example in the last four weeks did so on their first day of posting"
        in alert.reason
    )
    assert int(alert.signals[0].evidence["on_days"]) >= 7


@pytest.mark.parametrize(
    "quiet",
    [
        farm(13, target="contest"),
        farm(13, ip="172.16.1.9"),  # a school, whose pupils begin one after the other
        farm(6),
        [*farm(13), *[at_home(i, (i - 8) * DAY, "vault.example") for i in range(8)]],  # members know it, too
        [*farm(13), *farm(13, after=DAY)],  # who come again
    ],
)
def test_quiet_on_newcomers_day_by_day_in_one_place_or_room_or_who_stay(quiet: list[Event]) -> None:
    for number, one in enumerate(quiet):
        one.id = f"vault{number}"
    assert alerts([*site(20), *quiet], "domain_again") == []


def paid(accounts: int = 26, again: int = 3, led: str = "slim{}.example", tag: str = "~aff=7731") -> list[Event]:
    """Return newcomers, two a day, each of whom mails its own page day by day, with one affiliate's tag in the link."""
    told = [posted(f"new{i}", (i // 2 - 12 + day) * DAY + i % 2 * 5 * HOUR, led.format(i), target=f"list{i}-{day}",
                   ip=f"172.16.{i}.9") for i in range(accounts) for day in range(again)]  # fmt: skip
    for one in told:
        one.domains = (*one.domains, tag)
    return told


def test_fires_on_newcomers_whose_many_pages_all_pay_one_affiliate() -> None:
    (alert,) = last_versions(alerts([*site(20), *paid()], "domain_again")).values()
    assert (alert.entity.type, alert.entity.id) == ("domain", "~aff=7731")
    assert "accounts that linked to pages with the affiliate's tag aff=7731 in the last four weeks" in alert.reason
    assert alert.signals[0].evidence["domains_beside"] == alert.accounts_total >= 18


def test_quiet_on_affiliates_of_one_shop_and_on_a_tag_that_the_product_writes_into_everybodys_links() -> None:
    everybody = [at_home(i, (i - 8) * DAY, f"shop{i}.example") for i in range(8)]
    for one in everybody:
        one.domains = (*one.domains, "~aff=7731")
    assert alerts([*site(20), *paid(led="slim.example")], "domain_again") == []
    assert alerts([*site(20), *paid(), *everybody], "domain_again") == []


def test_low_where_all_newcomers_tell_it_in_one_place() -> None:
    contest = newcomers(40)
    for one in contest:
        one.target = "contest"
    (alert,) = last_versions(alerts([*site(), *contest], "domain_again")).values()
    assert alert.severity == "low"
    assert alert.reason.endswith("All did so in one place, as where a contest or a launch brings people.")


@pytest.mark.parametrize(
    "push",
    [
        shops(3, 12),  # colleagues who begin and send a dozen people a page
        shops(4, 5),
        shops(6, 12, office="172.16.1.9"),
        shops(2, 20),
        shops(2, 20, office="172.16.1.9"),
        shops(3, 20, office="172.16.1.9"),  # helpers of the site's own who write to those who were logged out
    ],
)
def test_quiet_on_new_colleagues_who_send_people_a_page(push: list[Event]) -> None:
    assert alerts([*site(), *push], "domain_again") == []


def hosted(number: int, each: int, networks: int = 4, gap: float = 5 * HOUR, **fields: Any) -> list[Event]:
    """Return members who are entered one after the other from a few hosters' machines, and write to their friends."""
    taken = [told(number, each, gap=gap, device="box{}", ip=f"172.16.{n}.9", **fields) for n in range(networks)]
    return [one for n in range(networks) for one in taken[n] if int(one.subject[6:]) % networks == n]


def test_fires_on_accounts_entered_in_turn_that_each_tell_it_to_one_or_two() -> None:
    events = [*site(), *hosted(9, 2)]
    (alert,) = last_versions(alerts(events, "domain_again")).values()
    assert (alert.severity, set(alert.accounts)) == ("high", {f"member{i}" for i in range(9)})
    assert alert.reason.startswith(
        "9 of the 9 accounts that linked to visa-check.example within 3 days had been entered within 6 h before, from "
        "a device or provider new to them, and told it to 2 or more people or threads each."
    )


def test_quiet_on_a_fair_whose_guests_tell_its_page_and_on_fewer_who_are_entered() -> None:
    assert alerts([*site(), *hosted(9, 2, networks=2, gap=900.0)], "domain_again") == []
    assert alerts([*site(), *hosted(6, 2)], "domain_again") == []


def test_quiet_where_members_join_those_who_are_entered() -> None:
    joins = [at_home(20 + i, i * 3 * HOUR, "visa-check.example", target=f"pal{i}") for i in range(4)]
    assert alerts([*site(), *hosted(9, 2), *joins], "domain_again") == []
