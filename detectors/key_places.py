"""From where a key is used, and how much on each of its days: two short runs of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from struct import Struct as Packed
from typing import NamedTuple
from zlib import crc32

from detectors.recurrence import DAY_S, DAYS_KEPT

NETWORKS_KEPT = 16  # those used last; a developer has a handful, and the key of an app, which has more, strangers daily
_NEVER = float("inf")
_place = Packed(">Idi")  # a network's hash, its first use (seconds), the last day of its use
_day = Packed(">iff")  # a day's number, its fullest window of known networks, and of new ones
PLACE_BYTES, DAY_BYTES = _place.size, _day.size


class Day(NamedTuple):
    """The most units in a window that ended on this day: those of known networks, those of new ones."""

    number: int
    known: float
    strange: float


@lru_cache(maxsize=1 << 14)
def named(network: str) -> int:
    """Return what stands for a network, or another place."""
    return crc32(network.encode())


def since(places: bytes, network: str) -> float:
    """Return the time of a network's first use; inf where it is not kept. Cost: half a microsecond."""
    return since_named(places, named(network)) if places else _NEVER


def since_named(places: bytes, name: int) -> float:
    """As `since`, for what `named` has returned."""
    if not places:
        return _NEVER
    kept, first, _ = _place.unpack(places[-PLACE_BYTES:])
    if kept == name:  # as nearly always
        return float(first)
    for kept, first, _ in _place.iter_unpack(places):
        if kept == name:
            return float(first)
    return _NEVER


def placed(places: bytes, network: str, time: float) -> bytes:
    """Return the places, one of them used at `time`: the same whatever order events come in."""
    name, day = named(network), int(time // DAY_S)
    if not places:
        return _place.pack(name, time, day)
    kept, first, last = _place.unpack(places[-PLACE_BYTES:])
    if kept == name:  # as nearly always; it stays the last
        if last >= day and first <= time:
            return places
        return places[:-PLACE_BYTES] + _place.pack(name, min(first, time), max(last, day))
    for kept, first, last in _place.iter_unpack(places):
        if kept == name:
            return places if last >= day and first <= time else _sorted(places, name, min(first, time), max(last, day))
    return _sorted(places, name, time, day)


def _sorted(places: bytes, name: int, first: float, last: int) -> bytes:
    """Return the places with one put in, those used last at the end; of one day's the oldest, which are the owner's."""
    told = [place for place in _place.iter_unpack(places) if place[0] != name] + [(name, first, last)]
    told.sort(key=lambda place: (place[2], -place[1], place[0]))
    return b"".join([_place.pack(*place) for place in told[-NETWORKS_KEPT:]])


def firsts(places: bytes) -> list[float]:
    """Return when each network kept was first used."""
    return [first for _, first, _ in _place.iter_unpack(places)]


def is_full(places: bytes) -> bool:
    """Tell whether more networks may have been used than are kept."""
    return len(places) >= NETWORKS_KEPT * PLACE_BYTES


def past(days: bytes) -> Iterator[Day]:
    """Yield the days, oldest first."""
    return map(Day._make, _day.iter_unpack(days))


def noted(days: bytes, number: int, known: float, strange: float) -> bytes:
    """Return the days with a window that ended on day `number`, the last or a later one.

    Twelve bytes a day, the last `DAYS_KEPT`.
    """
    if days:
        last, most, new = _day.unpack(days[-DAY_BYTES:])
        if last == number:  # as nearly always
            if known <= most and strange <= new:
                return days
            # Plain comparisons: `max` takes three times as long.
            more, newer = known if known > most else most, strange if strange > new else new
            return days[:-DAY_BYTES] + _day.pack(number, more, newer)
    return (days + _day.pack(number, known, strange))[-DAYS_KEPT * DAY_BYTES :]
