"""New accounts that tell a few numbers between them, each number for a few of them."""

from __future__ import annotations

from random import Random
from typing import Any

from pipeline.alert_record import stamp
from schemas.contacts import contacts_of
from schemas.event import Event
from tests.scenarios.test_contact_push import DAY, HOUR, told
from tests.scenarios.test_domain_push import members, posted
from tests.support.scenario import alerts, last_versions

NUMBERS = ("0899 441 278", "0755 120 963", "0612 880 147")


def site(seed: int = 1, days: int = 8) -> list[Event]:
    """Return days of posts with links, by members and newcomers: nobody tells a number."""
    chosen, found = Random(seed), members(40, days=days + 1)
    for day in range(-days, 4):
        for i in range(40):
            at, new = day * DAY + chosen.uniform(0, 23) * HOUR, chosen.random() < 0.3
            name = f"fresh{day}-{i}" if new else f"member{chosen.randrange(40)}"
            found.append(posted(name, at, f"page{chosen.randrange(10**6)}.example", ip=f"10.9.{i}.{day % 200}"))
    return found


def told_by_members(days: int = 8) -> list[Event]:
    """Return members who tell each his own number, some a day."""
    return [
        told(f"member{i}", day * DAY + i * HOUR, f"0700 {10**6 + i}") for day in range(-days, 4) for i in range(1, 5)
    ]


def sellers(number: int, contacts: int = 2, gap: float = 6 * HOUR, **fields: Any) -> list[Event]:
    """Return newcomers who tell one of a few numbers each, and again hours later."""
    found = []
    for i in range(number):
        told_at = [told(f"seller{i}", at, NUMBERS[i % contacts], **fields) for at in (i * gap, i * gap + 5 * HOUR)]
        found.extend(told_at)
    return found


def linking(event: Event, domain: str) -> Event:
    event.domains = (domain,)
    return event


def test_fires_on_nine_who_tell_two_numbers() -> None:
    events = [*site(), *told_by_members(), *sellers(9)]
    assert alerts(events, "contact_push", "domain_push") == []
    (alert,) = last_versions(alerts(events, "contact_groups")).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "spam", "medium")
    assert set(alert.accounts) == {f"seller{i}" for i in range(9)}
    assert "9 accounts told 2 telephone numbers or names on a messenger, which no account joins (told by 5, 4)," in (
        alert.reason
    )
    assert (
        "Of all 9 such accounts that told any, 0.5 would be usual here to tell what another of them told."
        in alert.reason
    )


def test_shows_the_posts_of_those_it_accuses_and_no_others() -> None:
    events = [*site(), *told_by_members(), *sellers(9)]
    (alert,) = last_versions(alerts(events, "contact_groups", "domain_push")).values()
    shown = {event.id: event.subject for event in events}
    assert {shown[name][:6] for name in alert.evidence_event_ids} == {"seller"}
    assert int(alert.signals[0].evidence["events"]) <= 18
    assert {alert.first_seen, alert.last_seen} <= {stamp(event.time) for event in sellers(9)}


def test_numbers_that_one_account_tells_are_told_between_them() -> None:
    both = told("seller0", HOUR, NUMBERS[1])
    (alert,) = last_versions(alerts([*site(), *sellers(9), both], "contact_groups", "domain_push")).values()
    assert "9 accounts told 2 telephone numbers or names on a messenger between them within 3 days" in alert.reason


def test_fires_on_eight_who_tell_one_where_nobody_tells_any() -> None:
    (alert,) = last_versions(alerts([*site(), *sellers(8, 1)], "contact_groups", "domain_push")).values()
    assert "8 accounts told one telephone number or name on a messenger within 3 days" in alert.reason


def test_quiet_where_members_tell_them_too_on_a_class_and_on_few() -> None:
    joined = [told(f"member{i}", i * 5 * HOUR, NUMBERS[i % 2]) for i in range(12)]
    assert alerts([*site(), *sellers(9), *joined], "contact_groups", "domain_push") == []
    assert alerts([*site(), *sellers(9, ip="10.1.1.9")], "contact_groups", "domain_push") == []
    assert alerts([*site(), *sellers(5, 1)], "contact_groups", "domain_push") == []
    assert alerts([*site(), *sellers(8, 1, gap=2 * DAY)], "contact_groups", "domain_push") == []


def test_quiet_on_branches_that_link_to_their_own_page() -> None:
    branches = [linking(one, "movers.example") for one in sellers(8, 1)]
    assert alerts([*site(), *branches], "contact_groups", "domain_push") == []


def test_fires_where_everybody_links_there_or_each_elsewhere() -> None:
    """As to the product's own pages, or to whatever keeps an alert away."""
    members = [linking(one, "shop.example") for one in told_by_members()]
    to_shop = [linking(one, "shop.example") for one in sellers(8, 1)]
    assert alerts([*site(), *members, *to_shop], "contact_groups", "domain_push")
    anywhere = [linking(one, f"page{n}.example") for n, one in enumerate(sellers(8, 1))]
    assert alerts([*site(), *anywhere], "contact_groups", "domain_push")


def test_quiet_on_each_his_own_and_in_a_streams_first_days() -> None:
    own = [told(f"dealer{i}", i * HOUR, f"0700 {Random(i).randrange(10**6, 10**7)}") for i in range(40)]
    assert len({contact for one in own for contact in contacts_of(one.text)}) == 40
    assert alerts([*site(), *own], "contact_groups", "domain_push") == []
    assert alerts([*site(days=3), *sellers(9)], "contact_groups", "domain_push") == []


def test_quiet_where_newcomers_often_tell_what_others_do() -> None:
    """As recruiters of one agency do, three at a time, on a site for jobs."""
    agencies = [
        told(f"recruiter{day}-{i}", day * DAY + i * HOUR, f"0700 {10**6 + 1000 * day + i // 3}")
        for day in range(-9, 3) for i in range(9)
    ]  # fmt: skip
    assert alerts([*site(days=10), *agencies, *sellers(9)], "contact_groups", "domain_push") == []
