"""Time in a stretch as all jobs see it, and rooms whose timers fire where they would have in one process."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from pipeline.keyed import Keyed
from pipeline.parallel.messages import Stretch
from pipeline.parallel.voice import Voice, order


class Steps:
    """The lines of a stretch: what each is, and watermark, slack and floor at it. By number from its start."""

    def __init__(self, stretch: Stretch) -> None:
        self.start, self.kinds = stretch.start, stretch.kinds
        self.end = stretch.start + len(stretch.kinds)
        self.marks, self.slacks = array("d", stretch.marks), array("d", stretch.slacks)
        self.floors = array("d", stretch.floors)

    def first(self, mark: float, start: int, end: int, kinds: bytes) -> int:
        """Return the first line of `kinds` in start..end whose watermark is at least `mark`; `end` if there is none."""
        found = bisect_left(self.marks, mark, start, end)
        while found < end and self.kinds[found] not in kinds:
            found += 1
        return found


class TimedRoom:
    """One room's detectors over a job's share of entities. Events of `kinds`, anybody's, move its time."""

    def __init__(self, keyed: Keyed, voice: Voice, kinds: bytes, place: int) -> None:
        self.keyed, self._voice, self._kinds, self._place = keyed, voice, kinds, place
        keyed.looking = voice.looking
        self._steps: Steps | None = None
        self._done = 0

    def begin(self, steps: Steps) -> None:
        """Go on to the next stretch."""
        self._steps, self._done = steps, 0

    def until(self, end: int) -> None:
        """Fire the timers that are due at lines before `end` (a number in the stretch)."""
        steps, timers = self._steps, self.keyed.episodes.timers
        if steps is None or self._done >= end:
            return
        while timers.next <= steps.marks[end - 1]:
            found = steps.first(timers.next, self._done, end, self._kinds)
            if found >= end:
                break
            self.fire(steps, found)
            self._done = found
        self._done = end

    def fire(self, steps: Steps, number: int) -> None:
        """Fire the timers that are due at one line."""
        self.keyed.episodes.slack_s = steps.slacks[number]
        self._voice.at(order(steps.start + number, self._place))
        self.keyed.due(steps.marks[number])
