"""The jobs as the replay knows them, whether they are processes or not."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol

from pipeline.parallel.messages import ToJob, ToParent


class Jobs(Protocol):
    """What the replay asks of them; see `Crew`."""

    jobs: int

    def __enter__(self) -> object: ...
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None, /) -> None: ...  # fmt: skip

    def send(self, job: int, message: ToJob, /) -> None:
        """Send one message; raises JobError."""

    def send_all(self, message: ToJob, /) -> None:
        """Send the same to every job; raises JobError."""

    def hear(self) -> tuple[int, ToParent]:
        """Wait for the next message of any job; raises JobError when one has ended."""
