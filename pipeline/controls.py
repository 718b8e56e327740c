"""Operators' settings in force at an event time: snoozes, allow-lists, thresholds and modes."""

from __future__ import annotations

from schemas.control import Control
from schemas.values import Mode

Slot = tuple[str, str | None, str | None]  # kind, detector, entity: what an entry takes the place of
_REASONS = {"snooze": "snooze", "allow": "allow_list"}
_MODES: tuple[Mode, ...] = ("live", "shadow", "audit")


class Controls:
    """Keeps control entries and answers for an event time, so that a replay sees the lists as they were.

    Of entries of one slot the newest counts, from its `time` on, even when it has expired: so one that expires at its
    own `time` lifts what was set before. Whatever a compacted topic has dropped would not count any more.
    """

    def __init__(self, entries: tuple[Control, ...] = ()) -> None:
        self._entries: dict[Slot, list[Control]] = {}
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

    def standing(self, time: float) -> list[Control]:
        """Return what is in force at `time`, and what will be, slot by slot."""
        found: list[Control] = []
        for slot, entries in self._entries.items():
            now = self._newest(slot, time)
            ahead = {entry.time.timestamp() for entry in entries if entry.time.timestamp() > time}
            later = [self._newest(slot, at) for at in sorted(ahead)]
            found += [entry for entry in (now, *later) if entry is not None]
        return found

    def _find(self, kind: str, detector: str, key: str, time: float) -> Control | None:
        """Return the entry in force: of this entity before all, of this detector before all."""
        slots: tuple[Slot, ...] = (kind, detector, key), (kind, None, key), (kind, detector, None)
        return next((entry for slot in slots if (entry := self._newest(slot, time)) is not None), None)

    def _newest(self, slot: Slot, time: float) -> Control | None:
        """Return the newest entry of a slot, of two of one time the one that came last; None where it has expired."""
        begun = [entry for entry in self._entries.get(slot, ()) if entry.time.timestamp() <= time]
        newest = max(reversed(begun), key=lambda entry: entry.time, default=None)
        return newest if newest is not None and time < newest.expires.timestamp() else None

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._entries.values())
