"""A stream's coverage for people: what is told, what nobody reads, and which detectors see nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import groupby

from rich.console import Console
from rich.table import Table

from pipeline.alert_record import stamp
from pipeline.alert_view import when
from pipeline.coverage.blind import Blind
from pipeline.coverage.count import Coverage, OfType, fields
from pipeline.plural import many

LISTED = 8  # unknown fields of a type, reasons of dead letters, unknown types


def show(console: Console, found: Coverage, blind: Sequence[Blind], running: int) -> None:
    """Print it; `running` is how many detectors are not off."""
    events = sum(kind.events for kind in found.types.values())
    console.print(
        f"{many(events, 'event')}, {when(stamp(found.first))} to {when(stamp(found.last))} UTC", highlight=False
    )
    console.print(_table(found))
    for line in [*_unknown(found), *refusals(found)]:
        console.print(line, markup=False, highlight=False)
    console.print(f"{many(len(blind), 'detector')} of {running} would see nothing:" if blind else
                  f"all {running} detectors have something to see", highlight=False)  # fmt: skip
    for wants, some in groupby(sorted(blind, key=lambda one: one.wants), key=lambda one: one.wants):
        names = ", ".join(one.detector for one in some)
        console.print(f"  without {wants}: {names}", markup=False, highlight=False)


def _table(found: Coverage) -> Table:
    table = Table("type", box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("events", justify="right")
    table.add_column("told, by how many")
    table.add_column("never told")
    for kind, names in fields().items():
        if (one := found.types[kind]).events:
            told = ", ".join(f"{name} {_share(one, name)}" for name in names if one.told[name])
            table.add_row(kind, f"{one.events:,}", told, ", ".join(name for name in names if not one.told[name]))
    return table


def _share(one: OfType, name: str) -> str:
    """Return the share of events that have a field: never rounded to all or none."""
    share = one.told[name] / one.events
    return f"{share:.0%}" if share in {0.0, 1.0} or 0.01 <= share <= 0.99 else "<1%" if share < 0.5 else ">99%"


def _unknown(found: Coverage) -> Iterable[str]:
    """Say which fields no type knows, and which known one each may have been meant for."""
    known = fields()
    for kind, one in found.types.items():
        if one.unknown:
            names = [
                f"{name} ({count:,}{_meant(name, known[kind])})" for name, count in one.unknown.most_common(LISTED)
            ]
            yield f"not read in {kind}: {', '.join(names)}{_more(len(one.unknown))}"


def _meant(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1) or [one for one in known if name in one.split("_")][:1]
    return f"; is it {near[0]}?" if near else ""


def refusals(found: Coverage) -> Iterable[str]:
    """Say which lines are no events, by reason the number of them and where the first is, the most frequent first."""
    for what, counts in (("would be dead letters", found.refused), ("skipped, of types not known", found.skipped)):
        if counts:
            told = "; ".join(
                f"{name} ({count:,}, the first: {found.places[name]})" for name, count in counts.most_common(LISTED)
            )
            yield f"{many(sum(counts.values()), 'line')} {what}: {told}{_more(len(counts))}"


def _more(number: int) -> str:
    return f", and {number - LISTED} more" if number > LISTED else ""
