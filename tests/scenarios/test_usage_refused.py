"""Requests of strangers, all of them refused."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

SCANNER, OFFICE = "203.0.113.7", "198.51.100.1"


def asked(at: float, ip: str, status: int, subject: str | None = None) -> Event:
    return event("account.usage", subject or f"unknown:{ip}", at, ip=ip, status=status, requests=1.0)


def test_fires_on_a_scanner() -> None:
    events = [*(asked(i * 0.2, SCANNER, 404) for i in range(30)), asked(9000.0, SCANNER, 200)]
    (alert,) = last_versions(alerts(events, "usage_refused")).values()
    assert (alert.entity.id, alert.policy) == (SCANNER, "api_abuse")
    assert "30 requests" in alert.reason


def test_quiet_on_a_page_with_missing_pictures() -> None:
    events = [asked(0.0, OFFICE, 200), *(asked(1 + i * 0.1, OFFICE, 404) for i in range(20))]
    assert alerts(events, "usage_refused") == []


def test_quiet_on_an_outage_on_named_customers_and_on_a_few_dead_links() -> None:
    outage = [asked(i * 0.2, OFFICE, 503) for i in range(60)]
    named = [asked(i * 0.2, OFFICE, 401, "customer") for i in range(60)]
    dead = [asked(300.0 + i * 9.0, OFFICE, 404) for i in range(5)]
    assert alerts([*outage, *named, *dead], "usage_refused") == []


def test_quiet_on_a_health_check_that_asks_for_a_page_that_is_gone() -> None:
    assert alerts([asked(i * 5.0, OFFICE, 404) for i in range(700)], "usage_refused") == []


def test_quiet_on_a_customers_office_whose_program_asks_for_what_is_gone_in_one_minute() -> None:
    before = [asked(-30_000.0 + i * 60.0, OFFICE, 200) for i in range(400)]
    assert alerts([*before, *(asked(i * 1.0, OFFICE, 404) for i in range(20))], "usage_refused") == []


@pytest.mark.parametrize("subject", ["unauthenticated", "Anonymous", SCANNER])
def test_fires_on_credentials_tried_where_events_tell_no_key(subject: str) -> None:
    random = Random(4)
    at, events = 0.0, []
    for _ in range(500):
        events.append(asked(at := at + random.expovariate(1 / 6), SCANNER, 401, subject))
    (alert,) = last_versions(alerts(events, "usage_refused")).values()
    assert "for want of a valid key or login" in alert.reason
    assert alert.accounts == [SCANNER if subject == SCANNER else f"unknown:{SCANNER}"]


def test_quiet_on_a_customers_server_whose_key_has_expired_though_it_is_no_longer_named() -> None:
    before = [asked(i * 600.0 - 86_400.0, OFFICE, 200, "customer") for i in range(144)]
    assert alerts([*before, *(asked(i * 1.0, OFFICE, 401, OFFICE) for i in range(900))], "usage_refused") == []


def test_quiet_on_one_wrong_key_that_is_told() -> None:
    events = [event("account.usage", "anonymous", i * 1.0, ip=OFFICE, status=401, key="sk-old") for i in range(900)]
    assert alerts(events, "usage_refused") == []
