"""Accounts made over the addresses of one network, each used up by a program before the next is made."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "quota_cycling_network", 3600.0, 86_400.0
MINUTES = 60.0


def life(account: str, made: float, ip: str, *, began: float | None = None, minutes: int = 50, end: int = 429,
         home: str | None = None) -> list[Event]:  # fmt: skip
    """Sign up, and let a program use the allowance, until it is refused."""
    start = made + 8 * MINUTES if began is None else began
    calls = [event("account.usage", account, start + i * 4 * MINUTES, requests=100.0, status=200, ip=ip)
             for i in range(minutes // 4)]  # fmt: skip
    last = event("account.usage", account, start + minutes * MINUTES, requests=100.0, status=end, ip=ip)
    return [event("account.signup", account, made, ip=home or ip), *calls, last]


def in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda one: one.time)


def farm(accounts: int, a_day: int, addresses: int = 200, gap: float = 2 * HOUR) -> list[Event]:
    """Make one account after the other in daytime."""
    return [e for i in range(accounts) for e in life(
        f"farm{i}", i // a_day * DAY + 8 * HOUR + i % a_day * gap, f"198.51.100.{i % addresses}")]  # fmt: skip


def neighbour() -> list[Event]:
    """Return the new customers of an app that is hosted beside the farm; they signed up at home."""
    customers = [e for i in range(9) for e in life(
        f"app{i}", i * HOUR, "198.51.100.201", began=i * HOUR + 5 * HOUR, end=200, home=f"203.0.113.{i}")]  # fmt: skip
    return customers + [event("account.usage", f"app{i}", at * HOUR, status=200, ip="198.51.100.201")
                        for i in range(9) for at in range(20, 90, 6)]  # fmt: skip


def test_fires_on_an_account_each_two_hours_beside_a_neighbours_customers() -> None:
    events = in_order(farm(18, 6, 5) + neighbour())
    assert alerts(events, "quota_cycling_turns_network") == []
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.id, alert.accounts_total) == ("198.51.100.0/24", 18)
    assert {account[:4] for account in alert.accounts} == {"farm"}
    assert "each made after the one before it had fallen silent; 1,800 requests were refused" in alert.reason


def test_fires_on_two_a_day_for_a_week_each_from_an_address_of_its_own() -> None:
    (alert,) = last_versions(alerts(farm(14, 2, gap=7 * HOUR), NAME)).values()
    assert alert.accounts_total >= 12


def test_quiet_on_a_handful_and_on_one_or_two_addresses() -> None:
    assert alerts(farm(6, 2), NAME) == []
    assert alerts(farm(18, 6, 2), NAME) == []


def test_quiet_on_a_class_that_signs_up_together_and_does_its_homework_one_by_one() -> None:
    events = [e for i in range(20) for e in life(
        f"pupil{i}", 9 * HOUR + i * MINUTES, f"198.51.100.{i}", began=(12 + i * 5) * HOUR)]  # fmt: skip
    assert alerts(in_order(events), NAME) == []


def test_quiet_on_an_offices_new_customers_who_work_from_machines_in_a_data_centre() -> None:
    events = [e for i in range(14) for e in life(
        f"desk{i}", (9 + i * 0.4) * HOUR, f"198.51.100.{i}", minutes=240)]  # fmt: skip
    assert alerts(in_order(events), NAME) == []


def test_quiet_behind_a_hosters_machines_whose_renters_sign_up_at_home() -> None:
    events = [e for i in range(18) for e in life(
        f"rent{i}", i * 6 * HOUR, f"198.51.100.{i}", home=f"203.0.{i}.5")]  # fmt: skip
    assert alerts(in_order(events), NAME) == []


def test_quiet_on_a_tutorial_that_a_campus_tries_in_its_evenings() -> None:
    for seed in range(20):
        random = Random(seed)
        events = [e for i in range(30) for e in life(
            f"try{i}", random.randrange(6) * DAY + random.uniform(16, 23) * HOUR, f"198.51.100.{i}")]  # fmt: skip
        assert alerts(in_order(events), NAME) == [], seed


def test_quiet_on_a_fair_whose_visitors_sign_up_on_the_stands_network() -> None:
    for seed in range(20):
        random = Random(seed)
        events = [
            e
            for i in range(25)
            for e in life(
                f"fair{i}", random.randrange(3) * DAY + random.uniform(9, 18) * HOUR, f"198.51.100.{i}", minutes=24
            )
        ]
        assert alerts(in_order(events), NAME) == [], seed


def test_quiet_on_those_who_go_on_the_next_day() -> None:
    again = [event("account.usage", f"farm{i}", (i // 6 + 1) * DAY + 8 * HOUR, status=200, ip=f"198.51.100.{i % 5}")
             for i in range(18)]  # fmt: skip
    assert alerts(in_order(farm(18, 6, 5) + again), NAME) == []
