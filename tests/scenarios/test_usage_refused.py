"""Requests of strangers, all of them refused."""

from __future__ import annotations

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
