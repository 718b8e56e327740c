"""Pandas frames on a terminal and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from pipeline.alert_view import plain
from pipeline.terminal import terminal

WIDE = 200  # columns when nobody looks: a file or a pipe must not be folded


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a row as a plain dictionary each, what is missing as None."""
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=6))
    return found


def show(frame: pd.DataFrame, title: str | None = None, most: int | None = None) -> None:
    """Print a frame as a table; with `most`, that many rows and how many are left out."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in frame.columns:
        numeric = pd.api.types.is_numeric_dtype(frame[name])
        table.add_column(str(name).replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in frame.head(most if most is not None else len(frame)).itertuples(index=False):
        table.add_row(*(Text(cell(value)) for value in row))
    console = terminal(WIDE)
    console.print(table, highlight=False)
    if most is not None and len(frame) > most:
        console.print(f"... and {len(frame) - most:,} more; --json prints all", highlight=False)


def cell(value: object) -> str:
    """Return one value as text: what is missing as -, numbers short.

    >>> cell(0.123456), cell(12345), cell(None), cell(float("nan"))
    ('0.123', '12,345', '-', '-')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):  # noqa: PLR0124  (NaN)
        return "-"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else plain(str(value), 200)
