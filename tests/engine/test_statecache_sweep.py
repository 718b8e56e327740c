"""The sweep through stored entities: it meets all, leaves the young alone, and believes no altered entry."""

from __future__ import annotations

import pytest

from pipeline.sealed import StateRefusedError
from pipeline.sweep import SLICE
from tests.engine.toys import count, door

DAY = 86_400.0
NOW = 1_767_600_000.0


@pytest.mark.parametrize("hot", [64, 1000])
def test_a_walk_meets_every_entry_though_others_come_and_go(hot: int) -> None:
    one = door(hot=hot, ttl_s=DAY)
    for number in range(300):
        one.cache.get(f"ip:{number}", NOW)
    one.cache.trim()
    one.checkpoint()
    one.cache.at(NOW + 3 * DAY)
    for step in range(40):
        for number in range(20):
            one.cache.get(f"ip:new{step}-{number}", NOW + 3 * DAY)
        one.cache.trim()
        one.checkpoint()
    assert not [name for name in one.state.entries if not name.startswith(b"ip:new")]


def swept(entry: bytes, at: float) -> tuple[object, list[bytes]]:
    """Put an entry among fresh ones, sweep at event time `at`; return the door, and the names that were opened."""
    one, opened = door(ttl_s=DAY), list[bytes]()
    one.state.write([(b"ip:a", entry)])
    vault_open = one.cache._vault.open

    def noted(name: bytes, blob: bytes, decode: object) -> object:
        opened.append(name)
        return vault_open(name, blob, decode)  # type: ignore[arg-type]

    one.cache._vault.open = noted  # type: ignore[assignment, method-assign]
    one.cache.at(at)
    one.cache._sweep._owed = float(SLICE)
    one.cache.sweep(set())
    return one, opened


def stored_entry() -> bytes:
    one = door(ttl_s=DAY)
    count(one.cache.get("ip:a", NOW))
    one.checkpoint()
    return one.state.entries[b"ip:a"]


def test_a_sweep_leaves_what_is_young_as_it_is() -> None:
    assert swept(stored_entry(), NOW + DAY)[1] == []
    assert swept(stored_entry(), NOW + 2 * DAY)[1] == [b"ip:a"]


@pytest.mark.parametrize("spoilt", [-1, 20])
def test_a_sweep_forgets_nothing_on_the_word_of_an_altered_entry(spoilt: int) -> None:
    entry = bytearray(stored_entry())
    entry[spoilt] ^= 1
    with pytest.raises(StateRefusedError):
        swept(bytes(entry), NOW + 2 * DAY)


def test_a_sweep_refuses_what_is_too_short_for_an_age() -> None:
    with pytest.raises(StateRefusedError):
        swept(b"short", NOW)
