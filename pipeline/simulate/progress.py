"""A bar over simulated time, on a terminal only."""

from __future__ import annotations

from rich.console import Console

from pipeline.progress_bar import ProgressBar
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.simulation import Simulation


class SimulationProgress(ProgressBar):
    """Shows how many hours of event time have been made."""

    def __init__(self, console: Console, simulation: Simulation) -> None:
        self._simulation = simulation
        super().__init__(console, "simulating", simulation.settings.days * 24)

    def moved(self) -> None:
        """Show how far the simulation is."""
        self._bar.update(self._task, completed=(self._simulation.time - self._simulation.settings.start_s) / HOUR_S)
