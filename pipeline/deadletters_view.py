"""Dead letters as `abusewatch deadletters` prints them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import typer

from pipeline.deadletters import Letter
from pipeline.plural import many


def stamp(time_ms: int) -> str:
    """Return a time in milliseconds since 1970 as RFC 3339 in UTC."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def facts_of(found: Letter, values: bool) -> dict[str, Any]:
    """Return what is told of a letter; with `values`, the record as well."""
    letter = found.letter
    facts = {"id": found.id, "time": stamp(found.time_ms), "topic": letter.topic, "partition": letter.partition,
             "offset": letter.offset, "reason": letter.reason, "detail": letter.detail}  # fmt: skip
    if values:
        key, value = found.key(), found.value()
        facts["key"] = None if key is None else key.decode(errors="backslashreplace")
        facts["value"] = None if value is None else value.decode(errors="backslashreplace")
    return facts


def line_of(facts: Mapping[str, Any]) -> str:
    """Return the facts on one line; what a producer wrote is quoted, so that it cannot steer a terminal."""
    return "  ".join(f"{k}={json.dumps(v) if k in ('key', 'value') else v}" for k, v in facts.items())


def print_counts(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print a row for each reason and topic, and the sum; as JSON the rows alone."""
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        typer.echo(f"{row['count']:>8}  {row['reason']:<18} {row['topic']}  {row['first']} .. {row['last']}")
    count, noun = many(sum(row["count"] for row in rows), "dead letter").split(" ", 1)
    typer.echo(f"{count:>8}  {noun}")
