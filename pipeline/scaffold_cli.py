"""The command `abusewatch new-detector`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.client_options import BAD_INPUT, failed
from pipeline.file_errors import said
from pipeline.scaffold import NewDetector, ScaffoldError, scaffold
from schemas.values import Area, EventType, KeyedBy

_HELP = """Start a new detector in a checkout: file, CATALOGUE line, stanza in mode shadow, scenarios, runbook, docs.

What is written passes lint, types, the contract suite and its own scenarios, and fires on a simple burst; make it into
what you mean from there. Exit codes: 0 written; 2 it cannot be, and nothing was.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("new-detector", help=_HELP)(new_detector)


def new_detector(
    name: Annotated[str, typer.Argument(metavar="NAME", help="such as login_fanout")],
    keyed_by: Annotated[KeyedBy, typer.Option(help="whose state it keeps")] = "account",
    kind: Annotated[EventType, typer.Option(help="the event type it reads")] = "account.login",
    area: Annotated[Area, typer.Option(help="the policy it guards")] = "account_security",
    root: Annotated[Path, typer.Option(help="the checkout")] = Path(),
) -> None:
    """Write the parts; the parameters are the command's options."""
    month = datetime.now(UTC).strftime("%Y-%m")  # when a person decided: the operator's time is right here
    try:
        written = scaffold(root, NewDetector(name, keyed_by, kind, area, month))
    except (ScaffoldError, OSError) as error:
        raise failed(said(error), BAD_INPUT) from None
    for path in written:
        typer.echo(f"wrote {path}")
    typer.echo(f"next: make test TEST='tests/contract tests/scenarios -k {name}', then say in all six what you mean")
