"""A farm on a handful of telephones that move about, and devices on which many honest people sign up."""

from __future__ import annotations

from random import Random

from detectors.shared_site_state import SharedState
from detectors.tally import Tally
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions, shipped

NAME = "signup_devices"
HOUR, DAY = 3600.0, 86_400.0


def made(name: str, at: float, device: str, ip: str, source: str = "/app") -> Event:
    return event("account.signup", name, at, device=device, ip=ip, source=source)


def farm(devices: int = 4, each: int = 5, *, first: float = 0.0, hours: float = 9.0, kind: str = "farm",
         addresses: int = 250, source: str = "/app") -> list[Event]:  # fmt: skip
    """Return accounts made in turn on so many telephones, each from another address of a carrier."""
    return [
        made(f"{kind}{i}-{k}", first + k * hours * HOUR + i * HOUR, f"{kind}-phone{i}",
             f"198.18.{(7 * i + k) % addresses}.9", source)
        for k in range(each) for i in range(devices)
    ]  # fmt: skip


def people(days: int = 10, a_day: int = 40, first: float = 0.0) -> list[Event]:
    """Return sign-ups as they are: each on a device of its own, now and then two of a family at home."""
    random, found = Random(7), []
    for i in range(days * a_day):
        at, home = first + i * DAY / a_day, f"203.0.{i // 250}.{i % 250}"
        found.append(made(f"person{i}", at, f"own{i}", home))
        if random.random() < 0.02:
            found.append(made(f"partner{i}", at + 600.0, f"own{i}", home))
    return found


def test_fires_on_four_telephones_with_five_accounts_each_in_two_days() -> None:
    (alert,) = last_versions(alerts([*people(first=-3 * DAY), *farm()], NAME)).values()
    assert set(alert.accounts) == {f"farm{i}-{k}" for i in range(4) for k in range(5)}
    assert alert.reason.startswith(
        "On each of 4 devices (farm-phone0, farm-phone1, farm-phone2, farm-phone3) "
        "accounts were made from 5 or more addresses within 7 days, 20 accounts in all (expected: "
    )
    assert "compare what they have shown or done since (papers, payees, what was used up)" in alert.suggested_action
    told = alert.signals[0].evidence
    assert (told["devices"], told["addresses_each_at_least"]) == (4, 5)


def test_fires_on_a_second_farm_and_names_none_of_the_first() -> None:
    two = [*farm(), *farm(first=6 * DAY, kind="other")]
    found = list(last_versions(alerts([*people(17, first=-3 * DAY), *two], NAME)).values())
    assert [{name.partition("-")[0][:-1] for name in alert.accounts} for alert in found] == [{"farm"}, {"other"}]


def test_quiet_on_two_such_devices_and_on_two_accounts_each() -> None:
    assert alerts([*people(), *farm(2)], NAME) == []
    assert alerts([*people(), *farm(12, 2)], NAME) == []


def test_quiet_on_devices_that_stand_somewhere() -> None:
    counters = [made(f"guest{i}-{k}", k * HOUR + i, f"counter{i}", f"192.0.2.{i % 2}")
                for i in range(12) for k in range(20)]  # fmt: skip
    assert alerts([*people(), *counters], NAME) == []
    line = [made(f"home{i}-{k}", k * DAY + i * HOUR, f"tablet{i}", f"2001:db8:{i}:1::{k + 1}")
            for i in range(6) for k in range(5)]  # fmt: skip
    assert alerts([*people(), *line], NAME) == []


def test_quiet_on_sellers_who_were_on_the_road_when_sign_ups_began_to_be_seen_and_not_on_a_farm_beside_them() -> None:
    sellers = farm(4, 60, kind="seller")
    assert alerts([*people(20), *sellers], NAME) == []
    found = last_versions(alerts([*people(20), *sellers, *farm(first=8 * DAY)], NAME)).values()
    assert [{name.partition("-")[0][:-1] for name in alert.accounts} for alert in found] == [{"farm"}]


def test_quiet_on_what_a_directory_makes() -> None:
    assert alerts([*people(), *farm(source="/directory/scim")], NAME) == []


def test_quiet_on_sellers_who_are_on_the_road_every_week() -> None:
    sellers = [one for week in range(5) for one in farm(5, 6, first=week * 7 * DAY, kind=f"week{week}-", hours=20.0)]
    for one in sellers:
        one.device = (one.device or "").partition("-")[2]
    found = last_versions(alerts([*people(36), *sellers], NAME)).values()
    assert not {name for alert in found for name in alert.accounts if name.startswith("week4")}


def test_names_beside_a_number_of_devices_those_alone_of_which_it_is_true() -> None:
    """A fullest day of two telephones with five accounts, and a third that came up on another with fewer."""
    phones = {"phone-1": 1.0, "phone-2": 2.0, "phone-3": 3.0}
    run = Tally(n=14, peak=10.0, surprise=9.0, detail=(2, 5, 90, 3, 0, 7), carried=phones, members={"ann": 1.0},
                traits={"7": {"phone-1": 1.0, "phone-3": 3.0}})  # fmt: skip
    reason = shipped(NAME).explain(run, SharedState(), "").reason
    assert reason.startswith("On each of 2 devices (phone-1, phone-3) accounts were made from 5 or more addresses")
    assert reason.endswith("Over all days 3 devices were found so, some with fewer accounts; beside these: phone-2.")
