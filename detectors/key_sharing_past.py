"""The days of a key's life: the most networks it was used from at once on each, and what was new to its account."""

from __future__ import annotations

from typing import cast

from detectors.members_window import MembersState, MembersWindow
from detectors.recurrence import days_of, note, noted
from detectors.window import WindowState


class SharingState(MembersState, array_like=True):
    """Adds when the key was first used, and the most networks of each day of its life that is folded.

    `news`: addresses new to the account by day; `program`: when one was last used by a program that was new as well.
    """

    born: float = float("inf")
    days: bytes = b""
    news: bytes = b""
    program: float = float("-inf")


class KeySharingPast(MembersWindow):
    """Base of `KeySharing`: keeps by day what is folded."""

    state_type = SharingState

    def _age(self, state: WindowState, end: int) -> float:
        """Return the key's age at a window's end, less the period in which the day before may still go on (seconds)."""
        return max(0.0, end * self.step_s - self.period_s - cast("SharingState", state).born)

    def _days(self, state: WindowState) -> dict[int, float]:
        """Return the most networks at once by day of the key's life, a period in that in which it begins."""
        own = cast("SharingState", state)
        days = days_of(own.days)
        for period, peak in state.peaks.items():
            note(days, self._begins(own, period), peak)
        return days

    def _begins(self, state: SharingState, period: int) -> float:
        return max(0.0, period * self.period_s - state.born)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; keep by day what is folded."""
        own, peaks = cast("SharingState", state), dict(state.peaks)
        super().prune(state, watermark)
        if len(peaks) == len(state.peaks):
            return
        for period in sorted(peaks.keys() - state.peaks.keys()):
            own.days = noted(own.days, self._begins(own, period), peaks[period])
