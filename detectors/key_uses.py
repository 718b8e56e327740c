"""What is noted of the uses of a key in one bucket: by whom its addresses are owned, and what is new to its account."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import earliest
from detectors.strange import news
from detectors.tally import Tally
from schemas.event import NEW_AGENT, NEW_IP, Event

COUNTRY, PROGRAM = "uses_from_", "uses_by_a_new_program"
PROVIDER, SLOTS = "provider_", 64  # a use by who owns the address, counted by hash: that memory is bounded
OVERLAP_S = 3600.0  # so long a customer's old place may go on beside the one that takes its work over


def keep(event: Event, tally: Tally) -> None:
    """Keep the earliest uses from addresses new to an account that has others, and count those by a new program."""
    new = news(event)
    if new & NEW_IP:
        shown = tally.strangers
        tally.strangers = earliest(shown, event.id, event.time, EXAMPLES_KEPT) if shown else {event.id: event.time}
        if new & NEW_AGENT:
            tally.add(PROGRAM)


def moved(window: Sequence[Tally]) -> int:
    """Return how many providers a window has if the newest took over the work of all others; 0 where it did not.

    Or where not every use tells its provider.
    """
    spans: dict[str, tuple[float, float]] = {}
    for tally in window:
        told = {name: uses for name, uses in (tally.extra or {}).items() if name.startswith(PROVIDER)}
        if sum(told.values()) < tally.n:
            return 0
        for name in told:
            first, last = spans.get(name, (tally.first, tally.last))
            spans[name] = min(first, tally.first), max(last, tally.last)
    begun, newest = max([(first, name) for name, (first, _) in spans.items()], default=(0.0, ""))
    gone = all([last <= begun + OVERLAP_S for name, (_, last) in spans.items() if name != newest])
    return len(spans) if gone else 0
