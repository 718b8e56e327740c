"""Rates that move for good, by less than a surge or a silence."""

from __future__ import annotations

from tests.scenarios.rate_traffic import DAY, traffic
from tests.support.scenario import alerts, event, last_versions


def test_fires_within_ten_days_on_a_producer_that_loses_half() -> None:
    events = traffic(32, 1, lambda at, kind, source: 0.5 if source == "/app" and at > 22 * DAY else 1.0, level=3.0)
    found = list(last_versions(alerts(events, "rate_drift")).values())
    assert found
    assert "account.login from /app" in found[0].reason
    assert "2026-01-29" < found[0].first_seen < "2026-02-06T12"


def test_quiet_on_five_weeks_of_nights_and_weekends() -> None:
    assert alerts(traffic(35, 2, level=4.0), "rate_drift") == []


def test_quiet_on_a_busy_day() -> None:
    assert alerts(traffic(26, 3, lambda at, kind, source: 1.8 if 20 <= at / DAY < 21 else 1.0, level=4.0),
                  "rate_drift") == []  # fmt: skip


def test_quiet_after_one_import() -> None:
    batch = [event("account.usage", f"b{i}", 3 * DAY + i * 0.5, source="/import") for i in range(3000)]
    daily = [event("account.usage", f"c{i}", i * 600.0, source="/web") for i in range(int(30 * DAY / 600))]
    assert alerts([*daily, *batch], "rate_drift") == []
