"""Which backend keeps a stage's state on this machine."""

from __future__ import annotations

from pathlib import Path

from pipeline.provision import TOMBSTONES_S
from pipeline.stage import Stage
from pipeline.store.backend import StateBackend
from pipeline.store.memory import MemoryBackend
from pipeline.store.rocks import RocksBackend
from pipeline.worker_settings import WorkerSettings


def state_backend(settings: WorkerSettings, stage: Stage) -> StateBackend:
    """Return the one that the settings ask for: a folder of the stage, or memory."""
    if settings.store == "memory":
        return MemoryBackend()
    folder = Path(settings.folder) / settings.app_id / stage.name
    return RocksBackend(folder, max_age_s=TOMBSTONES_S * 0.9)
