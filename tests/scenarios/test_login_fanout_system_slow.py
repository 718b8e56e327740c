"""A dozen accounts a day guessed through a carrier's shared addresses, and providers whose people fail and get in."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, HOUR, NAME = 86_400.0, 3600.0, "login_fanout_system_slow"
HOME: dict[str, Any] = {"asn": 64501, "country": "DE"}
CARRIER: dict[str, Any] = {"asn": 64502, "country": "BR"}


def known(number: int, **where: Any) -> list[Event]:
    return [entered(f"user{i}", -5 * DAY + i, f"192.0.{i // 250}.{i % 250}", **(where or HOME)) for i in range(number)]


def shared(i: int) -> str:
    """Return one of a carrier's 26 addresses, in as many networks."""
    return f"203.0.{i % 26}.7"


def tried(number: int, seed: int = 1, **client: Any) -> list[Event]:
    """Return 15 tries a day, at any hour."""
    chance = Random(seed)
    return [failed(f"user{i}", (i + chance.random()) * DAY / 15, shared(i * 7), **CARRIER, **client)
            for i in range(number)]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fires_on_fifteen_accounts_a_day_among_the_carriers_own(seed: int) -> None:
    own = [failed(f"own{i % 60}", i * 3000.0, shared(i), **CARRIER) for i in range(200)]
    homes = [entered(f"own{i}", -4 * DAY + i, shared(i + 3), **CARRIER) for i in range(60)]
    got_in = entered("user30", 5 * DAY, shared(3), **CARRIER)
    (alert,) = last_versions(alerts([*known(90), *homes, *own, *tried(90, seed), got_in], NAME)).values()
    assert (alert.entity.id, alert.severity, alert.accounts[0]) == ("AS64502", "high", "user30")
    assert not [name for name in alert.accounts if name.startswith("own")]
    assert "meanwhile, of 1 account; listed first is 1 of them who failed there, too: see these first" in alert.reason
    assert alert.signals[0].evidence["failed_and_entered"] == 1
    assert "failed to log in from 26 addresses of one provider where they had never been, day after day" in alert.reason


def test_fires_where_each_comes_with_a_device_of_its_own() -> None:
    tries = tried(90)
    for i, one in enumerate(tries):
        one.device = f"phone{i}"
    assert alerts([*known(90), *tries], NAME)


@pytest.mark.parametrize("failing", [0.1, 0.3])
def test_quiet_on_people_who_come_to_a_provider_and_mostly_get_in(failing: float) -> None:
    chance, events = Random(4), known(900)
    for i in range(900):
        at = chance.uniform(0.0, 9 * DAY)
        events += [failed(f"user{i}", at - 30, shared(i), **CARRIER)] if chance.random() < failing else []
        events += [entered(f"user{i}", at, shared(i), **CARRIER)] if chance.random() < 0.9 else []
    assert alerts(events, NAME) == []


def test_quiet_on_an_evening_on_customers_on_one_address_and_on_what_tells_no_provider() -> None:
    evening = [failed(f"user{i}", i * 120.0, shared(i), **CARRIER) for i in range(90)]
    one = [failed(f"user{i}", i * DAY / 15, shared(0), **CARRIER) for i in range(90)]
    untold = tried(90)
    for event in untold:
        event.asn = None
    for events in ([*known(90), *evening], [*known(90), *one], [*known(90), *untold], tried(90),
                   [*known(90, **CARRIER), *tried(90)]):  # fmt: skip
        assert alerts(events, NAME) == []
