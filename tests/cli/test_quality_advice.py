"""`abusewatch quality` on promotion and demotion: on enough verdicts, and a bound that is sure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemas.alert import Alert
from schemas.wire import Decided
from tests.cli.quality_case import Case, below
from tests.support.alerts import alert, verdict


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def judged(name: str, mode: str, good: int, bad: int) -> tuple[list[Alert], list[Decided]]:
    """Return a detector's alerts in a mode, and a verdict on each."""
    words = ["violation"] * good + ["benign"] * bad
    ids = [f"{name}-{mode}-{n}" for n in range(len(words))]
    alerts = [alert(one, name, mode=mode) for one in ids]
    return alerts, [verdict(one, word, seconds=60.0) for one, word in zip(ids, words, strict=True)]


def advice(case: Case, *groups: tuple[list[Alert], list[Decided]], least: float = 0.7) -> dict[str, tuple[str, Any]]:
    alerts, decisions = [one for a, _ in groups for one in a], [one for _, d in groups for one in d]
    found = case(alerts, decisions, "--least", str(least))["advice"]
    return {f"{row['detector']} {row['mode']}": (row["advice"], row["more"]) for row in found}


def test_a_shadow_detector_is_promoted_on_enough_verdicts_and_a_sure_lower_end(case: Case) -> None:
    # All upheld: Beta(n + 1/2, 1/2), lower end 0.884 for 20; 7 reach 0.7, 20 are asked.
    found = advice(case, judged("login_fanout", "shadow", 20, 0), judged("takeover", "shadow", 19, 0))
    assert found == {"login_fanout shadow": ("promote", None), "takeover shadow": ("wait", 1)}


def test_a_shadow_detector_must_not_be_worse_than_the_live_ones(case: Case) -> None:
    live = judged("card_testing", "live", 98, 0)  # mean 98.5 / 99
    found = advice(case, live, judged("login_fanout", "shadow", 20, 0))
    assert found["card_testing live"] == ("keep", None)
    word, more = found["login_fanout shadow"]
    assert word == "wait"
    assert below(98.5 / 99, 20 + more + 0.5, 0.5) <= 0.025 < below(98.5 / 99, 20 + more - 0.5, 0.5)


def test_a_live_detector_is_demoted_when_even_the_upper_end_is_below_what_is_asked(case: Case) -> None:
    found = advice(case, judged("takeover", "live", 5, 20), judged("card_testing", "live", 1, 10))
    assert found == {"takeover live": ("demote", None), "card_testing live": ("keep", None)}  # 11 verdicts: too few


def test_nobody_is_promoted_by_any_number_of_verdicts_after_enough_bad_ones(case: Case) -> None:
    assert advice(case, judged("takeover", "shadow", 0, 30), least=0.999) == {"takeover shadow": ("wait", None)}
