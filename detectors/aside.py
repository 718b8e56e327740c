"""Payments that a detector of cards does not count: how many there were, so that its sentence tells all of them.

"41 of 47 payments were refused" needs the six that nobody suspects. Most addresses and cards see no others, so these
are kept as two numbers a bucket, beside the tallies, and only looked at where a window is hot: 0.3 microseconds an
event, and a few bytes.
"""

from __future__ import annotations

from detectors.tally import Tally
from schemas.event import Event

Aside = dict[int, list[int]]  # bucket -> payments, and those of them that were refused


def put_aside(event: Event, bucket: int, aside: Aside) -> None:
    """Note one payment that is not counted."""
    sums = aside.setdefault(bucket, [0, 0])
    sums[0] += 1
    sums[1] += event.outcome is False


def payments(window: list[Tally], steps: range, aside: Aside) -> tuple[int, int]:
    """Return how many payments there were in a window, counted or not, and how many of them were refused."""
    apart = [aside[bucket] for bucket in steps if bucket in aside] if aside else []
    refused = sum([int((tally.extra or {}).get("refused", 0.0)) for tally in window])
    return sum([tally.n for tally in window]) + sum([one[0] for one in apart]), refused + sum([one[1] for one in apart])
