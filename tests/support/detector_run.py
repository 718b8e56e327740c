"""One detector over events without the engine: every signal, every state, cut and restored wherever it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from detectors.base import LATENESS_MAX_S, Detector, Signal
from pipeline.keyed import PRUNE_EVERY_S
from pipeline.keystate import KeyState
from pipeline.keystate_codec import KeyStateCodec
from schemas.event import Event

_encode = msgspec.msgpack.Encoder().encode


class DetectorRun:
    """Shows a detector events as `pipeline.keyed` does; after each event in `cuts` all is stored and restored.

    `read`: somebody reads the scores; else only those are asked for that the detector heeds.
    """

    def __init__(self, detector: Detector[Any], cuts: Iterable[int] = (), prune_every_s: float = PRUNE_EVERY_S, *,
                 read: bool = True) -> None:  # fmt: skip
        self.detector, self._prune_every_s = detector, prune_every_s
        self._asks = read or detector.heeds_score
        self.codec = KeyStateCodec({detector.name: detector})
        self.known: dict[str, KeyState] = {}
        self.signals: list[tuple[str, str, Signal | None]] = []
        self._cuts = frozenset(cuts)
        self._newest = float("-inf")

    def run(self, events: Iterable[Event]) -> DetectorRun:
        """Take every event that the detector wants."""
        wanted = (event for event in events if event.type in self.detector.kinds)
        for number, event in enumerate(wanted):
            self.take(event)
            if number in self._cuts:
                self.restore()
        return self

    def take(self, event: Event) -> None:
        """Show one event under each of its keys: score, learn, and prune now and then."""
        self._newest = max(self._newest, event.time)
        detector, watermark = self.detector, self._newest - LATENESS_MAX_S
        for key in detector.keys_of(event):
            known, state = self._state_of(key)
            signal = detector.score(event, state, key) if self._asks else None
            detector.learn(event, state, signal)
            self.signals.append((event.id, key, signal))
            if detector.unsettled(state) <= watermark:  # as the engine's timers see to it
                detector.settle(state, watermark)
            if watermark - known.pruned >= self._prune_every_s:
                known.pruned = watermark
                detector.prune(state, watermark)

    def _state_of(self, key: str) -> tuple[KeyState, Any]:
        known, name = self.known.get(key), self.detector.name
        if known is None:
            known = self.known[key] = KeyState()
        state = known.states.get(name)
        if state is None:
            state = known.states[name] = self.detector.fresh()
        return known, state

    def restore(self) -> None:
        """Store everything, forget it, and read it back: what a crash after a checkpoint does."""
        stored = {key: self.codec.encode(known) for key, known in self.known.items()}
        self.known = {key: self.codec.decode(blob) for key, blob in stored.items()}

    def restored(self) -> DetectorRun:
        """Return another run that goes on from what this one has stored; this one is left as it is."""
        other = DetectorRun(self.detector, self._cuts, self._prune_every_s)
        other._asks, other._newest, other.signals = self._asks, self._newest, list(self.signals)
        other.known = {key: other.codec.decode(blob) for key, blob in self.stored().items()}
        return other

    def stored(self) -> dict[str, bytes]:
        """Return the encoded state of every entity."""
        return {key: self.codec.encode(known) for key, known in self.known.items()}

    def states(self) -> dict[str, Any]:
        """Return the detector's state by entity."""
        name, fresh = self.detector.name, self.detector.fresh
        return {key: known.states.get(name, fresh()) for key, known in self.known.items()}


def frozen(record: Any) -> bytes:
    """Return a record's bytes, to see later whether anything in it has changed."""
    return _encode(record)
