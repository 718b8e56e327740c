"""The targets of `make fuzz` take their seeds, and tell good from bad."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from pipeline.sealed import Seal
from schemas.observation import Packet, decode_packet
from tests.fuzz import targets
from tests.fuzz.__main__ import LONGEST, MILLIONS
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS, Rooms, State


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    yield
    logging.disable(logging.NOTSET)  # the targets silence what they provoke


def test_more_than_ten_million_inputs_are_asked_for() -> None:
    assert MILLIONS.keys() == LONGEST.keys() == TARGETS.keys()
    assert sum(MILLIONS.values()) >= 10


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_taken_and_fits(name: str) -> None:
    target, found = TARGETS[name](), seeds(name)
    assert found
    for seed in found:
        target(seed)


def test_what_an_attacker_puts_on_internal_topics_stops_nothing() -> None:
    """Found by fuzzing: invalid UTF-8 and deep nesting are no DecodeError to msgspec."""
    rooms = Rooms()
    deep = b'{"kind": ' + b"[" * 100_000
    packet = b"\x97\xa1t\x00\x00\xc0\x00" + b"\x91" * 100_000 + b"\xc3"
    for value in (b'{"kind": "\xff"}', deep, packet, b"\x97\xa2\xff\xff\x00\x00\xc0\x00\x90\xc3"):
        for room in range(6):
            rooms(bytes([room]) + value)


def test_a_detector_that_raises_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms, good = Rooms(), seeds("rooms")[0]
    rooms(good)
    rooms._metrics.count("abusewatch_detector_errors_total", detector="takeover")
    with pytest.raises(AssertionError, match="1 failures"):
        rooms(good)


def test_state_that_is_taken_unsigned_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seal, "open", lambda self, key, blob: blob)
    with pytest.raises(AssertionError):
        State()(seeds("state")[0])


def test_an_event_that_is_changed_on_its_way_inside_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(value: bytes) -> Packet:
        packet = decode_packet(value)
        packet.rows[0].event.subject += "x"
        return packet

    monkeypatch.setattr(targets, "decode_packet", changed)
    with pytest.raises(AssertionError):
        for seed in seeds("event"):
            targets.event(seed)
