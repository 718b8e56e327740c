"""The command `abusewatch bench`: the bench of a source checkout, on this machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

UNUSABLE = 2
_ROOT = Path(__file__).resolve().parents[1]
_HELP = """Measure speed, side by side, on this machine: the worker, ordinary Faust, Quix Streams, a bare loop.

Needs a source checkout (`make bench` does the same). Takes 10 to 30 minutes, with --quick 2 to 6. Exit codes: those
of the bench; 2 this is no source checkout.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("bench", help=_HELP)(bench)


def bench(
    json: Annotated[bool, typer.Option("--json", help="print the figures as JSON")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="one turn, fewer events")] = False,
    capacity: Annotated[bool, typer.Option("--capacity", help="print the capacity model of what was measured")] = False,
) -> None:
    """Run the bench; the parameters are the command's options."""
    if not (_ROOT / "tests" / "bench" / "__main__.py").exists():
        typer.echo("abusewatch bench: this is an installation without its tests; run it in a source checkout", err=True)
        raise typer.Exit(UNUSABLE)
    chosen = {"--json": json, "--quick": quick, "--capacity": capacity}
    words = [word for word, wanted in chosen.items() if wanted]
    done = subprocess.run([sys.executable, "-m", "tests.bench", *words], cwd=_ROOT, check=False)  # noqa: S603
    raise typer.Exit(done.returncode)
