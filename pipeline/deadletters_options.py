"""Which dead letters a command means: its options, and what they add up to."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline.client_options import BAD_INPUT, failed
from pipeline.deadletters import Filter
from pipeline.span import span

Reasons = Annotated[list[str] | None, typer.Option("--reason", help="Only this reason; may be repeated.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Only from this topic, prefix included; repeatable.")]
Since = Annotated[
    str | None, typer.Option(help="Only refused since: 30m, 12h, 7d, or a time such as 2026-01-31T12:00Z.")
]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="As `show` prints them: PARTITION:OFFSET.")]


def meant(reasons: list[str] | None, topics: list[str] | None, ids: list[str] | None, since: str | None) -> Filter:
    """Return what the options mean; end the command with exit code 2 where they mean nothing."""
    for name in ids or ():
        if not re.fullmatch(r"\d+:\d+", name):
            message = f"{name!r} is no id: PARTITION:OFFSET, as `abusewatch deadletters show` prints them"
            raise failed(message, BAD_INPUT)
    return Filter(frozenset(reasons or ()), frozenset(topics or ()), frozenset(ids or ()),
                  None if since is None else _since_ms(since))  # fmt: skip


def _since_ms(text: str) -> int:
    """Return the moment in milliseconds since 1970. A wall clock is right here: the broker's times are meant."""
    try:
        length = span(text)
        moment = datetime.fromisoformat(text) if length is None else datetime.now(UTC) - length
    except (ValueError, OverflowError):
        message = f"--since {text!r}: expected 30m, 12h, 7d or a time such as 2026-01-31T12:00Z"
        raise failed(message, BAD_INPUT) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
