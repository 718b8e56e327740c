"""The command `abusewatch scorecard`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from pipeline.client_options import failed
from pipeline.demo.scorecard import Run
from pipeline.demo.scorecard_table import facts, tables
from pipeline.demo.scoring import score
from pipeline.file_errors import said
from pipeline.simulate.settings import DAY_S
from pipeline.simulate.truth import read_truth
from schemas.alert import Alert

UNUSABLE = 2
_HELP = """Compare alerts with the truth of a simulation.

  abusewatch simulate --to events.jsonl --truth truth.jsonl
  abusewatch replay events.jsonl --alerts alerts.jsonl
  abusewatch scorecard truth.jsonl alerts.jsonl
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("scorecard", help=_HELP)(scorecard)


def scorecard(
    truth: Annotated[Path, typer.Argument(help="from simulate --truth")],
    alerts: Annotated[Path, typer.Argument(help="from replay --alerts: every version, a line each")],
    days: Annotated[float | None, typer.Option(help="of event time [default: of the truth, first to last]")] = None,
    events: Annotated[int, typer.Option(help="that were read, if to be shown")] = 0,
    json: Annotated[bool, typer.Option(help="print the facts as JSON")] = False,
) -> None:
    """Print the scorecard; the parameters are the command's options."""
    try:
        truths = read_truth(truth)
        span = max((one.end for one in truths), default=0.0) - min((one.start for one in truths), default=0.0)
        card = score(truths, _alerts(alerts), Run(events=events, seconds=0.0, days=days or span / DAY_S))
    except (OSError, msgspec.MsgspecError) as error:
        raise failed(said(error), UNUSABLE) from None
    out = Console(soft_wrap=True)
    out.out(msgspec.json.encode(facts(card)).decode(), highlight=False) if json else out.print(tables(card))


def _alerts(path: Path) -> Iterator[Alert]:
    decode = msgspec.json.Decoder(Alert).decode
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield decode(line)
