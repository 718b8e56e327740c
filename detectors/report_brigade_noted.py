"""Which reports of a run are those of its groups: the rest of the hours in which they came is other people's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from detectors.held_posts import by_turns
from detectors.pairs import PARTED
from detectors.tally import Tally
from schemas.event import Event


class Noted(NamedTuple):
    """One report: `reason` is "" where none was given."""

    time: float
    target: str
    reporter: str
    reason: str
    event_id: str


def note_report(tally: Tally, event: Event) -> None:
    """Note a report in the tally of its hour, which is dropped soon unless somebody is accused."""
    told = event.subject, event.reporter or "", event.reason or "", event.id
    tally.carry(PARTED.join(told), event.time)


def reports_of(run: Tally, reporters: Iterable[str], targets: Iterable[str]) -> list[Noted]:
    """Return the reports of some people about some accounts in a run's hours, the earliest first."""
    by, of = set(reporters), set(targets)
    every = [Noted(time, *name.split(PARTED, 3)) for name, time in (run.carried or {}).items()]
    return sorted([one for one in every if one.reporter in by and one.target in of])


def shown(reports: Iterable[Noted]) -> list[str]:
    """Return the ids of the reports to be shown: one of each reporter first."""
    return by_turns({(one.time, one.reporter, one.event_id) for one in reports})


def one_reason(reports: list[Noted]) -> tuple[str, int]:
    """Return the reason that most of some reports give, and how many do; "" where none is given."""
    given = Counter([one.reason for one in reports if one.reason])
    return max(given.items(), key=lambda one: (one[1], one[0]), default=("", 0))
