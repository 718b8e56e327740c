"""How far a replay's input has been read: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import time

from rich.console import Console

from pipeline.progress_bar import ProgressBar

EVERY_S = 30.0


class ReplayProgress(ProgressBar):
    """`total` is the input's bytes; 0 where nobody knows them (standard input): then nothing is said in a log."""

    def __init__(self, words: Console, total: int, every_s: float = EVERY_S) -> None:
        super().__init__(words, "replaying", total)
        self._words, self._total, self._every_s = words, total, every_s
        self._said = time.monotonic()

    def moved(self, at: int) -> None:
        """Show that all before byte `at` has been read."""
        self._bar.update(self._task, completed=at)
        if self._total and not self._words.is_terminal and time.monotonic() - self._said >= self._every_s:
            self._said = time.monotonic()
            self._words.print(f"replaying: {at / self._total:.0%} read", markup=False, highlight=False)
