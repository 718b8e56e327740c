"""Two workers against one, on the same events: the group shares the partitions before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

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


def measure(bootstrap: str, events: Sequence[Message], repeats: int) -> Scaling:
    """Run one worker and two by turns; return what lies in the middle. A machine's speed changes within minutes."""
    one, two = list[live.Run](), list[live.Run]()
    for _ in range(repeats):
        one.append(live.run(bootstrap, "worker", "default", events, waiting=True))
        two.append(live.run(bootstrap, "worker", "default", events, workers=2, waiting=True))
    cost = median([single.core_rate / both.core_rate for single, both in zip(one, two, strict=True)])
    return Scaling(median([run.rate for run in one]), median([run.rate for run in two]), cost)
