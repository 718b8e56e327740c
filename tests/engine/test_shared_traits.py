"""What counted events share: the same in whatever order they come, and bounded."""

from __future__ import annotations

from random import Random

from detectors.shared_traits import EVENT, KEPT, Traits, note, shared, united
from detectors.shared_traits_words import telling


def _noted(things: list[tuple[str, str]]) -> Traits:
    found: Traits = {}
    for thing in things:
        found = note(found, [EVENT, thing])
    return found


def test_the_same_is_left_in_whatever_order_and_parts_events_come() -> None:
    random = Random(1)
    things = [("program", f"App {random.randrange(3 * KEPT)}") for _ in range(2000)]
    whole = _noted(things)
    random.shuffle(things)
    parts = united(_noted(things[:700]), _noted(things[700:]))
    assert parts == whole
    assert len(whole["program"]) == KEPT
    assert all(times == things.count(("program", thing)) for thing, times in whole["program"].items())


def test_what_others_have_as_often_is_not_told() -> None:
    traits = {"program": {"A 1": 60.0, "B 1": 40.0}, "oprogram": {"A 1": 40.0}, "mail": {"a.example": 50.0}}
    assert [thing for thing, _, _ in shared(traits, "program", 100, 50)] == ["B 1"]
    assert telling(traits, ["program", "mail"], 100, 50) == "with mail at a.example"
    assert telling(traits, ["program", "mail"], 100, 5) == ""


def test_what_nearly_all_have_is_told_where_the_rest_of_the_attack_is_among_the_others() -> None:
    traits = {"mail": {"farm.example": 50.0, "big.example": 2.0}, "omail": {"farm.example": 60.0}}
    assert shared(traits, "mail", 52, 100) == [("farm.example", 50, 0.6)]
    assert shared(traits, "mail", 52, 70) == []


def test_a_country_says_nothing_where_no_others_are_known() -> None:
    assert shared({"country": {"DE": 6.0}}, "country", 6, 5) == []
    assert shared({"country": {"DE": 6.0}}, "country", 6, 50) == [("DE", 6, 0.0)]
