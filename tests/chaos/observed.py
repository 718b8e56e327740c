"""`abusewatch` itself, telling where it is: `python -m tests.chaos.observed PHASE_FILE worker ...`.

Nothing else is changed, unless ABUSEWATCH_CHAOS_CLOCK names a seed: then the machine's clock jumps (see `clock`).
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from pipeline.app import App
from pipeline.assignment import Assignment
from pipeline.checkpoint import Checkpointer
from pipeline.cli import main
from pipeline.open_partition import OpenPartition
from pipeline.producer import Outbox
from pipeline.runner import Runner
from pipeline.store.rocks import RocksBackend
from tests.chaos.clock import jump
from tests.chaos.phases import Phase

WATCHED: tuple[tuple[type, str, str], ...] = (
    (Assignment, "open", "opening"), (OpenPartition, "take", "batch"), (Checkpointer, "write", "checkpoint"),
    (Outbox, "_commit", "commit"), (RocksBackend, "write", "store"), (Runner, "release", "leaving"),
)  # fmt: skip


def watch(phase: Phase) -> None:
    """Wrap the steps of a worker's life."""
    for owner, name, label in WATCHED:
        setattr(owner, name, _during(getattr(owner, name), phase, label))
    _mark(App, "on_first_start", phase, "joining", after=True)
    _mark(App, "_on_partitions_assigned", phase, "recovery", after=False)
    _mark(Runner, "open", phase, "waiting", after=True)


def _during(step: Callable[..., Any], phase: Phase, label: str) -> Callable[..., Any]:
    @wraps(step)
    def plain(*args: Any, **kwargs: Any) -> Any:
        phase.enter(label)
        try:
            return step(*args, **kwargs)
        finally:
            phase.leave(label)

    @wraps(step)
    async def awaited(*args: Any, **kwargs: Any) -> Any:
        phase.enter(label)
        try:
            return await step(*args, **kwargs)
        finally:
            phase.leave(label)

    return awaited if inspect.iscoroutinefunction(step) else plain


def _mark(owner: type, name: str, phase: Phase, label: str, *, after: bool) -> None:
    step = getattr(owner, name)

    @wraps(step)
    async def marked(*args: Any, **kwargs: Any) -> Any:
        if not after:
            phase.now = label
        result = await step(*args, **kwargs)
        if after:
            phase.now = label
        return result

    setattr(owner, name, marked)


if __name__ == "__main__":
    phase_file = Path(sys.argv.pop(1))
    watch(Phase(phase_file))
    if "ABUSEWATCH_CHAOS_CLOCK" in os.environ:
        jump(int(os.environ["ABUSEWATCH_CHAOS_CLOCK"]))
    main()
