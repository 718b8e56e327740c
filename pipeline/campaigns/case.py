"""What a verdict on an alert is about, and what the verdicts on one alert come to. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from pipeline.alert_id import detector_of
from pipeline.decisions import APPEAL, SECONDS_MOST, SURE
from schemas.event import Decision

HOUR_S = 3600.0
COUNTS_S = 90 * 86_400.0  # from an alert's first verdict on: a detector's older verdicts say little of it as it is now
LATE_S = 30 * 86_400.0  # after an alert's last evidence: a verdict that comes later teaches nothing
WORDS_MOST = 64  # verdicts kept of one alert, the latest
UNIT = 1000  # weights and seconds are counted in thousandths, since whole numbers add up the same in any order


class Word(Struct, array_like=True, frozen=True, order=True):
    """One reviewer's verdict on one alert; in order of time, then of id."""

    time: float
    id: str
    verdict: str
    source: str
    reviewer: str | None = None
    policy: str | None = None
    seconds: float = 0.0


class Part(Struct, array_like=True, frozen=True, order=True):
    """One finding of those an alert stands for. `key` is type:id, `score` in [0, 1), `rank` the severity's, from 0.

    `begun`: the hour in which it began; a verdict given before does not speak of it.
    """

    detector: str
    key: str
    score: float
    rank: int = 0
    begun: int = 0


class Case(Struct, array_like=True, frozen=True):
    """An alert as a verdict needs it. Without `parts` the verdict came first, or the alert never was."""

    last: float  # event time of its last evidence
    parts: list[Part] = []
    weight: int = UNIT  # of how many it stands for one, by the chance with which it was sent
    words: list[Word] = []

    def over(self, before: float) -> bool:
        """Tell whether nothing that it says counts any more for what happens after `before`."""
        first = self.words[0].time if self.words else float("-inf")
        return max(self.last + LATE_S, first + COUNTS_S) + 2 * HOUR_S < before

    def heard(self, word: Word) -> Case:
        """Return the case with one more verdict, whatever came before it; the same one twice is one."""
        words = sorted({*self.words, word})[-WORDS_MOST:]
        return Case(self.last, self.parts, self.weight, words)


class Change(NamedTuple):
    """What a verdict given in `hour` adds to what is known of a detector (or takes back)."""

    detector: str
    hour: int
    sums: tuple[int, ...]  # weights upheld, weights not, their squares, alerts, thousandths of seconds, reviews timed


def word_of(decision: Decision) -> Word:
    """Return what a decision says."""
    seconds = min(decision.seconds or 0.0, SECONDS_MOST)
    return Word(decision.time, decision.id, decision.verdict, decision.source, decision.reviewer, decision.policy,
                seconds)  # fmt: skip


def outcome(words: Sequence[Word]) -> bool | None:
    """Return whether the alert was upheld; None where that is not sure. The rule is that of `abusewatch quality`.

    Each reviewer's last word counts, the most frequent wins, and a tie is none. The last appeal that is sure wins over
    all. `words` are in order.
    """
    appeals = [SURE[word.verdict] for word in words if word.source == APPEAL and word.verdict in SURE]
    if appeals:
        return appeals[-1]
    said = {word.reviewer or f"#{word.id}": word.verdict for word in words if word.source != APPEAL}
    ranked = Counter(said.values()).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return SURE.get(ranked[0][0])


def turns(case: Case, area: str, since: int = 0) -> Iterator[tuple[int, bool | None]]:
    """Yield (hour, outcome) for each hour in which verdicts for detectors of `area` changed the outcome, in order.

    Those given before the hour `since` speak of nothing that began then.
    """
    heard = [word for word in case.words if word.time <= case.last + LATE_S and word.policy in {None, area}
             and word.time >= since * HOUR_S]  # fmt: skip
    before: bool | None = None
    for hour in sorted({int(word.time // HOUR_S) for word in heard}):
        now = outcome([word for word in heard if word.time // HOUR_S <= hour])
        if now is not before:
            yield hour, now
        before = now


def changes(name: str, case: Case, areas: Mapping[str, str]) -> list[Change]:
    """Return all that the verdicts on the alert `name` come to, by detector that signed it and by hour.

    They end `COUNTS_S` after the first: what is added is taken back then.
    """
    if not case.words or not case.parts:
        return []
    ends = int((case.words[0].time + COUNTS_S) // HOUR_S)
    found = [*_times(name, case, ends)]
    for detector in sorted({part.detector for part in case.parts} & areas.keys()):
        found += _upheld(detector, case, areas[detector], ends)
    return found


def _upheld(detector: str, case: Case, area: str, ends: int) -> Iterator[Change]:
    before: bool | None = None
    begun = min(part.begun for part in case.parts if part.detector == detector)
    for hour, now in [*turns(case, area, begun), (ends, None)]:
        at = min(hour, ends)
        if before is not None:
            yield Change(detector, at, tuple(-n for n in _sums(case.weight, upheld=before)))
        if now is not None:
            yield Change(detector, at, _sums(case.weight, upheld=now))
        before = now


def _sums(weight: int, *, upheld: bool) -> tuple[int, ...]:
    return (weight if upheld else 0, 0 if upheld else weight, weight * weight, 1, 0, 0)


def _times(name: str, case: Case, ends: int) -> Iterator[Change]:
    """Yield what reviews of the alert took: that is the business of the detector it is named after."""
    detector = detector_of(name) or case.parts[0].detector
    for word in case.words:
        if word.seconds > 0:
            spent = round(word.seconds * UNIT)
            yield Change(detector, int(word.time // HOUR_S), (0, 0, 0, 0, spent, 1))
            yield Change(detector, ends, (0, 0, 0, 0, -spent, -1))
