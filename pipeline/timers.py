"""What is due at an event time: alerts to close, to send again, or held until they are sure."""

from __future__ import annotations

from heapq import heappop, heappush

NEVER = float("inf")


class Timers:
    """One due time for each (entity key, detector); the earliest wins. Small: it has open alerts only."""

    def __init__(self, saved: dict[str, float] | None = None) -> None:
        self._due = dict(saved or {})
        self._heap = sorted((due, name) for name, due in self._due.items())
        self.next = self._heap[0][0] if self._heap else NEVER  # before it nothing is due; asked three times an event

    def set(self, name: str, due: float) -> None:
        """Set (or move) the due time of `name`."""
        if self._due.get(name) != due:
            self._due[name] = due
            heappush(self._heap, (due, name))
            self.next = self._heap[0][0]

    def hasten(self, name: str, due: float) -> None:
        """Let `name` be due at `due` at the latest."""
        if due < self._due.get(name, NEVER):
            self.set(name, due)

    def clear(self, name: str) -> None:
        """Forget `name`."""
        self._due.pop(name, None)

    def pop(self, watermark: float) -> tuple[float, str] | None:
        """Return when and who is due first at `watermark`, removed; None if nobody is."""
        while self._heap and self._heap[0][0] <= watermark:
            due, name = heappop(self._heap)
            self.next = self._heap[0][0] if self._heap else NEVER
            if self._due.get(name) == due:
                del self._due[name]
                return due, name
        return None

    def names(self) -> list[str]:
        """Return all names that wait, in order."""
        return sorted(self._due)

    def saved(self) -> dict[str, float]:
        """Return what must be stored."""
        return self._due
