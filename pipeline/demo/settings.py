"""What a demo is asked for, and where its files go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.simulate.settings import SimulationSettings

FOLDER = Path(".abusewatch/demo")


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """Without `input` the traffic is simulated. `speed`: seconds of event time a second, None as fast as it goes.

    `bootstrap` None: KAFKA_BOOTSTRAP, else a broker of our own. `keep`: leave everything running until Ctrl-C.
    """

    simulation: SimulationSettings
    input: str | None = None
    format: str = "auto"
    speed: float | None = None
    keep: bool = False
    bootstrap: str | None = None
    folder: Path = FOLDER

    @property
    def events(self) -> Path:
        """Where the events are kept for a replay."""
        return self.folder / "events.jsonl.zst"

    @property
    def truth(self) -> Path:
        """Where the ground truth is kept."""
        return self.folder / "truth.jsonl"

    @property
    def alerts(self) -> Path:
        """Where every version of every alert is kept."""
        return self.folder / "alerts.jsonl"

    @property
    def rejects(self) -> Path:
        """Where lines of the input that could not be read are listed."""
        return self.folder / "rejects.jsonl"

    @property
    def log(self) -> Path:
        """Where the worker's log goes."""
        return self.folder / "worker.log"
