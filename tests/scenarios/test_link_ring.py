"""Old accounts among which a list of new sites is spread, and people whose links have honest things in common."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from detectors.link_ring import ring_of
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "link_ring", 3600.0, 86_400.0
SITES = ("loans.example", "pills.example", "essays.example")


def post(name: str, at: float, *domains: str) -> Event:
    return event("content.posted", name, at, content_id=f"{name}@{at:.0f}", domains=domains)


def site(days: int = 20, a_day: int = 160) -> list[Event]:
    """Return links of 300 people: to 40 sites that all know, and to blogs that hardly anybody else links to."""
    chosen, found = Random(5), []
    for i in range(days * a_day):
        known = chosen.random() < 0.6
        domain = f"press{int(40 * chosen.random() ** 2)}.example" if known else f"blog{chosen.randrange(4000)}.example"
        at = i // a_day * DAY + chosen.uniform(6, 22) * HOUR
        found.append(post(f"person{chosen.randrange(300)}", at, domain))
    return found


def ring(accounts: int, *domains: str, days: float = 7.0, at: float = 12 * DAY) -> list[Event]:
    """Return accounts that each link to the same domains at times of their own."""
    chosen = Random(accounts)
    return [post(f"aged{i}", at + chosen.uniform(0, days) * DAY, domain) for i in range(accounts) for domain in domains]


def test_fires_on_accounts_that_spread_the_same_new_sites_over_days() -> None:
    paid = ring(12, *SITES)
    (alert,) = last_versions(alerts([*site(), *paid], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "spam")
    assert set(alert.accounts) == {f"aged{i}" for i in range(12)}
    assert "12 accounts linked to the same 3 domains within 14 days (" in alert.reason
    assert ", ".join(sorted(SITES)) in alert.reason
    assert set(alert.evidence_event_ids) <= {one.id for one in paid}


def test_fires_on_seven_whose_people_link_to_what_is_known_as_well() -> None:
    usual = [post(f"aged{i}", day * DAY + i * HOUR, f"press{day % 9}.example") for i in range(7) for day in range(20)]
    assert alerts([*site(), *usual, *ring(7, *SITES, days=10.0)], NAME)


LIST = tuple(f"file{i}.example" for i in range(9))


def test_fires_on_newcomers_who_work_off_a_list_within_two_days() -> None:
    (alert,) = last_versions(alerts([*site(), *ring(7, *LIST, days=2.0)], NAME)).values()
    assert (alert.severity, len(alert.accounts)) == ("medium", 7)
    assert "of account and domain that could be 63 are there; such a list, or one site after the" in alert.reason
    assert "days than the others" not in alert.reason


def in_turn(accounts: int, *domains: str, every: float = 4.0) -> list[Event]:
    """Return accounts that all link to one domain on one day, and to the next so many days later."""
    begun = [(domain, (12 + k * every) * DAY) for k, domain in enumerate(domains)]
    return [post(f"aged{i}", at + i * HOUR, domain) for domain, at in begun for i in range(accounts)]


def test_fires_on_accounts_that_go_from_one_domain_to_the_next() -> None:
    (alert,) = last_versions(alerts([*site(), *in_turn(8, *SITES)], NAME)).values()
    assert (alert.severity, alert.accounts_total) == ("medium", 8)
    assert "or one site after the other, is handed out to one firm's people" in alert.reason
    assert "days than the others" not in alert.reason


def test_quiet_on_an_events_pages_and_where_few_or_not_all_go_to_the_next() -> None:
    some = [one for one in in_turn(9, *SITES) if hash_of(one) % 3]
    for quiet in (in_turn(8, *SITES, every=0.5), in_turn(6, *SITES), some):
        assert alerts([*site(), *quiet], NAME) == []


def hash_of(one: Event) -> int:
    """Return a number by which a third of all posts, of each account another, are left out."""
    return int(one.subject[4:]) + SITES.index(one.domains[0])


def test_quiet_on_a_few_friends_and_on_two_sites() -> None:
    assert alerts([*site(), *ring(4, *SITES), *ring(12, *SITES[:2], at=13 * DAY)], NAME) == []


def surprise(links: Iterable[tuple[str, str, int]]) -> float:
    """Return how surprising the ring around the first of SITES is, among 4000 other links: of name, domain and hour."""
    by_domain: dict[str, dict[str, int]] = {}
    by_account: dict[str, dict[str, int]] = {}
    for name, domain, hour in [*links, *[(f"person{i % 900}", f"blog{i}.example", i // 12) for i in range(4000)]]:
        by_domain.setdefault(domain, {})[name] = hour
        by_account.setdefault(name, {})[domain] = hour
    return ring_of(SITES[0], by_domain, by_account).surprise


def spread(accounts: int = 12) -> list[tuple[str, str, int]]:
    return [(f"aged{i}", domain, 29 * i % 170 + 40 * j) for i in range(accounts) for j, domain in enumerate(SITES)]


def test_a_ring_is_one_at_times_of_its_own() -> None:
    assert surprise(spread(7)) >= 6.0
    event = [(f"guest{i}", domain, 60 + (i + j) % 9) for i in range(12) for j, domain in enumerate(SITES)]
    assert surprise(event) == 0.0
    kit = [(f"signer{i}", domain, 29 * i % 170) for i in range(12) for domain in SITES]
    assert surprise(kit) == 0.0


def test_a_list_is_longer_than_a_days_few_pages_and_hardly_anybody_elses() -> None:
    sites = (SITES[0], *LIST)
    links = [(f"new{i}", domain, 60 + (5 * i + 7 * j) % 23) for i in range(7) for j, domain in enumerate(sites)]
    assert surprise(links) >= 6.0
    assert surprise([one for one in links if one[1] in sites[:5]]) == 0.0
    assert surprise([one for one in links if one[0] in {"new0", "new1", "new2", "new3"}]) == 0.0
    assert surprise([*links, *[(f"other{i}", sites[i % 10], 60 + i % 9) for i in range(50)]]) == 0.0
    some = [one for at, one in enumerate(links) if (at + at // 10) % 2]  # half of what could be: tastes in common
    assert surprise(some) == 0.0


def test_a_ring_is_alone_with_its_domains() -> None:
    fans = [(f"fan{i}", SITES[i % 3], 30 * i % 170) for i in range(24)]
    assert surprise([*spread(), *fans[:9]]) > 6.0
    assert surprise([*spread(), *fans]) == 0.0


def test_quiet_on_what_the_site_knew_and_in_its_first_week() -> None:
    known = [post(f"person{i}", i * HOUR, domain) for i, domain in enumerate(SITES)]
    assert alerts([*site(), *known, *ring(12, *SITES, at=17 * DAY)], NAME) == []
    assert alerts([*site(), *ring(12, *SITES, days=5.0, at=DAY)], NAME) == []
