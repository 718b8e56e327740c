"""One job's share of a replay, without processes or pipes: messages in, messages out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

from pipeline.engine import Engine
from pipeline.parallel.doubts import Doubts
from pipeline.parallel.handing import Handing
from pipeline.parallel.messages import (
    NOTHING,
    Answer,
    Ask,
    End,
    Handed,
    Lines,
    Rows,
    Said,
    Stretch,
    ToJob,
    ToParent,
    decode_handed,
    encode,
)  # fmt: skip
from pipeline.parallel.own_rooms import OwnRooms
from pipeline.parallel.reading import Reading
from pipeline.parallel.shares import SITE_JOB, Shares
from pipeline.parallel.steps import Steps
from pipeline.parallel.voice import Spoken, Voice
from pipeline.subject_texts import AHEAD


class OutOfStepError(RuntimeError):
    """A job found something else than the parent was told: a bug, and what follows would not be what one job says."""


class _Half:
    """A stretch whose subjects have been taken; its entities wait for the rows of all."""

    def __init__(self, stretch: Stretch, steps: Steps) -> None:
        self.stretch, self.steps = stretch, steps
        self.spoken = Spoken()
        self.rows: list[Handed] = []
        self.heard = 1  # jobs whose rows have come, this one included


class Member:
    """The rooms of job `me`. `take` answers each message with those to be sent, all to the parent."""

    def __init__(self, engine: Engine, me: int, shares: Shares, *, signals: bool) -> None:
        self._engine, self._me, self._shares = engine, me, shares
        self._voice = Voice(engine)
        self._rooms = OwnRooms(engine, self._voice, site=me == SITE_JOB, signals=signals)
        self._doubts = {kind: Doubts(room.keyed.cache) for kind, room in self._rooms.subjects.items()}
        self._handing = Handing(engine.routes, shares, self._rooms.site_wants)
        self._reading = Reading(engine.read, self._doubts)
        self._halves: deque[_Half] = deque()
        self._early: dict[int, list[list[Handed]]] = {}  # rows of stretches that have not come
        self._mark = float("-inf")

    def take(self, message: ToJob) -> Iterator[ToParent]:
        """Take one message."""
        match message:
            case Lines():
                yield self._reading.take(message)
            case Stretch():
                yield from self._stretch(message)
                yield from self._whole()
            case Rows():
                self._heard(message.number, decode_handed(message.packed))
                yield from self._whole()
            case Ask():
                yield self._answer(message)
            case End():
                yield self._end(message)

    # Subjects.

    def _answer(self, message: Ask) -> Answer:
        _, kind, event = self._reading.waiting[0]
        return Answer(self._rooms.repeats(kind, event, message.floor))

    def _stretch(self, stretch: Stretch) -> Iterator[Rows]:
        steps = Steps(stretch)
        half = _Half(stretch, steps)
        self._voice.into = half.spoken
        self._rooms.begin_subjects(stretch, steps)
        handed: list[list[Handed]] = [[] for _ in range(self._shares.jobs)]
        waiting, taken = self._reading.waiting, 0
        while waiting and waiting[0][0] < steps.end:
            if taken % AHEAD == 0:
                self._rooms.prepare(islice(waiting, AHEAD))
            taken += 1
            at, kind, event = waiting.popleft()
            number = at - steps.start
            self._doubts[kind].taken(event)
            before = steps.marks[number - 1] if number else self._mark
            fresh = self._rooms.take(kind, event, steps, number, before)
            if fresh != (steps.kinds[number] != NOTHING):
                msg = f"line {at} of the input: one duplicate more or less than the parent was told of"
                raise OutOfStepError(msg)
            if fresh:
                self._handing.hand(at, event, handed)
        self._rooms.end_subjects(len(steps.kinds))
        self._mark = steps.marks[-1] if steps.marks else self._mark
        half.rows = handed[self._me]
        self._halves.append(half)
        for rows in self._early.pop(stretch.number, []):
            self._heard(stretch.number, rows)
        yield from (Rows(stretch.number, job, encode(rows)) for job, rows in enumerate(handed) if job != self._me)

    # Entities.

    def _heard(self, number: int, rows: list[Handed]) -> None:
        half = next((half for half in self._halves if half.stretch.number == number), None)
        if half is None:
            self._early.setdefault(number, []).append(rows)
            return
        half.rows.extend(rows)
        half.heard += 1

    def _whole(self) -> Iterator[Said]:
        """Take the entities of the stretches for which all rows are there."""
        while self._halves and self._halves[0].heard == self._shares.jobs:
            half = self._halves.popleft()
            half.rows.sort(key=_place)
            self._voice.into = half.spoken
            self._rooms.take_rows(half.stretch, half.steps, half.rows)
            yield self._said(half.spoken, half.stretch.number)

    def _end(self, message: End) -> Said:
        self._voice.into = Spoken()
        self._rooms.flush(message.watermark)
        return self._said(self._voice.into, message.number)

    def _said(self, spoken: Spoken, number: int) -> Said:
        said = spoken.said(number)
        said.entries, said.failing = self._rooms.entries(), sorted(self._engine.failed)
        return said


def _place(row: Handed) -> int:
    return row.at
