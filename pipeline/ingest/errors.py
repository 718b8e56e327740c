"""What stops an ingest altogether."""

from __future__ import annotations


class IngestError(Exception):
    """The run cannot start or go on; the message says why and what to mend. Exit code 2."""


class DeliveryError(Exception):
    """Events were not delivered to their target; the message says how many and why. Exit code 3."""
