"""The jobs' processes, and the pipes to them."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from pipeline.parallel import child
from pipeline.parallel.messages import End, Failed, ToJob, ToParent, decode_to_parent, encode
from pipeline.parallel.setup import Setup

STOP_S = 5.0  # until a process that does not end is killed


class JobError(RuntimeError):
    """A job ended before its time; what was written so far is not the whole."""


def can_fork() -> bool:
    """Tell whether a copy of this process may go on by itself: of several threads it would have one, and all locks.

    A copy begins at once; a process started anew takes seconds to load what this one has loaded.
    """
    return sys.platform == "linux" and threading.active_count() == 1


class Crew:
    """Starts `jobs` processes; at the end of the context none is left, however it ends."""

    def __init__(self, setup: Setup, jobs: int, *, signals: bool) -> None:
        self.jobs = self._left = jobs
        self._told_to_end = False
        self._setup, self._signals = setup, signals
        self._pipes: list[Connection] = []
        self._heard: SimpleQueue[tuple[int, bytes | None]] = SimpleQueue()
        self._threads: list[Thread] = []
        self.processes: list[multiprocessing.process.BaseProcess] = []

    def __enter__(self) -> Self:
        forks = can_fork()  # asked once: the threads below are not there yet
        if forks:
            gc.collect()  # in a copy, what frees a client of native threads (Kafka's) has lost these, and may crash
        context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
        for me in range(self.jobs):
            mine, theirs = context.Pipe()
            others = (*self._pipes, mine) if forks else ()
            arguments = (theirs, self._setup, me, self.jobs, self._signals, others)
            process = context.Process(target=child.run, args=arguments, name=f"replay-{me}", daemon=True)
            process.start()
            theirs.close()  # so that the end of the process ends the pipe
            self._pipes.append(mine)
            self.processes.append(process)
        for me, pipe in enumerate(self._pipes):
            self._threads.append(Thread(target=self._receive, args=(me, pipe), daemon=True))
            self._threads[-1].start()
        return self

    def _receive(self, job: int, pipe: Connection) -> None:
        try:
            while True:
                self._heard.put((job, pipe.recv_bytes()))
        except (EOFError, OSError):
            self._heard.put((job, None))

    def send(self, job: int, message: ToJob) -> None:
        """Send one message; raises JobError."""
        self._send(job, encode(message))

    def send_all(self, message: ToJob) -> None:
        """Send the same to every job; raises JobError."""
        packed = encode(message)
        self._told_to_end = self._told_to_end or isinstance(message, End)
        for job in range(self.jobs):
            self._send(job, packed)

    def _send(self, job: int, packed: bytes) -> None:
        try:
            self._pipes[job].send_bytes(packed)
        except OSError:
            while True:  # what it said last comes before its end
                self.hear()

    def hear(self) -> tuple[int, ToParent]:
        """Wait for the next message of any job; raises JobError when one has ended, but for one that was told to."""
        job, packed = self._heard.get()
        while packed is None:
            self._over(job)
            job, packed = self._heard.get()
        message = decode_to_parent(packed)
        if isinstance(message, Failed):
            msg = f"job {job} cannot go on: {message.why}"
            raise JobError(msg)
        return job, message

    def _over(self, job: int) -> None:
        """Take note that a job has ended; one told to is done before others that have more left to say."""
        process = self.processes[job]
        process.join(STOP_S)
        self._left -= 1
        if not (self._told_to_end and process.exitcode == 0 and self._left):
            msg = f"job {job} ended with exit code {process.exitcode}"
            raise JobError(msg)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        """Wait for the processes, which end by themselves after `End`; after an error, end them."""
        for process in self.processes:
            if kind is not None:
                process.terminate()
            process.join(STOP_S)
            if process.is_alive():
                process.kill()
                process.join()
        for thread in self._threads:
            thread.join()  # each pipe ended with its process
        for pipe in self._pipes:
            pipe.close()
