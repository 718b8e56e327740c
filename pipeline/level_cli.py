"""The command `abusewatch level`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pandas as pd
import typer

from detectors.base import Detector
from pipeline.client_options import BAD_INPUT, Json, failed
from pipeline.config import ConfigError, load
from pipeline.config.build import engine
from pipeline.file_errors import said
from pipeline.frames import records, show
from pipeline.level import STEPS, Asked, Questions, levels
from pipeline.lines import InputError, no_events, read_lines
from pipeline.metrics_recording import RecordingMetrics
from pipeline.replay import Replay
from pipeline.replay_out import dead_lettered

_HELP = """Count the questions each detector asks a day, and set the level for the false alerts you accept.

FILE is a stretch of your own past, as for replay; a week without known attacks is best. Shown for each detector:
questions a day; how often its answers were a surprise of 1, 2, 3 and 4 for each that chance allows (above 10, it takes
your ordinary traffic for strange); its level now, and the false alerts a day that it may cost, going by the worst of
these.
With --accept, the level that keeps all detectors together to so many; --toml prints what to put into the settings.

  abusewatch level lastweek.jsonl --accept 1 --toml >> abusewatch.toml

Exit codes: 0 done; 2 options, configuration or files that cannot be used.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("level", help=_HELP)(level)


def level(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    accept: Annotated[float | None, typer.Option(min=1e-6, help="false alerts a day, all detectors together")] = None,
    toml: Annotated[bool, typer.Option("--toml", help="print the settings instead of the table")] = False,
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    as_json: Json = False,
) -> None:
    """Count, and print; the parameters are the command's options."""
    if toml and accept is None:
        message = "--toml needs --accept: how many false alerts a day"
        raise failed(message, BAD_INPUT)
    questions = Questions()
    try:
        built = engine(load(config), RecordingMetrics())
        replay = Replay(built, None, None, questions.see)
        summary = replay.run(line for name in files for line in read_lines(name))
    except (ConfigError, InputError, OSError) as error:
        raise failed(said(error), BAD_INPUT) from None
    if not summary.events:
        raise failed(
            no_events(files, dead_lettered(summary, replay.first_refused)), BAD_INPUT
        )  # a level would be set on nothing
    found = questions.end()
    if toml:
        typer.echo(settings(accept or 1.0, found, questions.days))
        return
    table = rows(built.routes.all, found, questions.days, accept)
    if as_json:
        typer.echo(msgspec.json.encode({"days": questions.days, "detectors": records(table)}).decode())
    else:
        show(table, f"{questions.days:.2f} days of event time")
        typer.echo(f"at most {table['false_a_day'].sum():.3g} false alerts a day at the levels in force")


def settings(accept: float, found: Mapping[str, Asked], days: float) -> str:
    """Return the section of the settings file."""
    lines = ["[engine]", f"false_alerts_a_day = {accept:g}", "", "[engine.questions_a_day]"]
    return "\n".join([*lines, *(_setting(name, one, days) for name, one in sorted(found.items()))])


def _setting(name: str, asked: Asked, days: float) -> str:
    count = asked.questions / days
    why = (
        f"  # {count:.0f}, answered {asked.loudness:.1f} times as loudly as chance allows" if asked.loudness > 1 else ""
    )
    return f"{name} = {count * asked.loudness:.0f}{why}"


def rows(detectors: Iterable[Detector[Any]], found: Mapping[str, Asked], days: float,
         accept: float | None) -> pd.DataFrame:  # fmt: skip
    """Return a row for each detector: questions, answers against chance, the level now and the one for `accept`."""
    counts = {name: one.questions / days * one.loudness for name, one in found.items()}
    wanted = levels(accept, counts) if accept else {}
    return pd.DataFrame([_row(one, found.get(one.name, Asked()), days, wanted) for one in detectors])


def _row(detector: Detector[Any], asked: Asked, days: float, wanted: Mapping[str, float]) -> dict[str, Any]:
    ratios = {
        f"x{step:.0f}": count / asked.questions * 10**step if asked.questions else None
        for step, count in zip(STEPS, asked.above, strict=True)
    }
    daily = asked.questions / days
    row = {"detector": detector.name, "questions_a_day": daily, **ratios, "alert_at": detector.alert_at,
           "false_a_day": daily * asked.loudness * 10**-detector.hot_from}  # fmt: skip
    return {**row, "alert_at_then": wanted.get(detector.name)} if wanted else row
