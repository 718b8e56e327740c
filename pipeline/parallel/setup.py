"""What a job needs to build the engine that its parent has."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.config import Config
from pipeline.config.build import engine
from pipeline.engine import Engine
from pipeline.metrics_spec import Metrics
from schemas.control import Control

HOT_LEAST = 1000  # decoded states of a job


@dataclass(frozen=True)
class Setup:
    """Settings, and the entries of the control file. Travels to a job once, when it is started."""

    config: Config
    control: tuple[Control, ...] = ()

    def engine(self, metrics: Metrics, jobs: int = 1) -> Engine:
        """Build the engine; `jobs` share what is kept decoded in memory. Raises ConfigError."""
        section = self.config.engine
        hot = max(HOT_LEAST, section.keys_hot // jobs)
        config = self.config.model_copy(update={"engine": section.model_copy(update={"keys_hot": hot})})
        built = engine(config, metrics)
        for entry in self.control:
            built.controls.add(entry)
        return built
