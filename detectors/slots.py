"""Names under which values are counted by hash: no ids are kept, and the memory is bounded."""

from __future__ import annotations

from zlib import crc32

SLOTS = 4096


def slot(kind: str, value: str) -> str:
    """Return the name under which a value is counted."""
    return f"{kind}{crc32(value.encode()) % SLOTS}"
