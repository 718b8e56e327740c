"""Whatever the command and the option: a file that is not there is said in the same words."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import build


@pytest.mark.parametrize("line", [
    "replay gone", "replay there --control gone", "replay there --config gone", "level gone", "backtest gone",
    "backtest there --truth gone", "scorecard gone there", "scorecard there gone", "ingest auto gone --to out",
    "demo --input gone", "alerts --file gone", "alerts --client-config gone", "topics describe --client-config gone",
    "quality --alerts gone --decisions gone", "decide a-1 benign --alerts-file gone",
])  # fmt: skip
def test_a_file_that_is_not_there(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").touch()
    words = line.split()
    done = CliRunner().invoke(build(words[0]), words)
    assert done.stderr == "error: gone: cannot be read (No such file or directory)\n"
    assert done.exit_code == 2


@pytest.mark.parametrize("line", ["replay there --alerts no/out", "ingest auto there --to no/out"])
def test_a_place_that_cannot_be_written(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").touch()
    words = line.split()
    done = CliRunner().invoke(build(words[0]), words)
    assert "no/out: cannot be written (No such file or directory)" in done.stderr
    assert done.exit_code == 2
