"""The review queue as it comes: each version of an alert, and each verdict on one that has been shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from pipeline.alert_source import AlertFilter
from pipeline.decisions import judges_alert
from schemas.alert import Alert
from schemas.event import Decision

T = TypeVar("T")
KEPT = 10_000  # alerts, and as many ids of alerts with verdicts: following goes on for months


class Judged(NamedTuple):
    """A verdict on an alert that was shown before; `said`: this one last, and those before it."""

    alert: Alert
    said: tuple[Decision, ...]


def followed(queue: Iterable[Alert | Decision], wanted: AlertFilter) -> Iterator[Alert | Judged]:
    """Yield the versions that are wanted, and each verdict on such an alert, once, never before the alert.

    Verdicts come on a topic of their own: one may be read before its alert, and then waits for it. One that tests a
    reviewer, or that names no alert, is passed over.
    """
    known: dict[str, Alert] = {}
    said: dict[str, tuple[Decision, ...]] = {}
    for one in queue:
        if isinstance(one, Decision):
            name = one.alert_id or ""
            before = said.get(name, ())
            if judges_alert(one) and one.id not in {other.id for other in before}:
                _keep(said, name, (*before, one))
                if name in known:
                    yield Judged(known[name], said[name])
        elif wanted.wants(one):
            waiting = () if one.alert_id in known else said.get(one.alert_id, ())
            _keep(known, one.alert_id, one)
            yield one
            for number in range(len(waiting)):
                yield Judged(one, waiting[: number + 1])


def _keep(kept: dict[str, T], name: str, what: T) -> None:
    """Put it in as the latest; the one longest untouched goes where there are too many."""
    kept.pop(name, None)
    kept[name] = what
    if len(kept) > KEPT:
        del kept[next(iter(kept))]
