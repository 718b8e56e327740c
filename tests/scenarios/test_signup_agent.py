"""Farms whose one program nobody else uses, and the honest crowds that bring a new one."""

from __future__ import annotations

from random import Random
from typing import Any

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
USED = [f"Browser/{number}" for number in range(20)]
FARM, SCHOOL = "203.0.113.7", "198.51.100.1"


def made(name: str, at: float, agent: str, chance: Random, **fields: Any) -> Event:
    fields.setdefault("ip", ".".join(str(chance.randint(1, 250)) for _ in range(4)))
    return event("account.signup", name, at, user_agent=agent, handle="maria_1990", **fields)


def ordinary(seed: int, days: float = 6.0, count: int = 600) -> list[Event]:
    """Return people who come when they like, with the programs that many have; from four days before the others."""
    chance = Random(seed)
    return [
        made(f"u{i}", chance.uniform(-4 * DAY, (days - 4) * DAY), chance.choice(USED), chance) for i in range(count)
    ]


def test_fires_on_an_even_beat_from_everywhere_with_one_new_program() -> None:
    chance = Random(1)
    farm = [made(f"bot{i}", i * 120.0 + chance.uniform(-8, 8), "Farm/1", chance) for i in range(60)]
    (alert,) = last_versions(alerts([*ordinary(1), *farm], "signup_agent")).values()
    assert (alert.entity.type, alert.policy) == ("site", "fake_accounts")
    assert set(alert.accounts) <= {f"bot{i}" for i in range(60)}
    assert "even beat" in alert.reason
    assert "had named: Farm 1; one after" in alert.reason
    assert alert.signals[0].evidence["program"] == "Farm 1"


def test_says_that_the_program_is_known_where_only_the_rest_of_the_agent_is_new() -> None:
    chance = Random(1)
    farm = [made(f"bot{i}", i * 120.0 + chance.uniform(-8, 8), "Browser/7 (Robot)", chance) for i in range(60)]
    (alert,) = last_versions(alerts([*ordinary(1), *farm], "signup_agent")).values()
    assert "its program is not new (Browser 7: " in alert.reason
    assert "a program (user agent) that hardly any" not in alert.reason


def test_fires_on_a_farm_that_numbers_its_accounts_under_mail_of_its_own() -> None:
    for handle in ("user", "bulkpost"):  # a firm's script looks the same, and is asked about
        chance = Random(2)
        farm = [replace(made(f"bot{i}", i * 9.0, "script/2", chance, ip=FARM, email_domain="bulkpost.example"),
                        handle=f"{handle}-{i + 1:03}") for i in range(70)]  # fmt: skip
        assert alerts([*ordinary(2), *farm], "signup_agent")


def test_fires_on_many_at_one_address_over_hours_with_one_new_program() -> None:
    chance = Random(2)
    farm = [made(f"bot{i}", chance.uniform(0, 2 * HOUR), "Farm/1", chance, ip=FARM, device=f"d{i}") for i in range(180)]
    (alert,) = last_versions(alerts([*ordinary(2), *farm], "signup_agent")).values()
    assert alert.accounts_total >= 170
    assert "at one address" in alert.reason


def test_quiet_on_a_release_that_is_new_to_everybody() -> None:
    chance = Random(3)
    release = [made(f"r{i}", chance.uniform(0, 2 * DAY), "Browser/21", chance) for i in range(800)]
    assert alerts([*ordinary(3), *release], "signup_agent") == []


def test_quiet_on_a_class_with_a_program_that_others_have_or_one_of_its_own() -> None:
    chance = Random(4)
    known = [made(f"a{i}", chance.uniform(0, HOUR), USED[0], chance, ip=SCHOOL) for i in range(110)]
    own = [made(f"b{i}", 5 * HOUR + chance.uniform(0, HOUR), "Lab/7", chance, ip=SCHOOL) for i in range(30)]
    assert alerts([*ordinary(4), *known, *own], "signup_agent") == []


def office(agent: str) -> list[Event]:
    """Return a firm's people who sign up on one morning, each when he likes, on computers that are all alike."""
    chance = Random(7)
    return [made(f"clerk{i}", chance.uniform(0, 2.8 * HOUR), agent, chance, ip=SCHOOL, device=f"pc{i}",
                 email_domain="northfield.example") for i in range(48)]  # fmt: skip


def test_quiet_on_a_firms_computers_with_a_browsers_next_version_and_not_on_a_program_of_their_own() -> None:
    assert alerts([*ordinary(4), *office("Browser/20")], "signup_agent") == []
    assert alerts([*ordinary(4), *office("Browser/22")], "signup_agent")
    assert alerts([*ordinary(4), *office("Farm/1")], "signup_agent")


def test_quiet_where_little_is_known_of_the_site_and_on_a_test_known_for_days() -> None:
    chance = Random(5)
    even = [made(f"bot{i}", i * 60.0, "Farm/1", chance) for i in range(60)]
    assert alerts(even, "signup_agent") == []
    tests = [made(f"t{i}", -3.9 * DAY + i * 900.0, "Check/1", chance) for i in range(560)]
    found = last_versions(alerts([*ordinary(5), *tests], "signup_agent")).values()
    assert all(alert.first_seen < "2026-01-03" for alert in found)


def test_quiet_on_a_firms_directory_and_an_import() -> None:
    chance = Random(1)
    for source in ("/scim/v2", "urn:shop:import"):
        many = [made(f"m{i}", i * 4.0, "Directory/1.4", chance, ip=SCHOOL, source=source) for i in range(180)]
        assert alerts([*ordinary(1), *many], "signup_agent") == []
