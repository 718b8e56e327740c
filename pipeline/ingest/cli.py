"""The command `abusewatch ingest`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline.client_config import BOOTSTRAP, ClientConfigError, NoKafkaError, client_settings
from pipeline.client_options import Bootstrap, ClientConfig, Prefix, failed
from pipeline.ingest import options
from pipeline.ingest.adapters.formats import FORMATS
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.ingest.file_target import FileTarget
from pipeline.ingest.kafka_target import KafkaTarget
from pipeline.ingest.producer import EventProducer
from pipeline.ingest.pseudonyms import pseudonyms_from
from pipeline.ingest.reader import LogFile
from pipeline.ingest.rejects import RejectsFile
from pipeline.ingest.report import ReadingProgress, show, show_json
from pipeline.ingest.run import Ingest, Plan
from pipeline.ingest.summary import Summary
from pipeline.ingest.target import Target
from pipeline.lines import STDIN

NOTHING, UNUSABLE, UNDELIVERED, REJECTS = 1, 2, 3, 4
_HELP = f"""Turn logs, tables and JSON lines into events, in a file or on Kafka.

FORMAT is one of: {", ".join(FORMATS)}. auth (or syslog) reads sshd, PAM and many services' login lines;
auto reads all of them, access logs and CloudEvents mixed. csv needs --map, for example
--map time=datetime,subject=username,ip=source_ip,outcome=success,reason=failure_reason;
jsonl reads CloudEvents, or with --map plain objects.

Events go to the file of --to, else to Kafka: that of --bootstrap, KAFKA_BOOTSTRAP, or the local broker if it runs.

Exit codes: 0 everything was read and delivered (rejected lines are counted, and listed in the rejects file);
1 no line made an event; 2 the options or the input are unusable; 3 not everything was delivered (no Kafka,
a full disk); 4 with --strict: lines were rejected.
"""
_PLAIN = " jsonl without --map reads CloudEvents; for other JSON objects say --map time=COLUMN,subject=COLUMN,..."


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("ingest", help=_HELP)(ingest)


def ingest(  # noqa: PLR0913, PLR0917 - one parameter an option
    format_name: Annotated[str, typer.Argument(metavar="FORMAT")],
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="also .gz, .zst; - is standard input")],
    to: Annotated[
        str | None, typer.Option(help="write events here, not to Kafka (also .gz, .zst); - is standard output")
    ] = None,
    bootstrap: Bootstrap = None,
    client_config: ClientConfig = None,
    prefix: Prefix = "",
    rejects: Annotated[Path | None, typer.Option(help="list rejected lines here (default: beside the output)")] = None,
    rejects_text: Annotated[bool, typer.Option(help="with the lines themselves")] = False,
    source: Annotated[str | None, typer.Option(help="producer, the same for all its files (default: /FORMAT)")] = None,
    year: Annotated[int | None, typer.Option(help="of the first stamp without one (default: by file date)")] = None,
    tz: Annotated[str, typer.Option(help="zone of stamps without one")] = "UTC",
    columns: Annotated[list[str], typer.Option("--map", help="event field=column,... (csv, jsonl)")] = [],  # noqa: B006
    event_type: Annotated[str, typer.Option("--type", help="event type of mapped rows")] = "account.login",
    values: Annotated[list[str], typer.Option(help="field.value=new,... (outcome.granted=success)")] = [],  # noqa: B006
    constants: Annotated[list[str], typer.Option("--set", help="field=value,...; {file} is the file's name")] = [],  # noqa: B006
    delimiter: Annotated[str, typer.Option(help="between columns (csv)")] = ",",
    hash_key_file: Annotated[Path | None, typer.Option(help="key for --hash, at least 16 bytes")] = None,
    hash_kinds: Annotated[str, typer.Option("--hash", help="ip,email: replace them by keyed hashes")] = "",
    strict: Annotated[bool, typer.Option(help="exit 4 when lines were rejected")] = False,
    json: Annotated[bool, typer.Option(help="print the summary as JSON")] = False,
) -> None:
    """Read the files and send their events; the parameters are the command's options."""
    words = Console(stderr=True, soft_wrap=True)
    out = words if to == STDIN else Console(soft_wrap=True)
    try:
        zone = options.zone(tz)
        hidden = pseudonyms_from(hash_key_file, hash_kinds) if hash_key_file or hash_kinds else None
        plan = Plan(format_name, zone, year, source, lambda file: options.mapping(
            file, columns, event_type, values, constants, zone), _one(delimiter), hidden)  # fmt: skip
        listed = RejectsFile(options.rejects_path(rejects, to or STDIN), rejects_text)
        inputs = _inputs(files, to)
        target = _target(to, bootstrap, prefix, client_config)
        summary = _run(Ingest(plan, target, listed), target, listed, inputs, words)
    except (IngestError, ClientConfigError, DeliveryError) as error:
        raise failed(str(error), UNDELIVERED if isinstance(error, DeliveryError) else UNUSABLE) from None
    hint = "" if columns or format_name != "jsonl" else _PLAIN
    show_json(summary, out) if json else show(summary, out, hint)
    raise typer.Exit(_code(summary, strict))


def _run(run: Ingest, target: Target, rejects: RejectsFile, files: list[LogFile], words: Console) -> Summary:
    with ExitStack() as stack:
        stack.enter_context(rejects)
        stack.enter_context(target)
        progress = stack.enter_context(ReadingProgress(words, files))
        return run.run(files, progress.moved)


def _target(to: str | None, bootstrap: str | None, prefix: str, config: Path | None) -> Target:
    if to and bootstrap:
        message = "give --to or --bootstrap, not both"
        raise IngestError(message)
    if to:
        return FileTarget(to)
    try:
        settings = client_settings(bootstrap, config)
    except NoKafkaError as error:
        message = f"{error}; or write the events to a file with --to FILE (- is standard output)"
        raise IngestError(message) from None
    producer = EventProducer(settings[BOOTSTRAP], prefix=prefix, settings=settings)
    producer.check()
    return KafkaTarget(producer, settings[BOOTSTRAP])


def _inputs(names: list[str], to: str | None) -> list[LogFile]:
    """Return the inputs. IngestError for one that is missing, or that the output would replace."""
    for name in names:
        LogFile(name).check()
        if to and STDIN not in {to, name} and Path(to).resolve() == Path(name).resolve():
            message = f"--to {to} is also an input"
            raise IngestError(message)
    return [LogFile(name) for name in names]


def _one(delimiter: str) -> str:
    chosen = "\t" if delimiter in ("\\t", "tab") else delimiter
    if len(chosen) != 1:
        message = f"--delimiter {delimiter}: one character (or tab)"
        raise IngestError(message)
    return chosen


def _code(summary: Summary, strict: bool) -> int:
    if summary.lines and not summary.events:
        return NOTHING
    return REJECTS if strict and summary.rejected else 0
