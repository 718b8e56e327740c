"""Floods from one account, and accounts that post much by nature."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def posted(subject: str, at: float, kind: str = "post") -> Event:
    return event("content.posted", subject, at, content_id=f"c-{subject}-{at}", kind=kind, text=f"number {at}")


def test_fires_on_a_quiet_account_that_floods() -> None:
    events = [posted("alice", day * 86_400.0) for day in range(-20, 0)]
    events += [posted("alice", i * 10.0) for i in range(60)]
    (alert,) = last_versions(alerts(events, "posting_burst")).values()
    assert (alert.entity.id, alert.accounts) == ("alice", ["alice"])


def test_fires_on_a_new_account_that_floods() -> None:
    found = alerts([posted("newcomer", i * 5.0, "comment") for i in range(60)], "posting_burst")
    assert {alert.entity.id for alert in found} == {"newcomer"}


def test_quiet_on_a_bot_that_has_always_posted_as_much() -> None:
    events = [posted("weather", day * 86_400.0 + i * 40.0) for day in range(20) for i in range(12 + day % 3)]
    assert alerts(events, "posting_burst") == []


def test_quiet_on_a_conversation() -> None:
    assert alerts([posted("bob", i * 12.0, "message") for i in range(300)], "posting_burst") == []


def test_quiet_on_normal_growth() -> None:
    events = [posted("author", day * 86_400.0 + i * 30.0) for day in range(60) for i in range(2 + day // 4)]
    assert alerts(events, "posting_burst") == []


def test_quiet_on_a_digest_that_goes_out_every_day() -> None:
    events = [posted("list", day * 86_400.0 + i * 1.5, "message") for day in range(5) for i in range(300)]
    found = last_versions(alerts(events, "posting_burst")).values()
    assert [alert.first_seen[:10] for alert in found] == ["2026-01-05"]  # its first day, and no other
