"""Whether an invited account is used again after its first hour, told once, by its earliest such use."""

from __future__ import annotations

from typing import Any

from pipeline.keystate import KeyState
from pipeline.subject_past import enrich
from schemas.event import CAME_BACK
from tests.support.scenario import event


def come(known: KeyState, kind: str, at: float, **fields: Any) -> bool:
    one = event(kind, "ann", at, ip="198.51.100.1", **fields)
    enrich(one, known)
    return one.novel & CAME_BACK != 0


def joined(by: str | None) -> KeyState:
    known = KeyState()
    assert not come(known, "account.signup", 0.0, invited_by=by)
    return known


def test_the_first_use_after_an_hour_is_told_and_an_earlier_one_that_comes_late() -> None:
    known = joined("bob")
    assert not come(known, "account.usage", 240.0)
    assert come(known, "account.login", 7200.0, outcome=True)
    assert come(known, "account.usage", 7100.0)
    assert not come(known, "account.usage", 90_000.0)


def test_not_what_others_can_do_and_not_of_who_came_by_himself() -> None:
    known = joined("bob")
    assert not come(known, "account.login", 7200.0, outcome=False)
    assert not come(known, "account.password_reset", 7200.0)
    assert not come(joined(None), "account.login", 7200.0, outcome=True)
