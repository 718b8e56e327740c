"""The keys of a state table, the same in the changelog topic and in the store.

A first byte keeps the engine's keys apart from the carrier's own. The offsets that a state covers are an ordinary
entry of the same changelog: whoever restores the state has restored them too, and cannot have one without the other.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Entry = tuple[bytes, bytes | None]  # the value None deletes

OFFSETS_KEY = b"@offsets"
ENGINE = b"s"  # before the key of what is the engine's
_offsets = msgspec.json.Decoder(dict[str, int])


def engine_key(key: bytes) -> bytes:
    """Return where the engine's `key` is kept."""
    return ENGINE + key


def offsets_entry(offsets: Mapping[str, int]) -> Entry:
    """Return the entry that says, for each input topic, the next offset to process."""
    return OFFSETS_KEY, msgspec.json.encode(offsets, order="sorted")


def read_offsets(value: bytes | None) -> dict[str, int]:
    """Return the offsets a state covers; empty for a state that has never been checkpointed."""
    return _offsets.decode(value) if value is not None else {}
