"""A simulated month: is every planted campaign one alert, and how many false alerts come in a day?

    python -m tests.detection.month --days 30 --accounts 10000 --seed 11

Everything in one process and one pass: simulation, engine, scorecard; no files, no broker. False alerts are also given
for 100,000 accounts: those of ordinary days as if they grew with the accounts, since each account is a chance to be
wrong; those about planted bursts as they are, since a simulation has as many of them whatever its size.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

import msgspec

from pipeline.config.build import detectors
from pipeline.config.model import Config
from pipeline.demo.scorecard import Run, Scorecard
from pipeline.demo.scorecard_table import facts
from pipeline.demo.scoring import ORDINARY, score
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.replay import EVICT_EVERY
from pipeline.simulate.settings import SimulationSettings
from pipeline.simulate.simulation import Simulation
from schemas.alert import Alert
from schemas.event import Event
from schemas.parse import parse

ACCOUNTS = 100_000  # what the promise is made for


def measure(settings: SimulationSettings) -> Scorecard:
    """Simulate, run the shipped catalogue over it, and compare. Takes about 0.2 ms of processor time an event."""
    simulation, found, events, began = Simulation(settings), list[Alert](), 0, time.process_time()
    built, modes = detectors(Config())
    local = LocalPipeline(Engine(built, modes, EngineSettings(), RecordingMetrics()), found.append)
    for message in simulation:
        event = parse(message.value)
        if isinstance(event, Event):
            local.take(event)
            events += 1
            if events % EVICT_EVERY == 0:
                local.evict()
    local.flush()
    run = Run(events=events, seconds=time.process_time() - began, days=settings.days)
    return score(simulation.truth, found, run)


def summary(card: Scorecard, accounts: int) -> dict[str, Any]:
    """Return the figures that the promise is about, and what failed it."""
    ordinary = card.false_about.get(ORDINARY, 0)
    expected = card.false_alerts + ordinary * (ACCOUNTS / accounts - 1)
    return {
        "events": card.run.events, "planted": len(card.campaigns), "found": card.found, "found_as_one": card.as_one,
        "false_a_day": card.false_a_day, "false_a_day_for_100k": expected / card.run.days,
        "false_about": card.false_about, "false_by_detector": card.false_by_detector,
        "missed": [one.campaign for one in card.campaigns if one.seconds is None],
        "several": {one.campaign: one.alerts for one in card.campaigns if one.alerts > 1},
    }  # fmt: skip


def main() -> None:
    """Print the summary, or with --all the whole scorecard, as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--days", type=float, default=30.0)
    options.add_argument("--accounts", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--activity", type=float, default=1.0)
    options.add_argument("--all", action="store_true")
    given = options.parse_args()
    card = measure(SimulationSettings(given.days, given.accounts, given.seed, activity=given.activity))
    shown = facts(card) if given.all else summary(card, given.accounts)
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(shown)).decode() + "\n")


if __name__ == "__main__":
    main()
