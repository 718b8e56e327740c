"""Entries that cannot be used, or would change nothing, are told with their place and without what they hold."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from pipeline.control_check import Doubts
from pipeline.control_entries import Entries
from pipeline.metrics_recording import RecordingMetrics
from schemas.control import Control
from tests.support.scenario import shipped

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
RUNNING = tuple(map(shipped, ("login_fanout", "login_fanout_network", "usage_spike", "login_site")))


def entry(**fields: Any) -> Control:
    facts: dict[str, Any] = {"kind": "snooze", "time": BEGIN, "expires": BEGIN + timedelta(hours=1), "author": "ann",
                             "why": "a test"}  # fmt: skip
    return Control(**(facts | fields))


@pytest.mark.parametrize("fields", [
    {"entity": "ip:203.0.113.7"}, {"entity": "ip:2001:db8::1"}, {"entity": "ip:203.0.113.0/24"},
    {"entity": "ip:AS64500"}, {"entity": "site:*"}, {"detector": "login_fanout"}, {"entity": "account:a:b"},
    {"entity": "key:k1", "detector": "usage_spike"}, {"entity": "account:u1", "detector": "usage_spike"},
    {"entity": "ip:203.0.113.7", "detector": "usage_spike"},
    {"kind": "threshold", "detector": "login_fanout", "value": 0.9},
    {"kind": "threshold", "entity": "ip:203.0.113.7", "value": 1.0},
    {"kind": "mode", "detector": "login_fanout", "value": "live"},
    {"entity": "ip:203.0.113.7", "expires": BEGIN},  # lifts what was set before
])  # fmt: skip
def test_what_has_an_effect_is_not_doubted(fields: dict[str, Any]) -> None:
    assert Doubts(RUNNING).of(entry(**fields)) is None


@pytest.mark.parametrize(("fields", "said"), [
    ({}, "neither an entity nor a detector"),
    ({"entity": "203.0.113.7"}, "TYPE:ID"), ({"entity": "host:a"}, "TYPE:ID"), ({"entity": "ip:"}, "TYPE:ID"),
    ({"entity": "site:shop"}, "site:*"),
    ({"entity": "ip:10.0.0.0/8"}, "networks of /16, /22, /24 only"), ({"entity": "ip:10.0.0.7/24"}, "no network"),
    ({"detector": "login_fanot"}, "no such detector; did you mean login_fanout?"),
    ({"detector": "raid"}, "raid is off in this configuration"),
    ({"entity": "account:u1", "detector": "login_fanout"}, "alerts of login_fanout name ip, never account"),
    ({"kind": "threshold", "detector": "login_fanout"}, "a score"),
    ({"kind": "threshold", "detector": "login_fanout", "value": "0.9"}, "a score"),
    ({"kind": "threshold", "detector": "login_fanout", "value": 90.0}, "a score"),
    ({"kind": "threshold", "detector": "login_fanout", "value": 0.1}, "login_fanout alerts from 0."),
    ({"kind": "mode", "detector": "login_fanout", "value": "off"}, "a mode: live, shadow, audit"),
    ({"entity": "ip:203.0.113.7", "expires": BEGIN - timedelta(hours=1)}, "ends before it begins"),
])  # fmt: skip
def test_what_has_none_is_told_why(fields: dict[str, Any], said: str) -> None:
    assert said in (Doubts(RUNNING).of(entry(**fields)) or "")


@pytest.mark.parametrize(("value", "said", "reason"), [
    (b"not json", "offset 7 cannot be used and is left out: JSON is malformed", "unreadable"),
    (b"\xff", "offset 7 cannot be used", "unreadable"),
    (b'{"kind":"a@b.example"}', "offset 7 cannot be used and is left out: Invalid enum value '...'", "unreadable"),
    (None, "offset 7 is empty", "no_effect"),
    (msgspec.json.encode(entry(entity="a@b.example")), "offset 7 (snooze) has no effect: its entity", "no_effect"),
])  # fmt: skip
def test_a_message_has_the_place_and_nothing_of_the_entry(
    value: bytes | None, said: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    metrics = RecordingMetrics()
    Entries(RUNNING, metrics).read("offset 7", value)
    (line,) = caplog.records
    assert (line.levelno, said in line.getMessage(), "a@b" in line.getMessage()) == (logging.WARNING, True, False)
    assert metrics.total("abusewatch_control_ignored_total", reason=reason) == 1


def test_nothing_is_told_twice_nor_of_what_has_expired(caplog: pytest.LogCaptureFixture) -> None:
    value = msgspec.json.encode(entry())
    since = (BEGIN + timedelta(hours=1)).timestamp()
    assert Entries(RUNNING, RecordingMetrics(), since).read("offset 7", value) == entry()
    assert Entries(RUNNING, RecordingMetrics()).read("offset 7", value, tell=False) == entry()
    assert not caplog.records
