"""A farm with an address and a device for each account in one network, and those who come from one network, too."""

from __future__ import annotations

from hashlib import sha256
from random import Random
from typing import Any

from msgspec.structs import replace

from schemas.event import Event
from tests.scenarios.test_signup_hoster import HOUR, made, ordinary
from tests.support.scenario import alerts, last_versions


def farm(chance: Random, number: int, hours: float = 10, **fields: Any) -> list[Event]:
    """Return a farm's sign-ups with mail that others have, each from an address and a device of its own."""
    return [
        made(f"bot{i}", HOUR + chance.uniform(0, hours) * HOUR, chance,
             **({"ip": f"203.0.113.{i * 3}", "device": f"phone{i}", "user_agent": "App/8 (Pixel 8)"} | fields))
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_addresses_of_one_network_with_one_program() -> None:
    others = ("signup_chain", "signup_groups", "signup_burst_network", "signup_hoster", "signup_site", "signup_device")
    for seed in range(3):
        for inviter in (None, "friend"):
            events = [*ordinary(seed, start=-5, days=7), *farm(Random(seed), 24, invited_by=inviter)]
            assert alerts(events, *others) == []
            (alert,) = last_versions(alerts(events, "signup_network")).values()
            assert (alert.entity.type, alert.policy, alert.severity) == ("site", "fake_accounts", "medium")
            assert set(alert.accounts) == {f"bot{i}" for i in range(24)}
            assert "24 accounts were made within 24 h from 24 addresses of one network, nearly all with" in alert.reason
            assert "that 0 % of the site's other sign-ups have; 0 came from there in the weeks before" in alert.reason


def by_turns(chance: Random, number: int, program: str = "App/8 (Pixel 8)", **fields: Any) -> list[Event]:
    """Return a farm's sign-ups at ten addresses by turns, about as long after each other."""
    return [
        made(f"bot{i}", HOUR + (i + chance.uniform(0, 0.5)) * 560.0, chance, ip=f"203.0.113.{chance.randrange(10)}",
             device=f"phone{i}", user_agent=program, **fields)
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_few_addresses_by_turns_at_an_even_beat() -> None:
    others = ("signup_burst", "signup_burst_network", "signup_burst_network_slow", "signup_hoster", "signup_device")
    for seed in range(3):
        events = [*ordinary(seed, start=-5, days=7), *by_turns(Random(seed), 64)]
        assert alerts(events, *others) == []
        (alert,) = last_versions(alerts(events, "signup_network")).values()
        assert alert.accounts_total == 64
        assert "64 accounts were made within 24 h from 10 addresses of one network" in alert.reason
        assert ", one after the other at an even beat; 0 came from there" in alert.reason
        assert alert.reason.endswith("too, but when its people like.")


def test_quiet_on_a_beat_at_two_addresses_and_with_all_sorts_of_programs() -> None:
    for seed in range(3):
        chance, usual = Random(seed), ordinary(seed, start=-5, days=7)
        queue, mixed = by_turns(chance, 64), by_turns(chance, 64)
        for i, (one, other) in enumerate(zip(queue, mixed, strict=True)):
            one.ip, other.user_agent = f"203.0.113.{i % 2}", f"Browser/{i % 5}"
        for crowd in (queue, mixed):
            assert alerts([*usual, *crowd], "signup_network") == []


def test_quiet_on_few_addresses_on_all_sorts_of_programs_and_on_few() -> None:
    for seed in range(3):
        chance, usual = Random(seed), ordinary(seed, start=-5, days=7)
        office = farm(chance, 40, ip="203.0.113.9")
        floors = [made(f"staff{i}", HOUR + chance.uniform(0, 7) * HOUR, chance,
                       ip=f"203.0.113.{i % 5}", user_agent="Corporate/7")
                  for i in range(40)]  # fmt: skip
        campus = [made(f"pupil{i}", HOUR + i * 600.0, chance, ip=f"203.0.113.{i}",
                       user_agent=f"Browser/{min(chance.randint(1, 9), 6)}") for i in range(60)]  # fmt: skip
        for crowd in (office, floors, campus, farm(chance, 15)):
            assert alerts([*usual, *crowd], "signup_network") == []


def test_quiet_where_most_have_one_program() -> None:
    """As where an app says no more than its name: a launch at a carrier's customers."""
    for seed in range(3):
        usual = ordinary(seed, start=-5, days=7)
        for one in usual:
            one.user_agent = "App/8"
        assert alerts([*usual, *farm(Random(seed), 30, user_agent="App/8")], "signup_network") == []


def test_quiet_on_what_always_comes_from_there_on_what_is_not_told_and_in_a_first_hour() -> None:
    chance, usual = Random(4), ordinary(4, start=-5, days=7)
    monitor = [made(f"probe{day}-{i}", day * 24 * HOUR + i * HOUR, chance, ip=f"203.0.113.{i}", user_agent="Probe/1")
               for day in range(-5, 2) for i in range(24)]  # fmt: skip
    late = [alert.first_seen for alert in alerts([*usual, *monitor], "signup_network")]
    assert len(set(late)) <= 1  # once, when it begins
    assert alerts([*usual, *farm(chance, 40, user_agent=None)], "signup_network") == []
    assert alerts([*ordinary(4, start=0, days=1)[:40], *farm(chance, 40)], "signup_network") == []


def test_quiet_on_an_import_by_a_few_addresses_of_one_network() -> None:
    events = [*ordinary(0, start=-5, days=7), *by_turns(Random(0), 64, source="/import/partners")]
    assert alerts(events, "signup_network") == []


def hidden(events: list[Event], asn: int | None) -> list[Event]:
    """Return sign-ups whose addresses are told as hashes, with the number of their provider."""
    return [replace(one, ip=f"h:{hash_of(one.ip or '')}", asn=asn) for one in events]


def hash_of(ip: str) -> str:
    return sha256(ip.encode()).hexdigest()[:16]


def carriers(seed: int, days: int = 7) -> list[Event]:
    """Return ordinary sign-ups of four carriers' customers."""
    chance = Random(seed)
    return [one for event in ordinary(seed, start=-5, days=days)
            for one in hidden([event], 64_500 + chance.randrange(4))]  # fmt: skip


def test_fires_on_hashed_addresses_of_one_provider_with_one_program() -> None:
    for seed in range(3):
        events = [*carriers(seed), *hidden(farm(Random(seed), 40, 3), 65_010)]
        (alert,) = last_versions(alerts(events, "signup_network")).values()
        assert set(alert.accounts) == {f"bot{i}" for i in range(40)}


def test_quiet_on_hashed_addresses_of_a_carrier_of_a_campus_and_where_no_provider_is_told() -> None:
    for seed in range(3):
        chance = Random(seed)
        campus = [made(f"pupil{i}", HOUR + i * 600.0, chance, ip=f"203.0.113.{i}",
                       user_agent=f"Browser/{min(chance.randint(1, 9), 6)}") for i in range(60)]  # fmt: skip
        assert alerts(carriers(seed, days=9), "signup_network") == []
        assert alerts([*carriers(seed), *hidden(campus, 65_010)], "signup_network") == []
        assert alerts([*carriers(seed), *hidden(farm(chance, 40, 3), None)], "signup_network") == []
