"""The program's help page: quick, and the same as with every command loaded."""

from __future__ import annotations

import subprocess
import sys

from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli import build, page
from pipeline.cli_summaries import SUMMARIES

HEAVY = ("faust", "pandas", "scipy", "river", "pydantic", "confluent_kafka", "detectors")


def test_each_line_is_what_the_command_says_of_itself() -> None:
    loaded = get_command(build()).commands  # type: ignore[attr-defined]
    assert {name: one.help.split("\n\n")[0].replace("\n", " ") for name, one in loaded.items()} == SUMMARIES


def test_the_page_is_the_same_as_with_all_loaded() -> None:
    quick, whole = (CliRunner().invoke(app, ["--help"]).stdout for app in (page(), build()))
    assert quick == whole
    assert list(SUMMARIES) == [*get_command(page()).commands]  # type: ignore[attr-defined]


def test_help_loads_no_command() -> None:
    code = f"""
import sys
from pipeline.cli import main
sys.argv[1:] = ["--help"]
try:
    main()
except SystemExit:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
    assert "replay" in done.stdout


def test_an_unknown_command_is_refused() -> None:
    done = CliRunner().invoke(page(), ["replays"])
    assert done.exit_code == 2
    assert "No such command 'replays'" in done.stderr
