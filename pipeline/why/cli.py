"""The command `abusewatch why`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated, get_args

import msgspec
import typer
from rich.console import Console

from detectors.catalogue import CATALOGUE
from pipeline.client_options import BAD_INPUT, Json, failed
from pipeline.collector import seldom
from pipeline.config import ConfigError, load
from pipeline.control_entries import in_file
from pipeline.file_errors import said
from pipeline.lines import InputError, no_events
from pipeline.metrics_recording import RecordingMetrics
from pipeline.replay import Replay
from pipeline.replay_out import dead_lettered
from pipeline.replay_progress import lines_of
from pipeline.terminal import terminal
from pipeline.why.answer import Answers, Reply
from pipeline.why.question import Question
from pipeline.why.show import show
from pipeline.why.watched import WatchedEngine, WatchedPipeline
from pipeline.why.witness import Witness
from schemas.values import EntityType

UNKNOWN = 1
WIDE = 160  # columns when nobody looks
_KINDS: tuple[str, ...] = get_args(EntityType)
_HELP = """Say why an event, an account or another entity raised no alert, or the one it raised.

FILE is replayed as `replay` does it (events, decisions; .gz, .zst, - too), in one process. For each detector that saw
the event: mode, score, level, what was decided and why, the row of the review queue that it went into, and what the
detector says there. Of an entity, each detector's highest event, and one for each of its alerts. Give all that is
needed to see it: the days before, too.

  abusewatch why events.jsonl --event 8f3c --entity account:42 --entity ip:203.0.113.7

Exit codes: 0 done; 1 something asked about is not in the input; 2 options, configuration or input that cannot be used.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("why", help=_HELP)(why)


def why(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    event: Annotated[list[str], typer.Option(help="an event's id; repeatable")] = [],  # noqa: B006
    entity: Annotated[list[str], typer.Option(help="type:id, as alerts name it; repeatable")] = [],  # noqa: B006
    control: Annotated[Path | None, typer.Option(help="JSON lines of `abuse.control`: lists as they were")] = None,
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    as_json: Json = False,
) -> None:
    """Answer; the parameters are the command's options."""
    words = Console(stderr=True, soft_wrap=True)
    witness = Witness(_questions(event, entity))
    try:
        settings, metrics = load(config), RecordingMetrics()
        engine = WatchedEngine(settings, metrics, witness)
        for entry in in_file(control, settings, metrics) if control is not None else ():
            engine.controls.add(entry)
        with ExitStack() as stack:
            stack.enter_context(seldom())
            replay = Replay(engine, None, None, rooms=partial(WatchedPipeline, witness=witness))
            summary = replay.run(_placed(lines_of(stack, files, words), witness))
    except (ConfigError, InputError, OSError) as error:
        raise failed(said(error), BAD_INPUT) from None
    if not summary.events:
        raise failed(no_events(files, dead_lettered(summary, replay.first_refused)), BAD_INPUT)
    answers = Answers(engine, witness)
    replies = [answers.reply(question) for question in witness.questions]
    unknown = [one.asked for one in replies if not (one.events or one.refused)]
    _say(replies, unknown, len(CATALOGUE) - len(engine.routes.all), as_json=as_json)
    if unknown:
        message = f"not in {', '.join(files)}: {', '.join(unknown)}"
        raise failed(message, UNKNOWN)


def _questions(events: Sequence[str], entities: Sequence[str]) -> list[Question]:
    for name in entities:
        kind, _, bare = name.partition(":")
        if kind not in _KINDS or not bare:
            message = f"--entity {name}: expected TYPE:ID, TYPE one of {', '.join(_KINDS)}"
            raise failed(message, BAD_INPUT)
    found = [Question(name, is_event=True) for name in dict.fromkeys(events)]
    found += [Question(name, is_event=False) for name in dict.fromkeys(entities)]
    if not found:
        message = "nothing is asked about: give --event ID or --entity TYPE:ID"
        raise failed(message, BAD_INPUT)
    return found


def _placed(lines: Iterator[tuple[str, int, bytes]], witness: Witness) -> Iterator[tuple[str, int, bytes]]:
    """Tell the witness which line is in hand."""
    for file, number, line in lines:
        witness.place = file, number
        yield file, number, line


def _say(replies: Sequence[Reply], unknown: Sequence[str], off: int, *, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.encode(replies).decode())
        return
    console = terminal(WIDE)
    for number, reply in enumerate(one for one in replies if one.asked not in unknown):
        if number:
            console.print()
        show(reply, console, off)
