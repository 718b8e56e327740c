"""What reviewers have no minutes for waits, the most harm per minute first, and leaves later; none is lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pipeline.campaigns.ledger import Ledger
from pipeline.campaigns.room import CampaignRoom
from pipeline.campaigns.said import RoomMemory
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_names import GaugeName
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Decision
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names
from tests.support.alerts import NOON

AREAS = {"login_fanout": "account_security", "spam_text": "spam"}


class Desk:
    """A room with a budget of ten minutes a day, two a review, and the queue behind it."""

    def __init__(self, **settings: Any) -> None:
        self.settings = EngineSettings(**{"reviewer_minutes_a_day": 10.0, **settings})
        self.queue: list[Alert] = []
        self.metrics = RecordingMetrics()
        self.room = CampaignRoom(self.settings, self.metrics, self.queue.append, ledger=Ledger(AREAS, 2.0))

    def take(self, *found: Finding) -> None:
        for one in found:
            if one.alert.version == 1 and not one.held:
                self.queue.append(one.alert)
            self.room.take(one)

    def at(self, hours: float) -> None:
        self.room.at(NOON + hours * HOUR)

    def out(self) -> list[str]:
        return list(dict.fromkeys(alert.alert_id for alert in self.queue))

    def gauge(self, name: GaugeName, policy: str = "account_security") -> float:
        return self.metrics.gauges[name, frozenset({("policy", policy)})]


def lone(name: str, hours: float = 0.0, severity: str = "medium", priority: float = 1.0, **fields: Any) -> Finding:
    at = hours * HOUR
    found = finding(name, at, at + 60, [f"w{name}"], entity=f"account:w{name}", severity=severity, priority=priority,
                    **fields)  # fmt: skip
    return msgspec.structs.replace(found, held=severity != "critical")


def test_within_the_budget_all_leave_at_once_and_the_rest_by_priority_when_a_day_has_passed() -> None:
    desk = Desk()
    desk.at(0)
    desk.take(*(lone(f"a{n}", n * 0.1) for n in range(5)))
    assert desk.out() == [f"a{n}" for n in range(5)]  # ten minutes
    desk.take(lone("low", 1, priority=0.5), lone("high", 1.1, priority=9.0), lone("mid", 1.2, priority=2.0))
    assert len(desk.out()) == 5
    assert desk.metrics.total("abusewatch_alerts_deferred_total", policy="account_security") == 3
    desk.at(12)
    assert (len(desk.out()), desk.gauge("abusewatch_alerts_waiting")) == (5, 3)
    assert desk.gauge("abusewatch_alerts_waiting_oldest_seconds") == 12 * HOUR
    desk.at(24)
    assert desk.out()[5:] == ["high", "mid", "low"]
    assert desk.gauge("abusewatch_alerts_waiting") == desk.gauge("abusewatch_alerts_waiting_oldest_seconds") == 0
    assert [alert.version for alert in desk.queue] == [1] * 8
    assert desk.metrics.total("abusewatch_alerts_deferred_total") == 3
    assert desk.metrics.total("abusewatch_reviewer_minutes_planned_total") == 16


def test_no_more_than_the_budget_in_any_day() -> None:
    desk, sent = Desk(), []
    for hour in range(96):
        desk.at(hour)
        desk.take(lone(f"x{hour}", hour, priority=hour % 7))
        sent.append(len(desk.out()))
    assert all(later - before <= 5 for before, later in zip([0, *sent], sent[23:], strict=False))
    assert sent[-1] == 20  # and no less
    assert desk.metrics.total("abusewatch_alerts_deferred_total") >= 70


def test_critical_passes_and_takes_of_the_same_minutes() -> None:
    desk = Desk(reviewer_minutes_a_day=4.0)
    desk.at(0)
    desk.take(*(lone(f"c{n}", n * 0.2, severity="critical") for n in (1, 2, 3)), lone("m1", 1))
    assert desk.out() == ["c1", "c2", "c3"]
    grown = lone("m1", 1, severity="critical")
    desk.take(msgspec.structs.replace(grown, held=True, alert=msgspec.structs.replace(grown.alert, version=2)))
    assert desk.out() == ["c1", "c2", "c3", "m1"]


def test_a_policy_may_have_minutes_of_its_own_and_shadow_alerts_take_none() -> None:
    desk = Desk(reviewer_minutes_a_day=None, reviewer_minutes_by_policy={"spam": 2.0})
    desk.at(0)
    desk.take(*(lone(f"s{n}", n * 0.1, policy="spam", detector="spam_text") for n in range(3)))
    desk.take(*(lone(f"a{n}", n * 0.1) for n in range(9)))
    desk.take(*(lone(f"z{n}", n * 0.1, policy="spam", detector="spam_text", mode="shadow") for n in range(9)))
    assert desk.out() == ["s0", *(f"a{n}" for n in range(9)), *(f"z{n}" for n in range(9))]
    desk.at(24)
    assert desk.out()[-1] == "s1"


def test_one_leaves_at_the_least_however_long_it_takes() -> None:
    desk = Desk(reviewer_minutes_a_day=0.5)
    desk.at(0)
    desk.take(lone("a"), lone("b", 1))
    assert desk.out() == ["a"]
    desk.at(24)
    assert desk.out() == ["a", "b"]


def test_what_grows_while_it_waits_leaves_as_it_is_then_and_a_campaign_costs_one_review() -> None:
    desk = Desk(reviewer_minutes_a_day=2.0)
    desk.at(0)
    desk.take(lone("first"))
    few = msgspec.structs.replace(finding("a-1", HOUR, HOUR + 300, names("u", 20), entity="ip:192.0.2.1"), held=True)
    more = msgspec.structs.replace(finding("b-1", HOUR + 20, HOUR + 400, names("v", 30), entity="ip:192.0.2.2",
                                           detector="user_enumeration"), held=True)  # fmt: skip
    desk.take(few, more)
    assert desk.out() == ["first"]
    desk.at(24)
    last = {alert.alert_id: alert for alert in desk.queue}
    assert (last["a-1"].accounts_total, last["a-1"].status, last["b-1"].status) == (50, "open", "closed")
    assert last["b-1"].campaign_id == "a-1"
    assert desk.metrics.total("abusewatch_reviewer_minutes_planned_total") == 4


def test_what_joins_an_alert_that_is_out_need_not_wait() -> None:
    desk = Desk(reviewer_minutes_a_day=2.0)
    few = msgspec.structs.replace(finding("a-1", 0, 300, names("u", 20), entity="ip:192.0.2.1"), held=True)
    more = msgspec.structs.replace(finding("b-1", 20, 400, names("v", 30), entity="ip:192.0.2.2"), held=True)
    desk.at(0)
    desk.take(few, more)
    assert desk.out() == ["a-1", "b-1"]
    assert not desk.room.memory.purse.waiting


def test_waiting_is_not_forgotten_even_where_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.campaigns.room.FINDINGS_MOST", 4)
    desk = Desk(reviewer_minutes_a_day=2.0)
    desk.at(0)
    desk.take(*(lone(f"a{n}", n * 2.0, status="closed") for n in range(9)))
    desk.at(20)
    assert set(desk.out()) | set(desk.room.memory.purse.waiting) == {f"a{n}" for n in range(9)}
    assert len(desk.room.board.found) == 4
    for hours in range(21, 300):
        desk.at(hours)
    assert set(desk.out()) == {f"a{n}" for n in range(9)}


def test_slow_reviews_let_fewer_through() -> None:
    quick, slow = Desk(reviewer_minutes_a_day=30.0), Desk(reviewer_minutes_a_day=30.0)
    for desk, seconds in ((quick, 30.0), (slow, 900.0)):
        for n in range(40):
            about = lone(f"login_fanout-{n:024x}", n * 0.2 - 40, severity="critical")
            desk.take(about)
            desk.room.hear(Decision(f"d{n}", "u1", NOON - 29 * HOUR, "violation", alert_id=about.alert.alert_id,
                                    seconds=seconds))  # fmt: skip
        desk.at(0)
        desk.take(*(lone(f"n{n}", n * 0.2) for n in range(60)))
    found = [sum(name.startswith("n") for name in desk.out()) for desk in (quick, slow)]
    # Of (40 x 0.5 + 10 x 2) / 50 minutes each, and of (40 x 15 + 10 x 2) / 50.
    assert found == [int(30 / 0.8), int(30 / 12.4)]


def test_without_a_budget_nothing_waits() -> None:
    desk = Desk(reviewer_minutes_a_day=None)
    desk.take(*(lone(f"a{n}", n * 0.1) for n in range(50)))
    assert len(desk.out()) == 50


@pytest.mark.parametrize("cut", [10, 30, 60])
def test_a_restart_changes_nothing(cut: int) -> None:
    whole, halves = Desk(), Desk()

    def step(desk: Desk, hour: int) -> None:
        desk.at(hour)
        desk.take(lone(f"x{hour}", hour, priority=hour % 7))

    for hour in range(90):
        step(whole, hour)
        step(halves, hour)
        if hour == cut:
            room = halves.room
            stored = msgspec.msgpack.decode(msgspec.msgpack.encode(room.saved()), type=RoomMemory)
            halves.room = CampaignRoom(halves.settings, halves.metrics, halves.queue.append, stored,
                                       list(room.board.found.values()), room.ledger)  # fmt: skip
    assert halves.queue == whole.queue
