"""The second room: what is gathered under an address, a device, a card, a text, a domain or the whole site."""

from __future__ import annotations

from pipeline.keyed import Keyed
from pipeline.routes import Routes
from schemas.event import Event


class Entities:
    """Shows rows to the detectors of their entity. Rows come in order of event time as far as they are known."""

    def __init__(self, routes: Routes, keyed: Keyed) -> None:
        self._routes, self.keyed = routes, keyed

    def take(self, key: str, event: Event, watermark: float) -> None:
        """Take one row. `watermark` is where the room's time is while this row is handled."""
        kind, _, bare = key.partition(":")
        if event.sums is not None:
            detectors = self._routes.summed.get(event.type, ())
        elif kind == "site":
            detectors = self._routes.site.get(event.type, ())
        else:
            detectors = self._routes.wanted(kind, bare, event)
        self.keyed.take(detectors, key, event, watermark)
        self.keyed.due(watermark)
