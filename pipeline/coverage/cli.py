"""The command `abusewatch coverage`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from pipeline.client_options import BAD_INPUT, Json, failed
from pipeline.config import ConfigError, load
from pipeline.config.build import detectors
from pipeline.coverage.blind import Blind, blind
from pipeline.coverage.count import Coverage
from pipeline.coverage.show import refusals, show
from pipeline.file_errors import said
from pipeline.lines import InputError, no_events
from pipeline.replay_progress import lines_of
from pipeline.terminal import terminal

WIDE = 160  # columns when nobody looks
_HELP = """Say what a stream tells: each event type's fields, what nobody reads, and which detectors see nothing.

FILE is as for `replay` (JSON lines of events and decisions; .gz, .zst, - too). No detector runs: it takes seconds, and
is the first thing to do with a new producer's events. Of values nothing is printed but how often there was one.

  abusewatch coverage events.jsonl

Exit codes: 0 done; 2 options, configuration or input that cannot be used.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("coverage", help=_HELP)(coverage)


def coverage(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    as_json: Json = False,
) -> None:
    """Count; the parameters are the command's options."""
    found = Coverage()
    try:
        running, _ = detectors(load(config))
        with ExitStack() as stack:
            for file, number, line in lines_of(stack, files, Console(stderr=True, soft_wrap=True)):
                found.take(file, number, line)
    except (ConfigError, InputError, OSError) as error:
        raise failed(said(error), BAD_INPUT) from None
    if not any(kind.events for kind in found.types.values()):
        raise failed(no_events(files, list(refusals(found))), BAD_INPUT)
    nothing = blind(running, found.types)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(_record(found, nothing))).decode())
        return
    show(terminal(WIDE), found, nothing, len(running))


def _record(found: Coverage, nothing: list[Blind]) -> dict[str, Any]:
    types = {name: {"events": kind.events, "fields": dict(kind.told), "not_read": dict(kind.unknown)}
             for name, kind in found.types.items() if kind.events}  # fmt: skip
    return {
        "first": found.first, "last": found.last, "types": types, "dead_letters": dict(found.refused),
        "unknown_types": dict(found.skipped), "first_lines": found.places,
        "detectors_without_events": [{"detector": one.detector, "wants": one.wants} for one in nothing],
    }  # fmt: skip
