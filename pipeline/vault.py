"""A partition's stored state behind its signatures: what does not fit is counted and stops the worker, undecoded.

Going on without the entry would forget what it held, silently; going on with it would let whoever can write to the
state topic decide what reviewers see. Hence neither.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.metrics_spec import Metrics
from pipeline.sealed import Seal, StateRefusedError
from pipeline.stage import StateReader
from schemas.parse import UNDECODABLE

_log = logging.getLogger(__name__)
T = TypeVar("T")
PIECE = 1000  # entries of one walk


class Vault:
    """Reads and signs the state entries of one stage partition. Every read may raise `StateRefusedError`."""

    def __init__(self, seal: Seal, reader: StateReader, metrics: Metrics, stage: str) -> None:
        self._seal, self._reader, self._metrics = seal, reader, metrics
        self.stage = stage

    def load(self, name: bytes, decode: Callable[[bytes], T]) -> T | None:
        """Return the stored entry, decoded; None when there is none."""
        blob = self._reader.get(name)
        return None if blob is None else self.open(name, blob, decode)

    def scan(self, after: bytes, limit: int) -> Sequence[tuple[bytes, bytes]]:
        """Return up to `limit` entries behind `after`, signed as they are: nothing may rest on them before `open`."""
        return self._reader.scan(after, limit)

    def under(self, prefix: bytes, decode: Callable[[bytes], T]) -> Iterator[tuple[bytes, T]]:
        """Yield every entry whose name begins with `prefix`, decoded, in order of their names."""
        found = self._reader.scan(prefix, PIECE)
        while found:
            for name, blob in found:
                if not name.startswith(prefix):
                    return
                yield name, self.open(name, blob, decode)
            found = self._reader.scan(found[-1][0], PIECE) if len(found) == PIECE else []

    def sign(self, name: bytes, payload: bytes) -> tuple[bytes, bytes]:
        """Return the entry to store."""
        return name, self._seal.sign(name, payload)

    def open(self, name: bytes, blob: bytes, decode: Callable[[bytes], T]) -> T:
        """Return what a scanned entry holds, decoded."""
        try:
            return decode(self._seal.open(name, blob))
        except StateRefusedError as error:
            self._refuse(error)
            raise
        except UNDECODABLE as error:
            message = f"a signed state entry of {len(blob)} bytes cannot be decoded"
            refused = StateRefusedError(message, "undecodable")
            self._refuse(refused)
            raise refused from error

    def _refuse(self, error: StateRefusedError) -> None:
        self._metrics.count("abusewatch_state_refused_total", stage=self.stage, reason=error.reason)
        _log.critical("stage %s: %s: %s; see AbusewatchStateTampered in deploy/runbooks/durability.md",
                      self.stage, error.reason, error)  # fmt: skip
