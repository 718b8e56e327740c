"""What an earlier day had already seen: jobs, digests and batches come again, and are no surprise then."""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct as Packed

from detectors.base import LATENESS_MAX_S
from detectors.surprise import HALF

DAY_S = 86_400.0
DAYS_KEPT = 28
NEARLY = 0.7  # of the fullness now: as full
AS_FULL = 0.5  # the surprise allowed where one earlier day was as full
WORTH_ASKING = 1.0  # surprise below which earlier days need not be asked
FOLD = 5.0  # more than so many times the fullest earlier day is beyond what its past can excuse


def note(days: dict[int, float], time: float, fullness: float) -> None:
    """Keep the fullest bucket or window of each of the last days."""
    day = int(time // DAY_S)
    if fullness > days.get(day, 0.0):
        days[day] = fullness
        if len(days) > DAYS_KEPT:
            del days[min(days)]


def with_peaks(
    days: Mapping[int, float], peaks: Mapping[int, float], period_s: float, least: float = 0.0
) -> dict[int, float]:
    """Return each day's fullest window, the peaks of periods not folded yet among them; none of less than `least`."""
    found = dict(days)
    for period, peak in peaks.items():
        if peak >= least:
            note(found, period * period_s, peak)
    return found


_day = Packed(">id")  # a day's number, and its fullness


def noted(days: bytes, time: float, fullness: float) -> bytes:
    """As `note`, for days as they are stored: one run of bytes, 12 a day, the newest last."""
    if days and fullness > 0:
        day, (last, most) = int(time // DAY_S), _day.unpack_from(days, len(days) - _day.size)
        if day == last:  # as nearly always
            return days if fullness <= most else days[: -_day.size] + _day.pack(day, fullness)
        if day > last:
            return (days + _day.pack(day, fullness))[-DAYS_KEPT * _day.size :]
    told = days_of(days)
    note(told, time, fullness)
    return b"".join([_day.pack(day, told[day]) for day in sorted(told)])


def days_of(days: bytes) -> dict[int, float]:
    """Return the fullness of each day."""
    return dict(_day.iter_unpack(days))


def most_surprise(days: Mapping[int, float], time: float, fullness: float) -> float:
    """Return the most surprise that earlier days allow.

    Next to none where one was as full (the less, the more of them were); up to one in a million where the fullest had a
    fifth; no bound beyond. Only days that surely ended before `time` count, whatever order late events came in.
    """
    today = int((time - LATENESS_MAX_S) // DAY_S)
    earlier = [peak for day, peak in days.items() if day < today]
    if not earlier:
        return float("inf")
    as_full = sum(1 for peak in earlier if peak >= NEARLY * fullness)
    if as_full:
        return AS_FULL / as_full
    times = fullness / max(*earlier, 1e-9)
    return AS_FULL + (HALF - AS_FULL) * (times - 1) / (FOLD - 1) if times < FOLD else float("inf")
