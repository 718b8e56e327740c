"""A bar is seen on a terminal alone, and only over what is known to end."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from pipeline.progress_bar import ProgressBar


def drawn(*, terminal: bool, shown: bool) -> str:
    words = Console(file=StringIO(), force_terminal=terminal, width=200)
    with ProgressBar(words, "counting", 4, shown=shown):
        pass
    assert isinstance(words.file, StringIO)
    return words.file.getvalue()


def test_a_terminal_shows_what_is_done() -> None:
    assert "counting" in drawn(terminal=True, shown=True)


@pytest.mark.parametrize(("terminal", "shown"), [(False, True), (True, False), (False, False)])
def test_elsewhere_nothing_is_written(terminal: bool, shown: bool) -> None:
    assert drawn(terminal=terminal, shown=shown) == ""
