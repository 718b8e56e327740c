"""What the campaign room is told: every version of every alert, with what it can be joined by; and verdicts on them.

Like observations, each packet carries its origin and the source's watermark (see `schemas.observation`).
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from schemas.alert import Alert
from schemas.event import Decision


class Finding(Struct, array_like=True):
    """One version of one detector's alert on one entity. Times are seconds since 1970 UTC.

    `alert` is the alert as it would stand alone; its `version` counts what its room said. `crowd`: the smallest 32-bit
    hashes of the accounts concerned, all of them unless `alert.accounts_total` is larger. `ties`: what the events
    behind it came from or carried (`device:...`, `ip:...`, `card:...`, `domain:...`; of texts `content:...` and
    `like:...`), the earliest. `since`: for each of the crowd, the whole seconds from `first` to what it first did here;
    empty where that is not known of all.
    `held`: nothing was sent where it was found; the campaign room sends the first version, if any. `again`: the entity
    has alerted before. `entered`: so many of the first accounts that the alert lists were entered. `found`: the event
    time of the evidence on which its first version was made; the campaign room sets it.
    """

    alert: Alert
    first: float
    last: float
    crowd: list[int] = []
    ties: list[str] = []
    since: list[int] = []
    held: bool = False
    again: bool = False
    entered: int = 0
    found: float = 0.0

    @property
    def at_once(self) -> bool:
        """Tell whether the alert leaves where it was found: a first version that is not held."""
        return self.alert.version == 1 and not self.held


class FindingRow(Struct, array_like=True):
    """A finding and the offset of the record that made it so."""

    offset: int
    finding: Finding


class VerdictRow(Struct, array_like=True):
    """A reviewer's decision and the offset of its record."""

    offset: int
    decision: Decision


class FindingPacket(Struct, array_like=True):
    """Findings, or verdicts, of one source batch. `upto`: rows of lower offsets have all been sent.

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
    verdicts: list[VerdictRow] = []


encode = msgspec.msgpack.Encoder().encode
decode_findings = msgspec.msgpack.Decoder(FindingPacket).decode
