"""Rows ahead of slower partitions wait, are stored once, survive a restart, and cannot fill the room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import waiting as module
from pipeline.metrics_recording import RecordingMetrics
from pipeline.sealed import Seal, StateRefusedError
from pipeline.vault import Vault
from pipeline.waiting import CHUNK_ROWS, FAR_S, Waiting
from schemas.event import Event
from schemas.observation import Row
from tests.engine.toys import SECRET
from tests.support.carrier import MemoryState

NOW = 1_767_600_000.0
APART_S = 3600.0


def vault(state: MemoryState) -> Vault:
    return Vault(Seal(SECRET), state, RecordingMetrics(), "observations")


def row(number: int, at: float) -> Row:
    return Row(f"ip:{number}", number, Event("account.login", f"e{number}", "u", NOW + at))


def times(room: Waiting, watermark: float) -> list[float]:
    return [one.event.time - NOW for one in room.release(NOW + watermark)]


def test_rows_come_in_order_once_the_watermark_is_within_the_bound() -> None:
    room = Waiting(vault(MemoryState()), APART_S)
    for number, at in enumerate((5000.0, 100.0, 3700.0)):
        assert room.push("t/0", row(number, at))
    assert times(room, 0.0) == [100.0]
    assert times(room, 100.0) == [3700.0]
    assert times(room, 5000.0 - APART_S) == [5000.0]
    assert len(room) == 0


def test_beyond_the_cap_the_earliest_go_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING_MOST", 3)
    room = Waiting(vault(MemoryState()), APART_S)
    for number in range(5):
        room.push("t/0", row(number, 10_000.0 + number))
    assert times(room, 0.0) == [10_000.0, 10_001.0]
    assert len(room) == 3


def test_rows_of_a_wrong_clock_cannot_fill_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FAR_MOST", 10)
    room = Waiting(vault(MemoryState()), APART_S)
    assert times(room, 0.0) == []
    taken = [room.push("t/0", row(number, FAR_S * 100)) for number in range(25)]
    assert taken == [True] * 10 + [False] * 15
    assert room.push("t/1", row(99, 9000.0))  # an ordinary backlog still may wait
    assert times(room, 9000.0) == [9000.0]


Pushes = st.lists(st.floats(0, 20_000), max_size=40)


@given(Pushes, Pushes, st.floats(0, 10_000), st.floats(0, 10_000))
def test_a_restart_at_a_checkpoint_is_not_seen(first: list[float], second: list[float], a: float, b: float) -> None:
    def run(restart: bool) -> list[list[float]]:
        state = MemoryState()
        room, found = Waiting(vault(state), APART_S), []
        for start, pushes, mark in ((0, first, a), (100, second, a + b)):
            for number, at in enumerate(pushes):
                room.push("t/0", row(start + number, at))
            found.append(times(room, mark))
            state.write(room.flush())
            if restart:
                saved, room = room.saved(), Waiting(vault(state), APART_S)
                room.restore(saved)
        found.append(times(room, 1e9))
        state.write(room.flush())
        assert state.entries == {}  # every chunk that is done is deleted
        return found

    assert run(restart=True) == run(restart=False)


def test_a_row_is_written_once_however_long_it_waits() -> None:
    state = MemoryState()
    room = Waiting(vault(state), APART_S)
    for number in range(CHUNK_ROWS + 1):
        room.push("t/0", row(number, 90_000.0))
    assert len(room.flush()) == 2
    assert room.flush() == []


def test_an_altered_chunk_is_refused() -> None:
    state = MemoryState()
    room = Waiting(vault(state), APART_S)
    room.push("t/0", row(1, 90_000.0))
    entries = room.flush()
    state.write([(name, (value or b"")[:-1] + b"?") for name, value in entries])
    with pytest.raises(StateRefusedError):
        Waiting(vault(state), APART_S).restore(room.saved())


def test_rows_alike_in_everything_wait_beside_each_other() -> None:
    state = MemoryState()
    room = Waiting(vault(state), APART_S)
    for _ in range(3):
        assert room.push("t/0", row(1, 9000.0))
    assert times(room, 0.0) == []
    state.write(room.flush())
    again = Waiting(vault(state), APART_S)
    again.restore(room.saved())
    assert times(room, 9000.0) == times(again, 9000.0) == [9000.0] * 3
