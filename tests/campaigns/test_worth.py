"""When an open alert is sent again: not for one more of many."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline.campaigns.worth import gist_of, long_ago
from pipeline.precision import estimate
from schemas.alert import Alert
from schemas.values import Severity
from tests.support.alerts import NOON, alert

HOUR = 3600.0


def grown(accounts: int = 20, *, entered: int = 0, severity: Severity = "high", **evidence: float) -> Alert:
    """Return a version of one alert."""
    one = alert("a-1", accounts_total=accounts, accounts_entered=entered, severity=severity)
    signal = replace(one.signals[0], evidence={**one.signals[0].evidence, "events": 320, **evidence})
    return replace(one, signals=[signal])


@pytest.mark.parametrize("one", [grown(21), grown(events=330), grown(surprise_log10=40), grown(window_s=86_400)])
def test_one_more_of_many_is_worth_no_version(one: Alert) -> None:
    assert gist_of(one) == gist_of(grown())


@pytest.mark.parametrize(
    "one",
    [
        grown(30),
        grown(entered=1),
        grown(severity="critical"),
        grown(events=1300),
        grown(email_changed=1),
        replace(grown(), status="closed"),
        replace(grown(), campaign_id="b-1"),
        replace(grown(), signals=[replace(grown().signals[0], precision=estimate(3, 0))]),
    ],
)
def test_whom_it_accuses_how_gravely_and_what_was_done_is_worth_one(one: Alert) -> None:
    assert gist_of(one) != gist_of(grown())


def test_that_it_goes_on_is_told_in_an_hour_and_of_what_is_old_after_a_quarter_of_its_age() -> None:
    one = grown()  # it began at noon
    assert not long_ago(one, NOON + 600, NOON + 600 + HOUR - 1)
    assert long_ago(one, NOON + 600, NOON + 600 + HOUR)
    assert not long_ago(one, NOON + 40 * HOUR, NOON + 49.9 * HOUR)
    assert long_ago(one, NOON + 40 * HOUR, NOON + 50 * HOUR)
