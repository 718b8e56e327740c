"""The options of `abusewatch control`, and the entry that they add up to."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.client_options import BAD_INPUT, failed
from pipeline.config import ConfigError, load
from pipeline.config.build import detectors
from pipeline.control_check import Doubts
from pipeline.span import span
from schemas.control import Control, ControlKind

Whom = Annotated[str | None, typer.Argument(
    metavar="ENTITY", help="TYPE:ID as alerts name it: ip:192.0.2.7, ip:192.0.2.0/24, account:u7.")]  # fmt: skip
Named = Annotated[str | None, typer.Option("--detector", help="Only this detector; without ENTITY all its alerts.")]
Length = Annotated[str, typer.Option("--for", metavar="LENGTH", help="How long: 30m, 2h, 7d, 4w.")]
Why = Annotated[str, typer.Option(help="The reason, for whoever finds it later.")]
Author = Annotated[str | None, typer.Option(help="Who sets it (default: who runs this).")]
Begin = Annotated[datetime | None, typer.Option(
    "--time", help="From when on, UTC, as for a replay of the past (default: now).", show_default=False)]  # fmt: skip
Kind = Annotated[ControlKind | None, typer.Option(help="Only what is of this kind.")]
To = Annotated[str | None, typer.Option(help="Append to this file, for `replay --control`; - is stdout.")]
Settings = Annotated[Path | None, typer.Option("--config", help="The workers' settings (default: abusewatch.toml if "
                                                                "there), to know which detectors run.")]  # fmt: skip
NOT_SAID = "not said"


def entry(kind: ControlKind, entity: str | None, detector: str | None, value: float | str | None, length: str,
          why: str, author: str | None, begin: datetime | None) -> Control:  # fmt: skip
    """Return the entry; end the command with exit code 2 where the options make none."""
    time = (begin or datetime.now(UTC)).replace(tzinfo=UTC)  # a person sets it now: the wall clock is right here
    try:
        until = span(length)
        expires = time + until if until else None
    except OverflowError:
        expires = None
    if expires is None:
        message = f"--for {length!r}: expected a length such as 30m, 2h or 7d"
        raise failed(message, BAD_INPUT)
    made = Control(kind=kind, time=time, expires=expires, author=author or getpass.getuser(), why=why, entity=entity,
                   detector=detector, value=value)  # fmt: skip
    return _taken(made)


def doubts(config: Path | None) -> Doubts:
    """Return what knows the detectors that run; end the command with exit code 2 where the settings cannot be used."""
    try:
        return Doubts(detectors(load(config))[0])
    except ConfigError as error:
        raise failed(str(error), BAD_INPUT) from None


def _taken(made: Control) -> Control:
    """Return the entry as workers will read it; limits on lengths are the schema's."""
    try:
        return msgspec.json.decode(msgspec.json.encode(made), type=Control)
    except msgspec.ValidationError as error:
        raise failed(str(error), BAD_INPUT) from None
