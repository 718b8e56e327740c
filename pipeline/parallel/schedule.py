"""The parent's part that has an order: the clock over all events, and where stretches end."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from msgspec import Struct

from pipeline.clock import SourceClock
from pipeline.decisions import Decisions
from pipeline.local import TRIM_EVERY
from pipeline.parallel.messages import ACCOUNT, CONTENT, DECISION, NOTHING, REFUSED, Found, Stretch
from pipeline.replay import EVICT_EVERY
from pipeline.replay_out import Summary
from schemas.event import Decision

NEVER = float("-inf")


class Chunk(Struct):
    """Lines that are under way: whose each is, what the jobs found, and (file, line number) for complaints."""

    number: int
    owners: list[int]
    places: list[tuple[str, int]]
    found: dict[int, Found]


class _Reading:
    """What one job found in a chunk, taken from the front."""

    def __init__(self, found: Found) -> None:
        self.kinds, self.times, self.sources = iter(found.kinds), iter(array("d", found.times)), iter(found.sources)
        self.refused, self.decisions = iter(found.refused), iter(found.decisions)
        self.doubts, self.number = found.doubts, -1

    def kind(self) -> int:
        """Go on to the next line; return what it is."""
        self.number += 1
        return next(self.kinds)


class Schedule:
    """Takes what the jobs found, line by line, and gives `send` stretch after stretch.

    `ask`: whether the next event of a job is a duplicate, once all before it has been taken. `crowded`: whether
    entities may be forgotten for want of room, so that no duplicate is sure around a look for them.
    """

    def __init__(self, clock: SourceClock, decisions: Decisions, send: Callable[[Stretch], None],
                 ask: Callable[[int, float], bool]) -> None:  # fmt: skip
        self.clock, self._decisions, self._send, self._ask = clock, decisions, send, ask
        self.summary, self.first_refused, self.crowded = Summary(), "", False
        self._floors = {ACCOUNT: NEVER, CONTENT: NEVER}
        self._at = self._number = 0
        self._evicted = -1  # the chunk with the last look for expired entities
        self._begin()

    def _begin(self, *, evict: bool = False) -> None:
        self._stretch = Stretch(self._number, self._at, b"", b"", b"", b"", evict)
        self._kinds, self._marks, self._slacks, self._floor = bytearray(), array("d"), array("d"), array("d")

    def cut(self, *, evict: bool = False) -> None:
        """End the stretch in hand and send it, if there is anything in it."""
        one = self._stretch
        if self._kinds or one.evict or one.trim is not None:
            one.kinds, one.marks = bytes(self._kinds), self._marks.tobytes()
            one.slacks, one.floors = self._slacks.tobytes(), self._floor.tobytes()
            one.began = self.clock.began
            self._send(one)
            self._number += 1
            self._begin(evict=evict)

    def end(self) -> int:
        """Return the number after the last stretch's."""
        return self._number

    def take(self, chunk: Chunk, sure_for: int) -> None:
        """Take a chunk, to its end. `sure_for`: within how many chunks of it a job may have read it."""
        readings = {job: _Reading(found) for job, found in chunk.found.items()}
        unsure = self.crowded and chunk.number <= self._evicted + sure_for
        for owner, place in zip(chunk.owners, chunk.places, strict=True):
            reading = readings[owner]
            kind = reading.kind()
            if kind in (ACCOUNT, CONTENT):
                self._event(kind, owner, reading, unsure=unsure)
                if self.summary.events % EVICT_EVERY == 0:
                    self._evicted, unsure = chunk.number, self.crowded
                    self.cut(evict=True)
            else:
                self._other(kind, reading, place)
        self.cut()

    def _event(self, kind: int, owner: int, reading: _Reading, *, unsure: bool) -> None:
        self.summary.events += 1
        clock = self.clock
        if self.summary.events % TRIM_EVERY == 0:
            self.cut()
            self._stretch.trim = clock.watermark
            self._floors = dict.fromkeys(self._floors, clock.watermark)
        time, source = next(reading.times), next(reading.sources)
        floor, before = self._floors[kind], clock.watermark
        if self._duplicate(owner, reading, floor, unsure=unsure):
            kind = NOTHING
        elif clock.see(source, time) > before:
            self._floors[kind] = clock.watermark
        self._line(kind, floor)

    def _duplicate(self, owner: int, reading: _Reading, floor: float, *, unsure: bool) -> bool:
        sure_until = reading.doubts.get(reading.number)
        if sure_until is None:
            return False
        if self.clock.watermark <= sure_until and not unsure:
            return True
        self.cut()
        return self._ask(owner, floor)

    def _line(self, kind: int, floor: float = NEVER) -> None:
        self._kinds.append(kind)
        self._marks.append(self.clock.watermark)
        self._slacks.append(self.clock.slack_s)
        self._floor.append(floor)
        self._at += 1

    def _other(self, kind: int, reading: _Reading, place: tuple[str, int]) -> None:
        if kind == DECISION:
            self._decision(next(reading.decisions))
        elif kind == REFUSED:
            reason, detail = next(reading.refused)
            self.summary.refused[reason] = self.summary.refused.get(reason, 0) + 1
            self.first_refused = self.first_refused or f"{place[0]}, line {place[1]}: {reason}: {detail}"
        else:
            self.summary.skipped += 1
        self._line(NOTHING)

    def _decision(self, decision: Decision) -> None:
        self.summary.decisions += 1
        if self._decisions.take(decision):
            self._stretch.verdicts.append((self._at, decision))
