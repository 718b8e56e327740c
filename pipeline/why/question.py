"""What is asked about, and what the detectors made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from schemas.event import Event

SIGHTS_MOST = 4000  # of one detector under one key, the highest: an entity may have millions of events

Decided = Literal[
    "alert", "joined", "shadow", "audit", "waiting",  # there is an alert
    "snooze", "allow_list", "threshold", "called_benign", "unsent",  # one that was not sent
    "below_level", "too_few", "judged_later", "not_counted", "not_accused", "nothing_said", "failed",  # none
]  # fmt: skip


@dataclass(slots=True)
class Sight:
    """One event as one detector saw it under one key (type:id). `score` is None where it had nothing to say."""

    event_id: str
    time: float
    subject: str
    detector: str
    key: str
    score: float | None = None
    warm: bool = False
    lacks: str = ""  # see `Detector.lacks`
    failed: bool = False
    counted: bool = True  # the detector remembers such an event
    invited: bool = False  # it is the sign-up of an account that the one asked about invited

    @property
    def height(self) -> float:
        """Return the score, that of one with nothing to say below all others."""
        return -1.0 if self.score is None else self.score


@dataclass(slots=True)
class Question:
    """One event by its id, or one entity as type:id. An account's events are its own, whatever they are seen under."""

    name: str
    is_event: bool
    events: list[Event] = field(default_factory=list)  # taken; of an entity the first and the last
    taken: int = 0
    duplicates: int = 0
    refused: list[str] = field(default_factory=list)  # lines that name it and were not taken, and why
    kinds: Counter[str] = field(default_factory=Counter)
    _ids: set[tuple[str, str]] = field(default_factory=set)
    sights: dict[tuple[str, str], list[Sight]] = field(default_factory=dict)  # by detector and key

    def asks(self, event: Event) -> bool:
        """Tell whether an event is asked about, by its id or its subject."""
        return event.id == self.name if self.is_event else self.name == f"account:{event.subject}"

    def invited(self, event: Event) -> bool:
        """Tell whether an event is the sign-up of an account that the one asked about has invited."""
        return event.invited_by is not None and not self.is_event and self.name == f"account:{event.invited_by}"

    def took(self, event: Event) -> None:
        """Note an event that is asked about; seen again under the same id, as from another room, it is the same."""
        if (event.subject, event.id) in self._ids:
            return
        self._ids.add((event.subject, event.id))
        self.taken += 1
        self.kinds[event.type] += 1
        if self.is_event or len(self.events) < 2:
            self.events.append(event)
        else:
            self.events[1] = event

    def put(self, sight: Sight) -> None:
        """Keep what a detector made of an event, the highest where there are too many."""
        known = self.sights.setdefault((sight.detector, sight.key), [])
        known.append(sight)
        if len(known) > SIGHTS_MOST:
            known.sort(key=lambda one: -one.height)
            del known[SIGHTS_MOST // 2 :]
