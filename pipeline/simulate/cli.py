"""The command `abusewatch simulate`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from pipeline.client_options import failed
from pipeline.file_errors import said, unwritable
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.ingest.file_target import FileTarget
from pipeline.ingest.kafka_target import KafkaTarget
from pipeline.ingest.options import pairs
from pipeline.ingest.producer import EventProducer
from pipeline.ingest.target import Target
from pipeline.simulate.progress import SimulationProgress
from pipeline.simulate.settings import START_S, SimulationSettings
from pipeline.simulate.simulation import Simulation
from pipeline.simulate.summary import Counts, show
from pipeline.simulate.truth import Truth, write_truth

UNUSABLE, UNDELIVERED = 2, 4
_START = datetime.fromtimestamp(START_S, UTC).date().isoformat()
_HELP = """Make labelled traffic: ordinary days, ordinary bursts, and campaigns of abuse with their ground truth.

The same options always give the same bytes. Events go out in order of event time, as fast as they are taken.

Exit codes: 0 done; 2 the options are unusable; 4 not everything was delivered.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("simulate", help=_HELP)(simulate)


def simulate(  # noqa: PLR0913, PLR0917 - one parameter an option
    days: Annotated[float, typer.Option(help="of event time")] = 3.0,
    accounts: Annotated[int, typer.Option(help="that exist at the start")] = 7000,
    seed: Annotated[int, typer.Option(help="another seed, another world")] = 1,
    start: Annotated[str, typer.Option(help="first day, UTC")] = _START,
    to: Annotated[str | None, typer.Option(help="write events here (also .gz, .zst) [default: -]")] = None,
    bootstrap: Annotated[str | None, typer.Option(help="produce to Kafka at HOST:PORT instead")] = None,
    kafka: Annotated[list[str], typer.Option(help="Kafka setting name=value (security.protocol=SSL, ...)")] = [],  # noqa: B006
    topic_prefix: Annotated[str, typer.Option(help="before every topic name")] = "",
    truth: Annotated[Path | None, typer.Option(help="write what was planted here, one JSON object a line")] = None,
    attacks: Annotated[bool, typer.Option(help="plant campaigns of abuse")] = True,
    bursts: Annotated[bool, typer.Option(help="plant ordinary bursts")] = True,
    activity: Annotated[float, typer.Option(help="how much accounts do, against 2.4 sessions a day each")] = 1.0,
    json: Annotated[bool, typer.Option(help="print the summary as JSON")] = False,
) -> None:
    """Simulate; the parameters are the command's options."""
    words = Console(stderr=True, soft_wrap=True)
    try:
        settings = SimulationSettings(days, accounts, seed, _day(start), attacks, bursts, activity)
        target = _target(to, bootstrap, topic_prefix, pairs(kafka, "--kafka"))
        simulation = Simulation(settings)
        counts = _run(simulation, target, words)
        if truth:
            _write(truth, simulation.truth)
    except (IngestError, DeliveryError, ValueError, OSError) as error:
        raise failed(said(error), UNDELIVERED if isinstance(error, DeliveryError) else UNUSABLE) from None
    out = Console(soft_wrap=True) if bootstrap or (to and to != "-") else words
    if json:
        out.out(msgspec.json.encode(counts.facts()).decode(), highlight=False)
    else:
        show(counts, simulation.truth, out)


def _write(path: Path, truths: Iterable[Truth]) -> None:
    try:
        write_truth(path, truths)
    except OSError as error:
        message = f"--truth {unwritable(path, error)}"
        raise IngestError(message) from None


def _run(simulation: Simulation, target: Target, words: Console) -> Counts:
    counts = Counts(target=target.name)
    with SimulationProgress(words, simulation) as progress, target:
        for message in simulation:
            target.send(message)
            counts.add(message.type)
            if counts.total % 1000 == 0:
                progress.moved()
    counts.finish()
    return counts


def _day(text: str) -> float:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
    except ValueError:
        message = f"--start {text}: not a day such as {_START}"
        raise ValueError(message) from None


def _target(to: str | None, bootstrap: str | None, prefix: str, settings: dict[str, str]) -> Target:
    if to and bootstrap:
        message = "give --to or --bootstrap, not both"
        raise IngestError(message)
    if not bootstrap:
        return FileTarget(to or "-")
    producer = EventProducer(bootstrap, prefix=prefix, settings=settings)
    producer.check()
    return KafkaTarget(producer, bootstrap)
