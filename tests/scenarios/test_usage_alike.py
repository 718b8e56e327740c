"""Newcomers who keep to one amount day after day, and those who are alike for other reasons."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "usage_alike", 3600.0, 86_400.0


def use(name: str, at: float, units: float | None, ip: str, **fields: Any) -> Event:
    told = {"key": f"k-{name}", "product": "large", "units": units, "status": 200, "ip": ip}
    return event("account.usage", name, at, **(told | fields))


def life(name: str, begins: float, amounts: list[float | None], ip: str, **fields: Any) -> list[Event]:
    """Return a newcomer's sign-up, and what it uses on one day after the other, half of it at a time."""
    days = [
        use(name, begins + (i + 1) * DAY + part * HOUR, amount and amount / 2, ip, **fields)
        for i, amount in enumerate(amounts) for part in (1, 5)
    ]  # fmt: skip
    return [event("account.signup", name, begins, ip=ip), *days]


def ordinary(seed: int, start: float = -12, number: int = 80) -> list[Event]:
    """Return newcomers at homes of their own who use what they need, over three decades."""
    chance, found = Random(seed), []
    for i in range(number):
        ip = ".".join(str(chance.randint(1, 200)) for _ in range(4))
        amounts: list[float | None] = [10 ** chance.uniform(3, 6) for _ in range(chance.randint(1, 6))]
        found.extend(life(f"u{i}", (start + chance.random() * 12) * DAY, amounts, ip))
    return found


def farm(number: int = 12, days: int = 4, each: float = 490_000, spread: float = 0.013, **fields: Any) -> list[Event]:
    """Return newcomers of one provider who stay just below a limit."""
    chance, found = Random(7), []
    for i in range(number):
        amounts: list[float | None] = [each * chance.uniform(1 - spread, 1 + spread) for _ in range(days)]
        place = {"ip": f"203.0.{i % 3}.{i + 1}"} | {name: told for name, told in fields.items() if name == "ip"}
        rest = {name: told for name, told in fields.items() if name != "ip"}
        found.extend(life(f"bot{i}", -4 * DAY + i * HOUR / 4, amounts, place["ip"], **rest))
    return found


def at_homes(each: float, number: int = 9, spread: float = 0.0, **fields: Any) -> list[Event]:
    """Return newcomers at homes here and there, where others came from before, who use one amount a day."""
    chance, found = Random(5), []
    for i in range(number):
        amounts: list[float | None] = [each * chance.uniform(1 - spread, 1 + spread) for _ in range(4)]
        found.extend(life(f"home{i}", -5 * DAY + i * 3 * HOUR, amounts, f"{20 + i}.7.1.1", **fields))
    return found


def test_fires_on_newcomers_at_homes_who_use_one_amount_to_the_unit() -> None:
    known = [one for i in range(9) for one in life(f"early{i}", -11 * DAY, [5_000.0, 700.0], f"{20 + i}.7.9.9")]
    (alert,) = last_versions(alerts([*ordinary(1), *known, *at_homes(147_000)], NAME)).values()
    assert set(alert.accounts) == {f"home{i}" for i in range(9)}
    assert (
        "9 accounts not a week old, from 9 addresses, used the very same: 147,000 units of large a day" in alert.reason
    )


def test_quiet_at_homes_on_amounts_that_differ_or_are_round_or_a_beat_and_on_seven() -> None:
    for made in (at_homes(147_000, spread=0.01), at_homes(150_000), at_homes(200_000), at_homes(147_000, 7)):
        assert alerts([*ordinary(1), *made], NAME) == []
    probes = [life(f"few{i}", -5 * DAY, [1_000.0], f"9.{i}.1.1", product="probe") for i in range(20)]
    beat = at_homes(1_440, product="probe")
    assert alerts([*ordinary(1), *[one for made in probes for one in made], *beat], NAME) == []


def test_quiet_at_homes_where_a_limit_stops_them() -> None:
    made = at_homes(147_000)
    refused = [use(one.subject, one.time - _start() + 60.0, None, one.ip or "", status=429)
               for one in made if one.type == "account.usage"]  # fmt: skip
    assert alerts([*ordinary(1), *made, *refused], NAME) == []


def test_quiet_at_homes_where_the_amount_is_less_than_half_of_others_use_or_few_others_use_it() -> None:
    assert alerts([*ordinary(1), *at_homes(1_470)], NAME) == []
    assert alerts([*ordinary(1), *at_homes(147_000, product="beta")], NAME) == []


@pytest.mark.parametrize("seed", range(3))
def test_fires_on_newcomers_of_one_provider_who_stay_just_below_a_limit(seed: int) -> None:
    (alert,) = last_versions(alerts([*ordinary(seed), *farm()], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "api_abuse")
    assert alert.severity in {"medium", "high"}
    assert set(alert.accounts) == {f"bot{i}" for i in range(12)}
    where = "of one range (203.0/16; no provider is told) where no newcomer came from"
    assert f"12 accounts not a week old, from 12 addresses {where}" in alert.reason
    assert "used nearly the same day after day: 48" in alert.reason
    assert "units of large a day" in alert.reason


def test_fires_where_only_requests_are_told_and_most_of_them_are_alike() -> None:
    few = [life(f"bot{20 + i}", -4 * DAY, [9e5, 2e3, 7e4, 1e3], f"203.0.1.{90 + i}") for i in range(3)]
    people = [*ordinary(1), *farm(), *[one for made in few for one in made]]
    counted = [
        use(one.subject, one.time - _start(), None, one.ip or "", requests=one.units)
        if one.type == "account.usage" else one for one in people
    ]  # fmt: skip
    (alert,) = last_versions(alerts(counted, NAME)).values()
    assert set(alert.accounts) == {f"bot{i}" for i in range(12)}
    assert "requests a day" in alert.reason


def test_a_farm_that_goes_on_with_new_accounts_is_told_in_its_second_week_too() -> None:
    later = [_named(one, 9 * DAY) for one in farm()]
    people = [*ordinary(2), *ordinary(3, start=-2, number=80)]
    found = last_versions(alerts([*people, *farm(), *later], NAME)).values()
    assert {name for alert in found for name in alert.accounts} >= {"bot0", "later-bot0"}


def test_quiet_on_seven_on_two_days_and_on_amounts_that_differ() -> None:
    for made in (farm(7), farm(days=2), farm(spread=0.6)):
        assert alerts([*ordinary(1), *made], NAME) == []


def test_quiet_on_a_class_at_one_address_and_on_probes_that_use_little() -> None:
    for made in (farm(30, ip="203.0.113.9"), farm(30, each=288, spread=0.0)):
        assert alerts([*ordinary(1), *made], NAME) == []


def test_quiet_on_what_is_refused_and_on_accounts_that_are_no_newcomers() -> None:
    aged = [one for one in farm() if one.type != "account.signup"]
    for made in (farm(status=429), aged):
        assert alerts([*ordinary(1), *made], NAME) == []


def test_quiet_where_heavy_newcomers_come_to_the_same_limit_everywhere() -> None:
    limited = [life(f"big{i}", -5 * DAY, [500_000.0] * 4, f"{20 + i}.7.1.1") for i in range(60)]
    assert alerts([*ordinary(1), *farm(8), *[one for made in limited for one in made]], NAME) == []


def test_quiet_where_newcomers_of_the_provider_came_before_as_users_of_one_service_do() -> None:
    known = life("early", -11 * DAY, [5_000.0, 700.0], "203.0.5.5")
    assert alerts([*ordinary(1), *known, *farm()], NAME) == []


def test_quiet_in_a_first_week_and_where_few_others_use_the_product() -> None:
    assert alerts([*ordinary(4, start=-5), *farm()], NAME) == []
    assert alerts([*ordinary(4), *farm(product="beta")], NAME) == []


def _start() -> float:
    return event("account.signup", "x", 0.0).time


def _named(one: Event, seconds: float) -> Event:
    fields = {name: getattr(one, name) for name in ("ip", "key", "product", "units", "status")}
    return event(one.type, f"later-{one.subject}", one.time - _start() + seconds, **fields)
