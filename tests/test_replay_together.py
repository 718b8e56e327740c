"""A replay takes many events at once, room by room: it says what it says of one at a time, in the same order."""

from __future__ import annotations

import io
from functools import cache

import msgspec
import pytest

import pipeline.replay
from pipeline.replay import Replay
from pipeline.sampler import AuditSettings
from tests.support.mixed import Mixed, late, value_of
from tests.test_replay_equals_stages import engine, traffic
from tests.test_verdicts_equal_stages import texts_and_verdicts


@cache
def _arrivals() -> Mixed:
    """Return logins with attacks among them and posts with verdicts, late and some of them twice."""
    mixed: Mixed = [*((one.time, one) for one in traffic(1)), *texts_and_verdicts(3, 2)]
    return late(sorted(mixed, key=lambda item: (item[0], item[1].id)), 4)


def _said(*, signals: bool) -> tuple[bytes, bytes, bytes]:
    """Return alerts, signals and counts of a replay."""
    alerts, told = io.BytesIO(), io.BytesIO()
    replay = Replay(engine(AuditSettings(share=0.05)), alerts, told if signals else None)
    lines = [("file", number, value_of(one)) for number, (_, one) in enumerate(_arrivals())]
    lines.insert(700, ("file", -1, b"{"))
    counts = msgspec.json.encode(replay.run(lines))
    return alerts.getvalue(), told.getvalue(), counts


@cache
def _one_by_one() -> tuple[bytes, bytes, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.replay, "AHEAD", 1)
        return _said(signals=True)


def test_there_is_much_to_say() -> None:
    alerts, signals, counts = _one_by_one()
    summary = msgspec.json.decode(counts)
    assert alerts.count(b"\n") == summary["versions"] > summary["alerts"] > 20
    assert alerts.count(b'"mode":"audit"') > 5
    assert signals.count(b"\n") == summary["signals"] > summary["events"]
    assert summary["decisions"] > 100
    assert summary["refused"] == {"not_json": 1}


@pytest.mark.parametrize("ahead", [7, pipeline.replay.AHEAD])
def test_how_many_lines_are_taken_together_decides_nothing(ahead: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.replay, "AHEAD", ahead)
    assert _said(signals=True) == _one_by_one()


def test_where_memory_is_looked_over_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.local.TRIM_EVERY", 13)
    monkeypatch.setattr(pipeline.replay, "EVICT_EVERY", 40)
    assert _said(signals=True)[:2] == _one_by_one()[:2]


def test_nobody_listening_to_signals_changes_no_alert() -> None:
    assert _said(signals=False)[0] == _one_by_one()[0]
