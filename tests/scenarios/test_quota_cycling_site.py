"""Newcomers of different places who use their free allowances up, over the whole site."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY, HOUR = "quota_cycling_site", 86_400.0, 3600.0


def trial(name: str, at: float, end: int, ip: str | None) -> list[Event]:
    """Sign up, use the product for some hours, and be refused at last or not."""
    statuses = [200, 200, 200, end]
    used = [
        event("account.usage", name, at + (i + 1) * HOUR, status=status, ip=ip) for i, status in enumerate(statuses)
    ]
    return [event("account.signup", name, at, ip=ip), *used]


def honest(seed: int, days: int = 10, a_day: Callable[[int], int] = lambda _: 40, share: float = 0.01) -> list[Event]:
    """Return a product to which so many come a day, each from home, of whom few use their allowance up."""
    random = Random(seed)
    return [
        one
        for day in range(days)
        for n in range(a_day(day))
        for one in trial(f"h{day}-{n}", (day + random.random()) * DAY, 402 if random.random() < share else 200,
                         f"10.{day}.{n}.7")
    ]  # fmt: skip


def farm(count: int, start: float, gap: float, night: int = 0, *, told: bool = True) -> list[Event]:
    """Return accounts each of which is used up from an address of its own, or from none that is told."""
    return [
        one
        for i in range(count)
        for one in trial(f"f{night}-{i}", start + i * gap, 402, f"100.{i}.{night}.9" if told else None)
    ]


def played(*parts: list[Event]) -> list[Event]:
    return sorted((one for part in parts for one in part), key=lambda one: one.time)


def test_fires_on_a_dozen_accounts_a_night_each_from_an_address_of_its_own() -> None:
    for told in (True, False):
        nights = [one for night in range(3) for one in farm(12, (6 + night) * DAY, 1000.0, night, told=told)]
        (alert,) = last_versions(alerts(played(honest(1), nights), NAME)).values()
        assert (alert.entity.type, alert.policy) == ("site", "api_abuse")
        assert sum("f" in name for name in alert.accounts) > 0.8 * len(alert.accounts)
        assert alert.accounts_total >= 36
        assert "accounts not a week old, of" in alert.reason


def test_quiet_on_honest_days_and_on_a_launch_that_brings_as_many_more() -> None:
    assert alerts(honest(2), NAME) == []
    assert alerts(honest(3, a_day=lambda day: 400 if day == 7 else 40, share=0.02), NAME) == []


def test_quiet_on_a_hackathon_in_one_hall() -> None:
    hall = [one for i in range(60) for one in trial(f"team{i}", 7 * DAY + i * 60.0, 402, f"203.0.113.{i % 3}")]
    assert alerts(played(honest(4), hall), NAME) == []


def test_quiet_where_a_limit_is_lowered_for_all() -> None:
    old = [event("account.usage", f"h0-{n}", 8.2 * DAY + n * 500.0, status=402, ip=f"10.0.{n}.7") for n in range(40)]
    fresh = farm(14, 8.2 * DAY, 1500.0)
    assert alerts(played(honest(5), old, fresh), NAME) == []
    assert alerts(played(honest(5), fresh), NAME) != []  # without them


def test_quiet_in_the_first_two_days_in_which_nobody_knows_what_is_usual() -> None:
    assert alerts(played(honest(6, days=2), farm(20, 0.5 * DAY, 1500.0)), NAME) == []


def in_minutes(i: int, every: float = 3 * HOUR) -> list[Event]:
    """Return an account that has all it gets for nothing three minutes after its sign-up, and is seen no more."""
    at, name, ip = 5 * DAY + i * every, f"f{i}", f"100.{i}.3.9"
    return [event("account.signup", name, at, ip=ip),
            event("account.usage", name, at + 80.0, product="speech", units=600.0, status=200, ip=ip),
            event("account.usage", name, at + 180.0, product="speech", units=0.0, status=402, ip=ip)]  # fmt: skip


def test_fires_on_accounts_that_use_it_up_within_minutes_of_their_sign_up() -> None:
    patient = [one for i in range(30) for one in in_minutes(i)]
    (alert,) = last_versions(alerts(played(honest(1), patient), NAME)).values()
    assert sum(name.startswith("f") for name in alert.accounts) >= 12


def test_quiet_where_one_comes_in_minutes_every_other_day() -> None:
    seldom = [one for i in range(3) for one in in_minutes(i, 2 * DAY)]
    assert alerts(played(honest(1), seldom), NAME) == []
