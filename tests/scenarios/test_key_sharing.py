"""An API key on many networks, and keys that are spread by nature."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def used(key: str, at: float, ip: str, **fields: object) -> Event:
    return event("account.usage", "customer", at, key=key, ip=ip, units=10.0, **fields)


def test_fires_on_a_key_that_turns_up_on_many_networks() -> None:
    events = [used("k1", day * 86_400.0 + i * 60, "192.0.2.7") for day in range(-10, 0) for i in range(5)]
    events += [used("k1", i * 120.0, f"10.{i}.0.9", country="DE" if i % 2 else "BR") for i in range(30)]
    (alert,) = last_versions(alerts(events, "key_sharing")).values()
    assert (alert.entity.type, alert.entity.id) == ("key", "k1")
    assert alert.accounts == ["customer"]
    assert "2 countries" in alert.reason


def test_fires_on_ipv6_networks() -> None:
    events = [used("k1", i * 60.0, f"2001:db8:{i:x}::1") for i in range(30)]
    assert len(last_versions(alerts(events, "key_sharing"))) == 1


def test_quiet_on_addresses_of_one_network() -> None:
    assert alerts([used("k1", i * 30.0, f"192.0.2.{i}") for i in range(200)], "key_sharing") == []


def test_quiet_on_servers_that_have_always_been_spread() -> None:
    events = [used("k1", hour * 3600.0 + i * 60, f"10.{i}.0.1") for hour in range(240) for i in range(7 + hour % 2)]
    assert alerts(events, "key_sharing") == []


def test_quiet_on_many_keys_with_one_network_each() -> None:
    assert alerts([used(f"k{i}", i * 10.0, f"10.{i}.0.1") for i in range(100)], "key_sharing") == []
