"""How a reply looks on a terminal: a table, or on a narrow one a paragraph a detector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.alert_view import plain, when
from pipeline.plural import many
from pipeline.why.answer import Answer, Reply

NARROW = 110  # columns: below it a table would fold its sentences into a word a line
BELOW_MOST = 8  # answers below their level that are shown, or where nothing scored those that say what they lack
SENTENCE = 1000


def show(reply: Reply, console: Console, off: int) -> None:
    """Print a reply; `off`: how many detectors are off and were not asked."""
    for line in _head(reply):
        console.print(line, highlight=False)
    shown = _shown(reply.answers)
    if shown:
        _table(shown, console) if console.width >= NARROW else _list(shown, console)
    for line in _foot(reply, len(shown), off):
        console.print(line, highlight=False)


def _head(reply: Reply) -> Iterable[Text]:
    head = Text().append(plain(reply.asked), "bold")
    if reply.first is None:
        yield head.append("  no event that was taken")
    else:
        what = ", ".join(f"{kind} {count:,}" if count > 1 else kind for kind, count in reply.types.items())
        until = f" to {when(reply.last)}" if reply.last and reply.last != reply.first else ""
        yield head.append(f"  {what}  {when(reply.first)}{until}  {plain(reply.subject or '')}")
    if reply.duplicates:
        yield Text(f"came {many(reply.duplicates, 'more time')} with the same id: a duplicate, which nobody looks at")
    yield from (Text(plain(line, SENTENCE)) for line in reply.refused)
    if reply.first is not None and reply.asked.startswith("account:") and not reply.rows:
        others = " (the alerts below are about others, and hold its events)" if any(_in_row(reply.answers)) else ""
        yield Text(f"no row to review names it{others}")


def _in_row(answers: Sequence[Answer]) -> Iterable[bool]:
    return (one.row is not None for one in answers)


def _shown(answers: Sequence[Answer]) -> list[Answer]:
    above = [one for one in answers if one.alert_id or one.decided == "failed" or (one.score or 0.0) >= one.level]
    below = [one for one in answers if one not in above and (one.score or one.invited)]
    return above + below[:BELOW_MOST] or [one for one in answers if one.lacks][:BELOW_MOST]


def _foot(reply: Reply, shown: int, off: int) -> Iterable[Text]:
    rest = len(reply.answers) - shown
    if rest:
        said = f"{many(rest, 'more answer')} of less or no score" if shown else f"{many(rest, 'answer')} of no score"
        yield Text(f"{said} (--json has all)", "dim")
    if off:
        yield Text(f"{many(off, 'detector')} not asked: off in this configuration", "dim")
    if reply.first is not None:
        rows = ", ".join(map(plain, reply.rows)) or "none"
        yield Text(f"rows to review: {rows}")


def _whose(answer: Answer) -> str:
    """Say where it is no event of the account's own."""
    return ", of accounts it invited" if answer.invited else ""


def _score(answer: Answer) -> str:
    return "-" if answer.score is None else f"{answer.score:.3f}"


def _decided(answer: Answer) -> Text:
    said = Text().append(answer.decided.replace("_", " "), "bold red" if answer.row else "bold")
    said.append(f": {plain(answer.why, SENTENCE)}")
    if answer.explanation:
        said.append(f"\n{plain(answer.explanation, SENTENCE)}", "dim")
    return said


def _table(answers: Sequence[Answer], console: Console) -> None:
    table = Table("detector", "mode", "score", "level", "decided, and why", "row", box=None, pad_edge=False)
    table.columns[2].justify = table.columns[3].justify = "right"
    for number in (0, 5):
        table.columns[number].overflow = "fold"
    for one in answers:
        name = Text(one.detector).append(f"\n{plain(one.key)}{_whose(one)}", "dim")
        table.add_row(name, one.mode, _score(one), f"{one.level:.3f}", _decided(one), one.row or "-")
    console.print(table, highlight=False)


def _list(answers: Sequence[Answer], console: Console) -> None:
    for one in answers:
        head = Text().append(one.detector, "bold").append(f"  {plain(one.key)}{_whose(one)}", "dim")
        head.append(f"  {one.mode}  {_score(one)} of {one.level:.3f}")
        console.print(head, highlight=False)
        body = Table.grid(padding=(0, 0, 0, 2), pad_edge=True)
        body.add_column(overflow="fold")
        body.add_row(_decided(one))
        if one.row:
            body.add_row(f"row {one.row}")
        console.print(body, highlight=False)
