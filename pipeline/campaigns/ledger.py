"""What reviewers have said of the detectors, as of any hour of event time: a function of the set of verdicts alone.

A verdict counts from the second full hour after it on: for an alert whose last evidence lies in hour h, those given
before hour h - 1 began. In operation these have long come; where they have not (a backlog, a slow partition), what was
said of an alert meanwhile is said anew when they do. So every run ends with the same figures, whatever the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.campaigns.bar import NO_BAR, Bar, Told, bar_of
from pipeline.campaigns.case import HOUR_S, UNIT, Case, Change, Part, changes, turns, word_of
from pipeline.campaigns.ledger_sums import SETTLES_HOURS, LedgerSums
from schemas.event import Decision

CASES_MOST = 50_000
CHANCE_LEAST = 1e-6  # of being sampled: no case stands for more than a million


class Ledger(LedgerSums):
    """Cases by alert id, and their sums by detector and hour. `areas`: the running detectors' policies.

    Cost: a verdict touches one case; a question not asked before adds up the hours with verdicts (2,160 at most).
    """

    def __init__(self, areas: Mapping[str, str], minutes: float, cases: Mapping[str, Case] | None = None) -> None:
        super().__init__(minutes)
        self._areas = areas
        self.cases: dict[str, Case] = {}
        self.changed: set[str] = set()  # since the last checkpoint
        self._about: dict[tuple[str, str], set[str]] = {}  # detector and entity -> judged alerts
        for name, case in (cases or {}).items():
            self.cases[name] = case
            self._enter(changes(name, case, areas), 1)
            self._index(name, None, case)

    def bar(self, detector: str, key: str, hour: int) -> Bar | None:
        """Return what a finding on an entity (type:id) must exceed that begins in `hour`; None for no more than usual.

        Cost: the verdicts on the alerts of that detector and entity.
        """
        names = self._about.get((detector, key), ()) if key != NO_BAR else ()
        told = [one for name in names for one in self._told(self.cases[name], detector, key, hour - SETTLES_HOURS)]
        return bar_of(told, hour) if told else None

    def _told(self, case: Case, detector: str, key: str, until: int) -> Iterator[Told]:
        """Yield what was last said of the alert up to an hour, for each part on the entity that had begun by then."""
        said = [(hour, upheld) for hour, upheld in turns(case, self._areas.get(detector, "")) if hour <= until]
        hour, upheld = said[-1] if said else (0, None)
        if upheld is not None:
            heard = max(given for word in case.words if (given := hour_of(word.time)) <= until)
            yield from (Told(hour, upheld, part) for part in case.parts
                        if (part.detector, part.key) == (detector, key) and part.begun <= heard)  # fmt: skip

    def hear(self, alert: str, decision: Decision) -> set[Change]:
        """Take a verdict on an alert; return what it changes."""
        word = word_of(decision)
        return self._put(alert, self.cases.get(alert, Case(word.time)).heard(word))

    def file(self, alert: str, parts: Sequence[Part], last: float, chance: float = 1.0) -> set[Change]:
        """Note what a verdict on an alert is about; return what that changes."""
        known = self.cases.get(alert)
        return self._put(
            alert, Case(last, list(parts), round(UNIT / max(chance, CHANCE_LEAST)), known.words if known else [])
        )

    def _put(self, alert: str, case: Case) -> set[Change]:
        known = self.cases.get(alert)
        if case == known:
            return set()
        self.cases[alert] = case
        self.changed.add(alert)
        self._index(alert, known, case)
        before = changes(alert, known, self._areas) if known else []
        after = changes(alert, case, self._areas)
        if before == after:
            return set()
        self._enter(before, -1)
        self._enter(after, 1)
        return set(before) ^ set(after)

    def _index(self, alert: str, before: Case | None, after: Case | None) -> None:
        for case in (before, after):
            for part in case.parts if case is not None and case.words else ():
                names = self._about.setdefault((part.detector, part.key), set())
                (names.add if case is after else names.discard)(alert)
                if not names:
                    del self._about[part.detector, part.key]

    def forget(self, before: float) -> None:
        """Drop the cases that count for nothing after `before`, and beyond the cap those longest over."""
        surplus = len(self.cases) - CASES_MOST
        ranked = sorted(self.cases, key=lambda name: (self.cases[name].last, name))
        for place, name in enumerate(ranked):
            case = self.cases[name]
            if place < surplus or case.over(before):
                self._enter(changes(name, case, self._areas), -1)
                self._index(name, case, None)
                del self.cases[name]
                self.changed.add(name)
        self._trim()


def hour_of(time: float) -> int:
    """Return the hour of event time."""
    return int(time // HOUR_S)
