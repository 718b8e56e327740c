"""A try for each account from a new provider, slowly, through one entrance; and what looks alike."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, HOUR = 86_400.0, 3600.0
NAME, SSO = "login_source", "/sso"


def home(i: int) -> dict[str, Any]:
    return {"ip": f"192.0.{i // 250}.{i % 250}", "asn": 64_500 + i % 5}


def abroad(chance: Random) -> dict[str, Any]:
    return {"ip": f"{chance.randrange(11, 99)}.{chance.randrange(250)}.7.9", "asn": 65_000 + chance.randrange(300)}


def site(seed: int, days: int = 12, number: int = 600) -> list[Event]:
    """Return logins at home, of which one in ten is mistyped first, and journeys: a fifth of those, too."""
    chance, events = Random(seed), [entered(f"user{i}", -(days + 1) * DAY + i, **home(i)) for i in range(number)]
    for _ in range((days + 2) * 200):
        at, i = chance.uniform(-days * DAY, 2 * DAY), chance.randrange(number)
        source = SSO if i % 4 == 0 else "/web"
        where = home(i) if chance.random() < 0.9 else abroad(chance)
        if chance.random() < (0.1 if where == home(i) else 0.2):
            events.append(failed(f"user{i}", at - 30, source=source, **where))
        events.append(entered(f"user{i}", at, source=source, **where))
    return events


def sprayed(seed: int, number: int, seconds: float, source: str = SSO) -> list[Event]:
    chance = Random(seed)
    return [
        failed(f"user{4 * i % 600}", i * seconds / number, source=source, **abroad(chance)) for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_sprayer_with_a_new_address_for_each_account() -> None:
    """Two an hour, where patients at the other door mistype as many."""
    for seed in (1, 2):
        (alert,) = last_versions(alerts([*site(seed), *sprayed(seed, 100, 1.9 * DAY)], NAME)).values()
        assert (alert.entity.type, alert.severity) == ("site", "high")
        assert alert.accounts_total >= 95
        assert "through /sso within 24 h, each at a provider new to it, from" in alert.reason


def test_says_what_is_usual_though_the_attack_goes_on_for_days() -> None:
    (alert,) = last_versions(alerts([*site(3, days=9), *sprayed(3, 150, 1.9 * DAY)], NAME)).values()
    assert alert.accounts_total >= 140
    assert float(alert.signals[0].evidence["expected_in_day"]) < 8


def test_begins_with_the_first_attempt_of_the_day_and_is_one_alert_with_what_an_hour_shows() -> None:
    events = [*site(9), *sprayed(9, 240, DAY)]
    found = last_versions(alerts(events, NAME, "login_site_slow")).values()
    assert {one.campaign_id for one in found} == {min(found, key=lambda one: one.first_seen).campaign_id}
    assert {signal.detector for one in found for signal in one.signals} == {NAME, "login_site_slow"}
    (alone,) = last_versions(alerts(events, NAME)).values()
    assert alone.first_seen < "2026-01-05T08:10"


@pytest.mark.parametrize("number", [15, 100])
def test_quiet_on_a_few_and_in_a_sites_first_week(number: int) -> None:
    days = 12 if number < 20 else 6
    assert alerts([*site(4, days=days), *sprayed(4, number, DAY)], NAME) == []


def test_quiet_on_what_comes_within_an_hour_or_from_one_network() -> None:
    one = [failed(f"user{4 * i}", i * 900.0, f"203.0.113.{i}", asn=65_500, source=SSO) for i in range(100)]
    assert alerts([*site(5), *sprayed(5, 120, HOUR)], NAME) == []
    assert alerts([*site(5), *one], NAME) == []


def test_quiet_when_a_provider_gets_a_new_number_and_when_an_entrance_opens() -> None:
    """All of one provider's customers come from a new one: many get in, some mistype, a few give up."""
    for seed, source in ((6, SSO), (7, "/app")):
        chance, events = Random(seed), site(seed)
        for i in range(0, 600, 2):
            at, where = chance.uniform(0, DAY), home(i) | {"ip": f"100.{i // 250}.{i % 250}.7", "asn": 65_400}
            events += [failed(f"user{i}", at - 60, source=source, **where)] if i % 10 == 0 else []
            events += [entered(f"user{i}", at, source=source, **where)] if i % 40 else []
        assert alerts(events, NAME) == []


def test_quiet_when_the_sign_on_refuses_owners_for_hours_at_home_and_on_journeys() -> None:
    chance, events = Random(8), site(8)
    for i in range(300):
        where = home(i) if i % 10 else abroad(chance)
        events.append(failed(f"user{i}", chance.uniform(0, 9 * HOUR), source=SSO, reason="error", **where))
    assert alerts(events, NAME) == []
