"""One figure of the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct


class AbsentError(Exception):
    """The data of a part is not there; the message says where it was looked for and how to have it."""


class Row(Struct, kw_only=True):
    """A figure beside what is asked of it. `met` None: nothing is asked. `note`: the misses, or how it was counted."""

    stream: str
    figure: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Say whether the figure is within what is asked."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def facts(self) -> dict[str, Any]:
        """Return plain values."""
        return {name: getattr(self, name) for name in (*self.__struct_fields__, "met")}


class Task(NamedTuple):
    """What a part is given: the folder of public data, an empty folder to work in, and words to the user."""

    data: Path
    work: Path
    say: Callable[[str], None]
    month: tuple[str, ...] = ()  # options of `simulate` for the simulated month


def need(path: Path) -> Path:
    """Return the path; raises `AbsentError` where nothing is."""
    if not path.exists():
        message = f"no data at {path} (--data DIR, or ABUSEWATCH_DATA)"
        raise AbsentError(message)
    return path
