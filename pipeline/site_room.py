"""What only the whole site shows, where its events come in one order: in a replay; live, `entities` takes rows."""

from __future__ import annotations

from heapq import heappop, heappush

from detectors.base import LATENESS_MAX_S
from detectors.rollup import Rollup
from pipeline.keyed import Keyed
from pipeline.learning import Learning
from pipeline.routes import Routes
from schemas.event import Decision, Event

SITE = "site:*"


class SiteRoom:
    """The site's detectors, sums of events for those that only need counts, and the models over all texts."""

    def __init__(self, routes: Routes, keyed: Keyed, learning: Learning | None) -> None:
        self._routes, self._keyed, self._learning = routes, keyed, learning
        self._rollup = Rollup()
        self._ahead: list[tuple[float, str, Event]] = []  # texts that wait, as live, until time is known to be there

    def wants(self, event: Event) -> bool:
        """Tell whether the room must see the event at all; of others it need only know that time goes on."""
        routes = self._routes
        return event.type in routes.site or event.type in routes.summed or routes.learns_from(event)

    def take(self, event: Event, watermark: float) -> None:
        """Take one event; `watermark` is how far time is after it."""
        site = self._routes.site.get(event.type)
        if site:  # what nobody there counts only lets time go on
            self._keyed.take(site if self._routes.counted(event) else (), SITE, event, watermark)
        if self._learning is not None and self._routes.learns_from(event):
            self._text(self._learning, event, watermark)
        elif self._ahead:
            self.catch_up(watermark)
        if event.type in self._routes.summed:
            self._sum(event, watermark)

    def _text(self, learning: Learning, event: Event, watermark: float) -> None:
        """Judge a text at once where it is due and none waits, as nearly always; else it waits for its turn."""
        if not self._ahead and event.time <= watermark + LATENESS_MAX_S:
            learning.take(event, min(watermark, event.time))
            return
        heappush(self._ahead, (event.time, event.id, event))
        self.catch_up(watermark)

    @property
    def waits(self) -> bool:
        """Tell whether texts wait for time to go on."""
        return bool(self._ahead)

    def catch_up(self, watermark: float) -> None:
        """Judge the texts that are due; to be called at every event, also at those not to be taken, if any wait."""
        self.judge(watermark + LATENESS_MAX_S, watermark)

    def judge(self, until: float, watermark: float) -> None:
        """Judge the texts of times up to `until`, in order of time."""
        while self._learning is not None and self._ahead and self._ahead[0][0] <= until:
            event = heappop(self._ahead)[-1]
            self._learning.take(event, min(watermark, event.time))

    def _sum(self, event: Event, watermark: float) -> None:
        """Count the event for what only needs sums, and hand on the sums that are over."""
        self._rollup.add(event)
        if watermark >= self._rollup.due:
            for row in self._rollup.over(watermark):
                self._keyed.take(self._routes.summed[row.type], SITE, row, row.time)

    def verdict(self, decision: Decision) -> None:
        """Take one verdict."""
        if self._learning is not None:
            self._learning.verdict(decision)
        self._keyed.tell(self._routes.taught, SITE, decision)
