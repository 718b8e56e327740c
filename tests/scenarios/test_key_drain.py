"""Keys that are made and drained at once."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

DAY = 86_400.0


def made(at: float, key: str) -> Event:
    return event("account.api_key_created", "owner", at, key=key)


def used(start: float, lasts: float, units: float, key: str) -> list[Event]:
    """Use a key every minute for `lasts` seconds, `units` each time."""
    return [event("account.usage", "owner", start + i * 60.0, key=key, units=units) for i in range(int(lasts // 60))]


def test_fires_on_a_key_drained_within_the_hour() -> None:
    found = alerts([made(0, "k1"), *used(120, 5400, 20_000.0, "k1")], "key_drain")
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("account", "owner", ["owner"])
    assert found[0].emitted_at < "2026-01-05T09:00:00.000Z"  # within the first hour
    assert "owner" not in alert.reason


def test_fires_whichever_way_the_first_events_come() -> None:
    events = [made(100.0, "k1"), *used(40, 5400, 20_000.0, "k1")]
    assert len(last_versions(alerts(events, "key_drain"))) == 1


def test_quiet_on_a_customer_who_rotates_a_key() -> None:
    events = [*used(0, 5 * DAY, 20_000.0, "k1"), made(5 * DAY, "k2"), *used(5 * DAY + 300, DAY, 22_000.0, "k2")]
    assert alerts(events, "key_drain") == []


def test_quiet_on_a_nightly_batch_under_a_key_of_its_own() -> None:
    events = []
    for day in range(6):
        start = day * DAY + 7200
        events += [made(start, f"job{day}"), *used(start + 100, 3000, 3000.0 if day else 1000.0, f"job{day}")]
    assert alerts(events, "key_drain") == []


def test_quiet_on_a_developer_who_tries_out_a_key() -> None:
    chance = Random(2)  # made-up traffic
    events = [made(0, "k1")] + [
        event("account.usage", "owner", 60 + i * 40.0, key="k1", units=chance.lognormvariate(4, 1)) for i in range(300)
    ]
    assert alerts(events, "key_drain") == []


def test_quiet_on_a_product_launch_under_an_old_key() -> None:
    events = [made(0, "k1"), *used(300, DAY, 50.0, "k1"), *used(2 * DAY, DAY, 50_000.0, "k1")]
    assert alerts(events, "key_drain") == []


def test_quiet_on_requests_beside_units_of_several_products() -> None:
    events = used(120, 3600, 8000.0, "k1")
    for number, one in enumerate(events):
        one.product = f"product-{number % 4}"
    assert alerts([made(0, "k1"), *events], "key_drain") == []  # 120,000 units each, and 480,000 of nothing
