"""Detectors that a witness looks at while they run: what they do is what they do without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detectors.base import Detector
from pipeline.keyed import Keyed
from pipeline.keystate import KeyState
from pipeline.why.episode import ENDED
from pipeline.why.witness import Witness
from schemas.event import Event


class WatchedKeyed(Keyed):
    """Tells the witness which event is shown, and of one that is asked about what each detector made of it."""

    witness: Witness

    def show(self, detectors: Iterable[Detector[Any]], key: str, known: KeyState, event: Event,
             watermark: float) -> None:  # fmt: skip
        """As in the base."""
        witness, shown = self.witness, tuple(detectors)
        witness.at(event, watermark)
        questions = witness.asked(event, key)
        self._sink = witness.heard if questions else None
        super().show(shown, key, known, event, watermark)
        self._sink = None
        if questions:
            witness.saw(questions, shown, key, event, known.states, self._quarantine.failing)
        witness.at(None, watermark)

    def glance(self, detectors: Iterable[Detector[Any]], key: str, event: Event, watermark: float) -> None:
        """As in the base. Who is not concerned has no state; who is, is shown the event."""
        witness, shown = self.witness, tuple(detectors)
        questions = witness.asked(event, key)
        self._sink = witness.heard if questions else None
        super().glance(shown, key, event, watermark)
        self._sink = None
        if questions:
            witness.saw(questions, shown, key, event, {}, self._quarantine.failing)

    def due(self, watermark: float) -> None:
        """As in the base."""
        self.witness.at(None, watermark)
        super().due(watermark)

    def flush(self, watermark: float, *, end: bool = True) -> None:
        """As in the base."""
        self.witness.at(None, ENDED)
        super().flush(watermark, end=end)
