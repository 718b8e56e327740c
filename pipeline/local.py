"""The whole pipeline in one process, file in and alerts out: the same rooms as live, without Kafka between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.campaigns.room import CampaignRoom
from pipeline.decisions import DecisionMemory, Decisions, Upheld
from pipeline.engine import Engine
from pipeline.in_turn import CAMPAIGNS, SUBJECT, InTurn
from pipeline.keyed import SignalSink
from pipeline.local_rooms import LocalRooms, Step
from pipeline.precision_gauge import PrecisionGauge
from schemas.alert import Alert
from schemas.event import Decision, Event
from schemas.finding import Finding

TRIM_EVERY = 4096  # events


class LocalPipeline:
    """Takes events and decisions in order of arrival; `emit` gets every version of every alert.

    Of events taken together all go through one room before the first goes through the next, as live: the same code
    over many events makes a fifth more of them in a second than each through all rooms. What is said, and in which
    order, is the same (`in_turn`).
    """

    def __init__(self, engine: Engine, emit: Callable[[Alert], None], sink: SignalSink | None = None) -> None:
        self.engine, self._emit = engine, emit
        self.campaigns = CampaignRoom(engine.settings, engine.metrics, emit, ledger=engine.ledger())
        self._turns = InTurn()
        self.rooms = LocalRooms(engine, self._turns, self, sink)
        self._taken = 0
        self._decisions = Decisions([detector.name for detector in engine.routes.all], DecisionMemory())

    def found(self, finding: Finding) -> None:
        """Take what a room has found."""
        if finding.at_once:
            self._emit(finding.alert)
        self.campaigns.take(finding)

    def sampled(self, alert: Alert) -> None:
        """Take an audit sample."""
        self._emit(alert)

    def prepare(self, events: Iterable[Event]) -> None:
        """Read the texts of some events that are to be taken next, which is quicker than one by one."""
        self.rooms.content.texts.prepare(events)

    def take(self, event: Event) -> None:
        """Take one event through every room."""
        self.take_all((event,))

    def take_all(self, events: Sequence[Event]) -> None:
        """Take events through every room, in pieces between two trims."""
        start = 0
        while start < len(events):
            until_trim = TRIM_EVERY - 1 - self._taken % TRIM_EVERY
            if not until_trim:
                self._trim()
            piece = events[start : start + (until_trim or TRIM_EVERY)]
            self._taken += len(piece)
            start += len(piece)
            self._tell(self.rooms.take(piece))

    def _tell(self, steps: Sequence[Step]) -> None:
        """Tell what the rooms said of some events, one event after the other, and how far time is, to campaigns."""
        turns, campaigns = self._turns, self.campaigns
        turns.begin()
        for number, (_, watermark, _) in enumerate(steps):
            if turns.next <= number or campaigns.due <= watermark:
                turns.before(number, CAMPAIGNS)
                if campaigns.due <= watermark:
                    campaigns.let_in(watermark)
                turns.before(number + 1, SUBJECT)
        turns.end()

    def decide(self, decision: Decision) -> None:
        """Take one verdict; one that came before is passed over."""
        if self._decisions.take(decision):
            self.rooms.whole.verdict(decision, self.rooms.clock.watermark)
            self._turns.end()
            self.campaigns.hear(decision)

    def upheld(self) -> dict[str, Upheld]:
        """Return how many alerts of each judged detector were upheld."""
        return self._decisions.memory.upheld

    def flush(self) -> None:
        """End of input: send what timers still hold."""
        self.rooms.flush()
        self._turns.end()
        self.campaigns.flush()
        self.campaigns.end()
        self.rooms.report(self.engine.metrics)
        self._decisions.report(self.engine.metrics)
        PrecisionGauge(self.engine.metrics).show([self._decisions.memory])

    def _trim(self) -> None:
        self.campaigns.at(self.rooms.clock.watermark)
        self.campaigns.stored()  # nothing is checkpointed here
        self.rooms.trim()

    def evict(self) -> None:
        """Forget expired entities; call now and then."""
        self.rooms.evict()
