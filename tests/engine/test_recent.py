"""Ids kept in bytes are found as in a map, also where the bytes of two of them happen to read like a third."""

from __future__ import annotations

from pipeline.recent import KEPT, MOST, count, first_time, id_hash, noted, without_old


def test_an_id_is_found_with_the_time_of_its_first_event() -> None:
    recent = noted(noted(b"", id_hash("a"), 5.0), id_hash("b"), 4.0)
    assert [first_time(recent, id_hash(name)) for name in "abc"] == [5.0, 4.0, None]


def test_what_lies_between_two_ids_is_none() -> None:
    first, second = b"12345678", b"abcdefgh"
    recent = noted(noted(b"", first, 0.0), second, 1.0)
    between = recent[4:12]
    assert first_time(recent, between) is None
    assert first_time(noted(recent, between, 2.0), between) == 2.0


def test_old_ids_go_but_for_the_newest() -> None:
    recent = b""
    for number in range(3 * KEPT):
        recent = noted(recent, id_hash(str(number)), float(number))
    left = without_old(recent, 10.0)
    assert [n for n in range(3 * KEPT) if first_time(left, id_hash(str(n))) is None] == list(range(10))
    assert count(without_old(recent, 1e9)) == KEPT
    for number in range(2 * MOST):
        recent = noted(recent, id_hash(f"more {number}"), 1e9)
    assert count(without_old(recent, 0.0)) == MOST
