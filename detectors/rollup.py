"""Sums over events by event-time bucket, producer and type, for what only needs counts: a row for many events.

Each source partition sums up its own events and hands the sums on when its own watermark has passed the bucket's end:
at an event, and therefore at the same offset whenever that event is taken again. So a sum has an origin like any row
and is taken exactly once, and sums of several partitions add up to the same whatever the partitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from msgspec import Struct, field

from schemas.event import Event

STEP_S = 900.0
TOTAL = ""  # the name under which a row says how many events it stands for
ROWS_MOST = 512  # rows a bucket: beyond, the producers with the fewest events are left out
SORTS_MOST = 256  # distinct sorts of event a row tells apart
Cell = tuple[str, str, str | None, bool | None, str | None]  # source, type, country, outcome, product


class Rollup(Struct, array_like=True):
    """Counts of the buckets that are not over. Cost: half a microsecond an event. Part of the checkpointed state."""

    cells: dict[int, dict[Cell, int]] = field(default_factory=dict)
    due: float = inf  # event time at which the first bucket is over
    upto: int = 0  # offset of the next event to be taken

    def add(self, event: Event) -> None:
        """Count one event."""
        bucket = int(event.time // STEP_S)
        if bucket not in self.cells:
            self.cells[bucket] = {}
            self.due = min(self.due, (bucket + 1) * STEP_S)
        cells, cell = self.cells[bucket], (event.source, event.type, event.country, event.outcome, event.product)
        cells[cell] = cells[cell] + 1 if cell in cells else 1

    def over(self, watermark: float) -> Iterator[Event]:
        """Yield the rows of the buckets that ended by `watermark` (inf for all), oldest first, and forget them."""
        for bucket in sorted(b for b in self.cells if (b + 1) * STEP_S <= watermark):
            yield from rows_of(bucket, self.cells.pop(bucket))
        self.due = min(((b + 1) * STEP_S for b in self.cells), default=inf)


def rows_of(bucket: int, cells: dict[Cell, int]) -> list[Event]:
    """Return one row for each producer and type, with counts by sort."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (source, kind, country, outcome, product), count in cells.items():
        if (row := (source, kind)) not in found:
            found[row] = {TOTAL: 0}
        sums = found[row]
        sums[TOTAL] += count
        for name in _names(country, outcome, product):
            if name in sums or len(sums) <= SORTS_MOST:
                sums[name] = sums[name] + count if name in sums else count
    ranked = sorted(found.items(), key=lambda item: (-item[1][TOTAL], item[0]))[:ROWS_MOST]
    return [_row(bucket, source, kind, sums) for (source, kind), sums in sorted(ranked)]


def sums_of(event: Event) -> dict[str, int]:
    """Return the counts of a row, or of an event that stands for itself."""
    if event.sums is not None:
        return event.sums
    return dict.fromkeys((TOTAL, *_names(event.country, event.outcome, event.product)), 1)


def _names(country: str | None, outcome: bool | None, product: str | None) -> list[str]:
    found = [f"country {country}"] if country else []
    if product:
        found += [f"product {product}"]
    return found if outcome is None else [*found, "outcome success" if outcome else "outcome failure"]


def _row(bucket: int, source: str, kind: str, sums: dict[str, int]) -> Event:
    return Event(kind, f"sum-{bucket}-{kind}-{source}", "", bucket * STEP_S, source, sums=sums)
