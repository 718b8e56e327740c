"""Whatever arrives, `parse` answers; what the structs allow goes through it unchanged, but for placeholders."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.event import Decision, Event
from schemas.parse import REASONS, Refused, Unknown, parse
from schemas.records import RECORDS
from schemas.staff import by_staff
from schemas.untold import told
from schemas.wire_data import Network
from tests.schemas.examples import EVENTS, decode, faults, files, read
from tests.schemas.strategies import record

SEEDS = [read("valid", name) for name in files("valid") if name.partition("/")[0] in EVENTS]
MARK = "SECRET"
MARKED = st.text(max_size=12).map(lambda text: f"{MARK}{text}'{MARK}\"{MARK}")
JUNK = st.recursive(
    MARKED | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MARKED, inner, max_size=3),
    max_leaves=6,
)
COMMON = ("ip", "device", "user_agent", "country", "asn", "handle", "email_domain", "invited_by", "key", "product",
          "requests", "units", "status", "amount_minor", "card", "merchant", "content_id", "text", "target",
          "language", "reporter", "mfa", "reason", "verdict", "alert_id", "event_id", "policy", "reviewer",
          "seconds")  # fmt: skip
PLACEHELD = ("device", "card", "email_domain", "invited_by")  # a placeholder there counts as not told


def _answered(value: bytes) -> Event | Decision | Refused | Unknown:
    """Parse, and check what holds for every answer."""
    found = parse(value)
    assert isinstance(found, Event | Decision | Refused | Unknown)
    if isinstance(found, Refused):
        assert found.reason in REASONS
        assert len(found.detail) <= 200
        assert MARK not in found.detail
    return found


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(value: bytes) -> None:
    assert not isinstance(_answered(value), Event | Decision)


@given(st.sampled_from(SEEDS), st.data())
def test_any_damage_to_a_valid_event_is_answered(seed: bytes, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(seed))] * 2)))
    _answered(seed[:start] + data.draw(st.binary(max_size=20)) + seed[end:])


@pytest.mark.parametrize("kind", RECORDS)
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_the_struct_allows_is_taken_by_both_and_round_trips(kind: str, data: st.DataObject) -> None:
    value = data.draw(record(RECORDS[kind]))
    text = msgspec.json.encode(value)
    first = msgspec.json.decode(text, type=RECORDS[kind])
    assert msgspec.json.decode(msgspec.json.encode(first), type=RECORDS[kind]) == first
    assert not isinstance(decode(kind, text), Refused | Unknown)
    assert faults(kind, json.loads(text)) == set()


@pytest.mark.parametrize("kind", EVENTS)
@settings(max_examples=40)
@given(data=st.data())
def test_event_carries_exactly_what_was_sent(kind: str, data: st.DataObject) -> None:
    sent = data.draw(record(RECORDS[kind]))
    found = parse(msgspec.json.encode(sent))
    assert isinstance(found, Event | Decision)
    assert (found.id, found.subject) == (sent["id"], sent["subject"])
    assert found.time == datetime.fromisoformat(sent["time"]).timestamp()
    staff = by_staff(sent["source"])  # then it tells where they work, and nothing of the account
    for name in COMMON:
        if hasattr(found, name):
            value = sent.get("data", {}).get(name) if name not in Network.__struct_fields__ or not staff else None
            assert getattr(found, name) == (told(value) if name in PLACEHELD else value), name


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to everything inside `value`."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from _places(inner, (*path, step))


@given(st.sampled_from(SEEDS), JUNK, st.data())
def test_a_field_replaced_by_junk_is_answered_without_quoting_it(seed: bytes, junk: Any, data: st.DataObject) -> None:
    value = copy.deepcopy(json.loads(seed))
    kind = value["type"]
    *way, last = data.draw(st.sampled_from(list(_places(value))))
    place = value
    for step in way:
        place = place[step]
    place[last] = junk
    if not isinstance(_answered(msgspec.json.encode(value)), Refused | Unknown):
        assert faults(kind, value) == set()
