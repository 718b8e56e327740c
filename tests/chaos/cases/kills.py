"""Kill -9, again and again: at random moments, and in each phase of a worker's life."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from tests.chaos.phases import PHASES
from tests.chaos.scene import Scene
from tests.chaos.worker_process import WorkerProcess

AIMED = ("batch", "checkpoint", "commit", "store", "opening", "recovery")  # each in turn, every other kill
RANDOM, ROUNDS = 13, 13
EARLY, LONGEST_S = 3, 2.0  # random kills that count from the start of the process; the others from its joining
PATIENCE_S = 45.0  # for a phase to come: a start alone takes long on a busy machine


def kills(scene: Scene) -> str:
    """Half of the kills come after a random time from the start, half while the worker is in a chosen phase."""
    plan = ["start"] * EARLY + ["join"] * (RANDOM - EARLY) + [AIMED[i % len(AIMED)] for i in range(ROUNDS)]
    scene.dice.shuffle(plan)
    feeder = scene.feed(len(scene.traffic.messages) / (len(plan) * 4.0))
    worker = scene.worker()
    fell: Counter[str] = Counter()
    for aim in plan:
        worker.start()
        _wait(scene, worker, aim)
        worker.kill()
        fell[worker.phase.now] += 1
        scene.queue.read(0)
    assert not feeder.failed
    worker.start()
    moments = ", ".join(f"{fell[phase]} {phase}" for phase in PHASES if fell[phase])
    return f"{len(plan)} kills ({moments})"


def _wait(scene: Scene, worker: WorkerProcess, aim: str) -> None:
    if aim != "start":
        _until(worker, lambda: worker.phase.now not in {"starting", "joining"})
    if aim not in {"opening", "recovery"}:
        time.sleep(scene.dice.uniform(0.05, LONGEST_S if aim in {"start", "join"} else 0.5))  # random is the point
    if aim in PHASES:
        _until(worker, lambda: worker.phase.now == aim)


def _until(worker: WorkerProcess, what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not what() and time.monotonic() < deadline:
        assert worker.alive, f"the worker has ended: see {worker.log}"
        time.sleep(0)
