"""Mail that is refused message after message."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

SCANNER, OFFICE = "203.0.113.7", "198.51.100.1"


def mailed(at: float, ip: str, sender: str, reason: str | None) -> Event:
    return event("content.posted", sender, at, content_id=f"m{at}", kind="message", ip=ip, reason=reason)


def test_fires_on_mail_that_is_refused_message_after_message() -> None:
    events = [mailed(i * 60.0, SCANNER, f"info{i}@example.org", "rejected_rcpt") for i in range(5)]
    events.append(mailed(9000.0, SCANNER, "ann@example.org", None))
    (alert,) = last_versions(alerts(events, "mail_refused")).values()
    assert (alert.entity.id, alert.policy, alert.accounts_total) == (SCANNER, "spam", 5)


def test_quiet_on_a_newsletter_with_stale_recipients() -> None:
    events = [mailed(i * 2.0, OFFICE, "news@example.org", "rejected_rcpt" if i % 12 == 0 else None) for i in range(600)]
    assert alerts(events, "mail_refused") == []


def test_quiet_on_a_mailbox_that_is_full() -> None:
    assert (
        alerts([mailed(i * 900.0, OFFICE, "ann@example.org", "mailbox_full") for i in range(3)], "mail_refused") == []
    )


def test_quiet_on_a_relay_that_sends_only_what_bounces_at_night() -> None:
    day = [mailed(-30_000.0 + i * 200.0, OFFICE, f"p{i % 9}@example.org", None) for i in range(100)]
    night = [mailed(i * 500.0, OFFICE, "monitor@example.org", "rejected_rcpt") for i in range(7)]
    assert alerts([*day, *night], "mail_refused") == []


def test_quiet_on_a_job_that_writes_to_a_full_mailbox_and_on_grey_listing() -> None:
    full = [mailed(i * 300.0, OFFICE, "job@example.org", "mailbox_full") for i in range(40)]
    grey = [mailed(i * 9.0, "192.0.2.5", f"p{i}@example.org", "greylisted") for i in range(40)]
    assert alerts([*full, *grey], "mail_refused") == []
