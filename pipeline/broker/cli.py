"""`abusewatch broker`: the local Kafka broker from the command line.

Exit codes: 0 done (status: running); 1 it failed; 2 the folder cannot be written; 3 status: stopped; 4 status: it runs
but does not answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .bootstrap import DEFAULT_DATA_DIR
from .errors import BrokerError, BrokerFolderError
from .local import LocalBroker
from .options import Options
from .status import Status

app = typer.Typer(no_args_is_help=True, help="The local Apache Kafka broker (needs no Java of the machine's own).")

EXIT_CODES = {"running": 0, "stopped": 3, "unresponsive": 4}

DataDir = Annotated[Path, typer.Option("--data-dir", "-d", help="Where its data, ports and logs are kept.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Port = Annotated[int | None, typer.Option(help="Port for clients; default: kept from last time, else a free one.")]
Heap = Annotated[int, typer.Option(help="The JVM's largest heap, in MiB.", min=128)]


@app.command()
def start(data_dir: DataDir = DEFAULT_DATA_DIR, port: Port = None, heap_mb: Heap = 512, as_json: Json = False) -> None:
    """Start the broker in the background and print its bootstrap address; does nothing if it runs already."""
    broker = LocalBroker(data_dir, port, options=Options(heap_mb=heap_mb), detached=True)
    try:
        broker.start()
    except BrokerError as error:
        raise _failed(error) from None
    _show(broker.status(), as_json, plain=broker.bootstrap)


@app.command()
def stop(data_dir: DataDir = DEFAULT_DATA_DIR, as_json: Json = False) -> None:
    """Stop the broker; its data stays. Does nothing if it is not running."""
    broker = LocalBroker(data_dir)
    was_running = broker.stop()
    _show(broker.status(), as_json, plain="stopped" if was_running else "was not running")


@app.command()
def status(data_dir: DataDir = DEFAULT_DATA_DIR, as_json: Json = False) -> None:
    """Say whether the broker runs and answers: exit code 0 running, 3 stopped, 4 not answering."""
    found = LocalBroker(data_dir).status()
    _show(found, as_json, plain=_sentence(found))
    raise typer.Exit(EXIT_CODES[found.state])


def _sentence(found: Status) -> str:
    if found.state == "stopped":
        return f"stopped ({found.data_dir})"
    return f"{found.state}: {found.bootstrap} (pid {found.pid}, log {found.log_file})"


def _show(found: Status, as_json: bool, *, plain: str) -> None:
    facts = {**found._asdict(), "data_dir": str(found.data_dir), "log_file": str(found.log_file)}
    typer.echo(json.dumps(facts) if as_json else plain)


def _failed(error: BrokerError) -> typer.Exit:
    typer.echo(f"error: {error}", err=True)
    return typer.Exit(2 if isinstance(error, BrokerFolderError) else 1)


if __name__ == "__main__":
    app()
