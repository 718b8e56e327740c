"""What must stop the worker stops it without committing, and is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.assignment import Assignment

logger = logging.getLogger(__name__)


class Failsafe:
    """Guards the turns of the runner. `on_fatal` is told once of what must stop the worker; then `tripped`."""

    def __init__(self, assignment: Assignment, on_fatal: Callable[[BaseException], None]) -> None:
        self._assignment = assignment
        self._on_fatal = on_fatal
        self.tripped = False

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Whatever breaks off half way leaves nothing that a later checkpoint could write."""
        try:
            yield
        except asyncio.CancelledError:
            self._trip()
            raise
        except Exception as failed:
            logger.exception("the worker stops without committing")
            self._trip()
            self._on_fatal(failed)

    def _trip(self) -> None:
        self.tripped = True
        self._assignment.give_up()
        self._assignment.close()
