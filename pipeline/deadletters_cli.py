"""`abusewatch deadletters`: what was refused, and sending it back once the reason is mended.

Exit codes: 0 done; 1 reinject could not send everything it should; 2 options that cannot be used, or no such
dead letter; 3 Kafka did not answer or refused.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.client_options import BAD_INPUT, Bootstrap, ClientConfig, Json, Prefix, failed, kafka
from pipeline.deadletters import Filter, Letter, Unreadable, consumer, read
from pipeline.deadletters_options import Ids, Reasons, Since, Topics, meant
from pipeline.deadletters_view import facts_of, line_of, print_counts, stamp
from pipeline.plural import many
from pipeline.reinject import FAILURES, MEANING, Reinjector
from schemas.topics import DEADLETTERS

app = typer.Typer(no_args_is_help=True, help="Records that could not go forward: see them, send them back.")

Values = Annotated[
    bool, typer.Option("--values", help="Also print the records themselves (they may hold personal data).")
]
_NO_PLACE = "unreadable"  # stands for reason and topic of what is no dead letter


@app.command("list")
def list_(bootstrap: Bootstrap = None, prefix: Prefix = "", reason: Reasons = None, topic: Topics = None,
          since: Since = None, client_config: ClientConfig = None, as_json: Json = False) -> None:  # fmt: skip
    """Count dead letters by reason and topic, with the time (the broker's, UTC) of the first and last."""
    wanted = meant(reason, topic, None, since)
    counts: Counter[tuple[str, str]] = Counter()
    times: dict[tuple[str, str], tuple[int, int]] = {}
    with kafka(bootstrap, client_config) as client:
        for found in _read(client, prefix, wanted, unreadable=not (reason or topic)):
            group = (found.letter.reason, found.letter.topic) if isinstance(found, Letter) else (_NO_PLACE, "")
            first, last = times.get(group, (found.time_ms, found.time_ms))
            times[group] = min(first, found.time_ms), max(last, found.time_ms)
            counts[group] += 1
    rows = [
        {"reason": group[0], "topic": group[1], "count": count, "first": stamp(times[group][0]),
         "last": stamp(times[group][1])}
        for group, count in counts.most_common()
    ]  # fmt: skip
    print_counts(rows, as_json)


@app.command()
def show(ids: Ids = None, bootstrap: Bootstrap = None, prefix: Prefix = "", reason: Reasons = None,  # noqa: PLR0913, PLR0917
         topic: Topics = None, since: Since = None, limit: Annotated[int, typer.Option(min=1)] = 20,
         values: Values = False, client_config: ClientConfig = None, as_json: Json = False) -> None:  # fmt: skip
    """Print dead letters one by one: id, place, reason and detail."""
    wanted = meant(reason, topic, ids, since)
    with kafka(bootstrap, client_config) as client:
        letters = (found for found in _read(client, prefix, wanted) if isinstance(found, Letter))
        shown = set()
        for found in islice(letters, limit):
            facts = facts_of(found, values)
            typer.echo(json.dumps(facts) if as_json else line_of(facts))
            shown.add(found.id)
    if len(shown) < limit:  # all were looked at
        _tell_absent(wanted.ids - shown, none=not shown)


@app.command()
def reinject(ids: Ids = None, bootstrap: Bootstrap = None, prefix: Prefix = "", reason: Reasons = None,  # noqa: PLR0913, PLR0917
             topic: Topics = None, since: Since = None,
             every: Annotated[bool, typer.Option("--all", help="Without this, a filter or ids are demanded.")] = False,
             dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each.")] = False,
             force: Annotated[bool, typer.Option("--force", help="Also what would be refused again.")] = False,
             client_config: ClientConfig = None, as_json: Json = False) -> None:  # fmt: skip
    """Send the original records back to the topic and partition they came from, and wait for delivery."""
    wanted = meant(reason, topic, ids, since)
    if wanted == Filter() and not every:
        message = "say which: ids, --reason, --topic or --since; or --all"
        raise failed(message, BAD_INPUT)
    with kafka(bootstrap, client_config) as client, consumer(client) as reader:
        sender = Reinjector(client, reader, prefix, dry_run=dry_run, force=force)
        sender.take(found for found in _read(client, prefix, wanted) if isinstance(found, Letter))
    counts = {name: sender.outcomes[name] for name in MEANING}
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, **counts}))
    else:
        for name, count in counts.items():
            if count:
                typer.echo(f"{count} {'would be ' if dry_run and name == 'sent' else ''}{MEANING[name]}")
        typer.echo(f"{many(sum(counts.values()), 'dead letter')} looked at{', nothing sent' if dry_run else ''}")
    raise typer.Exit(1 if any(counts[name] for name in FAILURES) else 0)


def _tell_absent(ids: frozenset[str], *, none: bool) -> None:
    """Say which letters were asked for in vain: end the command where they were named."""
    if ids:
        message = f"no dead letter {', '.join(sorted(ids))} that is meant; `abusewatch deadletters show` has their ids"
        raise failed(message, BAD_INPUT)
    if none:
        typer.echo("no dead letters", err=True)


def _read(client: Mapping[str, str], prefix: str, wanted: Filter, *,
          unreadable: bool = False) -> Iterator[Letter | Unreadable]:  # fmt: skip
    """Yield what is wanted, with a counter on a terminal's stderr."""
    columns = (SpinnerColumn(), TextColumn("{task.completed} dead letters read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        for found in read(client, prefix + DEADLETTERS.name, wanted.since_ms):
            bar.advance(task)
            if wanted.wants(found) if isinstance(found, Letter) else unreadable:
                yield found


if __name__ == "__main__":
    app()
