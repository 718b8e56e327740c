"""Keys made and drained through one network, on a site whose developers try their new keys at home."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "key_drain_network", 3600.0, 86_400.0


def began(
    account: str, at: float, ip: str, units: Iterable[float], home: str = "192.0.2.7", **fields: object
) -> list[Event]:
    """Make a key at home, and use it ten minutes later, every seven minutes."""
    key = f"k-{account}"
    told: dict[str, object] = {"product": "chat", "status": 200, "ip": ip, "key": key, **fields}
    uses = [event("account.usage", account, at + 600.0 + i * 400.0, units=some, **told) for i, some in enumerate(units)]
    return [event("account.api_key_created", account, at, key=key, ip=home), *uses]


def site(days: int = 8, newcomers: int = 5) -> list[Event]:
    """Return days on which a few developers make a key and try it where they are: hundreds of units, or thousands."""
    random, events = Random(7), list[Event]()
    for i in range(days * newcomers):
        home, at = f"100.64.{i}.9", i // newcomers * DAY + random.random() * 20 * HOUR
        units = [round(random.lognormvariate(6.0, 1.3), 2) for _ in range(random.randrange(1, 6))]
        events += began(f"dev{i}", at, home, units, home)
    return events


def farm(
    accounts: int,
    day: float,
    gap: float = 4 * HOUR,
    each: float = 60_000.0,
    network: str = "198.51.100",
    **fields: object,
) -> list[Event]:
    """Return accounts from homes of their own that use up the same through two gateways, one after the other."""
    random, events = Random(3), list[Event]()
    for i in range(accounts):
        parts = [random.uniform(0.2, 0.3) * each for _ in range(4)]
        at = day * DAY + i * gap
        events += began(f"drip{i}", at, f"{network}.{random.choice((8, 77))}", parts, f"203.0.{i}.4", **fields)
    return events


def test_fires_on_a_farm_whose_allowances_go_through_one_gateway() -> None:
    (alert,) = last_versions(alerts([*site(), *farm(9, 6.0)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", "198.51.100.0/24", "api_abuse")
    assert sorted(alert.accounts) == [f"drip{i}" for i in range(9)]
    assert "9 accounts made keys and used them on one network new to them within 3 days" in alert.reason
    assert int(alert.signals[0].evidence["networks_known"]) >= 10


def test_fires_on_old_accounts_that_are_put_to_work_in_one_night() -> None:
    quiet = [event("account.login", f"drip{i}", 600.0 * i, ip=f"203.0.{i}.4", outcome=True) for i in range(12)]
    found = alerts([*site(), *quiet, *farm(12, 6.0, 900.0, 300_000.0)], NAME)
    (alert,) = last_versions(found).values()
    assert alert.accounts_total == 12
    assert found[0].emitted_at < "2026-01-11T13:00:00.000Z"  # five hours after the first key


def test_goes_on_with_one_alert_where_a_handful_come_each_day() -> None:
    (alert,) = last_versions(alerts([*site(12), *farm(24, 5.0, 5 * HOUR)], NAME)).values()
    assert alert.accounts_total >= 20


def test_fires_where_only_requests_are_told() -> None:
    events = [*site(), *farm(9, 6.0)]
    for one in events:
        one.requests, one.units = one.units, None
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert "requests by the median" in alert.reason


@pytest.mark.parametrize(("others", "severity"), [(0, "high"), (6, "medium"), (18, "low")])
def test_a_hackathon_of_which_half_run_as_heavy_a_job_is_low(others: int, severity: str) -> None:
    events = [*site(), *farm(22, 6.0, 600.0)]
    for i in range(others):
        events += began(f"other{i}", 6 * DAY + i * 300.0, "198.51.100.8", [2.0 * (i + 1)] * 4)
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert alert.severity == severity
    assert ("A course or hackathon looks so" in alert.reason) is (severity == "low")


def test_quiet_on_a_class_that_tries_the_same_example() -> None:
    random = Random(5)
    events = site()
    for i in range(40):
        events += began(f"pupil{i}", 6 * DAY + i * 30.0, "198.51.100.8", [random.uniform(200, 300)] * 4)
    assert alerts(events, NAME) == []


def test_quiet_on_a_hosters_new_customers_who_begin_at_full_volume() -> None:
    for seed in range(12):
        random, events = Random(seed), site()
        for i in range(12):
            units = [random.lognormvariate(9.5, 1.2)] * 4
            at = 5 * DAY + random.random() * 3 * DAY
            events += began(f"firm{i}", at, f"198.51.100.{random.randrange(250)}", units)
        assert alerts(events, NAME) == []


def test_quiet_on_a_firm_that_rotates_the_keys_of_its_workers() -> None:
    told = {"key": "old", "product": "chat", "units": 60_000.0}
    before = [event("account.usage", f"drip{i}", day * DAY + i * 60.0, ip=f"198.51.100.{last}", **told)
              for i in range(9) for last in (8, 77) for day in range(6)]  # fmt: skip
    assert alerts([*site(), *before, *farm(9, 6.0, 600.0)], NAME) == []


def test_quiet_on_five_and_on_what_is_refused_and_where_the_site_is_not_known() -> None:
    assert alerts([*site(), *farm(5, 6.0)], NAME) == []
    assert alerts([*site(), *farm(9, 6.0, status=402)], NAME) == []
    assert alerts([*site(), *farm(9, 6.0, product="never used")], NAME) == []
    assert alerts([*site(3), *farm(9, 1.0)], NAME) == []


def test_quiet_where_each_has_a_network_of_its_own() -> None:
    events = [one for i in range(12) for one in farm(1, 6.0 + i / 9, network=f"198.51.{i}")]
    assert alerts([*site(), *events], NAME) == []
