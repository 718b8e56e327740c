"""What is known of reporters, in the room that sees the whole site: records in the hour of each report. Pure.

Each report gets its reporter's `standing` here, whether that one and the account reported have just signed up
(`pipeline.reporter_ages`), and whether they had dealt with each other (`detectors.inbox`); it is shown to those
detectors of the account reported that ask for it. A verdict waits until its hour is over (`detectors.report_records`).
The reports lie under `account:<reported>`, the records under `reporter:<name>`, so that both are bounded, stored and
forgotten as all entities are.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.first_times import NEVER
from detectors.inbox import Inbox
from detectors.report_records import AFTER, HOUR_S, VERDICTS, WITHIN, Record, Reports, about
from pipeline.clock import LEAP_S
from pipeline.keyed import Keyed
from pipeline.lifetime import RECORDS
from pipeline.metrics_spec import Metrics
from pipeline.reporter_ages import Ages
from pipeline.routes import Routes
from pipeline.vault import Vault
from schemas.beliefs import Standing
from schemas.event import BOUGHT, FRESH, HAS_PAYERS, NEW_SELLER, WRITTEN_TO, YOUNG_REPORTER, Decision, Event

_MEMORY = b"\x00reporters"


class ReportersMemory(Struct, array_like=True):
    """The latest hour of a report, and the verdicts that wait, by their hour."""

    hour: int = 0
    pending: dict[int, list[Decision]] = field(default_factory=dict)


class Reporters:
    """The records of one site. Cost: 5 microseconds a report, and 2 for each reporter a verdict concerns."""

    def __init__(self, routes: Routes, keyed: Keyed, vault: Vault, metrics: Metrics, apart_s: float) -> None:
        """`apart_s`: see `Ages`."""
        self._routes, self._keyed, self._vault, self._metrics = routes, keyed, vault, metrics
        self._names = sorted({detector.name for found in routes.by_record.values() for detector in found})
        self._moved = False  # since the last flush
        self.ages = Ages(vault, apart_s)
        self.memory = vault.load(_MEMORY, msgspec.msgpack.Decoder(ReportersMemory).decode) or ReportersMemory()

    def take(self, event: Event, watermark: float) -> None:
        """Say what is known of the reporter, show the report to the account's detectors, and remember it."""
        hour, key = int(event.time // HOUR_S), f"account:{event.subject}"
        known = self._keyed.cache.get(key, event.time)
        if event.time <= watermark + 2 * LATENESS_MAX_S:  # a wrong clock must not take the records along
            self._advance(hour)
            if event.reporter:
                known.reports = known.reports or Reports()
                known.reports.add(hour, event.reporter, event.content_id)
                known.reports.forget(int(min(watermark, event.time) // HOUR_S) - WITHIN - 2 * AFTER)
        if event.reporter:
            event.standing = self._standing(event.reporter, hour)
            event.novel |= self.ages.told(event.reporter, event.time) | self._dealt(event, event.reporter, known.inbox)
            if self.ages.told(event.subject, event.time) == YOUNG_REPORTER:  # of whom it is told as well
                event.novel |= FRESH
        self._keyed.show(self._routes.reports.get(event.type, ()), key, known, event, watermark)

    def _dealt(self, event: Event, reporter: str, inbox: Inbox | None) -> int:
        """Say whether a reporter had paid the account reported, whose inbox it is, or that had written to it first."""
        found, theirs = 0, self._keyed.cache.peek(f"account:{reporter}", event.time)
        if inbox is not None and inbox.payers:
            found |= BOUGHT if inbox.paid_by(reporter, event.time) else 0
            found |= HAS_PAYERS if inbox.has_payers(event.time) else 0
            found |= NEW_SELLER if found == BOUGHT | HAS_PAYERS and inbox.is_new(event.time) else 0
        if theirs is not None and theirs.inbox is not None:
            came = theirs.inbox.came(event.subject)
            first = came < (NEVER if inbox is None else inbox.came(reporter))
            found |= WRITTEN_TO if first and came < event.time - LATENESS_MAX_S else 0
        return found

    def signed_up(self, event: Event, watermark: float) -> None:
        """Note who signs up, and may report."""
        if event.time <= watermark + LEAP_S:  # a wrong clock must not take the days along
            self.ages.add(event)

    def _standing(self, reporter: str, hour: int) -> Standing | None:
        known = self._keyed.cache.find(f"{RECORDS}{reporter}")
        return None if known is None or known.record is None else known.record.standing(hour)

    # Verdicts.

    def verdict(self, decision: Decision, watermark: float) -> None:
        """Take a verdict; one of an hour that is over counts with the first hour that is not."""
        if about(decision) is None:
            return
        hour = max(int(decision.time // HOUR_S), self.memory.hour - AFTER + 1)
        self.memory.pending.setdefault(hour, []).append(decision)
        self._moved = True
        if watermark > float("-inf"):  # so that verdicts do not pile up where nobody reports
            self._advance(int(watermark // HOUR_S))

    def _advance(self, hour: int) -> None:
        """Learn the verdicts that are known in `hour`: of what was reported by then nothing is missing."""
        memory = self.memory
        if hour <= memory.hour:
            return
        memory.hour, self._moved = hour, True
        for given in sorted(given for given in memory.pending if given <= hour - AFTER):
            for decision in sorted(memory.pending.pop(given), key=lambda d: (d.time, d.id)):
                self._learn(given, decision)

    def _learn(self, hour: int, decision: Decision) -> None:
        known, content = self._keyed.cache.find(f"account:{decision.subject}"), about(decision)
        if known is None or known.reports is None or content is None:
            return
        verdict, learned = VERDICTS[decision.verdict], False
        for reporter, before in known.reports.judge(hour, content, verdict):
            one = self._keyed.cache.get(f"{RECORDS}{reporter}", decision.time)
            one.record, learned = one.record or Record(), True
            one.record.add(hour, (verdict > 0) - (before > 0), (verdict < 0) - (before < 0))
        for name in self._names if learned else ():
            self._metrics.count("abusewatch_verdicts_learned_total", detector=name, about="report")

    # Storing.

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return the room's own part, if it has changed; reports and records are written as all entities are."""
        moved, self._moved = self._moved, False
        own = [self._vault.sign(_MEMORY, msgspec.msgpack.encode(self.memory))] if moved else []
        return [*own, *self.ages.flush()]
