"""Addresses of which everything is refused: requests and mail."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

SCANNER, OFFICE = "203.0.113.7", "198.51.100.1"


def asked(at: float, ip: str, status: int, subject: str | None = None) -> Event:
    return event("account.usage", subject or f"unknown:{ip}", at, ip=ip, status=status, requests=1.0)


def mailed(at: float, ip: str, sender: str, reason: str | None) -> Event:
    return event("content.posted", sender, at, content_id=f"m{at}", kind="message", ip=ip, reason=reason)


def test_fires_on_a_scanner() -> None:
    (alert,) = last_versions(alerts([asked(i * 0.2, SCANNER, 404) for i in range(30)], "usage_refused")).values()
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


def test_fires_on_mail_that_is_refused_message_after_message() -> None:
    events = [mailed(i * 60.0, SCANNER, f"info{i}@example.org", "rejected_rcpt") for i in range(5)]
    (alert,) = last_versions(alerts(events, "mail_refused")).values()
    assert (alert.entity.id, alert.policy, alert.accounts_total) == (SCANNER, "spam", 5)


def test_quiet_on_a_newsletter_with_stale_recipients() -> None:
    events = [mailed(i * 2.0, OFFICE, "news@example.org", "rejected_rcpt" if i % 12 == 0 else None) for i in range(600)]
    assert alerts(events, "mail_refused") == []


def test_quiet_on_a_mailbox_that_is_full() -> None:
    assert (
        alerts([mailed(i * 900.0, OFFICE, "ann@example.org", "mailbox_full") for i in range(3)], "mail_refused") == []
    )
