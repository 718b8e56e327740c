"""What of the models is written at a checkpoint: what has changed, and no more; a restart goes on from it."""

from __future__ import annotations

from detectors.spam_text import SpamText
from detectors.text_features import features_of
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.learning import Learning
from pipeline.metrics_recording import RecordingMetrics
from pipeline.sweep import Held
from schemas.event import Event
from tests.support.carrier import MemoryState
from tests.support.scenario import decided, event, shipped

HOUR_S = 3600.0


class Room:
    """The site's room with its stored state; opening another one over the same state is a restart."""

    def __init__(self, state: MemoryState) -> None:
        built = (shipped("spam_text"),)
        engine = Engine(built, {"spam_text": "live"}, EngineSettings(), RecordingMetrics())
        vault = engine.vault(state, "rates")
        self.keyed = engine.keyed(vault, lambda alert: None, {}, Held())
        self.learning, self.state = Learning(built, self.keyed, vault, engine.metrics), state

    def post(self, at: float, name: str) -> Event:
        one = event("content.posted", f"u{name}", at, content_id=f"c{name}", text=f"cheap pills number {name}")
        one.features = features_of(one)
        self.learning.take(one, one.time)
        return one

    def checkpoint(self) -> list[bytes]:
        entries = self.learning.flush()
        self.state.write([*self.keyed.cache.flush(), *entries])
        return [name for name, _ in entries]


def test_nothing_is_written_while_nothing_changes_and_little_when_a_verdict_comes() -> None:
    room = Room(MemoryState())
    room.post(10.0, "1")
    assert room.checkpoint() == [b"\x00learning"]  # the first hour
    room.post(20.0, "2")
    assert room.checkpoint() == []
    room.learning.verdict(decided("u1", 30.0, "violation", content_id="c1"))
    assert room.checkpoint() == [b"\x00learning/pending"]
    room.post(2 * HOUR_S + 1, "3")
    names = room.checkpoint()
    assert {b"\x00learning", b"\x00learning/pending"} < set(names)
    assert 1 < sum(name.startswith(b"\x00learning/spam_text/%d/" % SpamText.version) for name in names) <= 64
    assert room.checkpoint() == []


def test_a_restart_goes_on_as_if_nothing_had_happened() -> None:
    one, other = Room(MemoryState()), Room(MemoryState())
    for room in (one, other):
        room.post(10.0, "1")
        room.learning.verdict(decided("u1", 30.0, "violation", content_id="c1"))
        room.checkpoint()
    one = Room(one.state)
    for room in (one, other):
        room.post(2 * HOUR_S + 1, "2")
        room.checkpoint()
    one = Room(one.state)
    for at in (2 * HOUR_S - 5, 2 * HOUR_S + 5):  # of the hour before, and of this one
        assert one.post(at, "9").beliefs == other.post(at, "9").beliefs
    assert one.post(2 * HOUR_S + 9, "3").beliefs["spam_text"].violations == 1


def test_a_restart_keeps_both_models_where_violations_name_no_policy() -> None:
    one, other = Room(MemoryState()), Room(MemoryState())
    for room in (one, other):
        for number in range(8):
            room.post(10.0 + number, f"{number}")
            policy = "spam" if number % 2 else None
            room.learning.verdict(
                decided(f"u{number}", 30.0 + number, "violation", content_id=f"c{number}", policy=policy)
            )
        room.post(2 * HOUR_S + 1, "8")
        room.checkpoint()
    one = Room(one.state)
    assert one.post(2 * HOUR_S + 5, "9").beliefs == other.post(2 * HOUR_S + 5, "9").beliefs
    assert one.post(2 * HOUR_S + 9, "3").beliefs["spam_text"].violations == 4  # those that name it
