"""What the site's own days say of newcomers does not depend on partitions, interleaving, lateness or crashes."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from schemas.event import Event
from tests.scenarios import (
    test_code_guessing,
    test_code_guessing_address,
    test_code_guessing_slow,
    test_contact_again,
    test_contact_push,
    test_domain_again,
    test_domain_push,
    test_first_contacts,
    test_first_contacts_network,
    test_key_drain_network,
    test_list_bombing,
    test_mass_contact,
    test_report_surge,
    test_review_wave,
)
from tests.support.scenario import live, shipped
from tests.test_replay_equals_stages import carried, content, late, replayed

HOUR = 3600.0
NAMES = ("first_contacts", "first_contacts_day", "first_contacts_network", "domain_push", "domain_push_slow",
         "domain_push_day", "contact_push", "contact_groups", "domain_again", "contact_again", "review_wave",
         "review_wave_slow", "code_guessing", "code_guessing_address", "code_guessing_slow", "report_surge",
         "report_surge_day", "key_drain_network")  # fmt: skip


@cache
def traffic() -> list[Event]:
    """Return five days of newcomers, links and reviews, then who writes to strangers or pushes something."""
    events = [*test_first_contacts.site(), *test_first_contacts.outreach(36, 80.0),
              *test_first_contacts_network.helpers(),
              *test_domain_push.site(0.04), *test_domain_push.apart(9, 4.0),
              *test_contact_push.hotline(17, 600.0, -20 * HOUR),
              *test_review_wave.site(0.2, 5, 60), *test_review_wave.wave(30, 500.0, at=-20 * HOUR),
              *test_review_wave.signed_up([f"paid{i}" for i in range(30)], -21 * HOUR),
              *test_review_wave.joiners(days=4),
              *test_code_guessing.site(7), *test_code_guessing.guessed(6.2),
              *test_code_guessing_address.guessed(6, day=5.6),
              *test_code_guessing_slow.site(7, product="gift"),
              *test_code_guessing_slow.tried("patient", 4, 9, 4.2, product="gift"),
              *reports(), *test_key_drain_network.site(7), *test_key_drain_network.farm(9, 5.2, 3600.0)]  # fmt: skip
    return sorted(events, key=lambda one: (one.time, one.id))


def reports() -> list[Event]:
    """Return days of new things that one or two report, then a mob that only such days tell from readers."""
    mob = [*test_report_surge.posts(0.2), *test_report_surge.reading(70, 0.2, gap=40.0)]
    return [one for one in [*test_report_surge.site(5, 75), *mob] if isinstance(one, Event)]


def engine() -> Engine:
    return live(*NAMES)


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(traffic(), engine()))
    fired = {signal.detector for alert in found.values() for signal in alert["signals"]}  # type: ignore[attr-defined]
    assert {
        "first_contacts",
        "first_contacts_network",
        "domain_push_slow",
        "contact_push",
        "review_wave",
        "code_guessing",
        "code_guessing_address",
        "code_guessing_slow",
        "report_surge",
        "key_drain_network",
    } <= fired
    return found


@pytest.mark.parametrize("partitions", [1, 16])
def test_partitions_and_interleaving_decide_nothing(partitions: int, expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(traffic(), partitions, partitions, by=engine())) == expected


def test_crashes_decide_nothing(expected: dict[str, dict[str, object]]) -> None:
    assert content(carried(traffic(), 4, 4, crashes=12, by=engine())) == expected


def test_late_and_duplicate_events_decide_nothing(expected: dict[str, dict[str, object]]) -> None:
    events = late(traffic(), 3)
    assert content(replayed(events, engine())) == expected
    assert content(carried(events, 4, 4, by=engine())) == expected


def test_what_is_told_again_is_told_in_any_order() -> None:
    taken = test_domain_again.TAKEN
    events = [*test_domain_again.site(7), *test_domain_again.told(9, 7, gap=3 * HOUR, **taken),
              *test_contact_again.told(9, 5, 3 * HOUR, **taken)]  # fmt: skip
    events.sort(key=lambda one: (one.time, one.id))
    expected = content(replayed(events, engine()))
    fired = {signal.detector for alert in expected.values() for signal in alert["signals"]}  # type: ignore[attr-defined]
    assert {"domain_again", "contact_again"} <= fired
    for order, partitions, crashes in ((events, 1, 0), (events, 16, 0), (events, 4, 12), (late(events, 3), 4, 0)):
        assert content(carried(order, partitions, partitions, crashes=crashes, by=engine())) == expected


def test_reports_of_what_is_told_count_in_any_order() -> None:
    push = test_contact_again.colleagues()
    events = [*test_contact_again.site(10), *push, *test_contact_again.reported(push, 8)]
    events.sort(key=lambda one: (one.time, one.id))
    expected = content(replayed(events, engine()))
    fired = {signal.detector for alert in expected.values() for signal in alert["signals"]}  # type: ignore[attr-defined]
    assert "contact_again" in fired
    for order, partitions, crashes in ((events, 1, 0), (events, 16, 0), (events, 4, 12), (late(events, 3), 4, 0)):
        assert content(carried(order, partitions, partitions, crashes=crashes, by=engine())) == expected


def test_who_wrote_first_is_told_in_any_order() -> None:
    """Some of them wrote or paid more than an hour before, others less; strangers beside them are told of."""
    asked = [*test_mass_contact.applied("landlord", 60, -1.25 * HOUR, first=60),
             *test_mass_contact.paid("landlord", 60, -1.5 * HOUR)]  # fmt: skip
    events = [*test_mass_contact.past("landlord"), *asked, *test_mass_contact.mailing("landlord", 200, 12.0)]
    events.sort(key=lambda one: (one.time, one.id))

    def both() -> Engine:
        return live(*test_mass_contact.BOTH)

    expected = content(replayed(events, both()))
    fired = {signal.detector for alert in expected.values() for signal in alert["signals"]}  # type: ignore[attr-defined]
    assert fired == {*test_mass_contact.BOTH}
    for order, partitions, crashes in ((events, 1, 0), (events, 16, 0), (events, 4, 12), (late(events, 3), 4, 0)):
        assert content(carried(order, partitions, partitions, crashes=crashes, by=both())) == expected


def test_whom_the_mailer_never_wrote_to_is_told_in_any_order() -> None:
    """Some of the forms had answered the victim an hour before or earlier, others minutes before."""
    flood = test_list_bombing.confirmed
    events = [*test_list_bombing.site(), *flood(range(6), at=-2 * HOUR), *flood(range(40), 300.0)]
    events.sort(key=lambda one: (one.time, one.id))
    name = test_list_bombing.NAME

    def alone() -> Engine:
        return Engine((shipped(name),), {name: "live"}, EngineSettings(), RecordingMetrics())

    expected = content(replayed(events, alone()))
    assert len(expected) == 1
    for order, partitions, crashes in ((events, 1, 0), (events, 16, 0), (events, 4, 12), (late(events, 3), 4, 0)):
        assert content(carried(order, partitions, partitions, crashes=crashes, by=alone())) == expected
