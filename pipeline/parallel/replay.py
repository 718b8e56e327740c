"""`pipeline.replay.Replay` shared out over processes: the same lines in, the same bytes out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import IO

from pipeline.campaigns.room import CampaignRoom
from pipeline.clock import SourceClock
from pipeline.decisions import DecisionMemory, Decisions
from pipeline.engine import Engine
from pipeline.parallel import dealing
from pipeline.parallel.campaigns import through
from pipeline.parallel.jobs import Jobs
from pipeline.parallel.merging import write_signals
from pipeline.parallel.messages import Answer, Ask, End, Found, Rows, Said, Stretch
from pipeline.parallel.schedule import Chunk, Schedule
from pipeline.parallel.shares import Shares
from pipeline.replay_out import AlertsOut, Summary

UNDER_WAY = 6  # chunks and stretches at a time: some 80 ms of work each
SUBJECT_ROOMS = 2  # come first among the rooms


class ParallelReplay:
    """Runs lines through the engines of a crew; `alerts` and `signals` as in `Replay`.

    `engine` is as the jobs', but only its settings are used.
    """

    def __init__(self, engine: Engine, crew: Jobs, alerts: IO[bytes] | None, signals: IO[bytes] | None) -> None:
        self._engine, self._crew = engine, crew
        self._shares = Shares(crew.jobs)
        self._signals = signals
        self._decisions = Decisions([detector.name for detector in engine.routes.all], DecisionMemory())
        self._schedule = Schedule(SourceClock(engine.settings.lateness_s), self._decisions, self._send, self._ask)
        self._out = AlertsOut(self.summary, alerts)
        self._campaigns = CampaignRoom(engine.settings, engine.metrics, self._out.write, ledger=engine.ledger())
        self._chunks: deque[Chunk] = deque()  # read by the jobs, not yet by the clock
        self._sent: deque[tuple[Stretch, dict[int, Said]]] = deque()  # and what has been said of each
        self._answers: list[Answer] = []
        self._busy = self._full = False
        self._failing: set[str] = set()

    @property
    def first_refused(self) -> str:
        """Say which line was refused first, and why; empty where none was."""
        return self._schedule.first_refused

    @property
    def summary(self) -> Summary:
        """Return what has been seen."""
        return self._schedule.summary

    def run(self, lines: Iterable[dealing.Line]) -> Summary:
        """Take (file, line number, line) to the end, then flush what timers hold; return the counts.

        Raises JobError when a process ends before its time.
        """
        with self._crew:
            for number, chunk in enumerate(dealing.chunks(lines)):
                self._read(number, chunk)
                while len(self._chunks) + len(self._sent) >= UNDER_WAY:
                    self._hear()
            while self._chunks or self._sent:
                self._hear()
            self._end()
        return self._out.counted(self._decisions.memory.upheld)

    def _read(self, number: int, lines: list[dealing.Line]) -> None:
        """Give each job the lines of its subjects."""
        chunk, messages = dealing.dealt(number, lines, self.summary.lines, self._shares)
        self.summary.lines += len(lines)
        self._chunks.append(chunk)
        for job, message in enumerate(messages):
            self._crew.send(job, message)

    # What the jobs say.

    def _hear(self) -> None:
        """Wait for one message, and do what it asks for."""
        job, message = self._crew.hear()
        match message:
            case Found():
                next(one for one in self._chunks if one.number == message.chunk).found[job] = message
                self._advance()
            case Rows():
                self._crew.send(message.job, Rows(message.number, job, message.packed))
            case Said():
                next(said for stretch, said in self._sent if stretch.number == message.number)[job] = message
                self._settle()
            case Answer():
                self._answers.append(message)

    def _advance(self) -> None:
        """Take the clock through the chunks that all jobs have read; not from within, it may wait for an answer."""
        while not self._busy and self._chunks and len(self._chunks[0].found) == self._crew.jobs:
            self._busy = True
            self._schedule.take(self._chunks.popleft(), UNDER_WAY)
            self._busy = False

    def _send(self, stretch: Stretch) -> None:
        self._sent.append((stretch, {}))
        self._crew.send_all(stretch)

    def _ask(self, job: int, floor: float) -> bool:
        self._crew.send(job, Ask(floor))
        while not self._answers:
            self._hear()
        return self._answers.pop().duplicate

    # The end of the way.

    def _settle(self) -> None:
        """Take what was said of the stretches that all jobs are done with through the campaigns' room, and out."""
        while self._sent and len(self._sent[0][1]) == self._crew.jobs:
            stretch, said = self._sent.popleft()
            if stretch.trim is not None:
                self._campaigns.at(stretch.trim)
                self._campaigns.stored()  # nothing is checkpointed here
            through(self._campaigns, stretch, said.values(), self._out.write)
            if self._signals is not None:
                write_signals(said.values(), self._signals)
            self.summary.signals += sum(one.signals for one in said.values())
            self._look_out(list(said.values()))

    def _look_out(self, said: list[Said]) -> None:
        """Note what makes jobs differ from one: entities forgotten for want of room, detectors that fail."""
        kept = self._engine.settings.keys_kept
        most = max(max(one.entries[:SUBJECT_ROOMS]) for one in said)
        self._schedule.crowded = most + 2 * UNDER_WAY * dealing.CHUNK >= kept
        self._full |= any(sum(room) > kept for room in zip(*(one.entries for one in said), strict=True))
        self._failing |= {name for one in said for name in one.failing}

    def _end(self) -> None:
        end = End(self._schedule.end(), self._schedule.clock.watermark)
        self._sent.append((Stretch(end.number, 0, b"", b"", b"", b""), {}))
        self._crew.send_all(end)
        while self._sent:
            self._hear()
        self._campaigns.flush()
        self._campaigns.end()

    def doubts(self) -> list[str]:
        """Return why the output may not be that of one job; empty where it surely is."""
        found = [f"detector {name} failed, and jobs count failures apart" for name in sorted(self._failing)]
        if self._full:
            found.append(f"more than {self._engine.settings.keys_kept:,} entities: each job forgets on its own")
        return found
