"""From events to one alert for an attack: attacks over many entities and detectors, and hubs that join nothing."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from detectors.catalogue import CATALOGUE
from pipeline.alert_view import gathered
from pipeline.campaigns.crowd import sketch
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions, shipped

DAY, HOUR = 86_400.0, 3600.0
ALL = tuple(detector.name for detector in CATALOGUE)


def reviewed(events: Iterable[Event]) -> list[tuple[Alert, int]]:
    """Return what reviewers have to look at after a run of the whole catalogue, with how many alerts joined each."""
    heads, joined = gathered(last_versions(alerts(events, *ALL)).values())
    return [(head, len(joined.get(head.alert_id, ()))) for head in heads]


def taken_over(victim: int, at: float, ip: str, device: str) -> list[Event]:
    """Return a victim's quiet month, and then a stranger who gets in and changes the mail address."""
    name, thief = f"victim{victim}", {"device": device, "asn": 64999, "country": "BR"}
    home: dict[str, Any] = {"device": f"laptop{victim}", "asn": 64500, "country": "DE"}
    past = [entered(name, -day * DAY + victim * 97.0, f"198.51.100.{victim}", **home) for day in range(1, 30)]
    changes = [event(f"account.{what}", name, at + 120, ip=ip, **thief) for what in ("email_changed", "mfa_changed")]
    return [*past, entered(name, at, ip, **thief), *changes]


def test_accounts_taken_over_with_one_device_are_one_alert() -> None:
    events = [one for n in range(8) for one in taken_over(n, n * 2000.0, f"203.0.{n}.7", "box")]
    ((alert, joined),) = reviewed(events)
    assert (alert.accounts_total, joined, alert.severity) == (8, 10, "critical")  # eight of takeover, three of entries
    assert sorted(alert.accounts) == [f"victim{n}" for n in range(8)]
    assert alert.campaign_id == alert.alert_id


def test_unrelated_takeovers_behind_one_carrier_address_stay_apart() -> None:
    events = [one for n in range(4) for one in taken_over(n, n * 3000.0, "100.64.0.1", f"box{n}")]
    assert [(alert.accounts_total, joined) for alert, joined in reviewed(events)] == [(1, 0)] * 4


def test_stuffing_from_four_addresses_is_one_alert_that_names_those_entered() -> None:
    random, events = Random(1), [entered(f"u{n % 50}", -DAY + n * 900, f"10.0.0.{n % 50}") for n in range(96)]
    for n in range(400):
        make = entered if n in {150, 290} else failed
        events.append(make(f"target{n}", 4 * HOUR + n * 3.0, f"203.0.113.{random.randrange(4)}"))
    ((alert, joined),) = reviewed(events)
    assert joined >= 3
    assert alert.accounts_total >= 390
    assert alert.policy == "account_security"
    assert {"target150", "target290"} & set(alert.accounts)


def test_two_attacks_at_different_hours_are_two_alerts() -> None:
    events = [failed(f"a{n}", n * 3.0, "203.0.113.1") for n in range(100)]
    events += [failed(f"b{n}", 5 * HOUR + n * 3.0, "192.0.2.99") for n in range(100)]
    found = reviewed(events)
    assert {alert.entity.id for alert, _ in found} == {"203.0.113.1", "192.0.2.99"}
    assert {alert.accounts_total for alert, _ in found} == {100}


def test_a_finding_tells_when_each_account_took_part() -> None:
    engine = Engine((shipped("login_fanout"),), {"login_fanout": "live"}, EngineSettings(), RecordingMetrics())
    local = LocalPipeline(engine, list[Alert]().append)
    for n in range(100):
        local.take(failed(f"a{n}", n * 3.0, "203.0.113.1"))
    local.flush()
    (found,) = local.campaigns.board.found.values()
    known = dict(zip(found.crowd, found.since, strict=True))
    assert {n: known[sketch([f"a{n}"])[0]] for n in (0, 7, 99)} == {0: 0, 7: 21, 99: 297}


def flood(who: str, at: float, domain: str) -> list[Event]:
    """Return an account's quiet week and then a flood of links."""
    past = [event("content.posted", who, -day * DAY, content_id=f"{who}p{day}", text=f"day {day} of {who}", kind="post")
            for day in range(1, 8)]  # fmt: skip
    return [*past, *(event("content.posted", who, at + n * 4.0, content_id=f"{who}{n}", kind="post",
                           text=f"{who} says {n * 7919} and {n * 104729} to you", domains=(domain,))
                     for n in range(120))]  # fmt: skip


def test_two_floods_with_links_to_a_popular_domain_stay_apart() -> None:
    found = reviewed([*flood("ann", 0, "videos.example"), *flood("bob", 2000, "videos.example")])
    assert {alert.entity.id for alert, _ in found} >= {"ann", "bob"}


def ring(card: int, at: float, network: int) -> list[Event]:
    """Return ten new accounts that pay with one card within a day, from one of three addresses in as many networks."""
    places = [f"203.{network + n}.113.9" for n in range(3)]
    return [event("account.payment", f"c{card}-{n}", at + n * 3000.0, card=f"card{card}", device=f"phone{card}-{n}",
                  ip=places[n % 3], outcome=n % 3 > 0, amount_minor=500.0) for n in range(10)]  # fmt: skip


def cards(*rings: list[Event]) -> list[tuple[int, int]]:
    found = reviewed([one for ring_ in rings for one in ring_])
    return sorted((alert.accounts_total, joined) for alert, joined in found if alert.entity.type == "card")


def test_cards_of_one_farm_are_one_alert_and_those_of_two_are_two() -> None:
    assert cards(ring(1, 0.0, 10), ring(2, 4 * HOUR, 10)) == [(20, 1)]
    assert cards(ring(1, 0.0, 10), ring(2, 4 * HOUR, 40)) == [(10, 0), (10, 0)]


def reports(target: str, at: float, who: str) -> list[Event]:
    return [event("content.reported", target, at + n * 90.0, content_id=f"c-{target}", reporter=f"{who}{n}",
                  reason="hate") for n in range(18)]  # fmt: skip


def test_a_brigade_that_goes_from_one_account_to_the_next_is_one_alert_and_two_brigades_are_two() -> None:
    one = [reports("ann", 0.0, "a"), reports("bob", 20 * HOUR, "a")]
    (alert,) = (alert for alert, _ in reviewed([e for part in one for e in part]))
    assert alert.accounts_total == 20
    two = [reports("ann", 0.0, "a"), reports("bob", 20 * HOUR, "b")]
    assert len(reviewed([e for part in two for e in part])) == 2
