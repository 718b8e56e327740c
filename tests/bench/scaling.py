"""Two workers against one, on the same events: the group shares the partitions before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.ingest.cloud_events import Message
from tests.bench import live


class Scaling(msgspec.Struct, frozen=True):
    """Rates by the clock; `cost`: processor time an event with two, of that with one (what a second worker adds).

    On a machine of two cores the broker and the producer take their share from the second worker.
    """

    one: float
    two: float
    cost: float

    @property
    def gain(self) -> float:
        """How much faster two are."""
        return self.two / self.one


def measure(bootstrap: str, events: Sequence[Message]) -> Scaling:
    """Run one worker, then two."""
    one = live.run(bootstrap, "worker", "default", events, waiting=True)
    two = live.run(bootstrap, "worker", "default", events, workers=2, waiting=True)
    return Scaling(one.rate, two.rate, one.core_rate / two.core_rate)
