"""Snoozes and allow-lists hold from their beginning to their expiry in event time, for whom they name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from msgspec.structs import replace

from pipeline.controls import Controls
from pipeline.local import LocalPipeline
from schemas.alert import Alert
from schemas.control import Control
from tests.engine.toys import Counter, engine
from tests.support.scenario import START, failed

Kind = Literal["snooze", "allow"]
BEGIN = datetime.fromtimestamp(START, UTC)


def control(kind: Kind, entity: str, detector: str | None = None) -> Control:
    until = BEGIN + timedelta(hours=1)
    return Control(kind=kind, time=BEGIN, expires=until, author="ann", why="a test", entity=entity, detector=detector)


def test_a_snooze_holds_from_its_time_to_its_expiry() -> None:
    controls = Controls((control("snooze", "ip:10.0.0.1", "counter"),))
    asked = [controls.silenced("counter", "ip:10.0.0.1", START + at, 0.9) for at in (-1, 0, 3599, 3600)]
    assert asked == [None, "snooze", "snooze", None]


def test_it_holds_for_the_entity_and_detector_that_it_names() -> None:
    controls = Controls((control("snooze", "ip:10.0.0.1", "counter"), control("allow", "ip:10.0.0.2")))
    assert controls.silenced("other", "ip:10.0.0.1", START, 0.9) is None
    assert controls.silenced("counter", "ip:10.0.0.3", START, 0.9) is None
    assert controls.silenced("counter", "ip:10.0.0.2", START, 0.9) == "allow_list"
    assert controls.silenced("other", "ip:10.0.0.2", START, 0.9) == "allow_list"
    assert len(controls) == 2


def test_an_address_is_silenced_and_its_network_is_another_entity() -> None:
    """What is silenced is who an alert accuses; detectors learn and count the same whatever operators set."""
    controls = Controls((control("snooze", "ip:10.0.0.1"),))
    assert controls.silenced("counter", "ip:10.0.0.0/24", START, 0.9) is None
    controls.add(control("snooze", "ip:10.0.0.0/24"))
    assert controls.silenced("counter", "ip:10.0.0.0/24", START, 0.9) == "snooze"
    assert controls.silenced("counter", "ip:10.0.0.2", START, 0.9) is None


@pytest.mark.parametrize(("kind", "reason"), [("snooze", "snooze"), ("allow", "allow_list")])
def test_a_silenced_alert_is_counted_and_comes_when_the_silence_ends(kind: Kind, reason: str) -> None:
    one, found = engine(), list[Alert]()
    one.controls.add(control(kind, "ip:10.0.0.1"))
    local = LocalPipeline(one, found.append)
    for n in range(30):
        local.take(failed(f"u{n}", 1800 + n, "10.0.0.1"))
    assert found == []
    assert one.metrics.total("abusewatch_alerts_suppressed_total", reason=reason) > 0  # type: ignore[attr-defined]
    for n in range(30):
        local.take(failed(f"u{n}", 3700 + n, "10.0.0.1"))
    local.flush()
    assert {alert.entity.id for alert in found} == {"10.0.0.1"}


def setting(kind: Literal["threshold", "mode"], value: float | str, after: int = 0) -> Control:
    until = BEGIN + timedelta(hours=1)
    return Control(kind=kind, time=BEGIN + timedelta(seconds=after), expires=until, author="ann", why="a test",
                   detector="counter", value=value)  # fmt: skip


def test_a_threshold_lets_only_higher_scores_through() -> None:
    controls = Controls((setting("threshold", 0.8),))
    assert controls.silenced("counter", "ip:10.0.0.1", START, 0.79) == "threshold"
    assert controls.silenced("counter", "ip:10.0.0.1", START, 0.8) is None
    assert controls.silenced("other", "ip:10.0.0.1", START, 0.1) is None


def test_a_mode_holds_for_its_detector_while_it_is_valid_and_the_latest_wins() -> None:
    controls = Controls((setting("mode", "live", after=600), setting("mode", "shadow")))
    asked = [controls.mode("counter", "ip:10.0.0.1", START + at) for at in (-1, 0, 599, 600, 3600)]
    assert asked == [None, "shadow", "shadow", "live", None]
    assert controls.mode("other", "ip:10.0.0.1", START) is None


def test_the_same_entry_twice_is_one() -> None:
    assert len(Controls((setting("mode", "live"), setting("mode", "live")))) == 1


def test_a_newer_entry_takes_an_older_ones_place_also_when_it_has_expired() -> None:
    short = setting("mode", "live", after=600)
    controls = Controls((setting("mode", "shadow"), replace(short, expires=BEGIN + timedelta(seconds=900))))
    asked = [controls.mode("counter", "ip:10.0.0.1", START + at) for at in (0, 600, 900)]
    assert asked == ["shadow", "live", None]  # a compacted topic has kept the newer one only


def test_one_that_holds_for_no_time_lifts_what_was_set_and_of_two_at_once_the_last_counts() -> None:
    set_, moment = setting("mode", "shadow"), BEGIN + timedelta(seconds=600)
    lifted = replace(set_, time=moment, expires=moment)
    controls = Controls((set_, lifted))
    assert [controls.mode("counter", "ip:10.0.0.1", START + at) for at in (599, 600)] == ["shadow", None]
    controls.add(replace(set_, time=moment))
    assert controls.mode("counter", "ip:10.0.0.1", START + 600) == "shadow"


def test_what_stands_is_what_is_in_force_and_what_is_to_come() -> None:
    now, later = setting("mode", "shadow"), setting("mode", "live", after=600)
    controls = Controls((now, later, control("snooze", "ip:10.0.0.1")))
    assert controls.standing(START) == [now, later, control("snooze", "ip:10.0.0.1")]
    assert controls.standing(START + 600) == [later, control("snooze", "ip:10.0.0.1")]
    assert controls.standing(START + 3600) == []


class OfAccounts(Counter):
    """The same of accounts."""

    keyed_by = "account"


def test_who_is_named_by_his_address_alone_is_silenced_by_it() -> None:
    one, found = engine(OfAccounts()), list[Alert]()
    one.controls.add(control("snooze", "ip:10.0.0.1"))
    local = LocalPipeline(one, found.append)
    for n in range(9):
        local.take(failed("unknown:10.0.0.1", float(n), "10.0.0.1"))
        local.take(failed("unknown:10.0.0.2", float(n), "10.0.0.2"))
    local.flush()
    assert {(alert.entity.type, alert.entity.id) for alert in found} == {("ip", "10.0.0.2")}
