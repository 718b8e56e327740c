"""The judge of `make chaos` sees what it is there to see."""

from __future__ import annotations

import pytest

from schemas.alert import Alert
from tests.chaos.verdict import judge
from tests.support.alerts import alert
from tests.test_replay_equals_stages import content

ONE, TWO, THREE = (alert("al-1", version=number) for number in (1, 2, 3))
OTHER = alert("al-2")
TOLD = content([ONE, TWO, THREE, OTHER])


def test_the_same_alerts_pass_whatever_lies_between() -> None:
    assert judge(TOLD, [ONE, OTHER, TWO, THREE]).passed


@pytest.mark.parametrize(("found", "says"), [
    ([ONE, TWO, THREE], "lost"),
    ([ONE, TWO, THREE, OTHER, alert("al-3")], "not expected"),
    ([ONE, TWO, THREE, OTHER, alert("al-2")], "committed again"),
    ([ONE, TWO, alert("al-1", version=2, severity="low"), THREE, OTHER], "two contents"),
    ([ONE, TWO, alert("al-1", version=3, severity="low"), OTHER], "severity"),
    ([TWO, ONE, THREE, OTHER], "1 version came behind a later one"),
])  # fmt: skip
def test_a_difference_is_named(found: list[Alert], says: str) -> None:
    verdict = judge(TOLD, found)
    assert not verdict.passed
    assert any(says in problem for problem in verdict.problems), verdict
