"""The scorecard on small cases, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.demo.matching import GRACE_S, Planted
from pipeline.demo.scorecard import Run
from pipeline.demo.scorecard_table import facts
from pipeline.demo.scoring import ORDINARY, score
from pipeline.simulate.truth import Truth
from tests.demo.alerts import T0, alert

RUN = Run(events=1000, seconds=4.0, days=2.0)


def truth(**fields: Any) -> Truth:
    given: dict[str, Any] = {
        "campaign": "stuffing-1", "kind": "stuffing", "area": "account_security", "start": T0, "end": T0 + 600,
        "accounts": [f"v{n}" for n in range(40)], "entities": ["ip:192.0.2.1"],
    }  # fmt: skip
    return Truth(**{**given, **fields})


def test_found_by_entity_after_ninety_seconds() -> None:
    card = score([truth()], [alert("ip:192.0.2.1", T0 + 90), alert("ip:192.0.2.1", T0 + 300, version=2)], RUN)
    assert (card.found, card.alerts, card.false_alerts) == (1, 1, 0)
    assert card.campaigns[0].seconds == pytest.approx(90)
    assert card.campaigns[0].detectors == ["fanout"]


def test_the_version_that_reveals_it_counts_not_the_first() -> None:
    """4 of 40 accounts are needed: three in the first version are not enough to find it, five in the second are."""
    few, more = ("v1", "v2", "v3"), ("v1", "v2", "v3", "v4", "v5")
    card = score([truth()], [alert("site:*", T0 + 10, accounts=few),
                             alert("site:*", T0 + 70, version=2, accounts=more)], RUN)  # fmt: skip
    assert card.campaigns[0].seconds == pytest.approx(70)
    assert card.false_alerts == 0


def test_an_alert_about_others_is_false_and_the_campaign_missed() -> None:
    card = score([truth()], [alert("ip:192.0.2.9", T0 + 90, accounts=("p", "q", "v1"))], RUN)
    assert (card.found, card.false_alerts, card.false_a_day) == (0, 1, 0.5)
    assert card.campaigns[0].seconds is None
    assert card.false_about == {ORDINARY: 1}
    assert card.false_ids == ["a1"]


def test_accounts_count_only_under_the_same_policy_and_entities_under_any() -> None:
    victims = tuple(f"v{n}" for n in range(20))
    assert not Planted(truth()).concerns(alert("account:v1", T0 + 5, accounts=victims, policy="spam"))
    assert Planted(truth()).concerns(alert("account:v1", T0 + 5, accounts=victims))
    assert Planted(truth()).concerns(alert("ip:192.0.2.1", T0 + 5, policy="spam"))


def test_half_of_the_accounts_named_must_belong_to_it() -> None:
    assert Planted(truth()).concerns(alert("site:*", T0, accounts=("v1", "x")))
    assert not Planted(truth()).concerns(alert("site:*", T0, accounts=("v1", "x", "y")))
    assert not Planted(truth()).concerns(alert("site:*", T0, accounts=()))


@pytest.mark.parametrize(
    ("at", "inside"),
    [(T0 - 1, False), (T0, True), (T0 + 600 + GRACE_S, True), (T0 + 601 + GRACE_S, False)],
)
def test_the_window_ends_with_the_grace(at: float, inside: bool) -> None:
    assert Planted(truth()).in_window(alert("ip:192.0.2.1", at)) is inside


def test_an_alert_about_an_ordinary_burst_is_false_and_says_so() -> None:
    burst = truth(campaign="viral-1", kind="viral", area=None, accounts=["p", "q"], entities=["content:c1"])
    card = score(
        [burst], [alert("content:f0", T0 + 9, accounts=("p", "q"), policy="spam", detectors=("copies", "new"))], RUN
    )
    assert card.campaigns == []
    assert card.false_about == {"viral": 1}
    assert card.false_by_detector == card.by_detector == {"copies": 1, "new": 1}


def test_signal_health_while_something_goes_on_is_a_notice_and_otherwise_false() -> None:
    burst = truth(area=None, accounts=[], entities=[])
    quiet = alert("site:*", T0 + 90_000, name="a2", accounts=(), policy="signal_health")
    during = alert("site:*", T0 + 60, accounts=(), policy="signal_health")
    card = score([burst], [during, quiet], RUN)
    assert (card.notices, card.false_alerts, card.false_ids) == (1, 1, ["a2"])


def test_the_site_takes_part_only_under_the_campaigns_policy() -> None:
    spread = Planted(truth(entities=["site:*"]))
    assert spread.reveals(alert("site:*", T0, accounts=()))
    assert not spread.concerns(alert("site:*", T0, accounts=(), policy="spam"))


def test_shadow_alerts_find_nothing_and_are_not_false() -> None:
    card = score(
        [truth()], [alert("ip:192.0.2.1", T0 + 9, mode="shadow"), alert("ip:1", T0, name="b", mode="audit")], RUN
    )
    assert (card.found, card.alerts, card.false_alerts) == (0, 0, 0)
    assert card.other_modes == {"audit": 1, "shadow": 1}


def test_facts_for_machines_hold_the_sums() -> None:
    found = facts(score([truth()], [alert("ip:192.0.2.1", T0 + 90)], RUN))
    assert found["events_per_second"] == pytest.approx(250.0)
    assert (found["found"], found["planted"]) == (1, 1)
    assert found["campaigns"][0]["kind"] == "stuffing"


def test_nothing_planted_and_nothing_raised() -> None:
    card = score([], [], Run(events=0, seconds=0.0, days=0.0))
    assert (card.found, card.false_a_day, facts(card)["events_per_second"]) == (0, 0.0, None)


def test_where_nobody_knows_the_truth_nothing_is_called_false() -> None:
    card = score(None, [alert("ip:192.0.2.1", T0 + 90)], RUN)
    assert (card.alerts, card.false_alerts, card.truth_known, card.campaigns) == (1, 0, False, [])
    assert card.by_detector == {"fanout": 1}


def test_alerts_joined_to_one_are_one_alert_and_right_if_that_is() -> None:
    """Two addresses of one attack and a bystander's alert, joined: one alert, found as soon as any part reveals it."""
    found = [
        alert("ip:192.0.2.1", T0 + 300, name="a1"),
        alert("ip:192.0.2.1", T0 + 400, name="a1", version=2, campaign="a1"),
        alert("ip:192.0.2.2", T0 + 90, name="a2", accounts=("v1", "v2", "v3", "v4", "v5")),
        alert("ip:192.0.2.2", T0 + 400, name="a2", version=2, campaign="a1"),
        alert("ip:192.0.2.3", T0 + 95, name="a3", accounts=("p",)),
        alert("ip:192.0.2.3", T0 + 400, name="a3", version=2, accounts=("p",), campaign="a1"),
    ]  # fmt: skip
    card = score([truth()], found, RUN)
    assert (card.found, card.as_one, card.alerts, card.joined, card.false_alerts) == (1, 1, 1, 2, 0)
    assert (card.campaigns[0].alerts, card.campaigns[0].joined) == (1, 2)
    assert card.campaigns[0].seconds == pytest.approx(90)


def test_alerts_that_stay_apart_are_not_found_as_one() -> None:
    found = [alert("ip:192.0.2.1", T0 + 9, name="a1"), alert("ip:192.0.2.1", T0 + 9, name="a2")]
    card = score([truth()], found, RUN)
    assert (card.found, card.as_one, card.campaigns[0].alerts) == (1, 0, 2)
