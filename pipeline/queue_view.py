"""The review queue on a terminal and as JSON, for `abusewatch alerts`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import typer

from pipeline import alert_view
from pipeline.alert_card import card
from pipeline.alert_follow import Judged
from pipeline.alert_source import AlertFilter, newest, the_one
from pipeline.plural import many
from pipeline.quality.decided import Standing, decided
from pipeline.terminal import terminal
from schemas.alert import Alert
from schemas.event import Decision

WIDE = 240  # columns when nobody looks: a file or a pipe must not be folded


def show_following(found: Iterable[Alert | Judged], *, as_json: bool) -> None:
    """Print each alert, or verdict on one, as it comes."""
    console = terminal(WIDE)
    for one in found:
        if not as_json:
            said = alert_view.judged(one.alert, one.said[-1]) if isinstance(one, Judged) else alert_view.lines(one)
            console.print(said, highlight=False, soft_wrap=True)
        elif isinstance(one, Judged):
            _json(one.alert, decided({one.alert.alert_id: one.alert}, one.said).get(one.alert.alert_id))
        else:
            _json(one)


def show_queue(found: Iterable[Alert], said: Iterable[Decision], wanted: AlertFilter, ids: Sequence[str], *,
               as_json: bool, members: bool) -> None:  # fmt: skip
    """Print the alerts `wanted`, those of `ids` in full, as judged in `said`; `members`: also what was joined."""
    known = newest(found)
    verdicts = decided(known, list(said))
    chosen = [alert for alert in known.values() if wanted.wants(alert)]
    shown = [the_one(chosen, name) for name in dict.fromkeys(ids)] or chosen
    if as_json:
        for alert in shown:
            _json(alert, verdicts.get(alert.alert_id))
        return
    if ids:
        _in_full(shown, chosen, verdicts)
        return
    if chosen:
        brief = {name: one.brief for name, one in verdicts.items()}
        terminal(WIDE).print(alert_view.table(chosen, brief, members=members), highlight=False)
    heads, joined = alert_view.gathered(chosen)
    still = sum(alert.status == "open" for alert in heads)
    judged = [verdicts[alert.alert_id] for alert in heads if alert.alert_id in verdicts]
    newer = sum(one.outgrown is not None for one in judged)
    among = "" if len(heads) == 1 else " of them"
    typer.echo(
        f"{many(len(heads), 'alert')}, {still:,}{among} open{_with(len(judged), newer)}{_inside(joined, len(heads))}"
    )


def _inside(joined: Mapping[str, Sequence[Alert]], heads: int) -> str:
    more = sum(map(len, joined.values()))
    to = "it" if heads == 1 else f"{len(joined):,} of them"
    return f"; {more:,} more {'was' if more == 1 else 'were'} joined to {to}" if more else ""


def _with(judged: int, newer: int) -> str:
    since = f" ({newer:,} changed since)" if newer else ""
    return f", {judged:,} with a verdict{since}" if judged else ""


def _in_full(shown: Iterable[Alert], known: Sequence[Alert], verdicts: Mapping[str, Standing]) -> None:
    console, (_, joined) = terminal(WIDE), alert_view.gathered(known)
    for number, alert in enumerate(shown):
        if number:
            console.print()
        said = verdicts.get(alert.alert_id)
        found = card(alert, joined.get(alert.alert_id, ()), said.full if said else None, known)
        console.print(found, highlight=False)


def _json(alert: Alert, said: Standing | None = None) -> None:
    """Print the record as it stands on the queue, and beside its fields the verdict and whether it changed since."""
    facts: Any = alert
    if said is not None:
        since = said.outgrown is not None
        facts = {**msgspec.to_builtins(alert), "verdict": said.verdict, "changed_since_verdict": since}
    sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
    sys.stdout.flush()  # whoever reads the pipe sees the alert when it is raised
