"""The process of one job: reads messages off its pipe, answers, and ends with the pipe."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread

from pipeline.collector import seldom
from pipeline.metrics_recording import RecordingMetrics
from pipeline.parallel.member import Member
from pipeline.parallel.messages import End, Failed, ToJob, decode_to_job, encode
from pipeline.parallel.setup import Setup
from pipeline.parallel.shares import Shares


def run(pipe: Connection, setup: Setup, me: int, jobs: int, signals: bool, others: Sequence[Connection] = ()) -> None:
    """Serve to the end of the input, or until the parent is gone. Ctrl-C is the parent's business.

    `others`: the parent's ends of pipes, which a copy of the parent has too: while one holds them, none seems to end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for one in others:
        one.close()
    try:
        metrics = RecordingMetrics()
        member = Member(setup.engine(metrics, jobs), me, Shares(jobs), signals=signals)
        with seldom():
            _serve(pipe, member)
    except (EOFError, BrokenPipeError):
        pass  # the parent is gone
    except Exception as error:  # whatever it is, the parent must hear of it
        traceback.print_exc()
        pipe.send_bytes(encode(Failed(f"{type(error).__name__}: {error}")))


def _serve(pipe: Connection, member: Member) -> None:
    """Take messages as they come, to the last.

    They are read in a thread of their own: the parent may be about to send while this job is about to, and neither
    may wait for the other.
    """
    waiting: SimpleQueue[bytes | None] = SimpleQueue()
    Thread(target=_receive, args=(pipe, waiting), daemon=True).start()
    message: ToJob | None = None
    while not isinstance(message, End) and (packed := waiting.get()) is not None:
        message = decode_to_job(packed)
        for answer in member.take(message):
            pipe.send_bytes(encode(answer))


def _receive(pipe: Connection, waiting: SimpleQueue[bytes | None]) -> None:
    try:
        while True:
            waiting.put(pipe.recv_bytes())
    except (EOFError, OSError):
        waiting.put(None)
