"""What only the whole site shows, where its events come in one order: in a replay; live, `entities` takes rows."""

from __future__ import annotations

from heapq import heappop, heappush

from detectors.rollup import Rollup
from pipeline.engine import Engine
from pipeline.keyed import Keyed
from pipeline.learning import Learning
from pipeline.reporters import Reporters
from pipeline.routes import BEGUN, PAID, POSTED, Routes
from pipeline.usual import Usual
from pipeline.vault import Vault
from schemas.event import Decision, Event

SITE = "site:*"


class SiteRoom:
    """The site's detectors, sums of events for those that only need counts, models of texts, records of reporters."""

    def __init__(self, routes: Routes, keyed: Keyed, learning: Learning | None, reporters: Reporters | None,
                 usual: Usual | None = None, *, apart_s: float) -> None:  # fmt: skip
        """`apart_s`: how far ahead of time a text or a report is judged, as live."""
        self._usual, self._apart_s = usual, apart_s
        self._routes, self._keyed, self._learning, self._reporters = routes, keyed, learning, reporters
        self._rollup = Rollup()
        # Texts and reports that wait, as live, until time is known to be there.
        self._ahead: list[tuple[float, str, Event]] = []

    def wants(self, event: Event) -> bool:
        """Tell whether the room must see the event at all; of others it need only know that time goes on."""
        routes = self._routes
        there = event.type in routes.site or event.type in routes.summed or event.type in routes.by_record
        there = there or event.type in routes.signed or routes.learns_from(event)
        return there or routes.compared(event) or routes.paid(event) or routes.begun(event)

    def take(self, event: Event, watermark: float) -> None:
        """Take one event; `watermark` is how far time is after it."""
        routes, type_ = self._routes, event.type  # most types concern few of these
        if type_ in routes.summed:  # first, as live: what takes the event may take time past buckets that are over
            self._rollup.add(event)
            if watermark >= self._rollup.due:
                self._hand_on(watermark)
        if self._usual is not None:
            if routes.compared(event):
                self._usual.take(event, watermark)
            if type_ == PAID and routes.paid(event):
                self._usual.paid(event)
            if event.novel & BEGUN and type_ != POSTED:
                self._usual.begun(event, watermark)
        reported = self._reporters is not None and type_ in routes.by_record
        if not reported and routes.counted(event):  # as live, where no row is sent of others
            self._keyed.take(routes.site[type_], SITE, event, watermark)
        if self._reporters is not None and type_ in routes.signed:
            self._reporters.signed_up(event, watermark)
        if reported or (self._learning is not None and type_ in routes.texts and routes.learns_from(event)):
            self._in_turn(event, watermark)
        elif self._ahead:
            self.catch_up(watermark)

    def _in_turn(self, event: Event, watermark: float) -> None:
        """Judge a text or a report at once where it is due and none waits, as nearly always; else it waits."""
        if not self._ahead and event.time <= watermark + self._apart_s:
            self._judge(event, watermark)
            return
        heappush(self._ahead, (event.time, event.id, event))
        self.catch_up(watermark)

    def _judge(self, event: Event, watermark: float) -> None:
        if self._reporters is not None and event.type in self._routes.by_record:
            self._reporters.take(event, watermark)
            if self._routes.counted(event):
                self._keyed.take(self._routes.site[event.type], SITE, event, watermark)
        elif self._learning is not None:
            self._learning.take(event, min(watermark, event.time))

    @property
    def waits(self) -> bool:
        """Tell whether texts or reports wait for time to go on."""
        return bool(self._ahead)

    def catch_up(self, watermark: float) -> None:
        """Judge what is due; to be called at every event, also at those not to be taken, if any wait."""
        self.judge(watermark + self._apart_s, watermark)

    def judge(self, until: float, watermark: float) -> None:
        """Judge texts and reports of times up to `until`, in order of time."""
        while self._ahead and self._ahead[0][0] <= until:
            event = heappop(self._ahead)[-1]
            self._judge(event, min(watermark, event.time))

    def _hand_on(self, watermark: float) -> None:
        """Hand on the sums that are over."""
        for row in self._rollup.over(watermark):
            self._keyed.take(self._routes.summed[row.type], SITE, row, row.time)

    def verdict(self, decision: Decision, watermark: float) -> None:
        """Take one verdict."""
        if self._learning is not None:
            self._learning.verdict(decision)
        if self._reporters is not None:
            self._reporters.verdict(decision, watermark)
        self._keyed.tell(self._routes.taught, SITE, decision)


def site_room(engine: Engine, keyed: Keyed, vault: Vault) -> SiteRoom:
    """Return the room with what its detectors ask for, over its stored memory."""
    routes, metrics, apart_s = engine.routes, engine.metrics, engine.settings.apart_s
    learning = Learning(routes.all, keyed, vault, metrics, engine.sampler) if routes.texts else None
    reporters = Reporters(routes, keyed, vault, metrics, apart_s) if routes.by_record else None
    ages = reporters.ages if reporters is not None else None
    usual = Usual(routes, keyed, vault, apart_s, ages) if routes.by_site else None
    return SiteRoom(routes, keyed, learning, reporters, usual, apart_s=apart_s)
