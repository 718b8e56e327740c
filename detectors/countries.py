"""How far two countries are apart at the least: for journeys that nobody can have made.

Countries are known by the places that the time zone database lists for them (package `tzdata`, kept by the Python
project): one to thirty of the main cities of each. The distance of the closest two, less a margin for the land around
them, is a lower bound good enough to call a journey impossible.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
MARGIN_KM = 800.0  # from a main city to the border, and an address that is located in the neighbouring country
_PLACE = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?")  # ISO 6709, as in +405151-0735631


@lru_cache(maxsize=1)
def places() -> dict[str, list[tuple[float, float]]]:
    """Return the main places by ISO 3166 code: (latitude, longitude) in degrees."""
    found: dict[str, list[tuple[float, float]]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, where = line.split("\t")[:2]
            if (parts := _PLACE.fullmatch(where)) is not None:
                place = _degrees(*parts.groups("0")[:4]), _degrees(*parts.groups("0")[4:])
                found.setdefault(code, []).append(place)
    return found


def _degrees(sign: str, whole: str, minutes: str, seconds: str) -> float:
    value = int(whole) + int(minutes) / 60 + int(seconds) / 3600
    return -value if sign == "-" else value


@lru_cache(maxsize=1 << 14)
def apart_km(one: str, other: str) -> float:
    """Return the least distance of two countries in kilometres; 0 for neighbours and for codes that nobody knows.

    >>> apart_km("DE", "PL"), apart_km("DE", "XX"), 5000 < apart_km("de", "US") < 6400
    (0.0, 0.0, True)
    """
    ends = places().get(one.upper(), ()), places().get(other.upper(), ())
    least = min((_great_circle(here, there) for here in ends[0] for there in ends[1]), default=0.0)
    return max(0.0, least - MARGIN_KM)


def _great_circle(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance along the surface (haversine formula)."""
    north, east, north_2, east_2 = map(radians, (*here, *there))
    chord = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
