"""How a text model's counts are stored: in chunks of buckets, and only what is not zero in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CHUNK = 4096  # buckets of one stored entry
Counts = NDArray[np.float32]  # violations and benign, by bucket


def packed(part: Counts) -> bytes:
    """Return the bytes of a chunk: how many buckets are not zero, which, and their counts."""
    there = np.flatnonzero(part.any(axis=0)).astype(np.uint16)
    return len(there).to_bytes(2, "big") + there.tobytes() + part[:, there].tobytes()


def unpacked(chunk: bytes) -> Counts:
    """Return the counts of a chunk."""
    size = int.from_bytes(chunk[:2], "big")
    there = np.frombuffer(chunk, np.uint16, size, 2)
    found: Counts = np.zeros((2, CHUNK), np.float32)
    found[:, there] = np.frombuffer(chunk, np.float32, 2 * size, 2 + 2 * size).reshape(2, size)
    return found
