"""New accounts that push one domain, in words that have nothing in common."""

from __future__ import annotations

import json
from random import Random

import pytest

from schemas.event import Event
from schemas.parse import parse
from tests.support.scenario import alerts, event, last_versions

WORDS = ("lake", "morning", "ticket", "harbour", "stone", "winter", "garden", "letter", "engine", "music", "bread")
HOUR, DAY = 3600.0, 86_400.0


def posted(subject: str, at: float, domain: str | None, **fields: object) -> Event:
    text = " ".join(Random(f"{subject}{at}").choices(WORDS, k=12))
    domains = (domain,) if domain else ()
    given = {"kind": "post", "content_id": f"post-{subject}-{at}", **fields}
    return event("content.posted", subject, at, text=text, domains=domains, **given)


def members(number: int, days: int = 2) -> list[Event]:
    return [posted(f"member{i}", -day * 86_400.0 - i, None) for i in range(number) for day in range(1, days)]


def test_fires_on_new_accounts_that_all_link_to_one_place() -> None:
    push = [posted(f"new{i}", i * 90.0, "casino.example") for i in range(25)]
    push.append(posted("member1", 9 * HOUR, "casino.example"))
    (alert,) = last_versions(alerts([*members(50), *push], "domain_push")).values()
    assert alert.reason.endswith("by newcomers is not known yet in a site's first days.")
    assert "; nobody else did so meanwhile; " in alert.reason
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("domain", "casino.example", "spam")
    assert set(alert.accounts) == {f"new{i}" for i in range(25)}


def test_fires_on_accounts_that_waited_for_weeks_before_they_posted() -> None:
    """Sign-ups of the last week are known where reports are looked at: an older account may be aged, no customer."""
    made = [event("account.signup", f"new{i}", -14 * 86_400.0 + i) for i in range(25)]
    others = [event("account.signup", f"founder{day}", -day * 86_400.0) for day in range(1, 20)]
    push = [posted(f"new{i}", i * 90.0, "casino.example") for i in range(25)]
    (alert,) = last_versions(alerts([*others, *made, *members(50), *push], "domain_push", "report_surge")).values()
    assert set(alert.accounts) == {f"new{i}" for i in range(25)}


def relay(number: int) -> list[Event]:
    """Return links by authors of whom another server tells for the first time, an hour after the stream began."""
    return [posted(f"author{i}@far.example", HOUR + i * 90.0, "videos.example") for i in range(number)]


def test_on_a_streams_first_day_those_not_seen_to_sign_up_may_have_posted_for_years() -> None:
    first = [posted(f"member{i}", i * 9.0, None) for i in range(50)]
    others = [posted(f"member{i}", 2 * HOUR - i * 60.0, "videos.example") for i in range(9)]
    assert alerts([*first, *relay(33), *others, posted("member1", 9 * HOUR, None)], "domain_push", "report_surge") == []
    made = [event("account.signup", f"author{i}@far.example", i * 9.0) for i in range(33)]
    events = [*first, *made, *relay(33), *others, posted("member1", 9 * HOUR, None)]
    (alert,) = last_versions(alerts(events, "domain_push", "report_surge")).values()
    assert set(alert.accounts) == {f"author{i}@far.example" for i in range(33)}


def test_fires_though_some_members_fall_for_it() -> None:
    push = [posted(f"new{i}", i * 60.0, "casino.example") for i in range(30)]
    others = [posted(f"member{i}", 900.0 + i * 300.0, "casino.example") for i in range(4)]
    (alert,) = last_versions(alerts([*members(50), *push, *others], "domain_push")).values()
    assert not any(name.startswith("member") for name in alert.accounts)


def at_home(number: int, days: int = 4) -> list[Event]:
    """Return days of posts of members, each from a device of its own."""
    return [posted(f"member{i}", -day * 86_400.0 - i, None, device=f"phone{i}")
            for i in range(number) for day in range(1, days)]  # fmt: skip


def test_fires_on_old_accounts_that_were_entered_from_new_devices() -> None:
    taken = [posted(f"member{i}", i * 240.0, "malware.example", device=f"other{i}") for i in range(12)]
    (alert,) = last_versions(alerts([*at_home(50), *taken], "domain_push")).values()
    assert (alert.entity.id, alert.signals[0].evidence["from_new_places"]) == ("malware.example", 12)
    assert "from a device or provider new to it within 6 h (12 accounts)" in alert.reason
    own = [posted(f"member{i}", i * 240.0, "malware.example", device=f"phone{i}") for i in range(12)]
    assert alerts([*at_home(50), *own], "domain_push", "domain_push_slow") == []


def test_fires_on_taken_accounts_at_a_patient_pace() -> None:
    before = [posted(f"member{i}", i * 900.0 - 2 * HOUR, None, device=f"other{i}") for i in range(20)]
    taken = [posted(f"member{i}", i * 900.0, "malware.example", device=f"other{i}") for i in range(20)]
    assert alerts([*at_home(50), *before, *taken], "domain_push_slow")


def test_quiet_on_a_viral_link_that_some_share_from_new_devices() -> None:
    share = [posted(f"member{i}", i * 60.0, "news.example", device=f"{'other' if i % 5 == 0 else 'phone'}{i}")
             for i in range(50)]  # fmt: skip
    assert alerts([*at_home(50), *share], "domain_push", "domain_push_slow") == []


def test_quiet_on_people_who_meet_elsewhere_with_their_own_devices() -> None:
    talk = [posted(f"member{i}", i * 120.0, "talk.example", device=f"phone{i}", asn=64500) for i in range(25)]
    assert alerts([*at_home(50), *talk], "domain_push", "domain_push_slow") == []


def test_quiet_on_a_viral_link() -> None:
    share = [posted(f"member{i}", i * 20.0, "news.example") for i in range(150)]
    fresh = [posted(f"new{i}", i * 70.0, "news.example") for i in range(40)]
    assert alerts([*members(150), *share, *fresh], "domain_push") == []


def test_quiet_on_answers_to_a_viral_post() -> None:
    share = [posted(f"new{i}", i * 20.0, "news.example", target="post-1") for i in range(150)]
    assert alerts(share, "domain_push") == []


def test_quiet_on_shares_that_say_so() -> None:
    share = [posted(f"new{i}", i * 20.0, "news.example", target="17", kind="share") for i in range(150)]
    assert alerts(share, "domain_push") == []


def test_fires_on_posts_to_a_board() -> None:
    push = [posted(f"new{i}", i * 90.0, "casino.example", target=f"board-{i % 3}") for i in range(25)]
    assert {alert.entity.id for alert in alerts([*members(50), *push], "domain_push")} == {"casino.example"}


@pytest.mark.parametrize(
    ("where", "severity"),
    [
        ({"ip": "198.51.100.7", "target": "page-{}"}, "low"),  # a class, each on a page of his own
        ({"ip": "198.51.100.{}", "target": "page-{}"}, "medium"),  # a hoster's network
        ({"ip": "198.51.{0[0]}.7", "target": "page-{0}"}, "medium"),
        ({"ip": "172.16.{}.9", "target": "thread"}, "low"),
        ({"ip": "172.16.{}.9", "target": "page-{}"}, "medium"),
        ({"ip": "198.51.100.{}", "target": "thread"}, "medium"),
        ({}, "medium"),
    ],
)
def test_grades_by_whether_a_room_or_one_place_may_be_all_there_is(where: dict[str, str], severity: str) -> None:
    told = [{name: value.format(str(i)) for name, value in where.items()} for i in range(25)]
    push = [posted(f"new{i}", i * 90.0, "casino.example", **told[i]) for i in range(25)]
    (alert,) = last_versions(alerts([*members(50), *push], "domain_push")).values()
    assert alert.severity == severity
    assert alert.reason.startswith("25 accounts linked to casino.example within 60 min, each in its first hour of post")
    ends = (" does.", " brings people.") if severity == "low" else ("first days.", "newcomers.", "addresses.")
    assert alert.reason.endswith(ends)


def said(number: int, text: str, *urls: str) -> list[Event]:
    """Return posts of newcomers as they come over the wire; `{}` in texts and links is a number."""
    found = []
    for i in range(number):
        told: dict[str, object] = {"content_id": f"c{i}", "kind": "comment", "target": f"thread-{i}"}
        told["text"] = text.format(i)
        if urls:
            told["urls"] = [url.format(i) for url in urls]
        value = {"specversion": "1.0", "id": f"said-{i}", "source": "/test", "type": "content.posted",
                 "subject": f"new{i}", "time": f"2026-01-05T08:{i:02d}:00Z", "data": told}  # fmt: skip
        read = parse(json.dumps(value).encode())
        assert isinstance(read, Event)
        found.append(read)
    return found


@pytest.mark.parametrize("text", ["look https://casino.com/{}", "look www.casino.com", "look casino.com/x{}"])
def test_fires_on_links_that_only_the_text_has(text: str) -> None:
    assert {alert.entity.id for alert in alerts([*members(50), *said(25, text)], "domain_push")} == {"casino.com"}


def test_fires_once_on_a_new_host_for_each_link() -> None:
    push = said(25, "look", "https://s{}.casino.example/a")
    (alert,) = last_versions(alerts([*members(50), *push], "domain_push")).values()
    assert alert.entity.id == "casino.example"


def test_quiet_on_sites_of_many_under_one_roof() -> None:
    assert alerts([*members(50), *said(25, "my page is ann{}.github.io/me")], "domain_push") == []


def test_quiet_on_a_popular_domain() -> None:
    events = [posted(f"u{hour}-{i}", hour * HOUR + i * 150.0, "video.example")
              for hour in range(72) for i in range(8 + hour % 5)]  # fmt: skip
    late = [a for a in alerts(events, "domain_push") if a.first_seen >= "2026-01-05T20"]
    assert late == []


def slowly(number: int, hours: float, kind: str = "new") -> list[Event]:
    """Return posts with one link by as many accounts, at an even pace."""
    return [posted(f"{kind}{i}", i * hours * HOUR / number, "casino.example") for i in range(number)]


@pytest.mark.parametrize(("number", "hours"), [(20, 5), (30, 3), (30, 5)])
def test_fires_once_on_new_accounts_that_take_hours(number: int, hours: int) -> None:
    (alert,) = last_versions(alerts([*site(0.2), *slowly(number, hours)], "domain_push", "domain_push_slow")).values()
    assert (alert.signals[0].detector, alert.entity.id) == ("domain_push_slow", "casino.example")
    assert set(alert.accounts) == {f"new{i}" for i in range(number)}
    assert f"{number} accounts linked to casino.example within 6 h" in alert.reason


def test_fires_on_new_accounts_all_day_long() -> None:
    assert alerts([*site(0.2), *slowly(80, 24)], "domain_push_slow")


@pytest.mark.parametrize("days", [2, 3])
def test_quiet_over_hours_while_the_log_is_young_until_very_many_come_and_hardly_anybody_else(days: int) -> None:
    """As on a search engine's maps: who has linked to them for years does so for the first time in the log, too."""
    maps = [*slowly(30, 5), *slowly(6, 5, "regular")]
    assert alerts([*site(0.2, days=days), *maps], "domain_push_slow") == []
    assert alerts([*site(0.2, days=days), *slowly(40, 5)], "domain_push_slow") == []
    assert alerts([*site(0.2, days=days), *slowly(60, 5)], "domain_push_slow")
    assert alerts([*site(0.2), *slowly(40, 5)], "domain_push_slow")


def test_quiet_over_hours_on_what_comes_within_the_hour() -> None:
    assert alerts([*members(50), *slowly(40, 0.9), *slowly(8, 5, "late")], "domain_push_slow") == []


def test_quiet_over_hours_on_a_viral_link() -> None:
    assert alerts([*members(90), *slowly(90, 5, "member"), *slowly(25, 5)], "domain_push_slow") == []


def test_quiet_over_hours_on_a_page_that_some_newcomers_link_to_every_day() -> None:
    events = [posted(f"pupil{day}-{i}", day * 86_400.0 + i * 900.0, "class.example")
              for day in range(20) for i in range(8 + day // 2)]  # fmt: skip
    assert alerts(events, "domain_push_slow") == []


def test_quiet_over_hours_on_a_list_whose_footer_most_who_write_send_once() -> None:
    events = [posted(f"writer{day}-{i}", day * 86_400.0 + i * 2700.0, "list.example")
              for day in range(10) for i in range(30)]  # fmt: skip
    assert alerts(events, "domain_push_slow") == []


def site(newcomers: float, days: int = 5, a_day: int = 120) -> list[Event]:
    """Return days of links to all sorts of pages, of which so large a share is by accounts in their first hour."""
    chosen, found = Random(a_day), []
    for day in range(-days, 0):
        for i in range(a_day):
            first, at = chosen.random() < newcomers, day * 86_400.0 + chosen.uniform(0, 80_000)
            who = f"fresh{day}-{i}" if first else f"regular{i}"
            found.append(posted(who, at, f"page{chosen.randrange(400)}.example", ip=f"198.51.{i}.7"))
    return found


def apart(number: int, hours: float, networks: int = 200) -> list[Event]:
    """Return newcomers who each link once to one new domain, from so many networks."""
    return [posted(f"new{i}", i * hours * HOUR / number, "casino.example", ip=f"203.0.{i % networks}.9")
            for i in range(number)]  # fmt: skip


@pytest.mark.parametrize(("number", "hours"), [(8, 0.8), (9, 4.0), (14, 5.5)])
def test_fires_on_few_newcomers_where_few_who_link_are_newcomers(number: int, hours: float) -> None:
    found = last_versions(alerts([*site(0.04), *apart(number, hours)], "domain_push", "domain_push_slow")).values()
    (alert,) = found
    assert (alert.entity.id, len(alert.accounts)) == ("casino.example", number)
    assert "% of this site's posts with links are by newcomers" in alert.reason


def test_quiet_on_few_newcomers_where_many_who_link_are_newcomers() -> None:
    assert alerts([*site(0.5), *apart(12, 4.0), *apart(8, 0.8)], "domain_push", "domain_push_slow") == []


def test_fires_on_a_dozen_and_more_where_four_in_ten_who_link_are_newcomers() -> None:
    (alert,) = last_versions(alerts([*site(0.42), *apart(14, 2.9)], "domain_push_slow")).values()
    assert alert.accounts_total == 14


def premiere(newcomers: int, members: int) -> list[Event]:
    """Return links to a film that everybody saw, many of them by people who had never posted."""
    first = [posted(f"guest{i}", i * 100.0, "film.example", ip=f"203.0.{i}.9") for i in range(newcomers)]
    return [*first, *(posted(f"regular{i}", 60.0 + i * 300.0, "film.example") for i in range(members))]


def test_quiet_on_a_premiere_where_half_of_those_who_link_are_newcomers_on_any_day() -> None:
    assert alerts([*site(0.04), *premiere(32, 8)], "domain_push")
    assert alerts([*site(0.5, a_day=300), *premiere(32, 8)], "domain_push") == []
    assert alerts([*site(0.5, a_day=300), *premiere(34, 0)], "domain_push")  # but not where nobody joins


def test_quiet_on_ten_of_them_and_on_as_many_where_most_who_link_are_newcomers() -> None:
    assert alerts([*site(0.42), *apart(10, 2.9)], "domain_push_slow") == []
    assert alerts([*site(0.75), *apart(14, 2.9)], "domain_push_slow") == []


def test_quiet_on_few_newcomers_of_a_site_not_known_yet() -> None:
    assert alerts([*site(0.04, days=3), *apart(12, 4.0)], "domain_push", "domain_push_slow") == []


def test_quiet_on_a_class_in_one_room_and_on_a_launch_that_members_link_to() -> None:
    assert alerts([*site(0.04), *apart(12, 0.9, networks=2)], "domain_push", "domain_push_slow") == []
    others = [posted(f"regular{i}", 400.0 + i * 900.0, "casino.example") for i in range(4)]
    assert alerts([*site(0.04), *apart(12, 4.0), *others], "domain_push", "domain_push_slow") == []


def written(number: int, hours: float, targets: int) -> list[Event]:
    """Return newcomers in one network, each of whom sends a new domain to so many people."""
    return [posted(f"new{i}", i * hours * HOUR / number + n * 60.0, "casino.example", ip=f"203.0.7.{i}",
                   kind="message", target=f"person{i * targets + n}")
            for i in range(number) for n in range(targets)]  # fmt: skip


def test_fires_on_as_many_in_one_network_who_write_to_far_more_than_they_are() -> None:
    found = last_versions(alerts([*site(0.04), *written(12, 4.0, 8)], "domain_push", "domain_push_slow")).values()
    (alert,) = found
    assert (alert.entity.id, alert.accounts_total) == ("casino.example", 12)
    evidence = alert.signals[0].evidence
    assert evidence["networks"] == 1
    assert int(evidence["targets"]) > 70


def test_quiet_on_a_class_in_one_room_that_writes_to_each_other() -> None:
    to_others = [posted(f"new{i}", i * 1200.0 + n * 60.0, "casino.example", ip=f"203.0.7.{i}", kind="message",
                        target=f"new{(i + n) % 12}") for i in range(12) for n in range(1, 5)]  # fmt: skip
    assert alerts([*site(0.04), *to_others], "domain_push", "domain_push_slow") == []
    assert alerts([*site(0.04), *written(12, 4.0, 1)], "domain_push", "domain_push_slow") == []


def test_quiet_on_few_newcomers_at_a_domain_that_as_many_link_to_on_other_days() -> None:
    guides = [posted(f"pupil{day}-{i}", day * 86_400.0 + i * 1500.0, "casino.example", ip=f"203.1.{i}.9")
              for day in range(-5, 0) for i in range(6)]  # fmt: skip
    assert alerts([*site(0.04), *guides, *apart(12, 5.0)], "domain_push", "domain_push_slow") == []


def test_fires_on_seven_taken_accounts_that_take_hours() -> None:
    taken = [posted(f"member{i}", i * 1700.0, "verify.example", device=f"other{i}") for i in range(7)]
    found = last_versions(alerts([*at_home(50), *taken], "domain_push", "domain_push_slow")).values()
    assert [(alert.entity.id, len(alert.accounts)) for alert in found] == [("verify.example", 7)]
    five = [posted(f"member{i}", i * 1700.0, "verify.example", device=f"other{i}") for i in range(5)]
    assert alerts([*at_home(50), *five], "domain_push", "domain_push_slow") == []


FIREFOX, CHROME, UPDATED = (
    "Mozilla/5.0 (X11; rv:128.0) Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0.0.0",
    "Mozilla/5.0 (X11; rv:140.0) Firefox/140.0",
)


def with_programs(number: int, address: str, program: str, days: int = 4) -> list[Event]:
    """Return members of a site that tells no device, country or provider, then a link from there by that program."""
    home = [posted(f"member{i}", -day * 86_400.0 - i, None, ip=f"198.51.{i}.7", user_agent=FIREFOX)
            for i in range(50) for day in range(1, days)]  # fmt: skip
    return [*home, *(posted(f"member{i}", i * 1700.0, "verify.example", ip=address.format(i), user_agent=program)
                     for i in range(number))]  # fmt: skip


def test_fires_on_taken_accounts_where_no_device_is_told_by_program_and_provider() -> None:
    for address in ("203.{}.0.9", "2001:db8:{}::9"):
        found = last_versions(alerts(with_programs(9, address, CHROME), "domain_push", "domain_push_slow")).values()
        assert [(alert.entity.id, len(alert.accounts)) for alert in found] == [("verify.example", 9)]


@pytest.mark.parametrize(
    ("address", "program", "days"),
    [
        ("203.{}.0.9", FIREFOX, 4),  # on the road
        ("203.{}.0.9", UPDATED, 4),  # with the new version
        ("198.51.{}.77", CHROME, 4),  # another browser at home
        ("h:{}00be", CHROME, 4),  # hashed: nobody knows whose it is
        ("203.{}.0.9", CHROME, 1),  # never seen before: newcomers, of whom nine are not enough
    ],
)
def test_quiet_on_members_on_the_road_or_with_another_program(address: str, program: str, days: int) -> None:
    assert alerts(with_programs(9, address, program, days), "domain_push", "domain_push_slow") == []


def customers(days: int = 16, seed: int = 3) -> list[Event]:
    """Return a site whose newcomers link each to a domain of his own, and some to the product's own pages."""
    chosen, found = Random(seed), []
    for day in range(-days, 2):
        for i in range(30):
            name = f"firm{i}" if i > 17 else f"firm{day}-{i}"
            at, domain = (
                day * 86_400.0 + chosen.uniform(0, 23) * HOUR,
                "product.example" if i < 3 else f"{name}.example",
            )
            found.append(posted(name, at, domain, ip=f"10.8.{i}.{day % 200}"))
    return found


def pushed(number: int, gap: float = 0.6 * HOUR, domain: str = "quota.example", **fields: object) -> list[Event]:
    return [posted(f"pushy{i}", i * gap, domain, **{"ip": f"10.7.{i}.5", **fields}) for i in range(number)]


def test_fires_within_a_day_where_newcomers_link_each_to_their_own() -> None:
    events = [*customers(), *pushed(14)]
    assert alerts(events, "domain_push", "domain_push_slow") == []
    (alert,) = last_versions(alerts(events, "domain_push_day")).values()
    assert (alert.entity.id, alert.policy) == ("quota.example", "spam")
    assert set(alert.accounts) == {f"pushy{i}" for i in range(14)}
    assert "14 accounts linked to quota.example within 24 h, each in its first hour of posting" in alert.reason
    assert "of a domain new here 1.00 such accounts are usual on its first day" in alert.reason


def test_quiet_within_a_day_on_known_domains_on_a_class_where_others_join_and_before_the_site_is_known() -> None:
    joined = [posted(f"firm{i}", (i - 17) * HOUR, "quota.example") for i in range(18, 24)]
    assert alerts([*customers(), *pushed(11, domain="product.example")], "domain_push_day") == []
    assert alerts([*customers(), *pushed(14, ip="10.7.1.5")], "domain_push_day") == []
    assert alerts([*customers(), *pushed(14), *joined], "domain_push_day") == []
    assert alerts([*customers(), *pushed(8)], "domain_push_day") == []
    assert alerts([*customers(days=2), *pushed(14)], "domain_push_day") == []


def of_carrier(number: int, gap: float, networks: int) -> list[Event]:
    """Return newcomers who push a domain from a few networks."""
    posts = pushed(number, gap)
    for i, post in enumerate(posts):
        post.ip = f"100.64.{i % networks}.5"
    return posts


@pytest.mark.parametrize("networks", [2, 4])
def test_fires_within_a_day_on_a_carriers_few_addresses_around_the_clock(networks: int) -> None:
    events = [*customers(), *of_carrier(26, 0.8 * HOUR, networks)]
    (alert,) = last_versions(alerts(events, "domain_push_day")).values()
    assert (alert.entity.id, alert.signals[0].evidence["networks"]) == ("quota.example", networks)


def test_quiet_within_a_day_at_few_addresses_in_a_working_day_and_around_the_clock_at_one() -> None:
    assert alerts([*customers(), *of_carrier(26, 0.42 * HOUR, 2)], "domain_push_day") == []
    assert alerts([*customers(), *of_carrier(26, 0.8 * HOUR, 1)], "domain_push_day") == []
    talk = [posted(f"guest{i}", i * 60.0, "quota.example", ip=f"100.64.{i % 2}.5") for i in range(12)]
    assert alerts([*customers(), *of_carrier(20, 1.0 * HOUR, 2), *talk], "domain_push_day") == []


def test_quiet_within_a_day_where_new_domains_go_round() -> None:
    viral = [
        posted(f"guest{day}-{k}-{i}", day * 86_400.0 + i * HOUR, f"news{day}-{k}.example", ip=f"10.6.{i}.{k}")
        for day in range(-8, 0) for k in range(3) for i in range(6)
    ]  # fmt: skip
    assert alerts([*customers(), *viral, *pushed(14)], "domain_push_day") == []


def signed_up(number: int, at: float) -> list[Event]:
    """Return a week of others' sign-ups, and those of the ones who begin to post."""
    others = [event("account.signup", f"other{i}", (i / 4 - 12) * DAY) for i in range(40)]
    own = [event("account.signup", f"new{i}", at + i * 60.0) for i in range(number)]
    return sorted([*others, *own], key=lambda one: one.time)


@pytest.mark.parametrize(("at", "severity"), [(-30 * DAY, "low"), (-2 * DAY, "medium")])
def test_low_where_all_who_begin_to_post_have_been_members_for_a_week(at: float, severity: str) -> None:
    push = [posted(f"new{i}", i * 90.0, "letter.example", ip=f"172.16.{i}.9", target=f"page-{i}") for i in range(25)]
    both = ("domain_push", "report_surge")  # which has sign-ups kept
    (alert,) = last_versions(alerts([*signed_up(25, at), *members(50), *push], *both)).values()
    assert alert.severity == severity
    assert alert.reason.endswith(" look the same.") == (severity == "low")
    mixed = [*signed_up(24, -30 * DAY), event("account.signup", "new24", -DAY)]
    (alert,) = last_versions(alerts([*mixed, *members(50), *push], *both)).values()
    assert alert.severity == "medium"
    assert "some" not in alert.reason  # twenty-five networks are as many addresses, whatever the hashes
