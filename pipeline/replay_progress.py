"""How far a replay's input has been read: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from pipeline.lines import STDIN, read_lines
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


def lines_of(stack: ExitStack, files: Sequence[str], words: Console) -> Iterator[tuple[str, int, bytes]]:
    """Yield (file, line number, line) of all files, and show how far they have been read, until `stack` is closed."""
    sizes = {name: Path(name).stat().st_size for name in files if name != STDIN}
    progress = stack.enter_context(ReplayProgress(words, sum(sizes.values())))
    done = 0
    for name in files:
        before = done
        yield from read_lines(name, lambda at, before=before: progress.moved(before + at))  # type: ignore[misc]
        done += sizes.get(name, 0)
