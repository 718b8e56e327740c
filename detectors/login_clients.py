"""Clients that come again: a device that fails on one account only, and again an hour and more later, is its owner's.

An app that keeps an old password tries it every few hours; after an update thirty do. Whoever tries a list has no
device for each account that he comes back with: he has one for all, a new one each time, or none.
"""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct, field

from detectors.by_time import since
from schemas.event import Event

DAY_S = 86_400.0
AGAIN_S = 3600.0  # as late as events may be: what is older is surely known
DAYS = 3  # remembered
KEPT = 1024  # devices a day; beyond, a sample by hash

Failed = tuple[float, str]  # when first, and who


class Clients(Struct, array_like=True):
    """By day and device (by hash), the first two accounts that failed by it; and of each day which sample is left."""

    days: dict[int, dict[int, list[Failed]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    def again(self, event: Event) -> bool:
        """Tell whether the event's device has failed an hour or more before, on its account and no other."""
        device, mine = crc32((event.device or "").encode()), False
        before, oldest = event.time - AGAIN_S, event.time - (DAYS - 1) * DAY_S
        for known in self.days.values():  # without calls: nearly all are told by a device that has never failed
            if device in known:
                for time, name in known[device]:
                    if oldest < time <= before:
                        if name != event.subject:
                            return False
                        mine = True
        return mine

    def note(self, event: Event) -> None:
        """Note a failure."""
        device, day = crc32((event.device or "").encode()), int(event.time // DAY_S)
        if day not in self.days:
            self.days[day], self.levels[day] = {}, 0
        known, level = self.days[day], self.levels[day]
        if level and device >> (32 - level):
            return
        if device not in known:
            known[device] = [(event.time, event.subject)]
            if len(known) > KEPT:
                self._thin(day)
            return
        first = {name: time for time, name in known[device]}
        first[event.subject] = min(event.time, first.get(event.subject, event.time))
        known[device] = sorted([(time, name) for name, time in first.items()])[:2]

    def _thin(self, day: int) -> None:
        while len(self.days[day]) > KEPT:
            level = self.levels[day] = self.levels[day] + 1
            self.days[day] = {other: told for other, told in self.days[day].items() if not other >> (32 - level)}

    def forget(self, watermark: float) -> None:
        """Drop the days that are not asked for any more."""
        oldest = int((watermark - AGAIN_S) // DAY_S) - DAYS + 1
        if any([day < oldest for day in self.days]):
            self.days = since(self.days, oldest)
            self.levels = since(self.levels, oldest)
