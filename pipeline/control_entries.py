"""From records of the control topic (or a file of them) to entries; what has no effect is told, by its place."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from detectors.base import Detector
from pipeline.config import Config
from pipeline.config.build import detectors
from pipeline.control_check import Doubts
from pipeline.metrics_spec import Metrics
from schemas.control import Control
from schemas.parse import UNDECODABLE, unquoted

_log = logging.getLogger(__name__)
_decode = msgspec.json.Decoder(Control).decode


class Entries:
    """Decodes entries for the detectors that run, and tells of those that cannot be used or change nothing.

    Of what has expired at event time `since` nothing is told: it did no more harm than it does now.
    """

    def __init__(self, running: Iterable[Detector[Any]], metrics: Metrics, since: float = float("-inf")) -> None:
        self._doubts, self._metrics, self._since = Doubts(running), metrics, since

    def read(self, place: str, value: bytes | None, *, tell: bool = True) -> Control | None:
        """Return the entry of one record, None where there is none. `place` is what messages call it."""
        if not value:
            if tell:
                self._tell("no_effect", "%s is empty and ends nothing: `abusewatch control lift` does", place)
            return None
        try:
            entry = _decode(value)
        except UNDECODABLE as error:
            if tell:
                self._tell("unreadable", "%s cannot be used and is left out: %s", place, unquoted(error))
            return None
        doubt = self._doubts.of(entry) if tell and entry.expires.timestamp() > self._since else None
        if doubt:
            self._tell("no_effect", "%s (%s) has no effect: %s", place, entry.kind, doubt)
        return entry

    def _tell(self, why: str, words: str, *facts: object) -> None:
        self._metrics.count("abusewatch_control_ignored_total", reason=why)
        _log.warning(words, *facts)


def in_file(file: Path, config: Config, metrics: Metrics) -> tuple[Control, ...]:
    """Return the entries of a file of JSON lines. Raises ConfigError, OSError."""
    entries = Entries(detectors(config)[0], metrics)
    lines = enumerate(file.read_bytes().splitlines(), start=1)
    found = (entries.read(f"{file}, line {number}: the entry", line) for number, line in lines if line.strip())
    return tuple(entry for entry in found if entry is not None)
