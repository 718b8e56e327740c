"""Where events go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType

from pipeline.ingest.cloud_events import Message


class Target(ABC):
    """Takes messages in order; leaving the context makes sure that all of them have arrived, or raises."""

    name: str

    @abstractmethod
    def send(self, message: Message) -> None:
        """Take one message. DeliveryError when it is already known that it cannot be delivered."""

    @abstractmethod
    def close(self) -> None:
        """Deliver all that was taken. DeliveryError when any of it was not."""

    def __enter__(self) -> Target:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self.close()
