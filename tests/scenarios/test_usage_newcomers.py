"""Newcomers of one provider who fetch far more than newcomers do, and the crowds that look a little like them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions

NAME, HOUR, DAY = "usage_newcomers", 3600.0, 86_400.0


def use(name: str, at: float, requests: int, ip: str, **fields: Any) -> Event:
    told = {"product": f"lesson:{requests % 7}", "requests": requests, "status": 200, "ip": ip}
    return event("account.usage", name, at, **(told | fields))


def ordinary(seed: int, start: float = -14, days: int = 15, a_day: int = 40) -> list[Event]:
    """Return newcomers who look round on their first day, each from a home of his own."""
    chance, found = Random(seed), []
    for number in range(a_day * days):
        at, ip = (start + chance.random() * days) * DAY, ".".join(str(chance.randint(1, 200)) for _ in range(4))
        found.append(event("account.signup", f"u{number}", at, ip=ip))
        found.extend(use(f"u{number}", at + chance.uniform(600, 2 * HOUR), chance.randint(1, 8), ip) for _ in range(2))
    return found


def night(number: int = 4, each: int = 25, times: int = 10, asleep: float = 9 * HOUR, **fields: Any) -> list[Event]:
    """Return newcomers of one network who fetch one thing after the other, for some hours."""
    found = []
    for i in range(number):
        ip = f"203.0.113.{i + 1}"
        found.append(event("account.signup", f"bot{i}", HOUR - asleep, ip=ip))
        made = [use(f"bot{i}", HOUR + i * 60 + j * 1000.0, each, **({"ip": ip} | fields)) for j in range(times)]
        found.extend(made)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_fires_on_newcomers_of_one_provider_who_copy_what_there_is(seed: int) -> None:
    (alert,) = last_versions(alerts([*ordinary(seed), *night()], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "api_abuse", "medium")
    assert set(alert.accounts) == {f"bot{i}" for i in range(4)}
    assert (
        "4 accounts not a week old, from 4 addresses of one range (203.0/16; no provider is told) where no newcomer"
        in alert.reason
    )
    assert "made up to 250 requests for 'lesson' each within 6 h" in alert.reason
    assert (alert.signals[0].evidence["most_requests"], alert.signals[0].evidence["events"]) == (250, 40)


def test_fires_on_each_who_books_all_that_is_released_in_minutes() -> None:
    bookings = [
        one for i in range(6) for one in (
            event("account.signup", f"bot{i}", -2 * DAY, ip=f"203.0.{i}.9"),
            *(use(f"bot{i}", 7 * HOUR + j * 20.0 + i, 1, f"203.0.{i}.9", product="booking:2",
                  status=(200, 200, 409)[j % 3]) for j in range(12)),
        )
    ]  # fmt: skip
    people = ordinary(5)
    usual = [
        use(one.subject, one.time - START + 300, 1, one.ip or "", product="booking:1")
        for one in people if one.type == "account.signup"
    ]  # fmt: skip
    (alert,) = last_versions(alerts([*people, *usual, *bookings], NAME)).values()
    assert set(alert.accounts) == {f"bot{i}" for i in range(6)}
    assert "up to 12 requests for 'booking' each" in alert.reason


def test_fires_on_codes_guessed_by_newcomers_of_a_carrier_that_others_have_and_not_on_a_busy_class_there() -> None:
    known = [event("account.signup", "early", -9 * DAY, ip="203.0.5.5"), use("early", -9 * DAY + 600, 3, "203.0.5.5")]
    (alert,) = last_versions(alerts([*ordinary(6), *known, *night(status=404)], NAME)).values()
    assert "of one range (203.0/16; no provider is told), made up to 250 requests for 'lesson' each" in alert.reason
    assert "(1,000 of 1,000 were refused: 400, 403, 404, 410 or 422)" in alert.reason
    assert alerts([*ordinary(6), *known, *night()], NAME) == []


def test_quiet_on_a_class_at_one_address_on_two_and_on_what_is_not_so_much() -> None:
    for made in (night(30, ip="203.0.113.9"), night(2), night(8, each=2), night(8, status=429), night(8, status=503)):
        assert alerts([*ordinary(1), *made], NAME) == []


def test_quiet_on_a_new_offer_that_newcomers_take_everywhere() -> None:
    homes = [
        one for i in range(6) for one in (
            event("account.signup", f"home{i}", -HOUR, ip=f"{20 + i}.7.1.1"),
            use(f"home{i}", 2 * HOUR, 300, f"{20 + i}.7.1.1"),
        )
    ]  # fmt: skip
    assert alerts([*ordinary(2), *night(), *homes], NAME) == []


def test_quiet_where_newcomers_of_the_provider_came_before_and_on_aged_accounts() -> None:
    known = [event("account.signup", "early", -9 * DAY, ip="203.0.5.5"), use("early", -9 * DAY + 600, 3, "203.0.5.5")]
    assert alerts([*ordinary(3), *known, *night()], NAME) == []
    assert alerts([*ordinary(3), *night(asleep=8 * DAY)], NAME) == []


def test_quiet_in_a_first_week_and_where_few_newcomers_use_the_product() -> None:
    assert alerts([*ordinary(4, start=-5, days=6), *night()], NAME) == []
    assert alerts([*ordinary(4), *night(product="export")], NAME) == []


def test_those_who_come_again_each_night_are_one_alert() -> None:
    later = [_after(one, i * DAY) for i in (1, 2) for one in night() if one.type == "account.usage"]
    (alert,) = last_versions(alerts([*ordinary(0, days=18), *night(), *later], NAME)).values()
    assert alert.signals[0].evidence["events"] == 3 * 40


def _after(one: Event, seconds: float) -> Event:
    return use(one.subject, one.time - START + seconds, int(one.requests or 0), one.ip or "")
