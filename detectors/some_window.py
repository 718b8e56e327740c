"""Windows in which some of those who are there stand out by what the site's days show, and only these are accused."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.settled_window import OverWindow
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class Some(Protocol):
    """Those of a window who stand out."""

    @property
    def names(self) -> frozenset[str]:
        """Return their accounts."""

    def surprise(self) -> float:
        """Return the surprise of so many."""


class SomeWindow(OverWindow):
    """Base of detectors that find them in a window; nothing is said of fewer than `least`."""

    by_site = True

    @abstractmethod
    def _of(self, state: WindowState, end: int) -> Some:
        """Return who stands out in the window that ends with bucket `end`."""

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window so far; None for few, or before the site is known."""
        if event.site is None or self.member(event) is None:
            return None
        found = self._of(state, int(event.time // self.step_s))
        if len(found.names) < self.least:
            return None
        surprise = found.surprise()
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        found = self._of(state, end)
        return found.surprise() if len(found.names) >= self.least else 0.0

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """Make a surprising window hot, and mark the accounts that stand out: others there do not."""
        found = self._of(state, end)
        if not super()._accuse(state, end, len(found.names), past, surprise):
            return False
        for tally in self._window(state, end):
            for name in sorted(found.names & tally.members.keys()):
                tally.mark(name, tally.members[name])
        return True

    def breached(self, run: Tally) -> bool:
        """Tell of no account that it was entered."""
        return False

    def named_first(self, run: Tally) -> Collection[str]:
        """Name those that stand out, and nobody else."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; concerned are those that stand out."""
        return super().explain(run, state, key).naming(in_order(run.marked or {}))
