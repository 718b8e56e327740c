"""Patient guessing from one network, and networks whose people fail and get in."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, HOUR, NAME = 86_400.0, 3600.0, "login_fanout_network_slow"


def known(number: int) -> list[Event]:
    return [entered(f"user{i}", -5 * DAY + i, f"192.0.{i // 250}.{i % 250}") for i in range(number)]


def near(i: int) -> str:
    """Return an address of one network."""
    return f"203.0.113.{i % 250}"


def strangers(seed: int, number: int, seconds: float, failing: float) -> list[Event]:
    """Return people who come to a network: each fails now and then, and then mostly gets in."""
    chance, events = Random(seed), list[Event]()
    for i in range(number):
        name, at, ip = f"user{i}", chance.uniform(0.0, seconds), near(chance.randrange(250))
        events += [failed(name, at - 30, ip)] if chance.random() < failing else []
        events += [entered(name, at, ip)] if chance.random() < 0.9 else []
    return events


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fires_on_a_try_every_twenty_minutes_each_from_another_address(seed: int) -> None:
    chance = Random(seed)
    tries = [failed(f"user{i}", i * 1200.0 + chance.uniform(0, 600), near(i * 7)) for i in range(90)]
    later = entered("user30", 90 * 1200.0, near(5))
    (alert,) = last_versions(alerts([*known(90), *tries, later], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("ip", "203.0.113.0/24", "critical")
    assert alert.accounts[0] == "user30"
    assert "1 login from such addresses there got in meanwhile, of 1 account, listed first (acc" in alert.reason


def test_fires_where_thirty_addresses_take_turns_for_days() -> None:
    tries = [failed(f"user{i % 220}", i * 1800.0, near(20 + i % 30)) for i in range(240)]
    (alert,) = last_versions(alerts([*known(220), *tries], NAME)).values()
    assert alert.signals[0].evidence["addresses"] == 30
    assert alert.accounts_total >= 40


@pytest.mark.parametrize("failing", [0.1, 0.3])
def test_quiet_on_a_carrier_or_a_hotel_from_the_first_day_on(failing: float) -> None:
    assert alerts([*known(2000), *strangers(4, 2000, 2 * DAY, failing)], NAME) == []
    assert alerts([*known(80), *strangers(5, 80, DAY, failing)], NAME) == []


def test_quiet_on_an_hour_and_on_one_address_and_on_a_client() -> None:
    hour = [failed(f"user{i}", i * 40.0, near(i)) for i in range(90)]
    one = [failed(f"user{i}", i * 1200.0, near(0)) for i in range(90)]
    client = [failed("user1", i * 300.0, near(i)) for i in range(250)]
    assert alerts([*known(90), *hour], NAME) == []
    assert alerts([*known(90), *one], NAME) == []
    assert alerts([*known(90), *client], NAME) == []


def test_quiet_where_nothing_is_known_of_the_accounts_places() -> None:
    """New here, or known by entries that tell no address; and names that nobody has."""
    placeless = [entered(f"user{i}", -DAY + i, "") for i in range(90)]
    for one in placeless:
        one.ip = None
    tries = [failed(f"user{i}", i * 1200.0, near(i)) for i in range(90)]
    names = [failed(f"name{i}", i * 1200.0, near(i), reason="unknown_user") for i in range(90)]
    assert alerts(tries, NAME) == []
    assert alerts([*placeless, *tries], NAME) == []
    assert alerts([*known(90), *names], NAME) == []


def test_nobody_is_accused_of_more_entries_than_a_guesser_has() -> None:
    """A neighbour's three customers got in without failing: they are not named."""
    tries = [failed(f"user{i}", i * 1200.0, near(i)) for i in range(70)]
    others = [entered(f"user{80 + i}", 30_000.0 + i * 900.0, near(200 + i)) for i in range(3)]
    (alert,) = last_versions(alerts([*known(90), *tries, *others], NAME)).values()
    assert alert.severity != "critical"
    assert not {"user80", "user81", "user82"} & set(alert.accounts)
    assert "3 logins from such addresses there got in meanwhile, of 3 accounts, none of which failed" in alert.reason
    assert alert.signals[0].evidence["accounts_entered"] == 3
    assert alert.suggested_action.startswith("Challenge the network.")


def test_networks_of_one_provider_that_take_turns_are_one_alert() -> None:
    tries = [failed(f"user{i}", i * 700.0, f"203.0.{(113, 114, 201)[i % 3]}.{i % 80}", asn=64500) for i in range(270)]
    found = last_versions(alerts([*known(270), *tries], NAME)).values()
    assert len(found) == 3
    assert len({alert.campaign_id for alert in found}) == 1
