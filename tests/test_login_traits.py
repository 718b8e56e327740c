"""What a reviewer is told to challenge: what the failures share and hardly anybody else has, or soon will."""

from __future__ import annotations

from detectors.login_by_kit import with_past
from detectors.login_kit import PRODUCT, slot_of
from detectors.login_traits import challenged, in_words
from detectors.tally import Tally


def run(program: str, *others: str) -> Tally:
    """Return sixty failures with one program, and two dozen other attempts."""
    came = {name: 24.0 / len(others) for name in others}
    return Tally(n=60, traits={"program": {program: 60.0}, "oprogram": came, "o": {"": 24.0}})


def test_an_old_browser_or_a_tool_is_challenged_and_an_update_is_not() -> None:
    assert challenged(run("Chrome 97.0", "Chrome 130.0")).startswith("challenge who comes with the program Chrome 97.0")
    assert challenged(run("curl 8.9", "Chrome 130.0")).startswith("challenge who comes with the program curl 8.9")
    assert challenged(run("Firefox 132.0", "Firefox 131.0", "Chrome 130.0")) == ""


def test_a_program_is_compared_with_the_days_before_also_where_some_others_came_meanwhile() -> None:
    past = {slot_of(PRODUCT, "App 5.1"): 900.0, slot_of(PRODUCT, "Chrome 130.0"): 100.0}
    told = with_past(run("App 5.1", "Chrome 130.0"), past)
    assert challenged(told) == ""
    assert "of the 60 failures, 60 came with the program App 5.1" not in in_words(told)
