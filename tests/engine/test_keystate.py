"""State goes to bytes and back unchanged; what another version wrote starts cold, said aloud."""

from __future__ import annotations

import logging

import msgspec
import pytest

from detectors.profile import Profile
from detectors.tally import Tally
from pipeline.keystate import KeyState, OpenAlert
from pipeline.keystate_codec import FORMAT, KeyStateCodec
from pipeline.recent import id_hash, noted
from pipeline.sealed import StateRefusedError
from tests.engine.toys import Counted, Counter, OwnCounter, door


class Counter2(Counter):
    version = 2


class Text(Counter):
    """Its state changed shape without a new version: a mistake."""

    class Words(msgspec.Struct, array_like=True):
        words: str = ""

    state_type = Words


def full() -> KeyState:
    tally = Tally(n=3, first=1.0, last=5.0, hot=True, members={"a": 1.0}, examples=[(1.0, "e1")])
    opened = {"al-1": OpenAlert("al-1", "counter", 1.0, 2, 5.0, "high", 77)}
    return KeyState(
        5.0, 4.0, 9, {"counter": Counted({0: tally}, 3)}, opened, noted(b"", id_hash("e"), 5.0), Profile(1.0)
    )


def test_it_comes_back_as_it_was() -> None:
    codec = KeyStateCodec({"counter": Counter()})
    assert codec.decode(codec.encode(full())) == full()


def test_the_head_tells_age_and_open_alerts_without_decoding() -> None:
    codec = KeyStateCodec({"counter": Counter()})
    payload = codec.encode(full())
    assert codec.head(payload) == (5.0, 9, 1)
    assert codec.head(payload[:11]) == (5.0, 9, 1)


def test_an_empty_detector_state_takes_no_room() -> None:
    codec = KeyStateCodec({"counter": Counter(), "own_counter": OwnCounter()})
    empty = KeyState(5.0, states={"counter": Counted(), "own_counter": Counted()})
    assert codec.encode(empty) == codec.encode(KeyState(5.0))


def test_a_new_version_starts_cold_alone_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    old = door(detectors=(Counter(), OwnCounter()))
    for name in ("a", "b"):
        known = old.cache.get(f"ip:{name}", 5.0)
        known.states = {"counter": Counted({}, 3), "own_counter": Counted({}, 4)}
    old.checkpoint()
    new = door(old.state, old.held, detectors=(Counter2(), OwnCounter()))
    assert {n: s.seen for n, s in new.cache.get("ip:a", 6.0).states.items()} == {"own_counter": 4}
    new.cache.get("ip:b", 6.0)
    with caplog.at_level(logging.WARNING):
        new.cache.report(new.metrics, 0)
    assert new.metrics.total("abusewatch_state_refused_total", reason="unknown_version") == 2
    assert "2 states of another version of detector counter" in caplog.text


def test_a_detector_that_is_gone_leaves_no_state_behind() -> None:
    both, one = (
        KeyStateCodec({"counter": Counter(), "own_counter": OwnCounter()}),
        KeyStateCodec({"counter": Counter()}),
    )
    payload = both.encode(KeyState(5.0, states={"own_counter": Counted({}, 4)}))
    assert one.decode(payload).states == {}
    assert one.cold == {"own_counter": 1}
    assert one.encode(one.decode(payload)) == one.encode(KeyState(5.0))


def refused(payload: bytes, detector: Counter) -> str:
    shut = door(detectors=(Counter(),))
    shut.state.write([shut.cache._vault.sign(b"ip:a", payload)])
    later = door(shut.state, detectors=(detector,))
    with pytest.raises(StateRefusedError) as caught:
        later.cache.get("ip:a", 6.0)
    assert later.metrics.total("abusewatch_state_refused_total", reason=caught.value.reason) == 1
    return caught.value.reason


def test_a_changed_shape_under_the_old_version_is_refused() -> None:
    payload = KeyStateCodec({"counter": Counter()}).encode(full())
    assert refused(payload, Text()) == "undecodable"


def test_rubbish_with_a_good_signature_is_refused() -> None:
    payload = KeyStateCodec({"counter": Counter()}).encode(full())
    assert refused(payload[:-1], Counter()) == "undecodable"
    assert refused(b"?", Counter()) == "undecodable"
    assert refused(bytes([FORMAT + 1]) + payload[1:], Counter()) == "unknown_version"
