"""Meters of a hosting product: mails sent and hours of machines a day, of thieves and of owners who grow."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "usage_metered", 86_400.0


def told(day: float, units: float, product: str = "mail/out", **fields: Any) -> Event:
    """Return what the meter tells late on a day."""
    return event("account.usage", "shop", day * DAY + 50_000.0, product=product, units=units, **fields)


def past(days: int = 8, units: float = 20.0, product: str = "mail/out") -> list[Event]:
    """Return days that are somewhat different."""
    return [told(day - days, units * (1 + day % 3), product) for day in range(days)]


def test_fires_on_a_day_with_a_thousand_times_as_many_mails() -> None:
    (alert,) = last_versions(alerts([*past(), told(0, 61_000.0), told(2, 20.0)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy, alert.severity) == (
        "account",
        "shop",
        "api_abuse",
        "medium",
    )
    assert alert.reason == (
        "A meter told 61,000 units of 'mail/out' of the account in a day, where none of its 8 earlier days with any "
        "had more than 60."
    )


def test_fires_once_where_it_goes_on_for_days_and_tells_the_most() -> None:
    theft = [told(day, 40_000.0 + 9_000.0 * day) for day in range(3)]
    (alert,) = last_versions(alerts([*past(), *theft, told(4, 20.0)], NAME)).values()
    assert alert.signals[0].evidence["units_in_day"] == 40_000.0  # the days after it surpass little


def test_fires_on_one_product_whatever_others_tell() -> None:
    hours = [told(day - 20, 0.5, "gpu/hours") for day in range(20)]
    (alert,) = last_versions(alerts([*past(), *hours, told(0, 410.0, "gpu/hours"), told(1, 30.0)], NAME)).values()
    assert "410 units of 'gpu/hours' of the account in a day, where none of its 20 earlier days" in alert.reason


def test_quiet_on_a_newsletter_on_growth_and_on_first_days() -> None:
    assert alerts([*past(), told(0, 60.0 * 50), told(2, 20.0)], NAME) == []
    assert alerts([*past(), *[told(day, 60.0 * 4**day) for day in range(6)]], NAME) == []
    assert alerts([*past(3), told(0, 61_000.0), told(2, 20.0)], NAME) == []


def test_quiet_on_what_is_told_with_a_place_or_key_which_others_judge() -> None:
    for place in ({"ip": "203.0.113.7"}, {"device": "d"}, {"key": "k"}):
        assert alerts([*past(), told(0, 61_000.0, **place), told(2, 20.0)], NAME) == []
