"""Sending or writing what operators set; ends the command where it would have no effect, or Kafka does not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import typer

from pipeline import control_topic, control_view
from pipeline.client_options import BAD_INPUT, UNREACHABLE, failed, kafka
from pipeline.control_options import doubts
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.lines import STDIN
from schemas.control import Control


def lifted(one: Control, now: datetime, author: str, why: str) -> Control:
    """Return what takes an entry's place from now on (or from when it would have begun) and holds for no time."""
    at = max(now, one.time)
    return msgspec.structs.replace(one, time=at, expires=at, author=author, why=why)


def nothing(entity: str | None, detector: str | None, standing: Sequence[Control]) -> str:
    """Say that there is nothing to lift, and what there is on the same entity or detector."""
    near = [one for one in standing if (entity and one.entity == entity) or (detector and one.detector == detector)]
    asked = " and ".join(name for name in (entity, detector and f"--detector {detector}") if name)
    there = f"; there is {'; '.join(map(control_view.said, near))}" if near else "; see `abusewatch control list`"
    return f"nothing is set for just {asked}{there}"


def put(made: Control, config: Path | None, to: str | None, bootstrap: str | None, prefix: str,
         client_config: Path | None) -> None:  # fmt: skip
    """Send or write one entry that has an effect; end the command with exit code 2 where it would have none."""
    if why := doubts(config).of(made):
        message = f"this would have no effect: {why}"
        raise failed(message, BAD_INPUT)
    if to:
        _write(to, made)
    else:
        with kafka(bootstrap, client_config) as client:
            send([made], client, prefix)
    if to != STDIN:
        typer.echo(control_view.said(made))
        if limit := control_view.reach(made):
            typer.echo(f"note: {limit}")


def _write(to: str, made: Control) -> None:
    try:
        control_topic.write(to, [made])
    except OSError as error:
        message = f"{to}: {error.strerror}"
        raise failed(message, BAD_INPUT) from None


def send(entries: Sequence[Control], client: Mapping[str, str], prefix: str) -> None:
    """Send entries; end the command with exit code 2 or 3 where they cannot be."""
    try:
        control_topic.send(client, prefix, entries)
    except IngestError as error:
        raise failed(str(error), BAD_INPUT) from None
    except DeliveryError as error:
        raise failed(str(error), UNREACHABLE) from None
