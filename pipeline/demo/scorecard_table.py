"""The scorecard for people (tables) and for machines (plain facts)."""

from __future__ import annotations

from typing import Any

import msgspec
from rich.console import Group
from rich.table import Table
from rich.text import Text

from pipeline.demo.scorecard import Found, Run, Scorecard


def facts(card: Scorecard) -> dict[str, Any]:
    """Return everything as plain values, sums included."""
    rate = card.run.events / card.run.seconds if card.run.seconds else None
    sums = {"found": card.found, "found_as_one": card.as_one, "planted": len(card.campaigns),
            "false_a_day": card.false_a_day, "events_per_second": rate}  # fmt: skip
    return {**sums, **msgspec.to_builtins(card)}


def tables(card: Scorecard) -> Group:
    """Return campaigns, detectors and sums, to be printed."""
    campaigns = (_campaigns(card), Text()) if card.campaigns else ()
    return Group(Text(), *campaigns, _detectors(card), Text(), *map(Text, _sums(card)))


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold underline")
    for head in heads:
        table.add_column(head, overflow="fold", no_wrap=head in {"campaign", "policy", "found", "after"})
    return table


def _campaigns(card: Scorecard) -> Table:
    table = _table("campaign", "policy", "found", "after", "alerts", "joined", "by")
    for one in card.campaigns:
        hit = Text("yes", "green") if one.seconds is not None else Text("no", "red")
        table.add_row(
            one.campaign, one.area, hit, _after(one), str(one.alerts), str(one.joined), ", ".join(one.detectors)
        )
    return table


def _detectors(card: Scorecard) -> Table:
    table = _table("detector", "alerts", *(["of these false"] if card.truth_known else []))
    for name, count in card.by_detector.items():
        table.add_row(name, str(count), *([str(card.false_by_detector.get(name, 0))] if card.truth_known else []))
    return table


def _sums(card: Scorecard) -> list[str]:
    run = card.run
    lines = [
        f"events          {_read(run)}{run.days:.2f} days of event time",
        f"alerts          {card.alerts}, and {card.joined} joined to them",
        *(
            _judged(card)
            if card.truth_known
            else ["                nothing was planted here: nobody knows which are right"]
        ),
    ]
    if card.notices:
        lines.append(f"notices         {card.notices} on signal health while something planted went on")
    if card.other_modes:
        shown = ", ".join(f"{mode} {count}" for mode, count in card.other_modes.items())
        lines.append(f"not for review  {shown}")
    return lines


def _read(run: Run) -> str:
    """Say what was read; nothing where only alerts are at hand."""
    if not run.events:
        return ""
    return (
        f"{run.events:,} in {run.seconds:.1f} s ({run.events / run.seconds:,.0f}/s), "
        if run.seconds
        else f"{run.events:,}, "
    )


def _judged(card: Scorecard) -> list[str]:
    about = ", ".join(f"{name} {count}" for name, count in card.false_about.items())
    return [
        f"campaigns found {card.found} of {len(card.campaigns)} planted, {card.as_one} as one alert",
        f"false alerts    {card.false_alerts} ({card.false_a_day:.1f} a day)" + (f": {about}" if about else ""),
    ]


def _after(one: Found) -> str:
    """Say a time to detection.

    >>> from pipeline.demo.scorecard import Found
    >>> _after(Found(campaign="a", kind="a", area="spam", accounts=1, events=1, seconds=75.0))
    '1 min 15 s'
    """
    if one.seconds is None:
        return "-"
    minutes, seconds = divmod(round(one.seconds), 60)
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"
