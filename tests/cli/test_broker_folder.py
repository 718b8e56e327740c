"""`abusewatch broker` on a folder that cannot be used, without a broker."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from pipeline.broker.cli import app


def broker(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.touch()
    for folder in (taken, taken / "below"):
        done = broker("start", "--data-dir", str(folder))
        assert done.exit_code == 2
        assert done.stderr.startswith(f"error: {folder}: cannot be written (")
        assert done.stderr.count("\n") == 1
        assert broker("status", "--data-dir", str(folder)).exit_code == 3
