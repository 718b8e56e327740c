"""The command `abusewatch replay`."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Annotated

import msgspec
import typer
from rich.console import Console

from pipeline.client_options import failed
from pipeline.collector import seldom
from pipeline.config import ConfigError, load
from pipeline.control_entries import in_file
from pipeline.file_errors import said, unwritable
from pipeline.lines import STDIN, InputError, no_events
from pipeline.metrics import METRICS
from pipeline.parallel import plan
from pipeline.parallel.crew import JobError
from pipeline.parallel.setup import Setup
from pipeline.plural import many
from pipeline.replay_out import Summary, dead_lettered
from pipeline.replay_progress import lines_of

ENDED, UNUSABLE = 1, 2
_HELP = """Run events from files through the same engine as live; no broker.

FILE holds JSON lines (also .gz, .zst; - is standard input): account events, content events and decisions, mixed
in order of arrival. Several processes (--jobs) write the very bytes that one would, and take 150 MB or more each. Exit
codes: 0 the input was read to its end, alerts or not; 1 a process ended before its time; 2 options, configuration or
input that cannot be used, or lines of which none
is an event.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("replay", help=_HELP)(replay)


def replay(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    alerts: Annotated[str | None, typer.Option(help="write every version of every alert here; - is stdout")] = None,
    signals: Annotated[
        str | None,
        typer.Option(
            help="write every detector's score of every event here (a high one is no alert yet where a window is "
            "judged once it is over; `abusewatch why` says what became of it)"
        ),
    ] = None,
    control: Annotated[Path | None, typer.Option(help="JSON lines of `abuse.control`: lists as they were")] = None,
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help=plan.JOBS)] = None,
    json: Annotated[bool, typer.Option("--json", help="print the summary as JSON")] = False,
) -> None:
    """Replay the files; the parameters are the command's options."""
    words = Console(stderr=True, soft_wrap=True)
    try:
        with ExitStack() as stack:
            out_alerts, out_signals = _out(stack, alerts), _out(stack, signals)
            settings = load(config)
            setup = Setup(settings, in_file(control, settings, METRICS) if control is not None else ())
            stack.enter_context(seldom())
            began = time.perf_counter()
            one = 1 if alerts == signals and alerts is not None else jobs  # both in one file: mixed, event by event
            lines, many = plan.planned(lines_of(stack, files, words), one, alone=STDIN in files)
            run = plan.replay(setup, METRICS, many, out_alerts, out_signals)
            summary = run.run(lines)
    except JobError as error:
        raise failed(str(error), ENDED) from None
    except (ConfigError, InputError) as error:
        raise failed(str(error), UNUSABLE) from None
    except OSError as error:  # what is read says its own name: what is left is what is written
        raise failed(_unwritten(error, alerts, signals), UNUSABLE) from None
    seconds = time.perf_counter() - began
    for doubt in run.doubts():
        words.print(f"abusewatch replay: {doubt}; --jobs 1 may say otherwise", markup=False, highlight=False)
    out = words if STDIN in {alerts, signals} else Console(soft_wrap=True)
    _show(summary, run.first_refused, seconds, words, out, as_json=json)
    if not summary.lines:  # an hour without events is an ordinary input
        words.print(f"{', '.join(files)}: empty", markup=False, highlight=False)
    elif not summary.events + summary.decisions:
        raise failed(no_events(files), UNUSABLE)


def _out(stack: ExitStack, name: str | None) -> IO[bytes] | None:
    if name is None:
        return None
    if name == STDIN:
        return sys.stdout.buffer
    try:
        return stack.enter_context(Path(name).open("wb"))
    except OSError as error:
        raise InputError(unwritable(name, error)) from None


def _unwritten(error: OSError, *names: str | None) -> str:
    if error.filename is not None:
        return said(error)
    return unwritable(" or ".join(dict.fromkeys(name for name in names if name)) or "a file", error)


def _show(summary: Summary, first: str, seconds: float, words: Console, out: Console, *, as_json: bool) -> None:
    for line in dead_lettered(summary, first):
        words.print(line, markup=False, highlight=False)
    if as_json:
        facts = msgspec.to_builtins(summary) | {"seconds": round(seconds, 3)}
        out.print(msgspec.json.encode(facts).decode(), markup=False, highlight=False)
        return
    rate = summary.events / seconds if seconds else 0.0
    out.print(
        f"{many(summary.events, 'event')} in {seconds:.1f} s ({rate:,.0f} a second): "
        f"{many(summary.alerts, 'alert')} in {many(summary.versions, 'version')}; "
        f"{many(summary.decisions, 'decision')}, {summary.skipped:,} of unknown type skipped",
        markup=False, highlight=False,
    )  # fmt: skip
    for name, heard in summary.verdicts.items():
        out.print(
            f"  {name}: {many(heard['upheld'], 'alert')} upheld, {heard['overturned']:,} not",
            markup=False, highlight=False,
        )  # fmt: skip
