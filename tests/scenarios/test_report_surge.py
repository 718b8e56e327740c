"""Surges of reports on one account."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def reported(subject: str, at: float, reporter: str | None) -> Event:
    return event("content.reported", subject, at, content_id="c1", reporter=reporter, reason="spam")


def test_fires_on_many_reporters_of_one_account() -> None:
    events = [reported("target", i * 30.0, f"user{i}") for i in range(25)]
    (alert,) = last_versions(alerts(events, "report_surge")).values()
    assert (alert.entity.id, alert.policy) == ("target", "report_abuse")
    assert alert.accounts[0] == "target"
    assert set(alert.accounts[1:]) == {f"user{i}" for i in range(25)}


def test_fires_within_minutes() -> None:
    found = alerts([reported("target", i * 30.0, f"user{i}") for i in range(25)], "report_surge")
    assert found[0].emitted_at <= "2026-01-05T08:05:00.000Z"


def test_quiet_on_one_angry_user() -> None:
    assert alerts([reported("target", i * 10.0, "angry") for i in range(300)], "report_surge") == []


def test_quiet_on_reports_without_a_reporter() -> None:
    assert alerts([reported("target", i * 10.0, None) for i in range(50)], "report_surge") == []


def test_quiet_on_a_well_known_account_that_is_always_reported() -> None:
    events = [
        reported("star", hour * 3600.0 + i * 200, f"user{hour}-{i}") for hour in range(120) for i in range(4 + hour % 3)
    ]
    assert alerts(events, "report_surge") == []
