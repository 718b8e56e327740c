"""What all cases work on: simulated traffic with attacks in it, and what a replay says of it."""

from __future__ import annotations

import io
from typing import NamedTuple

import msgspec

from pipeline.config import Config
from pipeline.config.build import engine
from pipeline.ingest.cloud_events import Message
from pipeline.metrics import RecordingMetrics
from pipeline.replay import Replay
from pipeline.simulate.settings import SimulationSettings
from pipeline.simulate.simulation import Simulation
from schemas.alert import Alert
from tests.test_replay_equals_stages import content

DAYS, ACCOUNTS = 1.0, 3000  # about 30,000 events


class Traffic(NamedTuple):
    """Events in order of time, and the alerts of an undisturbed replay: id -> content of the last version."""

    messages: list[Message]
    expected: dict[str, dict[str, object]]


def traffic(seed: int) -> Traffic:
    """Simulate and replay; some seconds."""
    messages = list(Simulation(SimulationSettings(DAYS, ACCOUNTS, seed)))
    return Traffic(messages, content(replayed(messages)))


def replayed(messages: list[Message]) -> list[Alert]:
    """Return every version of every alert, from the engine as it is configured when nobody configures it."""
    out = io.BytesIO()
    replay = Replay(engine(Config(), RecordingMetrics()), out, None)
    replay.run(("traffic", number, message.value) for number, message in enumerate(messages, start=1))
    return [msgspec.json.decode(line, type=Alert) for line in out.getvalue().splitlines()]
