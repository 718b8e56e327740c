"""What can go wrong with the local broker, each with the mend in its message."""

from __future__ import annotations


class BrokerError(Exception):
    """The local broker could not do what was asked; the message says what to look at."""


class BrokerUnavailableError(BrokerError):
    """This machine cannot run the local broker at all: a package or an artefact is missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the local Kafka broker is not available: {reason}. "
            "Set KAFKA_BOOTSTRAP=host:port to use a Kafka of your own instead."
        )


class BrokerFolderError(BrokerError):
    """The folder for the broker's data cannot be used; the message names the place."""
