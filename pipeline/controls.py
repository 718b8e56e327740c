"""Operators' settings in force at an event time: snoozes, allow-lists, thresholds and modes."""

from __future__ import annotations

from schemas.control import Control
from schemas.values import Mode

_REASONS = {"snooze": "snooze", "allow": "allow_list"}
_MODES: tuple[Mode, ...] = ("live", "shadow", "audit")


class Controls:
    """Keeps control entries and answers for an event time, so that a replay sees the lists as they were.

    Of entries that overlap the one with the latest `time` wins.
    """

    def __init__(self, entries: tuple[Control, ...] = ()) -> None:
        self._entries: dict[tuple[str, str | None, str | None], list[Control]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Control) -> None:
        """Take one entry; the same one twice is one."""
        known = self._entries.setdefault((entry.kind, entry.detector, entry.entity), [])
        if entry not in known:
            known.append(entry)

    def silenced(self, detector: str, key: str, time: float, score: float) -> str | None:
        """Return why an alert on `key` (type:id) is not sent: snooze, allow_list or threshold; None where it is."""
        if not self._entries:
            return None
        for kind, reason in _REASONS.items():
            if self._find(kind, detector, key, time) is not None:
                return reason
        entry = self._find("threshold", detector, key, time)
        above = entry is None or not isinstance(entry.value, float | int) or score >= entry.value
        return None if above else "threshold"

    def mode(self, detector: str, key: str, time: float) -> Mode | None:
        """Return the mode set for a detector (or for it and one entity) at `time`, None where none is."""
        entry = self._find("mode", detector, key, time) if self._entries else None
        return next((mode for mode in _MODES if entry is not None and entry.value == mode), None)

    def _find(self, kind: str, detector: str, key: str, time: float) -> Control | None:
        """Return the entry in force: of this entity before all, of this detector before all."""
        for name in ((kind, detector, key), (kind, None, key), (kind, detector, None)):
            valid = [entry for entry in self._entries.get(name, ()) if _covers(entry, time)]
            if valid:
                return max(valid, key=lambda entry: entry.time)
        return None

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._entries.values())


def _covers(entry: Control, time: float) -> bool:
    return entry.time.timestamp() <= time < entry.expires.timestamp()
