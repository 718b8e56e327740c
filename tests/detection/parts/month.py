"""A simulated month through `simulate` and `replay`: planted campaigns as alerts, and what is raised falsely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.demo.scorecard import Run, Scorecard
from pipeline.demo.scoring import score
from pipeline.simulate.truth import read_truth
from tests.detection.outside import replay, simulate
from tests.detection.row import Row, Task

PER = 100_000  # accounts, for which the false alerts a day are stated


def measure(task: Task) -> Iterator[Row]:
    """Compare the alerts of mode live with the truth."""
    options = dict(zip(task.month[::2], task.month[1::2], strict=True))
    days, accounts = float(options["--days"]), int(options["--accounts"])
    events, truth, _ = simulate(task.work, *task.month)
    task.say(f"month: {days:g} days of {accounts:,} accounts written, replaying")
    done = replay(events, task.work, signals=False)
    run = Run(events=done.summary["events"], seconds=done.summary["seconds"], days=days)
    card = score(read_truth(truth), done.alerts, run)
    yield from _rows(f"{days:g} simulated days of {accounts:,} accounts, {run.events:,} events", card, accounts)


def _rows(stream: str, card: Scorecard, accounts: int) -> Iterator[Row]:
    planted, one = len(card.campaigns), sum(found.alerts == 1 and found.seconds is not None for found in card.campaigns)
    missed = ", ".join(found.campaign for found in card.campaigns if found.seconds is None)
    split = ", ".join(f"{found.campaign} {found.alerts}" for found in card.campaigns if found.alerts > 1)
    yield Row(stream=stream, figure="campaigns found", value=card.found, unit=f"of {planted}", least=planted,
              note=missed and f"missed: {missed}")  # fmt: skip
    yield Row(stream=stream, figure="campaigns that are one alert", value=one, unit=f"of {planted}", least=planted,
              note=split and f"alerts: {split}")  # fmt: skip
    false = ", ".join(f"{name} {count}" for name, count in Counter(card.false_by_detector).most_common())
    about = ", ".join(f"{name} {count}" for name, count in card.false_about.items())
    yield Row(stream=stream, figure="false alerts a day", value=card.false_a_day, most=1.0,
              note=f"{false}; about {about}" if false else "")  # fmt: skip
    yield Row(stream=stream, figure=f"the same for {PER:,} accounts, in proportion",
              value=card.false_a_day * PER / accounts)  # fmt: skip
    yield Row(stream=stream, figure="alerts", value=card.alerts)
