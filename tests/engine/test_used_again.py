"""An account's second use of a thing bears what it had used before."""

from __future__ import annotations

from typing import Any

from detectors.used_again import THINGS, THINGS_KEPT
from pipeline.keystate import KeyState
from pipeline.subject_past import enrich
from schemas.event import AGAIN, AGAIN_KNOWN, Event


def told(*products: str, **fields: Any) -> list[tuple[int, str]]:
    """Return what the uses of one account bear, one a second."""
    known, found = KeyState(), []
    for at, product in enumerate(products):
        use = Event("account.usage", f"u{at}", "ann", 10.0 + at, product=product, **fields)
        enrich(use, known)
        found.append((use.novel & (AGAIN | AGAIN_KNOWN), use.used))
    return found


def test_the_second_use_alone_bears_what_came_before() -> None:
    first, other, second, third = told("book", "search", "book", "book")
    assert first == other == third == (0, "")
    assert second == (AGAIN, THINGS["book"] + THINGS["search"])


def test_it_says_where_the_sign_up_is_known() -> None:
    known = KeyState()
    enrich(Event("account.signup", "s", "ann", 1.0), known)
    uses = [Event("account.usage", f"u{at}", "ann", 2.0 + at, product="book") for at in range(2)]
    for use in uses:
        enrich(use, known)
    assert [use.novel & (AGAIN | AGAIN_KNOWN) for use in uses] == [0, AGAIN | AGAIN_KNOWN]


def test_keys_and_refusals_are_no_use() -> None:
    assert told("book", "book", key="k") == told("book", "book", status=403) == [(0, "")] * 2


def test_things_with_numbers_are_one() -> None:
    assert told("book/17", "book/18")[1] == (AGAIN, THINGS["book"])


def test_of_who_has_used_a_dozen_nothing_more_is_told() -> None:
    things = [f"thing-{chr(97 + at)}" for at in range(THINGS_KEPT)]
    assert told(*things, things[0])[-1] == (0, "")
    assert told(*things[1:], things[1])[-1][0] == AGAIN
