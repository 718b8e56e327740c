"""What is known of a broker."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

State = Literal["stopped", "running", "unresponsive"]
"""`unresponsive`: the process is there (starting, paused, stuck) but its admin API does not answer."""


class Status(NamedTuple):
    """A broker's state; `bootstrap` is None while the data folder has never been used."""

    state: State
    bootstrap: str | None
    pid: int | None
    data_dir: Path
    log_file: Path
