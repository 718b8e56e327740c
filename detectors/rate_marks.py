"""What is kept of a closed bucket that is accused: counts and forecasts of each stream, as they are told."""

from __future__ import annotations

from detectors.base import Detector
from detectors.rate_state import RateState
from detectors.rate_stream import Stream
from detectors.rollup import STEP_S
from detectors.tally import Tally


class RateMarks(Detector[RateState]):
    """Base of `Rates`: makes buckets hot."""

    def mark(self, state: RateState, bucket: int, name: str, surprise: float) -> None:
        """Make the bucket's tally hot, with the stream's numbers."""
        tally = state.tallies.setdefault(bucket, Tally(hot=True))
        tally.stretch(bucket * STEP_S)
        tally.stretch((bucket + 1) * STEP_S)  # an alert is of the bucket's end, when it could first be known
        tally.n += 1
        before = state.tallies.get(bucket - 1)
        begins = before is None or f"seen {name}" not in (before.extra or {})
        count, usual, buckets = self.shown(state.streams[name], begins=begins)
        tally.add(f"buckets {name}", buckets)
        tally.add(f"seen {name}", count)
        tally.add(f"usual {name}", usual)
        tally.crest(count, usual, surprise)

    def prepare(self, stream: Stream, sums: dict[str, int], tally: Tally, name: str) -> None:
        """Note what else the explanation needs of an accused bucket; most need nothing."""

    def shown(self, stream: Stream, *, begins: bool) -> tuple[float, float, int]:
        """Return what was counted and expected, as it is said, and in how many buckets."""
        return (*stream.recent[-1], 1)
