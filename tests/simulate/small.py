"""A small world that every test of this folder can afford, and what it looks like when read back."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.simulate.settings import SimulationSettings
from pipeline.simulate.simulation import Simulation
from pipeline.simulate.truth import Truth
from schemas.event import Event
from schemas.parse import parse

SMALL = SimulationSettings(days=1.5, accounts=600, seed=7)


class Played(NamedTuple):
    """A whole simulation."""

    lines: list[bytes]
    events: list[Event]
    truths: list[Truth]


@cache
def played(settings: SimulationSettings = SMALL) -> Played:
    """Simulate to the end; every line must be an event for the schemas."""
    simulation = Simulation(settings)
    lines = [message.value for message in simulation]
    events = []
    for line in lines:
        event = parse(line)
        assert isinstance(event, Event), event
        events.append(event)
    return Played(lines, events, list(simulation.truth))
