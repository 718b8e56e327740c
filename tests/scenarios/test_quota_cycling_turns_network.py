"""Fresh accounts that take turns over the addresses of one network."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR = "quota_cycling_turns_network", 3600.0


def shift(account: str, start: float, ip: str, minutes: int = 51, requests: float = 30.0) -> list[Event]:
    """Search every few minutes from one address."""
    return [
        event("account.usage", account, start + i * 340.0, requests=requests, status=200, ip=ip)
        for i in range(minutes * 60 // 340 + 1)
    ]


def made(accounts: int, random: Random, network: str = "198.51.100") -> list[Event]:
    return [
        event("account.signup", f"a{i}", -24 * HOUR + i * 180.0, ip=f"{network}.{random.randrange(20)}")
        for i in range(accounts)
    ]


def test_fires_on_scrapers_that_relieve_each_other_each_hour() -> None:
    for seed in range(4):
        random = Random(seed)
        events = made(40, random)
        for hour in range(48):
            requests = random.uniform(28, 31)
            address = f"198.51.100.{random.randrange(20)}"
            events += shift(f"a{hour % 40}", hour * HOUR + 60, address, requests=requests)
        (alert,) = last_versions(alerts(events, NAME)).values()
        assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", "198.51.100.0/24", "api_abuse")
        assert alert.accounts_total >= 20
        assert int(alert.signals[0].evidence["addresses"]) >= 3


def test_quiet_on_a_carriers_new_customers() -> None:
    for seed in range(10):
        random = Random(seed)
        events = made(40, random)
        for account in range(40):
            start = random.uniform(0, 24) * HOUR
            events += shift(f"a{account}", start, f"198.51.100.{random.randrange(200)}", random.randrange(5, 60))
        assert alerts(events, NAME) == []


def test_quiet_on_a_few_newcomers_a_day_and_on_one_address() -> None:
    random = Random(2)
    events = made(10, random)
    for account in range(5):
        events += shift(f"a{account}", account * 5 * HOUR, f"198.51.100.{account}")
    at_one = made(24, random, "203.0.113")
    for hour in range(24):
        at_one += shift(f"a{hour}", hour * HOUR, "203.0.113.9")
    assert alerts(events, NAME) == []
    assert alerts(at_one, NAME) == []


def test_fires_on_half_a_dozen_a_day_for_three_days() -> None:
    random = Random(5)
    events = made(18, random)
    for account in range(18):
        start = account // 6 * 24 * HOUR + account % 6 * HOUR
        ip = f"198.51.100.{account % 5}"
        events += shift(f"a{account}", start, ip, minutes=40)
        events.append(event("account.usage", f"a{account}", start + 2500.0, requests=1.0, status=429, ip=ip))
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert alert.accounts_total == 18
    assert "within 72 h" in alert.reason
