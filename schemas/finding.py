"""What detectors' rooms tell the campaign room: every version of every alert, with what it can be joined by.

Like observations, each packet carries its origin and the source's watermark (see `schemas.observation`).
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from schemas.alert import Alert


class Finding(Struct, array_like=True):
    """One version of one detector's alert on one entity. Times are seconds since 1970 UTC.

    `alert` is the alert as it would stand alone; its `version` counts what its room said. `crowd`: the smallest 32-bit
    hashes of the accounts concerned, all of them unless `alert.accounts_total` is larger. `ties`: what the events
    behind it came from or carried (`device:...`, `ip:...`, `card:...`, `domain:...`), the earliest. `since`: for each
    of the crowd, the whole seconds from `first` to what it first did here; empty where that is not known of all.
    """

    alert: Alert
    first: float
    last: float
    crowd: list[int] = []
    ties: list[str] = []
    since: list[int] = []


class FindingRow(Struct, array_like=True):
    """A finding and the offset of the record that made it so."""

    offset: int
    finding: Finding


class FindingPacket(Struct, array_like=True):
    """Findings of one source batch. `upto`: rows of lower offsets have all been sent.

    `watermark`: as in `Packet`; None says that the source is quiet and nobody need wait for it. `idle`: the rows come
    from no record but from a look at what was held; they have no place among the offsets.
    """

    topic: str
    partition: int
    upto: int
    watermark: float | None
    rows: list[FindingRow] = []
    idle: bool = False
    last: bool = True  # only a batch's last packet speaks for the source's progress


encode = msgspec.msgpack.Encoder().encode
decode_findings = msgspec.msgpack.Decoder(FindingPacket).decode
