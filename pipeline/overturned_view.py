"""Overturned alerts on a terminal and as JSON, for `abusewatch quality --overturned`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import typer

from pipeline.alert_view import in_lines, plain, when
from pipeline.frames import show
from pipeline.plural import many
from pipeline.quality.matching import judgements
from pipeline.quality.overturned import overturned
from pipeline.quality.verdicts import APPEAL
from schemas.alert import Alert
from schemas.event import Decision

SENTENCE = 3000  # characters, as on an alert's card
_TITLE = "Overturned on appeal, the last one last"


def show_overturned(alerts: Mapping[str, Alert], decisions: Sequence[Decision], *, as_json: bool) -> None:
    """Print which alerts an appeal judged otherwise, what each said, and who had decided it."""
    found = overturned(alerts, judgements(alerts, decisions)[0])
    elsewhere = judgements(alerts, [one for one in decisions if one.source == APPEAL])[1]
    if as_json:
        typer.echo(json.dumps({"overturned": found, "detectors": _by_detector(found), "unmatched": elsewhere}))
        return
    if found:
        show(pd.DataFrame([_cells(row) for row in found]), _TITLE)
        typer.echo("\nWhat they said")
        for row in found:
            said = [f"    {line}" for line in in_lines(row["reason"], SENTENCE)]
            typer.echo("\n".join([plain(row["alert_id"]), *said]))
    typer.echo(_summary(found))
    if elsewhere:
        typer.echo(f"{many(elsewhere, 'appeal')} about no alert here")


def _cells(row: dict[str, Any]) -> dict[str, str | None]:
    return {
        "alert": row["alert_id"], "detectors": ", ".join(row["detectors"]), "policy": row["policy"],
        "about": f"{row['entity']['type']} {row['entity']['id']}", "account": row["account"],
        "verdict": row["verdict"], "by": ", ".join(row["decided_by"]) or None,
        "decided": row["decided_at"] and when(row["decided_at"]), "on_appeal": row["on_appeal"],
        "appeal_by": ", ".join(row["appeal_by"]) or None, "appealed": when(row["appealed_at"]),
    }  # fmt: skip


def _by_detector(found: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return how many were overturned, the detector with most first; one of several counts for each."""
    return dict(Counter(name for row in found for name in row["detectors"]).most_common())


def _summary(found: Sequence[dict[str, Any]]) -> str:
    benign = sum(row["on_appeal"] == "benign" for row in found)
    by = ", ".join(f"{plain(name)} {count:,}" for name, count in _by_detector(found).items())
    return f"{many(len(found), 'alert')} overturned on appeal, {benign:,} found benign{f': {by}' if found else ''}"
