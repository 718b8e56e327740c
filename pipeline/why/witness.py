"""Who sees a replay from inside and keeps what is asked about: what detectors saw, and what became of each episode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from detectors.base import Detector, Signal
from pipeline.alert_record import Case
from pipeline.why.episode import Episode
from pipeline.why.question import Question, Sight
from schemas.alert import Alert
from schemas.event import Event
from schemas.finding import Finding


class Witness:
    """Keeps what was seen. `place` is the (file, line number) in hand."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        self.place = ("", 0)
        self.episodes: dict[tuple[str, str], dict[str, Episode]] = {}  # by detector and key, then by alert id
        self.newest: dict[str, Alert] = {}
        self.deferred: dict[str, list[float]] = {}  # alerts that waited for reviewers' minutes: since when, until when
        self._by_id: dict[str, Episode] = {}
        self._signals: dict[str, Signal] = {}
        self._event: Event | None = None  # in hand
        self._now = float("-inf")

    # What is read.

    def wants(self, event: Event) -> bool:
        """Tell whether an event is asked about by its id or its subject."""
        return any(one.asks(event) for one in self.questions)

    def read(self, event: Event, *, repeated: bool) -> None:
        """Take an event that was read, before any detector sees it; `repeated`: it will not be looked at again."""
        for question in self.questions:
            if question.asks(event):
                if repeated:
                    question.duplicates += 1
                else:
                    question.took(event)

    def passed_over(self, line: bytes, why: str) -> None:
        """Take a line that is no event for anybody."""
        for question in self.questions:
            if question.is_event and f'"{question.name}"'.encode() in line:
                file, number = self.place
                question.refused.append(f"{file}, line {number}: {why}")

    # What detectors see.

    def asked(self, event: Event, key: str) -> list[Question]:
        """Return the questions that an event under a key belongs to; sums over many events belong to none."""
        if event.sums is not None:
            return []
        return [one for one in self.questions
                if one.asks(event) or (not one.is_event and one.name == key) or _by_it(one, event, key)]  # fmt: skip

    def at(self, event: Event | None, watermark: float) -> None:
        """Note which event is shown now; None: what comes is owed to time that has gone on to `watermark`."""
        self._event, self._now = event, watermark

    def heard(self, event: Event, detector: Detector[Any], signal: Signal) -> None:
        """Take a signal: a `SignalSink`."""
        self._signals[detector.name] = signal

    def saw(self, questions: Sequence[Question], detectors: Iterable[Detector[Any]], key: str, event: Event,
            states: Mapping[str, Any], failing: Mapping[str, int]) -> None:  # fmt: skip
        """Take what detectors have made of an event that is asked about; `states`: theirs, with the event in them."""
        invited = [_by_it(question, event, key) for question in questions]
        for question, of_other in zip(questions, invited, strict=True):
            if not of_other:
                question.took(event)
        for detector in detectors:
            signal, state = self._signals.pop(detector.name, None), states.get(detector.name)
            sight = Sight(event.id, event.time, event.subject, detector.name, key)
            if signal is not None:
                sight.score, sight.warm = signal.score, signal.warm
            sight.failed = detector.name in failing
            if not sight.failed:
                sight.counted = detector.remembers(event)
                sight.lacks = detector.lacks(event, state) if state is not None else ""
            for question, of_other in zip(questions, invited, strict=True):
                if not of_other:
                    question.put(sight)
                elif sight.counted or sight.failed:
                    question.put(replace(sight, invited=True))

    # What becomes of it.

    def looked(self, case: Case, alert_id: str, score: float, silenced: str | None) -> None:
        """Take a look at an episode whose next version may be sent."""
        known = self._by_id.get(alert_id)
        if known is None:
            known = self._by_id[alert_id] = Episode(alert_id, case.run.first, case.run.last, score)
            self.episodes.setdefault((case.detector.name, case.key), {})[alert_id] = known
        known.looked(case, score, silenced)

    def found(self, finding: Finding) -> None:
        """Take a version of a finding, as its room says it."""
        self._by_id[finding.alert.alert_id].found(finding, self._event, self._now)

    def waits(self, name: str, since: float) -> None:
        """Note that an alert waits for reviewers' minutes."""
        self.deferred.setdefault(name, [since])

    def emitted(self, alert: Alert, now: float) -> None:
        """Take a version that is sent; `now`: event time, `ENDED` after the input."""
        self.newest[alert.alert_id] = alert
        waited = self.deferred.get(alert.alert_id)
        if waited is not None and len(waited) == 1:
            waited.append(now)


def _by_it(question: Question, event: Event, key: str) -> bool:
    """Tell whether the account asked about invited who signs up, as seen over the whole site: there inviters count."""
    return key.startswith("site:") and question.invited(event)
