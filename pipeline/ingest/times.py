"""Times in tables and JSON, in and out."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from pipeline.ingest.draft import Reject, RejectedLineError
from pipeline.ingest.stamps import find

_SECONDS_UNTIL = 1e11  # a number above it counts milliseconds (1973 as such), below it seconds (the year 5138)


def moment_of(value: object, zone: tzinfo) -> datetime:
    """Return text in any known way, or a number of seconds or milliseconds since 1970, in UTC.

    RejectedLineError: no_time, bad_time.
    """
    if value is None or value is True or value is False or value == "":
        raise RejectedLineError(Reject.NO_TIME, "time is empty, or no time")
    try:
        number = float(value) if isinstance(value, (int, float, str)) else None
    except ValueError:
        number = None
    try:
        if number is not None:
            return datetime.fromtimestamp(number / 1000 if abs(number) > _SECONDS_UNTIL else number, UTC)
        return _read(str(value), zone)
    except (ValueError, OverflowError, OSError):
        raise RejectedLineError(Reject.BAD_TIME, "time is not a moment in any known form") from None


def _read(text: str, zone: tzinfo) -> datetime:
    stamp = find(text)
    if stamp is not None and stamp.year is not None:
        return stamp.at(stamp.year, zone)
    moment = datetime.fromisoformat(text.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def written(moment: datetime) -> str:
    """Return the moment as RFC 3339 in UTC with Z, with as many digits as it has.

    >>> written(datetime(2026, 1, 31, 12, 0, 0, 123000, UTC))
    '2026-01-31T12:00:00.123Z'
    """
    digits = "seconds" if not moment.microsecond else "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=digits) + "Z"
