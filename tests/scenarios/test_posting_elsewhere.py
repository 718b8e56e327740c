"""A session stolen from an account that posts; journeys, new telephones, tunnels and new pages that look like it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_domain_push import posted
from tests.support.scenario import alerts, last_versions

NAME, DAY, MIN = "posting_elsewhere", 86_400.0, 60.0
HOME: dict[str, Any] = {"device": "phone", "ip": "198.51.100.4", "asn": 64500, "country": "PT", "kind": "upload"}
AWAY: dict[str, Any] = {"device": "box", "ip": "203.0.113.9", "asn": 64999, "country": "KE", "kind": "upload"}


def past(days: int = 12, links: int = 0, domain: str = "cellist.example", **fields: Any) -> list[Event]:
    """Return what a musician posts day after day: two clips, and as many posts with a link to his page."""
    given = HOME | fields
    return [posted("ana", -day * DAY + i * 900.0, domain if i < links else None, target=None, **given)
            for day in range(days, 0, -1) for i in range(2 + links)]  # fmt: skip


def flood(number: int = 20, domain: str | None = "gift-{}.example", gap: float = 5 * MIN, **fields: Any) -> list[Event]:
    """Return posts one after the other, each with a link, from a place and a device that the account never had."""
    given = AWAY | fields
    return [posted("ana", 3600.0 + i * gap, None if domain is None else domain.format(i % 2), target=None, **given)
            for i in range(number)]  # fmt: skip


def test_fires_on_a_stolen_session_that_posts_links_from_another_country() -> None:
    (alert,) = last_versions(alerts([*past(), *flood()], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("account", "ana", "account_security")
    assert (alert.severity, alert.accounts, len(alert.evidence_event_ids) > 4) == ("high", ["ana"], True)
    assert alert.reason == (
        "20 posts of this account within 6 h led to where it never had, by links or contacts, from a device and a "
        "country new to it, as happens once in 1,099 of its days with posts; no such post before."
    )
    evidence = alert.signals[0].evidence
    assert (evidence["new_country"], evidence["posts_with_links_before"], evidence["count_in_window"]) == (1, 0, 20)


def test_fires_at_another_provider_of_the_owners_country() -> None:
    (alert,) = last_versions(alerts([*past(), *flood(24, country="PT")], NAME)).values()
    assert "from a device and a provider new to it, as happens once in 88 of its days" in alert.reason
    assert alerts([*past(), *flood(11, country="PT")], NAME) == []


def test_fires_while_the_owner_goes_on_at_home() -> None:
    meanwhile = [posted("ana", 3700.0 + i * 11 * MIN, None, target=None, **HOME) for i in range(6)]
    assert alerts(sorted([*past(), *flood(), *meanwhile], key=lambda one: one.time), NAME)


def test_fires_on_telephone_numbers_as_on_links() -> None:
    told = flood(domain=None)
    for event in told:
        event.contacts = ("+351 900 000 111",)
    assert alerts([*past(), *told], NAME)


@pytest.mark.parametrize("known", [
    {"device": "phone"},  # on a journey, or through a tunnel
    {"ip": "198.51.100.4", "asn": 64500, "country": "PT"},  # a new telephone at home
    {"ip": "198.51.100.77", "asn": 64500, "country": "PT"},  # and out of doors
    {"device": None},
    {"asn": None, "country": None},
])  # fmt: skip
def test_quiet_where_a_part_of_the_place_is_known_or_not_told(known: dict[str, Any]) -> None:
    assert alerts([*past(), *flood(40, **known)], NAME) == []


def test_quiet_on_an_owner_on_a_journey_with_a_new_telephone() -> None:
    assert alerts([*past(), *flood(40, domain=None)], NAME) == []  # who shows what he sees
    assert alerts([*past(), *flood(6)], NAME) == []  # and a few places that he ate at


def test_quiet_on_one_who_posts_links_day_after_day() -> None:
    assert alerts([*past(links=20), *flood(24)], NAME) == []


def test_quiet_on_a_shop_that_loads_its_stock_from_a_new_computer_abroad() -> None:
    assert alerts([*past(links=1, domain="shop.example"), *flood(60, domain="shop.example")], NAME) == []


def test_quiet_on_a_tunnel_and_a_browser_that_forgets_each_day() -> None:
    moving = [posted("ana", day * DAY, None, target=None, **_window(day)) for day in range(-12, 0)]
    assert alerts([*moving, *flood(14)], NAME) == []


def _window(day: int) -> dict[str, Any]:
    return HOME | {"device": f"window{day}", "asn": 64_100 + day, "country": ("NL", "US", "SE")[day % 3]}


def test_quiet_on_an_account_of_a_day_and_on_what_comes_after_hours() -> None:
    assert alerts(flood(60), NAME) == []
    arrived = [posted("ana", 0.0, None, target=None, **AWAY)]
    late = flood(40)
    for event in late:
        event.time += 7 * 3600.0
    assert alerts([*past(), *arrived, *late], NAME) == []


def test_the_same_is_told_whatever_comes_first() -> None:
    events = [*past(), *flood(30, gap=90.0)]
    swapped = [*past(), *reversed(flood(30, gap=90.0))]
    found = [last_versions(alerts(some, NAME)) for some in (events, swapped)]
    assert [{name: (one.first_seen, one.reason, one.severity) for name, one in some.items()} for some in found][1:] == [
        {name: (one.first_seen, one.reason, one.severity) for name, one in found[0].items()}
    ]
