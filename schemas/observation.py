"""What one source batch sends on inside: rows for the keys of one target partition, packed as msgpack.

Every message carries its origin (source topic, partition, and the offset of each row), so that a receiver
that has already taken an origin skips it, and the source's watermark, so that a receiver knows what may still
come.
"""

from __future__ import annotations

from math import inf

import msgspec
from msgspec import Struct

from schemas.event import Decision, Event


class Row(Struct, array_like=True, gc=False):
    """An event seen from another entity; `key` is `ip:...`, `device:...`, `content:...` or such.

    With `decision`, it is a verdict on its way to what learns from it; `event` then only says whose and when.
    """

    key: str
    offset: int
    event: Event
    decision: Decision | None = None


class Packet(Struct, array_like=True):
    """All rows of one source batch for one target partition. `upto` is the batch's end offset.

    `watermark` is the event time (seconds) up to which the source expects nothing older; None when the source
    has been read to its end and is quiet, so that nobody needs to wait for it. `slack_s`: how far beyond the watermark
    nothing is missing either, as far as this source's habits tell. `began`: when it began, inf where it does not say.
    """

    topic: str
    partition: int
    upto: int
    watermark: float | None
    slack_s: float = 0.0
    rows: list[Row] = []
    last: bool = True  # the batch's last packet for this partition; only that one speaks for the source's progress
    began: float = inf


encode = msgspec.msgpack.Encoder().encode
decode_packet = msgspec.msgpack.Decoder(Packet).decode
