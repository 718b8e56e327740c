"""The program `abusewatch` with one detector that raises: a release gone wrong."""

from __future__ import annotations

from typing import Any

from detectors.takeover import Takeover
from pipeline.cli import main


def _raise(self: Takeover, event: Any, state: Any, signal: Any) -> None:
    message = f"cannot make sense of {event.subject}"
    raise ValueError(message)


if __name__ == "__main__":
    Takeover.learn = _raise  # type: ignore[method-assign, assignment]
    main()
