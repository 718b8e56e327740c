"""Whether reporters have just come: who signed up within the last week, in the room that sees the whole site. Pure.

Reports do not say how old a reporter is, and no account's own room knows of others. So sign-ups of eight days are kept
here by hash, a day at a time: 10 bytes each, up to `KEPT` a day; beyond, a sample by hash, and of whoever is not in it
nothing is said. A sign-up is known `EngineSettings.apart_s` after it, so that it does not matter which of two topics
comes first.
"""

from __future__ import annotations

from zlib import crc32

import msgspec
from msgspec import Struct, field

from detectors.sampling import sampled
from pipeline.vault import Vault
from schemas.event import SETTLED_REPORTER, YOUNG_REPORTER, Event

DAY_S = 86_400.0
YOUNG_S = 7 * DAY_S
KEPT = 16_384  # of one day: a sign-up every five seconds
SIGNED, USED, LOCKED = b"\x00signed ", b"\x00used ", b"\x00locked "  # what the days are stored under


class Day(Struct, array_like=True):
    """The sign-ups of one day: hash of the name -> time in whole seconds, in the sample of a level."""

    names: dict[int, int] = field(default_factory=dict)
    level: int = 0


class Ages:
    """The sign-ups, first uses, or changes on devices that came days before, of one site's last days.

    Cost: a microsecond a sign-up, 2 a report.
    """

    def __init__(self, vault: Vault, apart_s: float, stored: bytes = SIGNED) -> None:
        """`apart_s`: how far apart the room takes rows of several sources; what is so old is surely there."""
        self._apart_s = apart_s
        self._vault, self._moved = vault, set[int]()  # days changed, or gone, since the last flush
        self._stored, decode = stored, msgspec.msgpack.Decoder(Day).decode
        self.days = {int(name[len(stored) :]): day for name, day in vault.under(stored, decode)}

    def add(self, event: Event) -> None:
        """Note a sign-up, first use, or change."""
        number = int(event.time // DAY_S)
        day = self.days.get(number)
        if day is None:
            day = self.days[number] = Day()
            self._forget(number)
        if sampled(event.subject, day.level):
            name = crc32(event.subject.encode())
            day.names[name] = min(int(event.time), day.names.get(name, int(event.time)))
            while len(day.names) > KEPT:
                day.level += 1
                day.names = {name: time for name, time in day.names.items() if not name >> (32 - day.level)}
            self._moved.add(number)

    def told(self, reporter: str, time: float) -> int:
        """Return which of `YOUNG_REPORTER`, `SETTLED_REPORTER` somebody is; 0 while a week of sign-ups is not known."""
        at, last = self._at(reporter), time - self._apart_s
        if 0 <= at <= last and time - at < YOUNG_S:
            return YOUNG_REPORTER
        known = bool(self.days) and min(self.days) < int((time - YOUNG_S) // DAY_S)
        return SETTLED_REPORTER if known and at < 0 and self._is_sampled(reporter) else 0

    def had(self, name: str, time: float) -> bool | None:
        """Return whether somebody did so `apart_s` before, in the days that are kept; None where nobody knows."""
        if 0 <= self._at(name) <= time - self._apart_s:
            return True
        return False if self._is_sampled(name) else None

    def lately(self, name: str, time: float, within_s: float) -> bool:
        """Tell whether somebody did so `apart_s` before, and no longer ago than that."""
        code, last = crc32(name.encode()), time - self._apart_s
        return any([time - within_s < day.names[code] <= last for day in self.days.values() if code in day.names])

    def signed_up(self, name: str, time: float) -> int:
        """Return when somebody did so within the week before, `apart_s` before at least; 0 where nobody knows."""
        at = self._at(name)
        return at if 0 < at <= time - self._apart_s and time - at < YOUNG_S else 0

    def _at(self, name: str) -> int:
        code = crc32(name.encode())
        return max([day.names.get(code, -1) for day in self.days.values()], default=-1)

    def _is_sampled(self, name: str) -> bool:
        return sampled(name, max([day.level for day in self.days.values()], default=0))

    def _forget(self, newest: int) -> None:
        """Drop all days but the one before the last week begins: it says since when sign-ups are known."""
        for number in [number for number in self.days if number < newest - 9]:
            del self.days[number]
            self._moved.add(number)

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return the days that changed, to store, and those that are gone."""
        moved, self._moved = sorted(self._moved), set()
        return [self._entry(number) for number in moved]

    def _entry(self, number: int) -> tuple[bytes, bytes | None]:
        name, day = self._stored + b"%010d" % number, self.days.get(number)
        return self._vault.sign(name, msgspec.msgpack.encode(day)) if day is not None else (name, None)
