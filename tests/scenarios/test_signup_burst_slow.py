"""Farms that make their accounts at one address in hours, and the honest places where as many are made."""

from __future__ import annotations

from random import Random
from typing import Any

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HERE, MINUTE = "203.0.113.7", 60.0
NAMES = ("maria", "thomas", "aylin", "chen_wei", "olga.p", "jan-erik", "fatima", "luca")
QUICKER = ("signup_burst", "signup_burst_network", "signup_burst_network_slow", "signup_device")


def made(number: int, at: float, chance: Random, **fields: Any) -> Event:
    """Return a sign-up at one address by somebody with a name and a device of their own."""
    known = {"device": f"d{number}", "email_domain": "mail.example",
             "handle": f"{chance.choice(NAMES)}{chance.randrange(60, 99)}"}  # fmt: skip
    return event("account.signup", f"new{number}", at, ip=HERE, **(known | fields))


def by_hand(chance: Random, number: int, **fields: Any) -> list[Event]:
    """Return sign-ups on three devices in turn, one every five minutes or so, with drawn ends to their names."""
    return [
        made(i, (5 * i + chance.uniform(0, 4)) * MINUTE, chance,
             **({"device": f"d{i % 3}", "handle": f"{chance.choice(NAMES)}{chance.randrange(16**4):04x}"} | fields))
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_shared_devices_and_drawn_handles_at_a_pace_of_hand() -> None:
    for seed in range(5):
        farm = [*by_hand(Random(seed), 20), made(99, 8 * 60 * MINUTE, Random(seed))]  # and somebody in the evening
        assert alerts(farm, *QUICKER) == []
        (alert,) = last_versions(alerts(farm, "signup_burst_slow")).values()
        assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", HERE, "fake_accounts")
        assert alert.accounts_total == 20
        assert "20 accounts were made at one address within 4 h (usual at one address: 1.1); 17 on a" in alert.reason


def test_tells_the_fullest_hours_apart_from_the_whole() -> None:
    """What accounts share is told of all of them, so that none of its numbers is greater than theirs."""
    (alert,) = last_versions(alerts(by_hand(Random(3), 80), "signup_burst_slow")).values()
    assert alert.reason.startswith("80 accounts were made at one address, ")
    assert " of them within 4 h (usual at one address: 1.1); 8" in alert.reason or "; 7" in alert.reason


def test_fires_on_throw_away_mail() -> None:
    assert alerts(by_hand(Random(1), 16, handle="maria_1990", email_domain="mailinator.com"), "signup_burst_slow")


def test_fires_on_an_even_beat_on_devices_of_their_own() -> None:
    even = [made(i, (6 * i + chance.uniform(0, 2)) * MINUTE, chance) for chance in [Random(2)] for i in range(38)]
    (alert,) = last_versions(alerts(even, "signup_burst_slow")).values()
    assert "at an even beat" in alert.reason


def called_in(programs: int) -> list[Event]:
    """Return 45 sign-ups at an even beat, each on a device of its own, with so many programs in turn."""
    chance = Random(2)
    return [made(i, (5 * i + chance.uniform(0, 2)) * MINUTE, chance, user_agent=f"Shares/5.{i % programs}")
            for i in range(45)]  # fmt: skip


def test_quiet_on_a_firm_whose_people_are_called_in_one_after_the_other() -> None:
    """Each has a telephone of his own, and these are of all sorts; a program that names new devices has few names."""
    assert alerts(called_in(30), "signup_burst_slow") == []
    assert alerts(called_in(10), "signup_burst_slow")


def test_fires_on_throw_away_mail_on_an_even_beat_whatever_the_programs() -> None:
    farm = [replace(one, email_domain="mailinator.com", device=f"d{i % 9}") for i, one in enumerate(called_in(40))]
    assert alerts(farm, "signup_burst_slow")


def test_quiet_on_classes_conferences_and_launches() -> None:
    for seed in range(3):
        chance = Random(seed)
        for number, hours in ((30, 1), (150, 2), (600, 8)):
            crowd = [made(i, chance.uniform(0, 60 * hours) * MINUTE, chance) for i in range(number)]
            assert alerts(crowd, "signup_burst_slow") == []


def test_quiet_on_terminals_in_shops_and_schools_and_at_fairs() -> None:
    for seed in range(3):
        for devices, apart in ((1, 9.0), (2, 4.0), (3, 5.0), (20, 2.0)):
            chance = Random(seed)
            queue = [made(i, (apart * i + chance.uniform(0, 2)) * MINUTE, chance,
                          device=f"tablet{chance.randrange(devices)}") for i in range(60)]  # fmt: skip
            assert alerts(queue, "signup_burst_slow") == []


def test_quiet_on_terminals_of_strangers_where_everybody_has_a_drawn_handle() -> None:
    for seed in range(3):
        chance = Random(seed)
        mails = ("mail.example", "post.example", "letters.example")
        library = by_hand(chance, 40)
        for one in library:
            one.email_domain = chance.choice(mails)
        assert alerts(library, "signup_burst_slow") == []


def test_quiet_where_everybody_has_a_drawn_handle_and_a_device() -> None:
    chance = Random(5)
    for number in (20, 120):
        crowd = [made(i, chance.uniform(0, 180) * MINUTE, chance, handle=f"user{chance.randrange(16**6):06x}")
                 for i in range(number)]  # fmt: skip
        assert alerts(crowd, "signup_burst_slow") == []


def test_quiet_on_few_and_on_one_family_in_a_launch() -> None:
    assert alerts(by_hand(Random(3), 8), "signup_burst_slow") == []
    chance = Random(4)
    crowd = [made(1000 + i, chance.uniform(0, 120) * MINUTE, chance) for i in range(300)]
    assert alerts([*crowd, *by_hand(chance, 8)], "signup_burst_slow") == []


def test_fires_on_names_built_alike_with_mail_of_one_domain() -> None:
    chance = Random(5)
    farm = by_hand(chance, 24)
    farm = [
        replace(one, handle=f"{chance.choice(('lena', 'piotr', 'ida'))}{chance.randrange(10**5):05}") for one in farm
    ]
    (alert,) = last_versions(alerts(farm, "signup_burst_slow")).values()
    assert alert.reason.endswith("; nearly all with one mail domain and a name with digits, all built alike.")


def test_quiet_on_a_school_that_puts_the_year_behind_its_pupils_names() -> None:
    chance = Random(6)
    pupils = [
        replace(one, handle=f"{chance.choice(('lena', 'piotr', 'ida'))}{chance.randrange(2008, 2013)}")
        for one in by_hand(chance, 24)
    ]
    mixed = [
        replace(one, handle=f"lena{i * 7919 % 9000 + 1000}", email_domain=f"mail{i % 4}.example")
        for i, one in enumerate(by_hand(chance, 24))
    ]  # customers at a terminal, as the product proposes their handles
    assert alerts(pupils, "signup_burst_slow") == []
    assert alerts(mixed, "signup_burst_slow") == []
