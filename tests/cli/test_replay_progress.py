"""How far a replay has come is told where no bar can be."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from pipeline.replay_progress import ReplayProgress


def said(total: int, every_s: float, *, terminal: bool = False) -> str:
    words = Console(file=StringIO(), force_terminal=terminal, width=200)
    with ReplayProgress(words, total, every_s) as progress:
        progress.moved(total // 4)
        progress.moved(total)
    assert isinstance(words.file, StringIO)
    return words.file.getvalue()


def test_a_log_shows_how_far_it_is() -> None:
    assert said(4_000, 0.0) == "replaying: 25% read\nreplaying: 100% read\n"


def test_a_log_is_not_filled() -> None:
    assert said(4_000, 3600.0) == ""


def test_of_an_input_without_a_known_end_nothing_is_said() -> None:
    assert said(0, 0.0) == ""


def test_a_terminal_has_the_bar_alone() -> None:
    assert "read\n" not in said(4_000, 0.0, terminal=True)
