"""The jobs of a replay in one process: every message through its bytes, whose turn it is by chance."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from pipeline.engine import Engine
from pipeline.parallel.member import Member
from pipeline.parallel.messages import ToJob, ToParent, decode_to_job, decode_to_parent, encode
from pipeline.parallel.replay import ParallelReplay
from pipeline.parallel.shares import Shares
from pipeline.replay import Replay
from pipeline.replay_out import Summary


class Together:
    """A crew without processes. `asked`: how many questions about duplicates there were; `most`, `longest`:
    messages that waited, and the bytes of one."""

    def __init__(self, make: Callable[[], Engine], jobs: int, seed: int) -> None:
        self.jobs = jobs
        self._members = [Member(make(), me, Shares(jobs), signals=True) for me in range(jobs)]
        self._inboxes: list[deque[bytes]] = [deque() for _ in range(jobs)]
        self._outboxes: list[deque[bytes]] = [deque() for _ in range(jobs)]
        self._random = Random(seed)
        self.asked = self.most = self.longest = 0

    def __enter__(self) -> None: ...
    def __exit__(self, *error: object) -> None: ...

    def send(self, job: int, message: ToJob) -> None:
        self.asked += type(message).__name__ == "Ask"
        self._inboxes[job].append(encode(message))
        self.longest = max(self.longest, len(self._inboxes[job][-1]))
        self.most = max(self.most, len(self._inboxes[job]))

    def send_all(self, message: ToJob) -> None:
        for job in range(self.jobs):
            self.send(job, message)

    def hear(self) -> tuple[int, ToParent]:
        while True:
            job = self._random.choice([j for j in range(self.jobs) if self._inboxes[j] or self._outboxes[j]])
            if self._outboxes[job] and (not self._inboxes[job] or self._random.random() < 0.5):
                return job, decode_to_parent(self._outboxes[job].popleft())
            answers = self._members[job].take(decode_to_job(self._inboxes[job].popleft()))
            self._outboxes[job].extend(encode(answer) for answer in answers)


class Output(NamedTuple):
    """All that a replay says."""

    alerts: bytes
    signals: bytes
    summary: Summary
    first_refused: str
    doubts: list[str]


def alone(make: Callable[[], Engine], lines: list[bytes]) -> Output:
    """Replay in one process."""
    alerts, signals = io.BytesIO(), io.BytesIO()
    replay = Replay(make(), alerts, signals)
    summary = replay.run(("file", number, line) for number, line in enumerate(lines, start=1))
    return Output(alerts.getvalue(), signals.getvalue(), summary, replay.first_refused, replay.doubts())


def shared(make: Callable[[], Engine], lines: list[bytes], jobs: int, seed: int = 0) -> tuple[Output, Together]:
    """Replay by several jobs."""
    alerts, signals, crew = io.BytesIO(), io.BytesIO(), Together(make, jobs, seed)
    replay = ParallelReplay(make(), crew, alerts, signals)
    summary = replay.run(("file", number, line) for number, line in enumerate(lines, start=1))
    return Output(alerts.getvalue(), signals.getvalue(), summary, replay.first_refused, replay.doubts()), crew
