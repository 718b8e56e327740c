"""What the engine needs to know, apart from the detectors' own settings."""

from __future__ import annotations

from msgspec import Struct


class EngineSettings(Struct, frozen=True, kw_only=True):
    """Durations are event time in seconds.

    `lateness_s` (at most 3600): how late an event may come and still count as if in order.
    `idle_s`: an alert closes after so long without anything new. `update_s`: an open alert is sent again at most this
    often, unless its severity changes. `keys_kept`: entities remembered by one partition of a stage. `keys_hot`: those
    of all partitions of a worker that are kept decoded, at about 5 KB each.
    """

    lateness_s: float = 300.0
    idle_s: float = 3600.0
    update_s: float = 60.0
    accounts_listed: int = 50
    keys_kept: int = 1_000_000
    keys_hot: int = 50_000
    state_secret: bytes = b"abusewatch-unconfigured"
    runbook_base: str = "deploy/runbooks/detectors.md"
    quarantine_after: int = 5  # failures in a row
    reviewer_minutes_per_alert: float = 5.0
    dead_letter_share: float = 0.5  # of a window of input: above it the worker stops
    dead_letter_window: int = 1000  # records
