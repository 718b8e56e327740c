"""Finding the moment in a log line, in any of the ways in which common services write it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

MONTHS = {m: i for i, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_MONTH = "|".join(MONTHS)
_CLOCK = r"(?P<h>\d\d):(?P<mi>\d\d):(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?"
_ZONE = r"(?: ?(?P<z>Z|UTC|GMT|[+-]\d\d:?\d\d)(?!\d|:\d))?"
_WAYS = tuple(re.compile(way) for way in (
    rf"(?<!\d)(?P<y>\d{{4}})-(?P<mo>\d\d)-(?P<d>\d\d)[T ]{_CLOCK}{_ZONE}",  # ISO 8601, RFC 5424, most services
    rf"(?<!\d)(?P<y>\d{{4}})/(?P<mo>\d\d)/(?P<d>\d\d) (?:- )?{_CLOCK}",  # nginx errors, gin
    rf"(?<!\d)(?P<d>\d\d)/(?P<mon>{_MONTH})/(?P<y>\d{{4}}):{_CLOCK}{_ZONE}",  # access logs
    rf"(?<!\d)(?P<d>\d\d?)[ -](?P<mon>{_MONTH})[ -](?P<y>\d{{4}}) {_CLOCK}{_ZONE}",  # RFC 2822, samba, PHP
    rf"\b(?P<mon>{_MONTH}) +(?P<d>\d\d?) {_CLOCK} (?P<y>\d{{4}})\b",  # apache errors, vsftpd
    rf"\b(?P<mon>{_MONTH}) +(?P<d>\d\d?) (?P<y>\d{{4}}) {_CLOCK}",  # Cisco
    rf"\b(?P<mon>{_MONTH}) +(?P<d>\d\d?) {_CLOCK}",  # RFC 3164: no year, no zone
    rf"^[IWEF](?P<mo>\d\d)(?P<d>\d\d) {_CLOCK}",  # glog: no year, no zone
))  # fmt: skip


class Stamp(NamedTuple):
    """A moment as written: `year` and `zone` None where the log leaves them out; `text` as it stood, for messages."""

    year: int | None
    month: int
    day: int
    hour: int
    minute: int
    second: int
    microsecond: int
    zone: tzinfo | None

    def at(self, year: int, zone: tzinfo) -> datetime:
        """Return the moment in UTC, given what the log left out. ValueError when there is no such day or hour.

        A leap second (60) becomes the second before it, as POSIX time does.
        """
        second = 59 if self.second == 60 else self.second
        moment = datetime(self.year or year, self.month, self.day, self.hour, self.minute, second,
                          self.microsecond, tzinfo=self.zone or zone)  # fmt: skip
        return moment.astimezone(UTC)


def find(text: str) -> Stamp | None:
    """Return the first stamp in `text`; a complete one later in the line beats one without a year, else None.

    >>> find("Sep 24 10:04:52 host smb[1]: at [Fri, 24 Sep 2021 10:04:52.030937 UTC]").year
    2021
    """
    if first := _WAYS[0].match(text):
        return _stamp(first)
    matches = [match for way in _WAYS if (match := way.search(text))]
    if not matches:
        return None
    dated = [match for match in matches if match.groupdict().get("y")]
    return _stamp(min(dated or matches, key=lambda match: match.start()))


def _stamp(match: re.Match[str]) -> Stamp:
    part = match.groupdict()
    month = MONTHS[part["mon"]] if part.get("mon") else int(part["mo"])
    year = int(part["y"]) if part.get("y") else None
    fraction = int((part["f"] or "").ljust(6, "0")[:6])
    return Stamp(year, month, int(part["d"]), int(part["h"]), int(part["mi"]), int(part["s"]), fraction,
                 _zone(part.get("z")))  # fmt: skip


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes)) if minutes < 1440 else UTC
