"""What was last sent under each alert id, so that nothing is said twice and versions go on counting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

import msgspec
from msgspec import Struct, field

from pipeline.campaigns.beginnings import Slots
from pipeline.campaigns.budget import Purse
from schemas.alert import Alert
from schemas.finding import Finding
from schemas.values import Severity, Status


class Said(Struct, array_like=True):
    """What was last sent under one alert id; version 0 where nothing has been.

    `shape` is what must not wait: how much belongs to it, severity, status; `gist` what a reviewer acts on (`worth`).
    """

    version: int
    digest: int
    shape: int
    sent_at: float
    waits: bool = False  # there is more to say, when the update interval is over
    joined: bool = False
    passed: bool = False  # there are reviewers' minutes for it
    gist: int = 0
    asked_at: float = float("-inf")  # when it was compared last with what was said


class RoomMemory(Struct, array_like=True):
    """What outlives a restart, but for the findings themselves. `newest`: event time of the newest finding taken."""

    newest: float = float("-inf")
    said: dict[str, Said] = {}
    slots: Slots = {}
    now: float = float("inf")  # the watermark; before any was told, the beginning of the earliest finding
    told: bool = False
    purse: Purse = field(default_factory=Purse)


def digest_of(alert: Alert) -> int:
    """Return what tells one content from another, never 0."""
    return crc32(msgspec.msgpack.encode(msgspec.structs.replace(alert, version=1), order="deterministic")) or 1


def shape_of(group: Iterable[str], severity: Severity, status: Status) -> int:
    """Return what tells apart what must not wait."""
    return crc32("|".join([*sorted(group), severity, status]).encode())


def crowd_of(head: Finding, parts: Sequence[Finding]) -> list[str]:
    """Return what must not wait of a campaign's parts: whose it is, by which detectors, that they are twice as many.

    One more address of thirty adds what the next version tells in time.
    """
    if len(parts) == 1:
        return [head.alert.alert_id]
    detectors = {part.alert.signals[0].detector for part in parts}
    return [head.alert.alert_id, str(len(parts).bit_length()), *detectors]
