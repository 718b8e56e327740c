"""`abusewatch control`: what operators set while workers run, on the topic that every worker follows.

Exit codes: 0 sent, written or shown; 2 what would have no effect, or options that cannot be used; 3 Kafka did not
answer or refused.
"""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline import control_topic, control_view
from pipeline.client_options import BAD_INPUT, Bootstrap, ClientConfig, Json, Prefix, failed, kafka
from pipeline.control_options import (
    NOT_SAID,
    Author,
    Begin,
    Kind,
    Length,
    Named,
    Settings,
    To,
    Whom,
    Why,
    doubts,
    entry,
)
from pipeline.control_sending import lifted, nothing, put, send
from pipeline.terminal import terminal
from schemas.control import ControlKind
from schemas.values import Mode

app = typer.Typer(
    no_args_is_help=True, help="What is set while workers run, each until a time of its own: silence, levels, modes."
)
WIDE = 200  # columns when nobody looks: a file or a pipe must not be folded
_SILENCE: dict[ControlKind, str] = {
    "snooze": "Send no alerts on an entity, of a detector, or both, for a while. What is seen is learned all the same.",
    "allow": "Put an innocent that will come again on the allow-list: as a snooze, but counted apart.",
}


def _silence(kind: ControlKind) -> None:
    """Add the command for a kind of silence."""

    def silence(length: Length, entity: Whom = None, detector: Named = None, why: Why = NOT_SAID,  # noqa: PLR0913, PLR0917
                author: Author = None, begin: Begin = None, to: To = None, config: Settings = None,
                bootstrap: Bootstrap = None, prefix: Prefix = "",
                client_config: ClientConfig = None) -> None:  # fmt: skip
        made = entry(kind, entity, detector, None, length, why, author, begin)
        put(made, config, to, bootstrap, prefix, client_config)

    app.command(kind, help=_SILENCE[kind])(silence)


for _kind in _SILENCE:
    _silence(_kind)


@app.command()
def threshold(score: Annotated[float, typer.Argument(min=0, max=1)], length: Length, entity: Whom = None,  # noqa: PLR0913, PLR0917
              detector: Named = None, why: Why = NOT_SAID, author: Author = None, begin: Begin = None, to: To = None,
              config: Settings = None, bootstrap: Bootstrap = None, prefix: Prefix = "",
              client_config: ClientConfig = None) -> None:  # fmt: skip
    """Send only alerts with at least this score. It can raise a detector's own level (`alert_at`), not lower it."""
    made = entry("threshold", entity, detector, score, length, why, author, begin)
    put(made, config, to, bootstrap, prefix, client_config)


@app.command()
def mode(mode: Annotated[Mode, typer.Argument()], length: Length, entity: Whom = None,  # noqa: PLR0913, PLR0917
         detector: Named = None, why: Why = NOT_SAID, author: Author = None, begin: Begin = None, to: To = None,
         config: Settings = None, bootstrap: Bootstrap = None, prefix: Prefix = "",
         client_config: ClientConfig = None) -> None:  # fmt: skip
    """Send a detector's alerts in another mode: live, shadow (nobody need look at them), or audit (to measure with)."""
    made = entry("mode", entity, detector, mode, length, why, author, begin)
    put(made, config, to, bootstrap, prefix, client_config)


@app.command("list")
def list_(config: Settings = None, bootstrap: Bootstrap = None, prefix: Prefix = "", client_config: ClientConfig = None,
          as_json: Json = False) -> None:  # fmt: skip
    """Show what is in force and what is to come, and say of what has no effect why."""
    doubt, now = doubts(config), datetime.now(UTC)
    with kafka(bootstrap, client_config) as client:
        controls, unusable = control_topic.read(client, prefix)
    standing = sorted(controls.standing(now.timestamp()), key=lambda one: (one.expires, one.kind))
    if as_json:
        typer.echo(json.dumps([control_view.facts(one, doubt, now) for one in standing]))
    elif standing:
        terminal(WIDE).print(control_view.table(standing), highlight=False)
    else:
        typer.echo("nothing is set")
    for one in standing:
        if why := doubt.of(one):
            typer.echo(f"no effect: {one.kind} {control_view.whom(one)}: {why}", err=True)
    for bad in unusable:
        typer.echo(f"left out: offset {bad.offset} of partition {bad.partition} is no entry: {bad.why}", err=True)


@app.command()
def lift(entity: Whom = None, detector: Named = None, kind: Kind = None, why: Why = NOT_SAID, author: Author = None,
         bootstrap: Bootstrap = None, prefix: Prefix = "", client_config: ClientConfig = None) -> None:  # fmt: skip
    """End now what was set for just this entity and detector, as `list` shows it."""
    if not (entity or detector):
        message = "name an entity or --detector: TYPE:ID as `abusewatch control list` shows it"
        raise failed(message, BAD_INPUT)
    now = datetime.now(UTC)
    with kafka(bootstrap, client_config) as client:
        standing = control_topic.read(client, prefix)[0].standing(now.timestamp())
        ended = [
            one for one in standing if (one.entity, one.detector) == (entity, detector) and kind in {None, one.kind}
        ]
        if not ended:
            message = nothing(entity, detector, standing)
            raise failed(message, BAD_INPUT)
        who = author or getpass.getuser()
        send([lifted(one, now, who, why) for one in ended], client, prefix)
    for one in ended:
        typer.echo(f"lifted: {control_view.said(one)}")
