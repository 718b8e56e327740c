"""The campaigns' room over what all jobs said: findings, verdicts and time, each in its place among the lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter

from pipeline.alert_id import is_sample
from pipeline.campaigns.room import CampaignRoom
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
    found: list[tuple[int, Finding | Decision]] = [(one.order, one.finding) for one in findings(said)]
    found += [(order(at, 0), decision) for at, decision in stretch.verdicts]
    for place, what in sorted(found, key=itemgetter(0)):
        done = _let_in(room, steps, done, (place >> 16) - steps.start + (place & 0xFFFF >= ENTITY_TIMERS))
        if isinstance(what, Decision):
            room.hear(what)
            continue
        if is_sample(what.alert.alert_id):
            emit(what.alert)
            continue
        if what.at_once:
            emit(what.alert)
        room.take(what)
    _let_in(room, steps, done, len(steps.kinds))


def _let_in(room: CampaignRoom, steps: Steps, start: int, end: int) -> int:
    """Tell the room the time at the events of lines `start` to before `end`, where it has something to do then."""
    end = min(end, len(steps.kinds))
    while start < end and room.due <= steps.marks[end - 1]:
        found = steps.first(room.due, start, end, BOTH)
        if found < end:
            room.let_in(steps.marks[found])
        start = found + 1
    return max(start, end)
