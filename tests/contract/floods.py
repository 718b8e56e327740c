"""Floods of every event type: newcomers by the thousand, on many entities or all on two; and what an event costs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from detectors.base import Detector
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.event import Event
from tests.support.scenario import event, shipped

DAY_S, EVERY_S = 86_400.0, 2.25  # 1,600 events an hour
BEFORE, LAST = 100, 60  # events of a type long before the flood; events of its end whose cost is counted
KINDS = ("message", "post", "review", "prompt")
Fields = dict[str, Any]


def wide(detector: type[Detector[Any]], number: int) -> list[Event]:
    """Return a flood over thousands of entities, a little of everything that a detector wants."""
    return _flood(detector.kinds, number, _made)


def narrow(detector: type[Detector[Any]], number: int) -> list[Event]:
    """Return a flood on two targets, in two texts."""
    return _flood(detector.kinds, number, lambda kind, one: _made(kind, one) | _on_two(kind, one))


def cost(detector: type[Detector[Any]], events: list[Event]) -> float:
    """Return the steps of the interpreter that each of the last events took, the engine's own with them."""
    engine = Engine((shipped(detector.name),), {detector.name: "live"}, EngineSettings(), RecordingMetrics())
    pipeline = LocalPipeline(engine, lambda _: None)
    pipeline.take_all(_flood(detector.kinds, BEFORE * len(detector.kinds), _made, 0.0, 2000.0))
    pipeline.take_all(events[:-LAST])
    return _steps(lambda: pipeline.take_all(events[-LAST:])) / LAST


def _steps(work: Callable[[], object]) -> int:
    count = 0

    def step(frame: FrameType, what: str, _: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += what == "opcode"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def _flood(kinds: tuple[str, ...], number: int, made: Callable[[str, int], Fields], start: float = 6 * DAY_S,
           apart: float = EVERY_S) -> list[Event]:  # fmt: skip
    found = list[Event]()
    for one in range(number):
        kind = kinds[one % len(kinds)]
        subject = f"n{one}" if kind == "account.signup" else f"n{one // 2}"
        found.append(event(kind, subject, start + one * apart, id=f"{start}-{one}", **made(kind, one)))
    return found


def _made(kind: str, one: int) -> Fields:
    where = {"ip": f"10.{one % 7}.{one % 50}.{one % 3}", "device": f"d{one % 60}", "asn": 64_500 + one % 4,
             "country": "BR" if one % 2 else "DE", "user_agent": f"p{one % 5}/1.0"}  # fmt: skip
    return where | _CONTENT.get(kind, _ACCOUNT.get(kind, _nothing))(one)


def _nothing(one: int) -> Fields:
    return {}


def _posted(one: int) -> Fields:
    return {"content_id": f"c{one}", "text": f"word{one % 97} other {one} https://x{one % 40}.example",
            "kind": KINDS[one % 4], "target": f"t{one % 97}"}  # fmt: skip


def _reported(one: int) -> Fields:
    return {"content_id": f"c{one}", "target": f"t{one % 97}", "reporter": f"r{one // 2}", "reason": "spam"}


def _on_two(kind: str, one: int) -> Fields:
    said = {"text": f"come here now and see the best place of all {one % 2}"} if kind == "content.posted" else {}
    return {"target": f"t{one % 2}"} | said if kind.startswith("content.") else {}


def _entry(one: int) -> Fields:
    return {"outcome": one % 3 == 0, "reason": None if one % 3 == 0 else "bad_password"}


def _paid(one: int) -> Fields:
    return {"outcome": one % 3 == 0, "reason": None if one % 3 == 0 else "do_not_honor",
            "card": f"k{one}", "amount_minor": 100, "currency": "EUR", "merchant": f"m{one % 5}"}  # fmt: skip


def _used(one: int) -> Fields:
    return {"product": f"p{one % 4}", "requests": 1, "status": 429 if one % 3 == 0 else 200,
            "key": f"key{one % 80}" if one % 2 else None}  # fmt: skip


def _signed_up(one: int) -> Fields:
    return {"handle": f"h{one}", "email_domain": f"m{one % 6}.example"}


_CONTENT = {"content.posted": _posted, "content.reported": _reported}
_ACCOUNT = {"account.login": _entry, "account.password_reset": _entry, "account.payment": _paid,
            "account.usage": _used, "account.signup": _signed_up}  # fmt: skip
