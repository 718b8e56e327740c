"""Sums of verdicts by detector and hour, and what is known of a detector by them as of an hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from pipeline.campaigns.case import UNIT, Change
from pipeline.precision import weighted
from schemas.alert import Precision

SETTLES_HOURS = 2  # from the hour of a verdict to the first in which it counts
REVIEWS_BEFORE = 10  # the minutes a review takes are believed to be the setting's as if that many had shown it


class Known(Struct, frozen=True):
    """What is known of a detector. `minutes`: of one review."""

    precision: Precision
    minutes: float


class LedgerSums:
    """Base of `Ledger`: adds and takes away what verdicts change."""

    def __init__(self, minutes: float) -> None:
        """`minutes`: what a review is believed to take before any has shown it."""
        self._minutes = minutes
        self._sums: dict[str, dict[int, Counter[int]]] = {}
        self._known: dict[tuple[str, int], Known] = {}

    def of(self, detector: str, hour: int) -> Known | None:
        """Return what is known of a detector for evidence of `hour`; None where nothing has been said."""
        if detector not in self._sums:
            return None
        found = self._known.get((detector, hour))
        if found is None:
            found = self._known[detector, hour] = self._reckon(detector, hour)
        return found

    def _reckon(self, detector: str, hour: int) -> Known:
        sums: Counter[int] = Counter()
        for given, some in self._sums[detector].items():
            if given <= hour - SETTLES_HOURS:
                sums.update(some)
        spent = sums[4] / UNIT / 60 + REVIEWS_BEFORE * self._minutes
        precision = weighted(sums[0], sums[1], sums[2], sums[3])
        return Known(precision, round(spent / (sums[5] + REVIEWS_BEFORE), 6))

    def _enter(self, found: Iterable[Change], sign: int) -> None:
        for one in found:
            sums = self._sums.setdefault(one.detector, {}).setdefault(one.hour, Counter())
            for place, value in enumerate(one.sums):
                sums[place] += sign * value
        for key in [key for key in self._known if any(key[0] == one.detector for one in found)]:
            del self._known[key]

    def _trim(self) -> None:
        """Drop hours and detectors of which nothing is left."""
        for detector, hours in list(self._sums.items()):
            for hour in [hour for hour, sums in hours.items() if not any(sums.values())]:
                del hours[hour]
            if not hours:
                del self._sums[detector]
        self._known.clear()
