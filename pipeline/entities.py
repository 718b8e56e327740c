"""The second room: what is gathered under an address, a device, a card, a text, a domain or the whole site."""

from __future__ import annotations

from pipeline.keyed import Keyed
from pipeline.learning import Learning
from pipeline.reporters import Reporters
from pipeline.routes import Routes
from pipeline.usual import Usual
from schemas.event import EARLY, Event
from schemas.observation import Row


class Entities:
    """Shows rows to the detectors of their entity. Rows come in order of event time as far as they are known."""

    def __init__(self, routes: Routes, keyed: Keyed, learning: Learning | None = None,
                 reporters: Reporters | None = None, usual: Usual | None = None) -> None:  # fmt: skip
        """`learning`, `reporters`: what learns from verdicts; `usual`: from all days; where the whole site is seen."""
        self._usual, self.early_until = usual, float("-inf")  # when a day of input is over: set by the owner
        self._routes, self.keyed, self._learning, self._reporters = routes, keyed, learning, reporters

    def take(self, row: Row, watermark: float) -> None:
        """Take one row. `watermark` is where the room's time is while this row is handled."""
        if row.decision is not None:
            if self._learning is not None:
                self._learning.verdict(row.decision)
            if self._reporters is not None:
                self._reporters.verdict(row.decision, watermark)
            self.keyed.tell(self._routes.taught, row.key, row.decision)
            return
        if row.event.time < self.early_until:
            row.event.novel |= EARLY
        kind, _, bare = row.key.partition(":")
        if row.event.sums is not None:
            self.keyed.take(self._routes.summed.get(row.event.type, ()), row.key, row.event, watermark)
        elif kind == "site":
            self._site(row.key, row.event, watermark)
        else:
            self.keyed.take(self._routes.wanted(kind, bare, row.event), row.key, row.event, watermark)
        self.keyed.due(watermark)

    def _site(self, key: str, event: Event, watermark: float) -> None:
        if self._usual is not None:
            if self._routes.compared(event):
                self._usual.take(event, watermark)
            if self._routes.paid(event):
                self._usual.paid(event)
            if self._routes.begun(event):
                self._usual.begun(event, watermark)
        if self._reporters is not None and event.type in self._routes.by_record:
            self._reporters.take(event, watermark)
        elif self._reporters is not None and event.type in self._routes.signed:
            self._reporters.signed_up(event, watermark)
        detectors = self._routes.site.get(event.type, ())
        if detectors:
            self.keyed.take(detectors, key, event, watermark)
        if self._learning is not None:
            self._learning.take(event, watermark)
