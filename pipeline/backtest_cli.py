"""The command `abusewatch backtest`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import pandas as pd
import typer

from detectors.catalogue import BY_NAME
from pipeline import backtest as past
from pipeline import backtest_tables
from pipeline.client_options import BAD_INPUT, Json, failed
from pipeline.config import Config, ConfigError, load
from pipeline.file_errors import said
from pipeline.frames import records, show
from pipeline.lines import STDIN, InputError, no_events
from pipeline.parallel.crew import JobError
from pipeline.parallel.plan import JOBS
from pipeline.plural import many
from pipeline.replay_out import dead_lettered
from pipeline.simulate.truth import Truth, read_truth

SHIPPED, CHANGED = "in force", "changed"
ENDED = 1
LISTED = 20  # alerts that only one setting raised, on a terminal
_HELP = """Run detectors over a file of the past and count what they would have said.

With --truth (as `simulate --truth` writes it), also how much of it is right, how much was found, and how soon. With
--set, the settings in force and the changed ones side by side; without --detector, of the detectors changed.

  abusewatch backtest events.jsonl --truth truth.jsonl --set login_fanout.least=8

Exit codes: 0 done; 1 a process ended before its time; 2 options, configuration or files that cannot be used.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("backtest", help=_HELP)(backtest)


def backtest(
    file: Annotated[str, typer.Argument(metavar="FILE", help="events, as for replay (also .gz, .zst)")],
    truth: Annotated[Path | None, typer.Option(help="what was planted")] = None,
    detector: Annotated[list[str], typer.Option(help="only this detector; repeatable")] = [],  # noqa: B006
    settings: Annotated[list[str], typer.Option("--set", help="NAME.KEY=VALUE; repeatable")] = [],  # noqa: B006
    by: Annotated[list[past.By], typer.Option(help="count alerts by this; repeatable [default: detector]")] = [],  # noqa: B006
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help=JOBS)] = None,
    as_json: Json = False,
) -> None:
    """Backtest; the parameters are the command's options."""
    if file == STDIN and settings:
        message = "two runs cannot both read standard input: give a file with --set"
        raise failed(message, BAD_INPUT)
    try:
        planted = read_truth(truth) if truth else None
        outcomes = _outcomes(load(config), file, detector, settings, jobs)
    except JobError as error:
        raise failed(str(error), ENDED) from None
    except (ConfigError, InputError, OSError, msgspec.MsgspecError) as error:
        raise failed(
            f"{truth}: {error}" if isinstance(error, msgspec.MsgspecError) else said(error), BAD_INPUT
        ) from None
    refused = dead_lettered(outcomes[0].summary, outcomes[0].first_refused)
    if not outcomes[0].summary.events:
        raise failed(no_events([file], refused), BAD_INPUT)
    for line in refused:
        typer.echo(line, err=True)
    _report(outcomes, planted, [one.value for one in by] or ["detector"], as_json=as_json)


def _outcomes(config: Config, file: str, names: list[str], settings: list[str],
              jobs: int | None) -> list[past.Outcome]:  # fmt: skip
    changed = past.changed(config, settings)  # names what is wrong before the first run
    chosen = names or sorted({past.parts(text)[0] for text in settings}) or list(BY_NAME)
    found = [past.run(SHIPPED, past.only(config, chosen), file, jobs)]
    if settings:
        found.append(past.run(CHANGED, past.only(changed, chosen), file, jobs))
    return found


def _report(outcomes: list[past.Outcome], planted: list[Truth] | None, by: list[str], *, as_json: bool) -> None:
    columns = list(dict.fromkeys(["setting", *by] if len(outcomes) > 1 else by))
    frames = {"alerts": backtest_tables.counts(outcomes, columns)}
    if planted is not None:
        frames["quality"] = backtest_tables.judged(outcomes, planted)
    if len(outcomes) > 1:
        frames["differences"] = backtest_tables.differences(outcomes[0], outcomes[1])
    if as_json:
        runs = [{"setting": one.setting, "events": one.summary.events, "alerts": one.summary.alerts,
                 "seconds": round(one.seconds, 3)} for one in outcomes]  # fmt: skip
        typer.echo(json.dumps({"runs": runs, **{name: records(frame) for name, frame in frames.items()}}))
    else:
        _show(outcomes, frames)


def _show(outcomes: list[past.Outcome], frames: dict[str, pd.DataFrame]) -> None:
    for one in outcomes:
        events, alerts = many(one.summary.events, "event"), many(one.summary.alerts, "alert")
        typer.echo(f"{one.setting}: {events}, {alerts}, {one.seconds:.1f} s")
    titles = {"alerts": "Alerts", "quality": "Against the truth (intervals: 95 %)",
              "differences": "Raised with one setting only"}  # fmt: skip
    for name, frame in frames.items():
        typer.echo("")
        show(frame, titles[name], most=LISTED if name == "differences" else None)
