"""How well it detects, on public streams: `python -m tests.detection`. See `--help`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.detection.login_log import shared
from tests.detection.parts import crowdsec, logins, mails, month, nab_aws, speed, worlds
from tests.detection.row import AbsentError, Row, Task

PARTS: dict[str, Callable[[Task], Iterator[Row]]] = {
    "logins": logins.as_it_is, "rewritten": logins.rewritten, "crowdsec": crowdsec.measure, "nab": nab_aws.measure,
    "spam": mails.measure, "month": month.measure, "worlds": worlds.measure, "speed": speed.measure,
}  # fmt: skip
LARGE = 50_000  # accounts


def main() -> None:
    """Measure, and print one table."""
    told = _words().parse_args()
    words = Console(stderr=True, soft_wrap=True)
    month_is = ("--days", str(told.days), "--accounts", str(told.accounts), "--seed", str(told.seed),
                "--activity", str(told.activity or _activity(told.accounts)))  # fmt: skip
    rows, absent = run(told.only or list(PARTS), told.data, words, month_is)
    if told.json:
        facts = {"rows": [row.facts() for row in rows], "absent": absent}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(facts)) + b"\n")
    else:
        Console(width=None if sys.stdout.isatty() else 170).print(table(rows))
        for name, why in absent.items():
            Console(soft_wrap=True).print(f"{name}: not measured: {why}", markup=False, highlight=False)


def _words() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog="make bench-detection",
        description="What is found, what is false, how soon: the settings as shipped, on every stream the same.",
    )
    words.add_argument("--data", type=Path, default=shared(), metavar="DIR", help="laid out like %(default)s")
    words.add_argument("--json", action="store_true", help="print the figures as JSON")
    words.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", help=f"of {', '.join(PARTS)}")
    words.add_argument("--days", type=float, default=30.0, help="of the simulated month")
    words.add_argument("--accounts", type=int, default=2000, help="of the simulated month (100000: half an hour)")
    words.add_argument("--seed", type=int, default=1, help="of the simulated month")
    words.add_argument("--activity", type=float, help="of the simulated month [default: 1, from 50000 accounts on 0.1]")
    return words


def _activity(accounts: int) -> float:
    """Return how much accounts do: a large product's month must not take a day."""
    return 1.0 if accounts < LARGE else 0.1


def run(names: Sequence[str], data: Path, words: Console,
        month_is: tuple[str, ...]) -> tuple[list[Row], dict[str, str]]:  # fmt: skip
    """Measure the named parts, one after the other; return the figures, and why a part has none."""
    rows: list[Row] = []
    absent: dict[str, str] = {}

    def say(what: str) -> None:
        words.print(f"bench-detection: {what}", style="dim", markup=False, highlight=False)

    for name in names:
        say(name)
        with tempfile.TemporaryDirectory(prefix="detection-") as folder:
            try:
                rows += PARTS[name](Task(data, Path(folder), say, month_is))
            except AbsentError as error:
                absent[name] = str(error)
    return rows, absent


def table(rows: Sequence[Row]) -> Table:
    """Return the table for people."""
    grid = Table(box=None, pad_edge=False, header_style="bold underline")
    for head in ("stream", "figure", "value", "asked", "", "note"):
        grid.add_column(head, overflow="fold", justify="right" if head == "value" else "left")
    last = ""
    for row in rows:
        met = {None: Text(), True: Text("yes", "green"), False: Text("no", "red")}[row.met]
        grid.add_row(
            "" if row.stream == last else row.stream, row.figure, _value(row), _asked(row), met, Text(row.note)
        )
        last = row.stream
    return grid


def _value(row: Row) -> str:
    number = f"{row.value:,.0f}" if row.value == int(row.value) or row.value >= 1000 else f"{row.value:,.4g}"
    return f"{number} {row.unit}".strip()


def _asked(row: Row) -> str:
    if row.least is not None:
        return f">= {row.least:,.5g}"
    return f"<= {row.most:,.5g}" if row.most is not None else ""


if __name__ == "__main__":
    main()
