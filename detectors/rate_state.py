"""What a rate detector remembers of the site: buckets that are not over, streams, and the seasons of event types."""

from __future__ import annotations

from msgspec import field

from detectors.base import State
from detectors.rate_season import WEEK_HOURS, Season
from detectors.rate_stream import Stream
from detectors.rollup import STEP_S, TOTAL

STREAMS_MOST = 200
BEGINS_AT = 5  # events in a bucket that make a stream of it: what is slower cannot be judged by the quarter of an hour
LEAP = 14 * 96  # buckets without anything: the pipeline itself was off
FORGET_AT = 1e-3  # events a bucket: a stream that has ended

Names = tuple[str, str, str]  # event type; "from" or "of" or ""; producer or product


class RateState(State, array_like=True):
    """`open`: sums by bucket, type and producer. `next`: the first bucket that is not closed, -1 before any."""

    open: dict[int, dict[str, dict[str, dict[str, int]]]] = field(default_factory=dict)
    next: int = -1
    streams: dict[str, Stream] = field(default_factory=dict)
    seasons: dict[str, Season] = field(default_factory=dict)

    def add(self, bucket: int, kind: str, source: str, sums: dict[str, int]) -> None:
        """Add a row's counts; sums over partitions come out the same in any order."""
        kept = self.open.setdefault(bucket, {}).setdefault(kind, {}).setdefault(source, {})
        for name, count in sums.items():  # no `get`, here and below: a call for every sort of every row
            kept[name] = kept[name] + count if name in kept else count

    def take(self, bucket: int) -> dict[str, dict[str, int]]:
        """Remove a bucket; return its counts by stream: of known ones, and of what is enough to begin one."""
        found: dict[str, dict[str, int]] = {}
        for kind, sources in self.open.pop(bucket, {}).items():
            whole: dict[str, int] = {}
            for source, sums in sources.items():
                found[f"{kind} from {source}"] = sums
                for name, count in sums.items():
                    whole[name] = whole[name] + count if name in whole else count
            found[kind] = whole
            for name, count in whole.items():
                if name[:8] == "product ":  # no `startswith`: a call for every name of every bucket
                    found[f"{kind} of {name[8:]}"] = {TOTAL: count}
        return {n: s for n, s in found.items() if n in self.streams or s[TOTAL] >= BEGINS_AT or " " not in n}

    def admit(self, found: dict[str, dict[str, int]]) -> None:
        """Begin new streams, the fullest first, while there is room."""
        new = sorted((name for name in found if name not in self.streams), key=lambda n: (-found[n][TOTAL], n))
        for name in new[: max(0, STREAMS_MOST - len(self.streams))]:
            self.streams[name] = Stream()

    def season(self, kind: str) -> Season:
        """Return the season of an event type, made if new."""
        season = self.seasons.get(kind)
        if season is None:
            season = self.seasons[kind] = Season()
        return season

    def forget(self) -> None:
        """Drop the streams that have ended."""
        for name in [n for n, s in self.streams.items() if s.buckets > LEAP and s.level() < FORGET_AT]:
            del self.streams[name]


def hour_of(bucket: int) -> int:
    """Return the hour of the week, UTC; 0 is Thursday's first."""
    return int(bucket * STEP_S // 3600) % WEEK_HOURS
