"""Lists of accounts tried out by resets at a patient pace, and the days on which many forget their password."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, last_versions

DAY, HOUR = 86_400.0, 3600.0
NAME = "reset_enumeration_slow"


def home(i: int) -> str:
    return f"192.0.{i // 250}.{i % 250}"


def reset(subject: str, at: float, ip: str) -> Event:
    return event("account.password_reset", subject, at, ip=ip)


def site(seed: int, days: float = 20.0, a_day: int = 10, number: int = 2000) -> list[Event]:
    """Return logins of accounts at home, and who forgets a password there, until two days later."""
    chance, events = Random(seed), [entered(f"user{i}", -(days + 1) * DAY + i, home(i)) for i in range(number)]
    for at in sorted(chance.uniform(-days * DAY, 2 * DAY) for _ in range(round((days + 2) * a_day))):
        i = chance.randrange(number)
        events.append(reset(f"user{i}", at, home(i) if chance.random() < 0.7 else f"100.64.{chance.randrange(99)}.7"))
    return events


def asked(number: int, seconds: float, addresses: int = 2, first: int = 0) -> list[Event]:
    return [
        reset(f"user{i + first}", i * seconds / number, f"203.0.113.{7 + i % addresses}") for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_list_asked_for_over_half_a_day_from_two_addresses() -> None:
    for seed in (1, 2):
        (alert,) = last_versions(alerts([*site(seed), *asked(150, 12 * HOUR)], NAME)).values()
        assert (alert.entity.type, alert.accounts_total, alert.severity) == ("site", 150, "medium")
        assert "for 150 accounts within 24 h from 2 addresses of one network" in alert.reason


def test_fires_on_a_list_from_networks_side_by_side() -> None:
    listed = [reset(f"user{i}", i * 260.0, f"203.0.{112 + i % 4}.{i % 12}") for i in range(160)]
    (alert,) = last_versions(alerts([*site(1), *listed], NAME)).values()
    assert alert.accounts_total == 160


def test_quiet_on_what_comes_within_an_hour_and_in_a_sites_first_week() -> None:
    assert alerts([*site(3), *asked(150, HOUR)], NAME) == []
    assert alerts([*site(3, days=6.0), *asked(150, 12 * HOUR)], NAME) == []


def test_quiet_when_all_are_told_to_set_a_new_password_and_many_do_so_behind_one_carrier() -> None:
    chance, events = Random(4), site(4)
    for i in range(2000):
        ip = f"100.99.1.{i % 200}" if i % 8 == 0 else home(i)
        events.append(reset(f"user{i}", chance.uniform(0, DAY), ip))
    assert alerts(events, NAME) == []


def test_quiet_on_a_support_desk_that_moves_and_on_a_small_one_that_opens() -> None:
    desk = [reset(f"user{day * 60 + i}", (day - 18) * DAY + i * 500.0, "203.0.113.7" if day < 18 else "198.51.100.7")
            for day in range(20) for i in range(60)]  # fmt: skip
    assert alerts([*site(5), *desk], NAME) == []
    assert alerts([*site(6), *asked(50, 8 * HOUR, 1)], NAME) == []
    assert alerts([*site(7, a_day=40), *asked(150, 8 * HOUR, 1)], NAME) == []


def test_quiet_on_a_network_that_asks_every_day() -> None:
    daily = [one for day in range(-20, 1) for one in asked(100, 8 * HOUR, 1, 100 * (day % 20))]
    for place, one in enumerate(daily):
        one.time += (place // 100 - 20) * DAY
    assert alerts([*site(8), *daily], NAME) == []


def test_quiet_on_owners_where_they_are_known_and_on_a_name_that_does_not_exist() -> None:
    office = [entered(f"user{i}", -3 * DAY + i, "203.0.113.7") for i in range(150)]
    nobody = [reset("unknown:203.0.113.7", i * 300.0, "203.0.113.7") for i in range(150)]
    assert alerts([*site(9), *office, *asked(150, 12 * HOUR, 1)], NAME) == []
    assert alerts([*site(9), *nobody], NAME) == []


def part_nobody(seed: int, nobody: float) -> list[Event]:
    """Return sixty accounts asked for in twenty hours, and in between such a share of names that no account has."""
    chance, listed = Random(seed), asked(60, 20 * HOUR, addresses=40)
    at = [i * 1200.0 + 9 for i in range(60) if chance.random() < nobody]
    return [
        *listed,
        *(reset(f"unknown:203.0.113.{7 + i % 40}", time, f"203.0.113.{7 + i % 40}") for i, time in enumerate(at)),
    ]


def test_fires_on_a_list_a_third_of_which_are_names_that_no_account_has_on_a_site_with_twenty_resets_a_day() -> None:
    (alert,) = last_versions(alerts([*site(6, a_day=20), *part_nobody(6, 0.5)], NAME)).values()
    assert alert.accounts_total >= 40
    assert "for a name that no account has within 24 h from 40 addresses of one network" in alert.reason
    assert alert.signals[0].evidence["names_of_nobody"] in range(20, 40)


def test_quiet_on_a_desk_that_mistypes_now_and_then_and_where_such_names_are_as_usual_elsewhere() -> None:
    assert alerts([*site(6, a_day=20), *part_nobody(6, 0.02)], NAME) == []
    events = site(6, a_day=20)
    chance = Random(6)
    for i in range(400):
        at = chance.uniform(-20 * DAY, 2 * DAY)
        events.append(reset(f"unknown:100.64.{i % 99}.9", at, f"100.64.{i % 99}.9"))
    assert alerts([*events, *part_nobody(6, 0.5)], NAME) == []
