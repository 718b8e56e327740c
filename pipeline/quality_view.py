"""The quality of alerts on a terminal and as JSON, for `abusewatch quality`."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import typer

from pipeline.frames import cell, records, show
from pipeline.plural import many
from pipeline.quality.matching import judgements
from pipeline.quality.recall import Shown, facts, recall
from pipeline.quality.report import report, spent
from pipeline.quality.samples import Samples
from schemas.alert import Alert
from schemas.event import Decision

_PRECISION = ["alerts", "judged", "violation", "benign", "unsure", "precision", "precision_low", "precision_high"]
_REVIEW = ["judged_twice", "agreement", "agreement_low", "agreement_high", "alpha", "appeals", "overturned",
           "minutes", "minutes_benign", "minutes_each", "minutes_to_come"]  # fmt: skip


def show_quality(alerts: dict[str, Alert], said: list[Decision], drawn: tuple[Samples, Shown],
                 further: dict[str, tuple[pd.DataFrame, str]], *, as_json: bool) -> None:  # fmt: skip
    """Print how good `alerts` are by what was `said`, what the posts `drawn` show, and `further` tables with titles."""
    samples, shown = drawn
    judged, unmatched = judgements(alerts, samples.rest(said))
    by_detector, by_policy = report(alerts, judged, "detector"), report(alerts, judged, "policy")
    unnamed = sum(one.verdict == "violation" and one.policy is None and one.alert_id is None for one in said)
    minutes = spent(judged)
    totals = {"alerts": len(alerts), "decisions": len(said), "unmatched": unmatched, "unnamed": unnamed,
              "minutes": minutes}  # fmt: skip
    if as_json:
        tables = {"detectors": records(by_detector), "policies": records(by_policy)}
        more = {name: records(frame) for name, (frame, _) in further.items()}
        typer.echo(json.dumps({**totals, **tables, **more, **(_missed(samples, shown) if len(samples) else {})}))
        return
    if alerts:
        show(by_detector[["detector", *_PRECISION]], "Alerts and verdicts (precision with its 95 % interval)")
        show(by_detector[["detector", *_REVIEW]], "\nReview")
        typer.echo(f"minutes of all alerts, each counted once: {cell(minutes)}{_shared(alerts)}")
        show(by_policy[["policy", *_PRECISION]], "\nBy policy")
        for frame, title in further.values():
            show(frame, f"\n{title}")
    if len(samples):
        _show_missed(samples, shown)
    typer.echo(f"{many(len(alerts), 'alert')}, {many(len(said), 'decision')}, {unmatched:,} about no alert here")
    if unnamed:
        which = "violation without" if unnamed == 1 else "violations without"
        typer.echo(f"{unnamed:,} {which} a policy and an alert: of what kind nobody can tell")


def _shared(alerts: dict[str, Alert]) -> str:
    """Say why the rows add up to more than there is, where they do."""
    shared = sum(len({signal.detector for signal in one.signals}) > 1 for one in alerts.values())
    if not shared:
        return ""
    which = "1 alert of several detectors counts" if shared == 1 else f"{shared:,} alerts of several detectors count"
    return f" ({which} in the row of each)"


def _missed(samples: Samples, shown: Shown) -> dict[str, Any]:
    posts = samples.posts()
    return {"samples": facts(posts, shown, samples.seconds_each()), "recall": records(recall(posts, shown))}


def _show_missed(samples: Samples, shown: Shown) -> None:
    posts = samples.posts()
    known, found = facts(posts, shown, samples.seconds_each()), recall(posts, shown)
    if len(found):
        show(found, "\nViolating posts: the share that live alerts show, and how many they miss (95 % intervals)")
    typer.echo(
        f"{many(known['drawn'], 'post')} drawn at random, of {cell(known['posts_a_day'])} a day; "
        f"{known['judged']:,} judged, of {many(known['days'], 'day')}, in {cell(known['seconds_each'])} s each"
    )
    if shown.cut and len(found):
        typer.echo(f"{many(shown.cut, 'live alert')} with more accounts than are listed: posts of the others count as "
                   "missed (engine.accounts_listed)")  # fmt: skip
