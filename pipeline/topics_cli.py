"""`abusewatch topics`: the topic catalogue, on paper and on a cluster.

Exit codes: 0 as wanted; 1 describe found differences; 2 settings that cannot be used; 3 Kafka did not answer or
refused.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.table import Table

from pipeline.client_options import Bootstrap, ClientConfig, Json, Prefix, kafka
from pipeline.plural import many
from pipeline.terminal import terminal
from pipeline.topic_admin import TopicAdmin
from pipeline.topic_check import Difference, Found, compare, config_of, partitions_of
from schemas.topics import DAY_MS, TOPICS, Topic

app = typer.Typer(no_args_is_help=True, help="The topics: what each is for, make them, compare them.")

Partitions = Annotated[
    int | None,
    typer.Option(min=1, help="Partitions of each topic that may have more than one (default: the catalogue's)."),
]
Replication = Annotated[int | None, typer.Option(min=1, help="Copies of each partition (default: the broker's).")]
DIFFERS = 1
WIDE = 200  # columns when nobody looks: a file or a pipe must not be folded


@app.command("list")
def list_(prefix: Prefix = "", partitions: Partitions = None, as_json: Json = False) -> None:
    """Show the catalogue; asks no broker."""
    rows = [_row(topic, prefix, partitions) for topic in TOPICS]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    columns = ("name", "partitions", "retention", "cleanup", "key", "purpose")
    _table([[str(row[name]) for name in columns] for row in rows], columns)


@app.command()
def create(bootstrap: Bootstrap = None, prefix: Prefix = "", partitions: Partitions = None,
           replication: Replication = None, client_config: ClientConfig = None,
           as_json: Json = False) -> None:  # fmt: skip
    """Make the topics that are missing, with retention and clean-up; the others stay as they are."""
    with kafka(bootstrap, client_config) as client:
        made = TopicAdmin(client).create(TOPICS, prefix, partitions, replication)
    kept = [prefix + topic.name for topic in TOPICS if prefix + topic.name not in made]
    if as_json:
        typer.echo(json.dumps({"made": made, "kept": kept}))
        return
    for name in made:
        typer.echo(f"made {name}")
    typer.echo(f"{len(made)} made, {len(kept)} there already")


@app.command()
def describe(bootstrap: Bootstrap = None, prefix: Prefix = "", partitions: Partitions = None,
             replication: Replication = None, client_config: ClientConfig = None,
             as_json: Json = False) -> None:  # fmt: skip
    """Compare the cluster's topics with the catalogue, key by key; exit code 1 where they differ."""
    with kafka(bootstrap, client_config) as client:
        found = TopicAdmin(client).found([prefix + topic.name for topic in TOPICS])
    lines = compare(TOPICS, found, prefix, partitions, replication)
    if as_json:
        typer.echo(json.dumps({"topics": _facts(found), "differences": [line._asdict() for line in lines]}))
    else:
        _show(found, lines)
    raise typer.Exit(DIFFERS if lines else 0)


def _row(topic: Topic, prefix: str, partitions: int | None) -> dict[str, Any]:
    days = "for ever" if topic.retention_ms < 0 else f"{topic.retention_ms / DAY_MS:g} days"
    return {
        "name": prefix + topic.name, "direction": topic.direction, "key": topic.key, "value": topic.value,
        "partitions": partitions_of(topic, partitions), "retention": days, "retention_ms": topic.retention_ms,
        "cleanup": topic.cleanup, "purpose": topic.purpose, "owner": topic.owner,
    }  # fmt: skip


def _facts(found: dict[str, Found]) -> list[dict[str, Any]]:
    keys = tuple(config_of(TOPICS[0]))
    return [
        {"name": name, "partitions": topic.partitions, "replication": topic.replication,
         **{key: topic.config.get(key) for key in keys}}
        for name, topic in found.items()
    ]  # fmt: skip


def _show(found: dict[str, Found], lines: list[Difference]) -> None:
    facts = _facts(found)
    if facts:
        _table([[str(value) for value in row.values()] for row in facts], tuple(facts[0]))
    for line in lines:
        typer.echo(f"{line.topic}: {line.key} is {line.found}, wanted {line.wanted}: {line.why}")
    typer.echo(many(len(lines), "difference") if lines else "as in the catalogue")


def _table(rows: list[list[str]], columns: tuple[str, ...]) -> None:
    table = Table(*columns, box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(*row)
    terminal(WIDE).print(table)


if __name__ == "__main__":
    app()
