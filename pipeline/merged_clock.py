"""The watermark over several source partitions, each with a clock of its own (`pipeline.clock`)."""

from __future__ import annotations

from msgspec import Struct

from pipeline.clock import EARLY_S, IDLE, NEVER


class MergedClock(Struct, array_like=True):
    """The watermark over several source partitions: the least of those that are not idle.

    `expected` sources that have not spoken hold it back (nothing is known of what they may still send).
    """

    marks: dict[str, float] = {}  # by "topic/partition"; inf while idle
    slacks: dict[str, float] = {}
    watermark: float = NEVER
    high: float = NEVER
    began: float = IDLE  # the earliest of all; inf while no source has said

    def see(self, source: str, mark: float | None, slack_s: float = 0.0, began: float = IDLE) -> None:
        """Take a source's watermark (None says that it is idle), its slack, and when it began."""
        self.began = min(self.began, began)
        self.marks[source] = IDLE if mark is None else mark
        self.slacks[source] = slack_s
        if mark is not None:
            self.high = max(self.high, mark)

    @property
    def early_until(self) -> float:
        """Return when a day of input is over; -inf where nobody knows."""
        return self.began + EARLY_S if self.began < IDLE else NEVER

    @property
    def slack_s(self) -> float:
        """Return the least slack of any source that is not idle."""
        if IDLE not in self.marks.values():  # as nearly always; asked at every packet of as many partitions
            return min(self.slacks.values(), default=0.0)
        return min([s for source, s in self.slacks.items() if self.marks[source] < IDLE], default=0.0)

    def is_quiet(self, expected: frozenset[str]) -> bool:
        """Tell whether all `expected` sources have said that they are idle."""
        return all([self.marks.get(source) == IDLE for source in expected])

    def advance(self, expected: frozenset[str]) -> float:
        """Return the watermark when exactly `expected` sources may send; it never goes back."""
        if expected <= self.marks.keys():
            self.watermark = max(self.watermark, min(self.high, *self.marks.values()))
        return self.watermark
