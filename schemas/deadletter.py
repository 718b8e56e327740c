"""`abuse.deadletters`: what could not go forward, why, and where it lies."""

from __future__ import annotations

import base64
from typing import Annotated

from msgspec import Meta, Struct

from schemas.fields import Base64, Count

KEPT_BYTES = 262_144
KEPT_KEY_BYTES = 512


class DeadLetter(Struct, kw_only=True):
    """One refused record and its place, where it can be read whole as long as the topic keeps it."""

    reason: Annotated[str, Meta(min_length=1, description="One of a small set of words, such as `not_json`.")]
    detail: Annotated[str, Meta(description="The field and what was expected of it; never its value.")]
    topic: Annotated[str, Meta(min_length=1, description="The topic (or file) it was read from.")]
    partition: Annotated[Count, Meta(description="Its partition's number, from 0.")]
    offset: Annotated[Count, Meta(description="Its offset in the partition (or line in the file).")]
    key: Annotated[Base64, Meta(description="First 512 bytes of its key, in base64.")] | None = None
    value: Annotated[Base64, Meta(description="Its bytes in base64; null above 262,144 bytes.")] | None = None


def dead_letter(reason: str, detail: str, place: tuple[str, int, int], key: bytes | None,
                value: bytes | None) -> DeadLetter:  # fmt: skip
    """Build the dead letter of a record at `place` = (topic, partition, offset)."""
    topic, partition, offset = place
    text = None if value is None or len(value) > KEPT_BYTES else base64.b64encode(value).decode()
    name = None if key is None else base64.b64encode(key[:KEPT_KEY_BYTES]).decode()
    return DeadLetter(reason=reason, detail=detail, topic=topic, partition=partition, offset=offset, key=name,
                      value=text)  # fmt: skip
