"""What is due comes in order of time, once, and as last set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.timers import Timers


def popped(timers: Timers, watermark: float) -> list[str]:
    found = []
    while (one := timers.pop(watermark)) is not None:
        found.append(one[1])
    return found


def test_only_what_is_due_and_in_order() -> None:
    timers = Timers({"c": 30.0, "a": 10.0, "b": 20.0})
    assert timers.next == 10.0
    assert popped(timers, 20.0) == ["a", "b"]
    assert popped(timers, 20.0) == []
    assert timers.saved() == {"c": 30.0}


def test_a_moved_timer_is_due_at_its_new_time_only() -> None:
    timers = Timers()
    timers.set("a", 10.0)
    timers.set("a", 50.0)
    assert popped(timers, 49.0) == []
    assert popped(timers, 50.0) == ["a"]


def test_a_cleared_timer_is_never_due() -> None:
    timers = Timers({"a": 1.0})
    timers.clear("a")
    assert popped(timers, 99.0) == []
    assert timers.names() == []
    assert Timers().next == float("inf")


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(0, 50))))
def test_it_agrees_with_a_plain_dictionary(moves: list[tuple[str, int | None]]) -> None:
    timers, plain = Timers(), dict[str, float]()
    for name, due in moves:
        if due is None:
            timers.clear(name)
            plain.pop(name, None)
        else:
            timers.set(name, float(due))
            plain[name] = float(due)
    assert timers.saved() == plain
    expected = sorted((due, name) for name, due in plain.items() if due <= 25)
    assert popped(timers, 25.0) == [name for _, name in expected]
