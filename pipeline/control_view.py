"""How control entries look on a terminal, and to machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from rich.table import Table
from rich.text import Text

from pipeline.alert_view import plain, when
from pipeline.control_check import Doubts
from schemas.control import Control

COLUMNS = ("kind", "entity", "detector", "value", "from", "until", "author", "why")
_DID = {"snooze": "snoozed", "allow": "allowed", "threshold": "threshold", "mode": "mode"}


def said(entry: Control) -> str:
    """Return one line that tells what was set."""
    value = "" if entry.value is None else f" {entry.value}"
    whose = f" for {entry.detector}" if entry.detector and entry.entity else ""
    return f"{_DID[entry.kind]}{value}: {whom(entry)}{whose} until {_stamp(entry.expires)} UTC"


def whom(entry: Control) -> str:
    """Return the entity, or the detector where none is named."""
    return plain(entry.entity or entry.detector or "")


def reach(entry: Control) -> str | None:
    """Return what an operator might think silenced and is not."""
    kind, _, name = (entry.entity or "").partition(":")
    if entry.kind not in {"snooze", "allow"} or kind != "ip":
        return None
    if "/" in name:
        return "this silences alerts on the network itself, not those on each of its addresses"
    return "alerts on its network, on accounts and on the whole site still count it; silence those by their own entity"


def table(entries: Iterable[Control]) -> Table:
    """Return a table, as ordered."""
    found = Table(*COLUMNS, box=None, pad_edge=False)
    for entry in entries:
        found.add_row(*(Text(word) for word in _words(entry)))
    return found


def _words(entry: Control) -> Sequence[str]:
    value = "" if entry.value is None else str(entry.value)
    return (entry.kind, plain(entry.entity or "any"), plain(entry.detector or "any"), plain(value),
            _stamp(entry.time), _stamp(entry.expires), plain(entry.author), plain(entry.why, 200))  # fmt: skip


def facts(entry: Control, doubts: Doubts, time: datetime) -> dict[str, Any]:
    """Return the same for machines."""
    state = "in_force" if entry.time <= time else "to_come"
    return {**msgspec.to_builtins(entry), "state": state, "no_effect": doubts.of(entry)}


def _stamp(time: datetime) -> str:
    return when(time.astimezone(UTC).isoformat())
