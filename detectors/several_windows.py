"""Windows that are judged several at a time, too: who takes his time fills none of them."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import LATENESS_MAX_S
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState


class SeveralWindows(WindowDetector):
    """Keeps tallies for `windows` of its windows, the last of which ends with the bucket that is judged."""

    windows: ClassVar[int]

    def _oldest(self, watermark: float) -> int:
        return int((watermark - LATENESS_MAX_S - self.windows * self.window_s) // self.step_s) - 1

    def _long(self, state: WindowState, end: int) -> list[Tally]:
        """Return the buckets of so many windows, the last of which ends with a bucket."""
        return [tally for bucket, tally in state.tallies.items() if end - self.windows * self.steps < bucket <= end]
