"""The public month of logins, as it is and with a new address for every attempt of an attack."""

from __future__ import annotations

from collections.abc import Iterator

from tests.detection.login_log import LoginLog, read, spread
from tests.detection.login_scores import Scores, scores
from tests.detection.outside import replay, write
from tests.detection.row import Row, Task, need
from tests.support.wire import to_bytes

AREA = "account_security"


def as_it_is(task: Task) -> Iterator[Row]:
    """Measure on the log."""
    found = judge(read(need(task.data / "logins-2018-11" / "2018-11_events.jsonl")), task)
    yield from _rows("logins-2018-11", found, least=71, false=0.0)


def rewritten(task: Task) -> Iterator[Row]:
    """Measure on the log in which no address comes twice in an attack."""
    found = judge(spread(read(need(task.data / "logins-2018-11" / "2018-11_events.jsonl"))), task)
    yield from _rows("the same, a new address per attempt", found, least=70, false=0.05)


def judge(log: LoginLog, task: Task) -> Scores:
    """Replay a log with everything shipped; alerts of mode live count."""
    done = replay(write(map(to_bytes, log.events), task.work), task.work)
    live = [alert for alert in done.alerts if alert.mode == "live"]
    return scores(log, done.first(), live, done.best(AREA))


def _rows(stream: str, found: Scores, *, least: float, false: float) -> Iterator[Row]:
    missed = ", ".join(f"attack {number}" for number in found.missed)
    wrong = "; ".join(f"{a.signals[0].detector} {a.entity.type} {a.emitted_at}" for a in found.false)
    yield Row(stream=stream, figure="attacks found", value=found.found, unit=f"of {found.attacks}",
              least=found.attacks * least / 72, note=missed and f"missed: {missed}")  # fmt: skip
    yield Row(stream=stream, figure="false alerts a day", value=len(found.false) / found.days, most=false, note=wrong)
    yield Row(stream=stream, figure="first event of an attack to first alert, median", value=found.delay_s, unit="s",
              most=10.0 if false == 0 else None)  # fmt: skip
    yield Row(stream=stream, figure="alerts", value=sum(found.alerts.values()),
              note=", ".join(f"{name} {count}" for name, count in sorted(found.alerts.items())))  # fmt: skip
    yield Row(stream=stream, figure=f"average precision of the scores of {AREA}", value=found.average_precision)
