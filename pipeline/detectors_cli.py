"""The command `abusewatch detectors`: the catalogue, and all about one of its detectors."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from pipeline.client_options import BAD_INPUT, Json, failed
from pipeline.config import ConfigError, load
from pipeline.detector_facts import Facts, facts, to_json
from pipeline.terminal import terminal

WIDE = 200  # columns when nobody looks
_HELP = """List the detectors with the settings in force, or tell all about one.

Exit codes: 0 done; 2 no such detector, or a configuration that cannot be used.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("detectors", help=_HELP)(detectors)


def detectors(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]")] = None,
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    as_json: Json = False,
) -> None:
    """Show the catalogue; the parameters are the command's options."""
    try:
        found = facts(load(config))
    except ConfigError as error:
        raise failed(str(error), BAD_INPUT) from None
    if name is None:
        _list(found, as_json=as_json)
    else:
        _one(_named(found, name), as_json=as_json)


def _named(found: list[Facts], name: str) -> Facts:
    known = {one.name: one for one in found}
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]}?" if near else "; `abusewatch detectors` lists them"
        message = f"no detector is named {name!r}{hint}"
        raise failed(message, BAD_INPUT)
    return known[name]


def _list(found: list[Facts], *, as_json: bool) -> None:
    if as_json:
        typer.echo(to_json(found))
        return
    table = Table("name", "v", "mode", "area", "keyed by", "scenarios", "says", box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for one in found:
        table.add_row(one.name, str(one.version), one.mode, one.area, one.keyed_by, _count(one), one.says)
    terminal(WIDE).print(table, highlight=False)
    live = sum(one.mode == "live" for one in found)
    typer.echo(f"{len(found)} detectors, {live} of them live; `abusewatch detectors NAME` tells all about one")


def _count(one: Facts) -> str:
    return "-" if one.fires is None or one.quiet is None else f"{len(one.fires)} fire, {len(one.quiet)} quiet"


def _one(one: Facts, *, as_json: bool) -> None:
    if as_json:
        typer.echo(to_json(one))
        return
    lines = [
        f"{one.name}, version {one.version}, {one.mode} ({one.file})", "", *one.doc.splitlines(), "",
        f"policy    {one.area}", f"keyed by  {one.keyed_by}; alerts name the {one.entity}",
        f"reads     {', '.join(one.kinds)}", f"forgets   after {one.ttl_days:g} days without an event", "",
        "settings in force", *(f"  {key} = {value!r}" for key, value in one.settings.items()),
    ]  # fmt: skip
    for title, names in (("scenarios that fire", one.fires), ("scenarios that stay quiet", one.quiet)):
        lines += ["", title, *(f"  {name}" for name in names)] if names else []
    typer.echo("\n".join(lines))
