"""From a stamp in a log to a moment in UTC, also where the log leaves out the year or the zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from pipeline.ingest.draft import Reject, RejectedLineError
from pipeline.ingest.stamps import Stamp, find

_AHEAD = timedelta(days=1)  # a clock or a zone may be off by hours; a line from tomorrow is still this year's


class LogClock:
    """One log's clock. `zone` counts for stamps without one; `year` or else `latest` decides about the year.

    RFC 3164 stamps carry no year. The first such line gets `year` if given, else the latest year in which it
    is not after `latest` (the file's modification time). Every later line gets the year that brings it nearest to the
    line before, so that a log rolls over New Year, and a late line rolls back. A log without years with
    a gap of more than six months inside, or longer than a year without `year`, is dated wrongly.
    """

    def __init__(self, zone: tzinfo = UTC, year: int | None = None, latest: datetime | None = None) -> None:
        self._zone = zone
        self._year = year
        self._latest = latest or datetime.now(UTC)
        self._before: datetime | None = None

    def read(self, text: str) -> datetime:
        """Return the moment written in `text`, in UTC. RejectedLineError: no_time, bad_time."""
        stamp = find(text)
        if stamp is None:
            raise RejectedLineError(Reject.NO_TIME, "no time stamp in the line")
        moment = self.date(stamp)
        if moment is None:
            raise RejectedLineError(Reject.BAD_TIME, "no such date or time of day")
        return moment

    def date(self, stamp: Stamp) -> datetime | None:
        """Return the stamp in UTC, or None when there is no such moment."""
        try:
            moment = self._dated(stamp)
        except (ValueError, OverflowError):
            return None
        self._before = moment or self._before
        return moment

    def _dated(self, stamp: Stamp) -> datetime | None:
        if stamp.year is not None:
            return stamp.at(stamp.year, self._zone)
        before = self._before
        if before is not None:
            near = self._in_years(stamp, [before.year - 1, before.year, before.year + 1])
            return min(near, key=lambda moment: abs(moment - before), default=None)
        if self._year is not None:
            return stamp.at(self._year, self._zone)
        this = self._latest.year + 1
        past = [m for m in self._in_years(stamp, list(range(this, this - 10, -1))) if m <= self._latest + _AHEAD]
        return past[0] if past else None

    def _in_years(self, stamp: Stamp, years: list[int]) -> list[datetime]:
        """Return the stamp in each of these years in which it exists (29 February does not in most)."""
        found = []
        for year in years:
            try:
                found.append(stamp.at(year, self._zone))
            except ValueError:
                continue
        return found
