"""The measure of the month, on two days of a small product."""

from __future__ import annotations

import pytest

from pipeline.demo.scorecard import Found, Run, Scorecard
from pipeline.demo.scoring import ORDINARY
from pipeline.simulate.settings import SimulationSettings
from tests.detection.month import measure, summary
from tests.detection.parts.worlds import rows


def test_every_campaign_of_two_days_is_one_alert() -> None:
    card = measure(SimulationSettings(days=2, accounts=1500, seed=3))
    found = summary(card, 1500)
    assert (found["planted"], found["found"], found["found_as_one"]) == (7, 7, 7)
    assert (found["missed"], found["several"]) == ([], {})
    assert card.joined >= 10  # they were more alerts before they were joined
    assert card.false_alerts <= 1


def three_false() -> Scorecard:
    missed = Found(campaign="a-1", kind="a", area="spam", accounts=1, events=1)
    return Scorecard(
        run=Run(events=1, seconds=1.0, days=10.0), campaigns=[missed], alerts=3, by_detector={}, false_alerts=3,
        false_by_detector={}, false_about={ORDINARY: 2, "launch": 1}, false_ids=[], notices=0, other_modes={},
    )  # fmt: skip


def test_several_worlds_are_summed_up_and_what_was_missed_is_named() -> None:
    worlds = [SimulationSettings(days=10, seed=seed) for seed in (1, 2)]
    found, one, false = rows(worlds, [three_false(), three_false()])
    assert (found.value, found.unit, found.met) == (0, "of 2", False)
    assert found.note == "missed: a-1 of seed 1, a-1 of seed 2"
    assert (one.value, false.value, false.met) == (0, 0.3, True)


def test_false_alerts_of_ordinary_days_grow_with_the_accounts_and_those_of_bursts_do_not() -> None:
    found = summary(three_false(), 50_000)
    assert found["false_a_day"] == pytest.approx(0.3)
    assert found["false_a_day_for_100k"] == pytest.approx(0.5)
    assert found["missed"] == ["a-1"]
