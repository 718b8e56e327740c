"""The campaigns' room over what all jobs said: findings, verdicts and time, each in its place among the lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.campaigns.room import CampaignRoom
from pipeline.decisions import GOLDEN
from pipeline.parallel.merging import findings
from pipeline.parallel.messages import BOTH, Said, Stretch
from pipeline.parallel.steps import Steps
from pipeline.parallel.voice import ENTITY_TIMERS, order
from schemas.alert import Alert
from schemas.event import Decision
from schemas.finding import Finding


def through(room: CampaignRoom, stretch: Stretch, said: Iterable[Said], emit: Callable[[Alert], None]) -> None:
    """Take one stretch through the room, as `pipeline.local` would have line by line."""
    done, steps = 0, Steps(stretch)
    heard = [(order(at, 0), decision) for at, decision in stretch.verdicts if decision.source != GOLDEN]
    said_and_heard: list[tuple[int, Finding | Decision]] = [(one.order, one.finding) for one in findings(said)]
    said_and_heard += heard
    for place, what in sorted(said_and_heard, key=_first):
        done = _let_in(room, steps, done, (place >> 16) - steps.start + (place & 0xFFFF >= ENTITY_TIMERS))
        if isinstance(what, Finding):
            _take(room, what, emit)
        else:
            room.hear(what)
    _let_in(room, steps, done, len(steps.kinds))


def _first(one: tuple[int, object]) -> int:
    return one[0]


def _take(room: CampaignRoom, finding: Finding, emit: Callable[[Alert], None]) -> None:
    if finding.alert.version == 1 and not finding.held:
        emit(finding.alert)
    room.take(finding)


def _let_in(room: CampaignRoom, steps: Steps, start: int, end: int) -> int:
    """Tell the room the time at the events of lines `start` to before `end`, where it has something to do then."""
    end = min(end, len(steps.kinds))
    while start < end and room.due <= steps.marks[end - 1]:
        found = steps.first(room.due, start, end, BOTH)
        if found < end:
            room.let_in(steps.marks[found])
        start = found + 1
    return max(start, end)
