"""Where the demo's events come from: the simulation, or somebody's own log through `ingest`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC

from pipeline.demo.settings import DemoSettings
from pipeline.ingest.cloud_events import Message
from pipeline.ingest.reader import LogFile
from pipeline.ingest.rejects import RejectsFile
from pipeline.ingest.run import Ingest, Plan
from pipeline.ingest.target import Target
from pipeline.simulate.simulation import Simulation
from pipeline.simulate.truth import Truth, write_truth


class Traffic(ABC):
    """Sends everything to a target, in the feeder's thread."""

    planted: list[Truth] | None = None  # known when everything was sent; None where nobody knows the truth

    @abstractmethod
    def send_all(self, target: Target) -> None:
        """Send; the target may raise to end it early."""


class SimulatedTraffic(Traffic):
    """The simulation, with its truth."""

    def __init__(self, settings: DemoSettings) -> None:
        self._settings, self._simulation = settings, Simulation(settings.simulation)

    def send_all(self, target: Target) -> None:
        """See Traffic."""
        for message in self._simulation:
            target.send(message)
        self.planted = list(self._simulation.truth)
        write_truth(self._settings.truth, self.planted)


class FileTraffic(Traffic):
    """A log, as `abusewatch ingest FORMAT FILE` reads it."""

    def __init__(self, settings: DemoSettings) -> None:
        self._settings, self._file = settings, LogFile(settings.input or "-")

    def send_all(self, target: Target) -> None:
        """See Traffic."""
        with RejectsFile(self._settings.rejects, False) as rejects:
            run = Ingest(Plan(self._settings.format, UTC), target, rejects)
            self.summary = run.run([self._file])


class Both(Target):
    """Sends to two targets."""

    def __init__(self, first: Target, second: Target) -> None:
        self.name, self._both = first.name, (first, second)

    def send(self, message: Message) -> None:
        """See Target."""
        for one in self._both:
            one.send(message)

    def close(self) -> None:
        """See Target."""
        for one in self._both:
            one.close()
