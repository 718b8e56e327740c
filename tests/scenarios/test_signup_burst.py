"""Sign-up farms at one address and in one network, and the honest bursts that look like them."""

from __future__ import annotations

from random import Random
from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

FARM, SCHOOL = "203.0.113.7", "198.51.100.1"


def signup(number: int, at: float, ip: str, **fields: Any) -> Event:
    return event("account.signup", f"new{number}", at, ip=ip, **fields)


def people(count: int, seconds: float, ip: str) -> list[Event]:
    """Return honest sign-ups: whenever people are done, each on a device of their own, two on a neighbour's."""
    random = Random(count)  # repeatable, not secret
    names = ["maria", "thomas", "aylin", "chen_wei", "olga.p", "jan-erik", "fatima", "luca"]
    return [
        signup(i, random.uniform(0, seconds), ip, device=f"d{max(0, i - i % 15 // 14)}", email_domain="school.example",
               handle=f"{names[i % 8]}{random.randrange(90)}")
        for i in range(count)
    ]  # fmt: skip


def test_fires_on_accounts_made_on_one_device() -> None:
    found = last_versions(alerts([signup(i, i * 41.0, FARM, device="d1") for i in range(8)], "signup_burst"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.entity.id) == ("ip", FARM)
    assert alert.accounts_total == 8
    assert alert.policy == "fake_accounts"


def test_fires_on_throw_away_mail() -> None:
    assert alerts([signup(i, i * i * 7.0, FARM, email_domain="mailinator.com") for i in range(8)], "signup_burst")


def test_fires_on_an_even_beat() -> None:
    assert alerts([signup(i, i * 12.0, FARM, device=f"d{i}") for i in range(40)], "signup_burst")


def test_quiet_on_a_firms_directory_that_makes_its_peoples_accounts() -> None:
    for source in ("/scim", "/import/partners"):
        seats = [signup(i, i * 4.0, SCHOOL, source=source) for i in range(120)]
        assert alerts([*seats, signup(999, 9000.0, SCHOOL)], "signup_burst", "signup_burst_slow") == []


def numbered(count: int, gap: float, domain: str, device: str = "rig") -> list[Event]:
    """Return accounts that one machine makes one after the other: northgate-shop-00, -01, ..."""
    return [signup(i, i * gap, FARM, device=device, email_domain=domain, handle=f"northgate-shop-{i:02}")
            for i in range(count)]  # fmt: skip


def test_quiet_on_a_firm_that_numbers_its_accounts_under_its_own_name() -> None:
    every = ("signup_burst", "signup_burst_slow", "signup_device")
    for gap in (20.0, 260.0):
        assert alerts(numbered(24, gap, "northgate.example"), *every) == []
        assert alerts(numbered(24, gap, "north-gate.example"), *every) == []
        assert alerts(numbered(24, gap, "elsewhere.example"), *every)  # it is nobody's name


def test_fires_on_numbered_accounts_that_are_more_than_any_firm_makes_or_among_others_on_the_device() -> None:
    assert alerts(numbered(150, 3.0, "northgate.example"), "signup_burst")
    others = [signup(100 + i, i * 25.0, FARM, device="rig", email_domain="mail.example", handle="x") for i in range(20)]
    assert alerts([*numbered(20, 25.0, "northgate.example"), *others], "signup_burst")


def test_fires_on_a_crowd_beyond_any_classroom() -> None:
    assert alerts(people(150, 500, FARM), "signup_burst")


def test_names_no_device_in_the_evidence() -> None:
    farm = [signup(i, i * 41.0, FARM, device="d1") for i in range(8)]
    (alert,) = last_versions(alerts(farm, "signup_burst")).values()
    assert set(alert.signals[0].evidence) == {
        "count_in_window", "window_s", "usual_in_window", "surprise_log10", "events", "distinct", "on_shared_devices",
        "with_device", "disposable_mail", "drawn_handles", "addresses",
    }  # fmt: skip


def test_says_nothing_of_what_is_not_shared_or_not_told() -> None:
    for fields in ({}, {"email_domain": "school.example"}):
        even = [signup(i, i * 12.0, FARM, **fields) for i in range(40)]
        (alert,) = last_versions(alerts(even, "signup_burst")).values()
        assert "share" not in alert.reason
        assert "mail" not in alert.reason
        assert alert.reason.endswith(").")
    (alert,) = last_versions(
        alerts([signup(i, i * 41.0, FARM, device="d1") for i in range(8)], "signup_burst")
    ).values()
    assert "); 7 on a device another used." in alert.reason


def test_quiet_on_a_class() -> None:
    assert alerts(people(30, 900, SCHOOL), "signup_burst", "signup_burst_network") == []


def test_quiet_on_a_conference() -> None:
    assert alerts(people(300, 4 * 3600, SCHOOL), "signup_burst", "signup_burst_network") == []


def test_quiet_on_a_launch_seen_by_a_carrier() -> None:
    before = [signup(10_000 + i, -90_000.0 + i * 29.0, SCHOOL, device=f"b{i}") for i in range(3000)]
    assert alerts([*before, *people(60, 600, SCHOOL)], "signup_burst") == []


def test_fires_on_a_farm_over_a_network() -> None:
    farm = [signup(i, i * 37.0, f"203.0.113.{i * 3}", device=f"d{i // 6}") for i in range(16)]
    found = last_versions(alerts(farm, "signup_burst", "signup_burst_network"))
    assert [alert.entity.id for alert in found.values()] == ["203.0.113.0/24"]


def at_terminals(count: int, apart: float, terminals: int) -> list[Event]:
    """Return sign-ups with real mail at a fair, one after the other at as many tablets."""
    return [
        signup(i, i * apart, SCHOOL, device=f"tablet{i * 7 % terminals}", email_domain="mail.example",
               handle=f"{('maria', 'thomas', 'aylin')[i % 3]}{i * 37 % 90}")
        for i in range(count)
    ]  # fmt: skip


def test_quiet_on_a_fairs_two_tablets_and_a_schools_few_machines() -> None:
    fair = [one for i, one in enumerate(at_terminals(55, 70.0, 2)) if i % 5]  # some give up
    assert alerts(fair, "signup_burst", "signup_burst_network") == []
    assert alerts(at_terminals(35, 61.0, 9), "signup_burst", "signup_burst_network") == []


def test_fires_on_two_devices_that_are_quicker_than_people() -> None:
    found = alerts(at_terminals(40, 15.0, 2), "signup_burst")
    assert {alert.entity.id for alert in found} == {SCHOOL}


def script(number: int, seconds: float) -> list[Event]:
    """Return sign-ups of a script that waits about as long after each, from address after address of one network."""
    random = Random(number)  # repeatable, not secret
    return [
        signup(i, (i + random.uniform(0.0, 0.5)) * seconds, f"203.0.113.{random.randrange(9, 200)}",
               handle=f"anna{random.randrange(9999)}", email_domain="mail.example")
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_script_that_takes_an_hour() -> None:
    (alert,) = last_versions(alerts(script(300, 26.0), "signup_burst_network_slow")).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", "203.0.113.0/24")
    assert "within 60 min, at an even beat (usual" in alert.reason
    assert alert.accounts_total == 300


def test_fires_on_throw_away_mail_at_one_or_two_a_minute() -> None:
    farm = [signup(i, i * 31.0 + i * i % 47, f"203.0.113.{i}", email_domain="mailinator.com") for i in range(100)]
    assert alerts(farm, "signup_burst_network_slow")


def test_fires_on_nine_within_an_hour_at_eight_addresses_all_with_throw_away_mail() -> None:
    farm = [signup(i, i * 380.0 + i * i * 7 % 60, f"203.0.113.{20 + i % 8}", email_domain="mailinator.com")
            for i in range(9)]  # fmt: skip
    assert alerts(farm, "signup_burst_network_slow")
    assert alerts(farm, "signup_burst_network") == []


def test_quiet_on_a_carriers_nine_of_whom_two_use_throw_away_mail() -> None:
    few = [signup(i, i * 380.0 + i * i * 7 % 60, f"198.51.100.{i}",
                  email_domain="mailinator.com" if i in {3, 7} else "mail.example") for i in range(9)]  # fmt: skip
    assert alerts(few, "signup_burst_network_slow") == []


def test_quiet_on_a_conference_over_a_network() -> None:
    crowd = people(300, 4 * 3600, SCHOOL)
    for i, one in enumerate(crowd):
        one.ip = f"198.51.100.{i % 120}"
    assert alerts(crowd, "signup_burst_network", "signup_burst_network_slow") == []


def test_quiet_on_a_launch_over_a_network_that_always_has_many() -> None:
    random = Random(6)  # repeatable, not secret
    known = [
        signup(10_000 + i, random.uniform(-6 * 86_400, 0), f"198.51.100.{i % 99}", device=f"b{i}") for i in range(6000)
    ]
    crowd = people(200, 3600, SCHOOL)
    for i, one in enumerate(crowd):
        one.ip = f"198.51.100.{i % 120}"
    assert alerts([*known, *crowd], "signup_burst_network_slow") == []


def test_quiet_on_a_test_team_from_its_third_week_on() -> None:
    day, names = 86_400.0, ("maria", "thomas", "xkqzvbwt")

    def week(number: int, name: int) -> list[Event]:
        return [
            signup(1000 * number + i, 7 * number * day + 20.0 * i, "203.0.113.7", device="rig", handle=names[name])
            for i in range(24)
        ]

    two = last_versions(alerts([*week(0, 0), *week(1, 1)], "signup_burst"))
    assert len(two) == len(last_versions(alerts([*week(0, 0), *week(1, 1), *week(2, 0)], "signup_burst"))) == 2
    assert len(last_versions(alerts([*week(0, 0), *week(1, 1), *week(2, 2)], "signup_burst"))) == 3  # drawn handles
    more = [signup(9000 + i, 14 * day + 10.0 * i, "203.0.113.7", device="rig") for i in range(60)]
    assert len(last_versions(alerts([*week(0, 0), *week(1, 1), *more], "signup_burst"))) == 3
