"""A clock that says what it was told: the clock itself is the parent's, which sees everybody's events."""

from __future__ import annotations

NEVER = float("-inf")


class ToldClock:
    """Implements `pipeline.subjects.Clock`."""

    def __init__(self) -> None:
        self._watermark = self._next = NEVER
        self._slack_s = 0.0

    def tell(self, before: float, after: float, slack_s: float) -> None:
        """Say how far time is before the event that is taken next, and after it."""
        self._watermark, self._next, self._slack_s = before, after, slack_s

    @property
    def watermark(self) -> float:
        """See `Clock`."""
        return self._watermark

    @property
    def slack_s(self) -> float:
        """See `Clock`."""
        return self._slack_s

    def see(self, source: str, time: float) -> float:
        """See `Clock`; which event it is was known when the time was told."""
        self._watermark = self._next
        return self._next

    def is_far(self, time: float) -> bool:
        """Leave it to the parent: it only counts."""
        return False
