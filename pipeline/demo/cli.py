"""The command `abusewatch demo`."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC
from typing import Annotated, Any

import msgspec
import typer
from confluent_kafka import KafkaException
from rich.console import Console

from pipeline.broker import BrokerError, BrokerFolderError
from pipeline.client_config import ClientConfigError
from pipeline.client_options import failed
from pipeline.demo.demo import Result, run_demo
from pipeline.demo.errors import DemoError
from pipeline.demo.pointers import pointers
from pipeline.demo.scorecard_table import facts, tables
from pipeline.demo.settings import DemoSettings
from pipeline.file_errors import said
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.ingest.reader import LogFile
from pipeline.ingest.report import show as show_reading
from pipeline.ingest.run import Plan
from pipeline.simulate.settings import SimulationSettings

WIDE = 160  # columns when nobody looks: a file or a pipe must not be folded
FAILED, UNUSABLE, UNREACHABLE, INTERRUPTED = 1, 2, 3, 130
_FAILURES: dict[type[Exception], int] = {
    DemoError: FAILED, DeliveryError: FAILED, IngestError: UNUSABLE, ValueError: UNUSABLE, ClientConfigError: UNUSABLE,
    BrokerFolderError: UNUSABLE, BrokerError: UNREACHABLE, KafkaException: UNREACHABLE, OSError: FAILED,
}  # fmt: skip
_HELP = """Everything at once on this machine: Kafka, worker, traffic with planted abuse, alerts, a scorecard.

With --input a log of yours takes the place of the simulation (FORMAT as in `ingest`). All that is started is stopped
at the end, also on Ctrl-C; files are left in .abusewatch/demo.

Exit codes: 0 done; 1 something failed meanwhile; 2 options or input that cannot be used; 3 no Kafka.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("demo", help=_HELP)(demo)


def demo(  # noqa: PLR0913, PLR0917 - one parameter an option
    input_: Annotated[str | None, typer.Option("--input", help="read this log instead of simulating")] = None,
    format_: Annotated[str, typer.Option("--format", help="of the log, as in `ingest`")] = "auto",
    days: Annotated[float, typer.Option(help="of simulated time")] = 3.0,
    accounts: Annotated[int, typer.Option(help="of the simulated product")] = 7000,
    seed: Annotated[int, typer.Option(help="of the simulation")] = 1,
    speed: Annotated[float | None, typer.Option(help="times real time [default: as fast as it goes]")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="stay up at the end, until Ctrl-C")] = False,
    bootstrap: Annotated[
        str | None, typer.Option(help="Kafka at HOST:PORT [default: KAFKA_BOOTSTRAP, else a local one]")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="print the scorecard as JSON")] = False,
) -> None:
    """Run the demo; the parameters are the command's options."""
    wide = None if sys.stdout.isatty() else WIDE
    words, out = Console(stderr=json, width=wide), Console(width=wide)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a supervisor's end is as orderly as Ctrl-C
    try:
        settings = _settings(input_, format_, SimulationSettings(days, accounts, seed), speed, keep, bootstrap)
        run_demo(settings, words, lambda result: _finished(settings, result, out, as_json=json))
    except KeyboardInterrupt:
        words.print("stopped", highlight=False)
        raise typer.Exit(INTERRUPTED) from None
    except tuple(_FAILURES) as error:
        code = next(code for kind, code in _FAILURES.items() if isinstance(error, kind))
        raise failed(_said(error), code) from None


def _settings(input_: str | None, format_: str, simulation: SimulationSettings, speed: float | None, keep: bool,
              bootstrap: str | None) -> DemoSettings:  # fmt: skip
    if input_:
        _check_input(input_, format_)
    if speed is not None and not 0 < speed < float("inf"):
        message = "--speed: more than 0"
        raise ValueError(message)
    return DemoSettings(simulation, input_, format_, speed, keep, bootstrap)


def _check_input(name: str, format_: str) -> None:
    """Raise IngestError for what could not be read, before anything is started."""
    file = LogFile(name)
    file.check()
    Plan(format_, UTC).adapter(file)


def _finished(settings: DemoSettings, result: Result, out: Console, *, as_json: bool) -> None:
    if as_json:
        more: dict[str, Any] = {"ingest": result.summary.facts()} if result.summary else {}
        out.out(msgspec.json.encode({**facts(result.card), **more}).decode(), highlight=False)
    else:
        out.print(tables(result.card))
        if result.summary:
            show_reading(result.summary, out)
        out.print()
        for line in pointers(settings, result.at):
            out.print(line, markup=False, highlight=False)
    if result.summary and not result.card.run.events:
        message = (
            f"--input {settings.input}: no line made an event; give --format, or turn it into events with `ingest`"
        )
        raise ValueError(message)
    if settings.keep:
        out.print("\nstays up until Ctrl-C", highlight=False)
        threading.Event().wait()


def _said(error: BaseException) -> str:
    if isinstance(error, KafkaException):
        first = error.args[0]
        return f"Kafka: {first.str() if hasattr(first, 'str') else first}"
    return said(error)
