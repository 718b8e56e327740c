"""Which detectors a stream gives nothing to see: their events, or what they are keyed by, are never told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from detectors.base import Detector
from pipeline.coverage.count import OfType

# What each kind of entity is told by in events; the others are in every event, or made of it.
KEYED_BY = {"ip": "ip", "device": "device", "card": "card", "merchant": "merchant"}


class Blind(NamedTuple):
    """A detector that sees nothing, and what it would need: event types, of which one must tell `field` if given."""

    detector: str
    area: str
    kinds: tuple[str, ...]
    field: str | None

    @property
    def wants(self) -> str:
        """Say what it wants."""
        kinds = " or ".join(self.kinds)
        return f"{self.field} in {kinds}" if self.field else kinds


def blind(detectors: Sequence[Detector[Any]], types: Mapping[str, OfType]) -> list[Blind]:
    """Return them, in the catalogue's order."""
    found = [_wanting(detector, types) for detector in detectors]
    return [one for one in found if one is not None]


def _wanting(detector: Detector[Any], types: Mapping[str, OfType]) -> Blind | None:
    told = [kind for kind in detector.kinds if types[kind].events]
    if not told:
        return Blind(detector.name, detector.area, detector.kinds, None)
    name = KEYED_BY.get(detector.keyed_by)
    if name is None or any(types[kind].told[name] for kind in told):
        return None
    return Blind(detector.name, detector.area, detector.kinds, name)
