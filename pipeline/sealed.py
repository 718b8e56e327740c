"""State blobs: versioned by their owner, signed here. Nothing unsigned or altered is ever decoded.

A stored value is a 16-byte keyed BLAKE2b tag (RFC 7693) over the entry's key and the payload, then the payload. The key
of the entry is part of what is signed, so that one entry's value cannot be passed off as another's.
"""

from __future__ import annotations

from hashlib import blake2b
from hmac import compare_digest
from typing import Literal

TAG_BYTES = 16
_WAY_ON = (
    ": put back the secret that signed it (engine.state_secret_file; none, if there was none), or remove the stored "
    "state to start cold: see AbusewatchStateTampered in deploy/runbooks/durability.md"
)
Reason = Literal["unsigned", "altered", "unknown_version", "undecodable"]


class StateRefusedError(Exception):
    """A stored value that must not be used; `reason` says why."""

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason: Reason = reason


class Seal:
    """Signs and checks state values with one secret (at most 64 bytes are used)."""

    def __init__(self, secret: bytes) -> None:
        self._keyed = blake2b(digest_size=TAG_BYTES, key=secret[:64])  # the secret worked in, once for all entries

    def sign(self, key: bytes, payload: bytes) -> bytes:
        """Return the tag and the payload. Cost: half a microsecond, and 1.1 for each KB."""
        return self._tag(key, payload) + payload

    def open(self, key: bytes, blob: bytes) -> bytes:
        """Return the payload of a signed blob; raise `StateRefusedError` if the tag does not fit."""
        if len(blob) <= TAG_BYTES:
            message = f"a state entry of {len(blob)} bytes has no room for a signature"
            raise StateRefusedError(message, "unsigned")
        payload = blob[TAG_BYTES:]
        if not compare_digest(blob[:TAG_BYTES], self._tag(key, payload)):
            message = f"a state entry of {len(blob)} bytes is altered, or not signed with the configured state secret"
            message += _WAY_ON
            raise StateRefusedError(message, "altered")
        return payload

    def _tag(self, key: bytes, payload: bytes) -> bytes:
        digest = self._keyed.copy()
        digest.update(key)
        digest.update(b"\0")
        digest.update(payload)
        return digest.digest()
