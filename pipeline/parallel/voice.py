"""What a job's rooms say in a stretch, each thing with its place among what all jobs say."""

from __future__ import annotations

from array import array
from typing import Any

import msgspec

from detectors.base import Detector, Signal
from pipeline.engine import Engine
from pipeline.parallel.messages import Said, Tagged
from pipeline.replay_out import signal_line
from schemas.alert import Alert
from schemas.event import Event
from schemas.finding import Finding

# Places of what is said at one line, in the order of one process: the subject's detectors, the timers of its room,
# each entity's detectors, the site's, the timers of the entities' room and of the site's.
SUBJECT, SUBJECT_TIMERS, FIRST_ENTITY, SITE, ENTITY_TIMERS, SITE_TIMERS = 0, 1, 2, 65_533, 65_534, 65_535
AT_ONCE, LAST = float("-inf"), float("inf")
_encode = msgspec.json.Encoder().encode


def order(at: int, place: int) -> int:
    """Return one number for line and place.

    >>> order(0, SITE_TIMERS) < order(1, SUBJECT)
    True
    """
    return at << 16 | place


class Spoken:
    """What was said in one stretch."""

    def __init__(self) -> None:
        self.findings: list[Tagged] = []
        self.orders, self.ends = array("Q"), array("Q")
        self.text = bytearray()
        self.signals = 0

    def add(self, place: int, line: bytes) -> None:
        """Add one signal's line, to the piece before it where that has the same place."""
        self.text += line
        self.text += b"\n"
        self.signals += 1
        if self.orders and self.orders[-1] == place:
            self.ends[-1] = len(self.text)
        else:
            self.orders.append(place)
            self.ends.append(len(self.text))

    def said(self, number: int) -> Said:
        """Return it as a message."""
        return Said(
            number, self.findings, self.orders.tobytes(), self.ends.tobytes(), bytes(self.text), self.signals
        )  # fmt: skip


class Voice:
    """Where the rooms of a job speak into: the stretch in hand (`into`), at the place in hand."""

    def __init__(self, engine: Engine) -> None:
        self._modes = engine.modes
        self.into = Spoken()
        self.at(0)

    def at(self, place: int) -> None:
        """Say what comes next at this place."""
        self._place, self._due, self._name = place, AT_ONCE, ""

    def looking(self, due: float, name: str) -> None:
        """Say what comes next for a timer, at the place of its room's timers; see `Keyed.looking`."""
        self._due, self._name = due, name
        if self._place & 0xFFFF == SUBJECT:
            self._place |= SUBJECT_TIMERS

    def found(self, finding: Finding) -> None:
        """Take a finding."""
        self.into.findings.append(Tagged(self._place, self._due, self._name, finding))

    def sampled(self, alert: Alert) -> None:
        """Take an audit sample: of the event in hand, after all that its subject's room says of it."""
        self.into.findings.append(Tagged(self._place | SUBJECT_TIMERS, LAST, "", Finding(alert, 0.0, 0.0)))

    def signal(self, event: Event, detector: Detector[Any], signal: Signal) -> None:
        """Take a signal."""
        mode = self._modes.get(detector.name, "shadow")
        self.into.add(self._place, _encode(signal_line(event, detector, signal, mode)))
