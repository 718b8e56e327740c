"""What reviewers said shows in alerts and orders the queue."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from pipeline.campaigns.ledger import Ledger
from pipeline.campaigns.room import CampaignRoom
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.precision import estimate, worth
from schemas.alert import Alert
from schemas.event import Decision
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names
from tests.support.alerts import NOON

AREAS = {"login_fanout": "account_security", "user_enumeration": "account_security", "spam_text": "spam"}


def room(queue: list[Alert]) -> CampaignRoom:
    settings = EngineSettings()
    return CampaignRoom(settings, RecordingMetrics(), queue.append, ledger=Ledger(AREAS, 2.0))


def lone(number: int, hours: float, detector: str = "login_fanout", **fields: object) -> Finding:
    at = hours * HOUR
    name = f"{detector}-{number:024x}"
    return finding(name, at, at + 60, [f"w{number}"], entity=f"account:w{number}", detector=detector, **fields)  # type: ignore[arg-type]


def said(about: Finding, hours: float, verdict: str, **facts: object) -> Decision:
    name = about.alert.alert_id
    return Decision(f"d{name}{hours}", "u1", NOON + hours * HOUR, verdict, alert_id=name, **facts)  # type: ignore[arg-type]


def last(queue: list[Alert]) -> dict[str, Alert]:
    return {alert.alert_id: msgspec.structs.replace(alert, version=1) for alert in queue}


def fed(*items: Finding | Decision) -> dict[str, Alert]:
    """Return the last version of each alert, as the queue would have it."""
    queue: list[Alert] = []
    one = room(queue)
    for item in items:
        if isinstance(item, Decision):
            one.hear(item)
            continue
        if item.alert.version == 1:
            queue.append(item.alert)
        one.take(item)
    one.flush()
    return last(queue)


def week() -> list[Finding | Decision]:
    """Return two detectors' alerts, those of one mostly wrong, verdicts an hour later, some appeals."""
    found: list[Finding | Decision] = []
    for number in range(24):
        good = lone(number, 5 * number)
        bad = lone(number + 1000, 5 * number + 2.0, "spam_text", policy="spam")
        found += [good, bad, said(good, 5 * number + 1, "violation", seconds=600.0),
                  said(bad, 5 * number + 3, "violation" if number % 4 == 0 else "benign", seconds=30.0)]  # fmt: skip
        if number % 5 == 0:
            found.append(said(good, 5 * number + 3, "benign", source="appeal"))
    return found


def test_verdicts_change_precision_and_the_order_of_the_queue() -> None:
    before = fed(lone(99, 200), lone(100, 203, "spam_text", policy="spam"))
    assert len({alert.priority for alert in before.values()}) == 1
    after = fed(*week(), lone(99, 200), lone(100, 203, "spam_text", policy="spam"))
    good, bad = after[lone(99, 0).alert.alert_id], after[lone(100, 0, "spam_text").alert.alert_id]
    assert good.signals[0].precision == estimate(19, 5)  # five of 24 overturned on appeal
    assert bad.signals[0].precision == estimate(6, 18)
    # A review takes (24 x 10 + 10 x 2) / 34 minutes where it was slow, (24 x 0.5 + 10 x 2) / 34 where it was quick.
    assert good.priority == worth(19.5 / 25, "high", round(260 / 34, 6)) == pytest.approx(1.02, abs=0.001)
    assert bad.priority == worth(6.5 / 25, "high", round(32 / 34, 6)) == pytest.approx(2.7625)


def test_without_verdicts_an_alert_is_as_it_was_found() -> None:
    one = lone(1, 0)
    assert fed(one) == {one.alert.alert_id: one.alert}


def test_a_verdict_on_a_campaign_counts_for_every_detector_that_signed_it() -> None:
    head = finding("login_fanout-" + "a" * 24, 0, 300, names("u", 20), entity="ip:192.0.2.1")
    part = finding(
        "user_enumeration-" + "b" * 24, 20, 300, names("v", 30), entity="ip:192.0.2.2", detector="user_enumeration"
    )
    later = [lone(7, 30), lone(7, 50, "user_enumeration")]
    found = fed(head, part, said(head, 2, "benign"), *later)
    assert [found[one.alert.alert_id].signals[0].precision for one in later] == [estimate(0, 1)] * 2
    found = fed(head, part, said(part, 2, "benign"), *later)  # the part alone: its own detector only
    assert [found[one.alert.alert_id].signals[0].precision for one in later] == [estimate(0, 0), estimate(0, 1)]


@pytest.mark.parametrize("seed", range(10))
def test_late_duplicate_and_disordered_verdicts_end_the_same(seed: int) -> None:
    """As from partitions that do not keep step: what was said of an alert before a verdict came is said anew."""
    random, items = Random(seed), week()
    again = [one for one in items if isinstance(one, Decision) and random.random() < 0.2]
    ranked = sorted([*items, *again], key=lambda _: random.random())
    assert fed(*ranked) == fed(*items)


def give(to: CampaignRoom, item: Finding | Decision) -> None:
    if isinstance(item, Decision):
        to.hear(item)
    else:
        to.take(item)


@pytest.mark.parametrize("cut", [10, 40, 60])
def test_a_restart_changes_nothing(cut: int) -> None:
    queue: list[Alert] = []
    halves: list[Alert] = []
    items = week()
    whole, first = room(queue), room(halves)
    for one in items:
        give(whole, one)
    for one in items[:cut]:
        give(first, one)
    second = CampaignRoom(EngineSettings(), RecordingMetrics(), halves.append, first.saved(),
                          list(first.board.found.values()), Ledger(AREAS, 2.0, first.ledger.cases))  # fmt: skip
    for one in items[cut:]:
        give(second, one)
    assert queue == halves
