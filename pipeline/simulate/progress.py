"""A bar over simulated time, on a terminal only."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.simulation import Simulation


class SimulationProgress:
    """Shows how many hours of event time have been made."""

    def __init__(self, console: Console, simulation: Simulation) -> None:
        self._simulation = simulation
        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("simulating", total=simulation.settings.days * 24)

    def moved(self) -> None:
        """Show how far the simulation is."""
        self._bar.update(self._task, completed=(self._simulation.time - self._simulation.settings.start_s) / HOUR_S)

    def __enter__(self) -> SimulationProgress:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self._bar.stop()
