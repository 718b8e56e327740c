"""Rates that rise out of their season."""

from __future__ import annotations

from random import Random

from tests.scenarios.rate_traffic import DAY, HOUR, ordinary_alerts, traffic
from tests.support.scenario import alerts, event, last_versions


def test_fires_on_a_surge_and_names_what_is_over_represented() -> None:
    chance = Random(1)  # a small site: the contract suite plays it a dozen times
    flood = [
        event("account.login", f"v{i}", 9 * DAY + chance.random() * 1800, source="/app", country="BR", outcome=False)
        for i in range(500)
    ]
    (alert,) = last_versions(alerts([*traffic(10, 1, level=4.0), *flood], "rate_surge")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("site", "*", "signal_health")
    assert alert.first_seen == "2026-01-14T08:00:00.000Z"
    assert "country BR" in alert.reason
    assert "outcome failure" in alert.reason


def test_fires_at_night_on_what_would_be_ordinary_by_day() -> None:
    night = 9 * DAY + 18.5 * HOUR  # 02:30
    flood = [event("account.login", f"v{i}", night + i * 6.0, source="/web", country="DE") for i in range(150)]
    assert len(last_versions(alerts([*traffic(10, 2), *flood], "rate_surge"))) == 1


def test_quiet_on_day_and_night_and_weekends_from_the_first_hour_on() -> None:
    assert ordinary_alerts() == []


def test_quiet_on_growth() -> None:
    assert alerts(traffic(21, 4, lambda at, kind, source: 1.0 + 2.0 * at / (21 * DAY)), "rate_surge") == []


def test_quiet_on_a_small_site() -> None:
    assert alerts(traffic(16, 5, level=0.5), "rate_surge") == []


def test_quiet_on_a_nightly_job_after_its_first_days() -> None:
    job = [event("account.login", f"job{i}", day * DAY + 19 * HOUR + i * 5.0, source="/app", country="DE")
           for day in range(10) for i in range(180)]  # fmt: skip
    found = last_versions(alerts([*traffic(10, 6), *job], "rate_surge")).values()
    assert all(alert.first_seen < "2026-01-08" for alert in found)
