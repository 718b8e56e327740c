"""The campaign room: one alert goes on, the others close into it, whatever came first."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from pipeline.campaigns.room import CampaignRoom
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names
from tests.support.alerts import NOON


class Desk:
    """A room and the queue behind it: first versions are sent where they are found."""

    def __init__(self) -> None:
        self.queue: list[Alert] = []
        self.metrics = RecordingMetrics()
        self.room = CampaignRoom(EngineSettings(), self.metrics, self.queue.append)

    def take(self, *found: Finding) -> None:
        for one in found:
            if one.alert.version == 1:
                self.queue.append(one.alert)
            self.room.take(one)

    def last(self) -> dict[str, Alert]:
        return {alert.alert_id: alert for alert in self.queue}


def version(found: Finding, number: int, **fields: object) -> Finding:
    """Return a later version of a finding."""
    return msgspec.structs.replace(found, alert=msgspec.structs.replace(found.alert, version=number, **fields))


FEW = finding("a-1", 0, 300, names("u", 20), entity="ip:192.0.2.1")
MORE = finding("b-1", 20, 400, names("v", 30), entity="ip:192.0.2.2", detector="user_enumeration", severity="critical")
FAR = finding("c-1", 5 * HOUR, 5 * HOUR + 60, ["w1"], entity="account:w1", policy="spam")


def test_a_lone_finding_stays_as_it_is() -> None:
    desk = Desk()
    desk.take(FAR, version(FAR, 2, accounts_total=2))
    assert [(alert.version, alert.accounts_total, alert.campaign_id) for alert in desk.queue] == [
        (1, 1, None),
        (2, 2, None),
    ]


def test_two_that_began_together_become_one_alert_with_both_signals() -> None:
    desk = Desk()
    desk.take(FEW, MORE, FAR)
    last = desk.last()
    assert (last["a-1"].campaign_id, last["b-1"].campaign_id, last["c-1"].campaign_id) == ("a-1", "a-1", None)
    assert (last["a-1"].status, last["b-1"].status) == ("open", "closed")
    assert "reviewed as a-1" in last["b-1"].reason
    head = last["a-1"]
    assert (head.accounts_total, head.severity, len(head.accounts)) == (50, "critical", 50)
    assert {signal.detector for signal in head.signals} == {"login_fanout", "user_enumeration"}
    assert set(head.evidence_event_ids) == {"a-1-e1", "b-1-e1"}
    assert (head.first_seen, head.last_seen) == (FEW.alert.first_seen, MORE.alert.last_seen)
    assert "50 accounts" in head.reason
    assert "2 addresses" in head.reason
    assert head.priority == pytest.approx(2.0)  # different accounts: the harm adds up
    assert desk.metrics.total("abusewatch_alerts_joined_total") == 1


def test_parts_about_the_same_accounts_are_no_more_urgent_together() -> None:
    desk = Desk()
    desk.take(FEW, finding("b-1", 10, 300, names("u", 20), entity="ip:192.0.2.9"))
    assert desk.last()["a-1"].priority == pytest.approx(1.0)


def test_two_campaigns_that_turn_out_to_be_one_go_on_as_the_older() -> None:
    desk = Desk()
    later = finding("d-1", 3000, 3600, names("x", 9), entity="ip:198.51.100.3")
    beside = finding("e-1", 3010, 3600, names("y", 9), entity="ip:198.51.100.4")
    desk.take(FEW, MORE, later, beside)
    assert {alert.campaign_id for alert in desk.last().values()} == {"a-1", "d-1"}
    bridge = finding("f-1", 3300, 3500, [*names("u", 5), *names("x", 5)], entity="device:d9")
    desk.take(bridge)
    last = desk.last()
    assert {alert.campaign_id for alert in last.values()} == {"a-1"}
    assert [name for name, alert in last.items() if alert.status == "open"] == ["a-1"]
    assert last["a-1"].accounts_total == 20 + 30 + 9 + 9
    assert "reviewed as a-1" in last["d-1"].reason


SITE = finding("s-1", 0, 3 * HOUR, names("u", 400), entity="site:*", detector="login_site")
ENTERED = finding("t-1", 2 * HOUR, 2 * HOUR + 300, ["w9"], entity="account:w9", detector="takeover")
WAVE = finding("w-1", 2 * HOUR - 900, 3 * HOUR, names("w", 20), entity="content:f1", policy="spam")
WAVE.since = [900] * len(WAVE.crowd)
LATER = finding("t-2", 12 * HOUR, 12 * HOUR + 300, ["w8"], entity="account:w8", detector="takeover")
AMID = (SITE, ENTERED, WAVE, LATER)


def heads(*found: Finding) -> dict[str, str | None]:
    desk = Desk()
    desk.take(*found)
    desk.room.flush()
    return {name: alert.campaign_id for name, alert in desk.last().items()}


def test_an_account_entered_during_an_attack_on_the_site_is_part_of_it() -> None:
    assert heads(SITE, ENTERED, LATER) == {"s-1": "s-1", "t-1": "s-1", "t-2": None}
    assert heads(ENTERED, SITE) == {"s-1": "s-1", "t-1": "s-1"}


def test_where_accounts_are_entered_all_day_the_site_explains_none() -> None:
    daily = [finding(f"d-{n}", (n - 30) * HOUR, (n - 30) * HOUR + 60, [f"x{n}"], entity=f"account:x{n}")
             for n in range(0, 30, 2)]  # fmt: skip
    assert heads(*daily, SITE, ENTERED)["t-1"] is None


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_an_account_that_belongs_elsewhere_is_no_bridge_to_the_site(order: tuple[int, ...]) -> None:
    parts = (SITE, ENTERED, WAVE)
    found = heads(*(parts[place] for place in order))
    assert found == {"s-1": None, "t-1": "w-1", "w-1": "w-1"}


CROWD = finding("c-1", 0, 3 * HOUR, names("w", 150), entity="content:f1", policy="spam", detector="content_copies")
OTHERS = finding("c-2", 2 * HOUR, 3 * HOUR, ["w9", *names("v", 149)], entity="card:k", policy="payment_fraud")
MEMBER = finding("i-1", HOUR, 3 * HOUR, ["w9"], entity="account:w9", detector="impossible_travel")


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_an_account_of_a_crowd_goes_to_it_and_joins_it_to_no_other(order: tuple[int, ...]) -> None:
    parts = (CROWD, OTHERS, MEMBER)
    assert heads(*(parts[place] for place in order)) == {"c-1": "c-1", "c-2": None, "i-1": "c-1"}


def test_an_account_of_a_town_behind_one_address_does_not_go_to_it() -> None:
    town = finding("c-3", 0, 3 * HOUR, names("w", 2000), total=2000)
    assert heads(town, MEMBER) == {"c-3": None, "i-1": None}


def test_it_closes_when_all_its_parts_have() -> None:
    desk = Desk()
    desk.take(FEW, MORE, version(MORE, 2, status="closed"))
    assert desk.last()["a-1"].status == "open"
    desk.take(version(FEW, 2, status="closed"))
    assert desk.last()["a-1"].status == "closed"


def test_growth_is_sent_once_an_update_interval_and_membership_at_once() -> None:
    desk, place = Desk(), {"entity": "ip:192.0.2.2", "detector": "user_enumeration", "severity": "critical"}
    desk.take(FEW, MORE)
    before = len(desk.queue)
    for number in range(2, 12):
        grown = finding("b-1", 20, 400 + 2.0 * number, names("v", 30 + number), **place)  # type: ignore[arg-type]
        desk.take(version(grown, number))
    assert len(desk.queue) == before
    desk.take(version(finding("b-1", 20, 500, names("v", 60), **place), 12))  # type: ignore[arg-type]
    assert [alert.alert_id for alert in desk.queue[before:]] == ["a-1"]
    desk.take(finding("g-1", 30, 501, names("z", 3), entity="ip:192.0.2.5"))
    assert desk.queue[-1].campaign_id == "a-1"


def stream(*more: Finding) -> list[Finding]:
    """Return findings of two attacks and a loner, and `more`, in several versions, closed at last."""
    found = [FEW, MORE, FAR, finding("d-1", 3000, 3600, names("x", 9), entity="ip:192.0.2.3")]
    found.append(finding("f-1", 3300, 3500, [*names("u", 5), *names("x", 5)], entity="device:d9"))
    found.extend(more)
    return [*found, *(version(one, 2, severity="critical") for one in found),
            *(version(one, 3, status="closed") for one in found)]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_arrival_decides_nothing(seed: int) -> None:
    """Each finding's versions come in order; between findings anything goes."""
    expected, desk, random = Desk(), Desk(), Random(seed)
    expected.take(*stream(*AMID))
    expected.room.flush()
    queues: dict[str, list[Finding]] = {}
    for one in stream(*AMID):
        queues.setdefault(one.alert.alert_id, []).append(one)
    while queues:
        name = random.choice(sorted(queues))
        desk.take(queues[name].pop(0))
        if not queues[name]:
            del queues[name]
    desk.room.flush()
    plain = [{name: msgspec.structs.replace(alert, version=1) for name, alert in one.last().items()}
             for one in (desk, expected)]  # fmt: skip
    assert plain[0] == plain[1]


@pytest.mark.parametrize("cut", [1, 4, 7, 11])
def test_a_restart_changes_nothing(cut: int) -> None:
    whole, halves = Desk(), Desk()
    whole.take(*stream(*AMID))
    halves.take(*stream(*AMID)[:cut])
    board = halves.room.board
    halves.room = CampaignRoom(EngineSettings(), halves.metrics, halves.queue.append,
                               halves.room.saved(), list(board.found.values()))  # fmt: skip
    halves.take(*stream(*AMID)[cut:])
    assert halves.queue == whole.queue


def test_the_same_finding_once_more_says_nothing() -> None:
    desk = Desk()
    desk.take(FEW, MORE)
    before = list(desk.queue)
    desk.room.take(FEW)
    desk.room.take(MORE)
    desk.room.flush()
    assert desk.queue == before


def test_a_closed_campaign_is_forgotten_after_its_time_and_no_sooner() -> None:
    desk = Desk()
    desk.take(*stream())
    day = EngineSettings().campaign_memory_s
    desk.room.at(NOON + day)
    assert set(desk.room.board.found) == {"a-1", "b-1", "c-1", "d-1", "f-1"}
    desk.room.at(NOON + 3600 + day + 1)
    assert set(desk.room.board.found) == {"c-1"}
    desk.room.at(NOON + 6 * HOUR + 60 + day)
    assert not desk.room.memory.said


@pytest.mark.parametrize("days", [1, 10, 30])
def test_what_closes_weeks_after_its_last_evidence_still_speaks_for_the_whole_campaign(days: int) -> None:
    """A week's sum over the site is closed when nothing of two weeks can join it; the others were closed long ago."""
    desk, sum_ = Desk(), finding("s-1", 10, 500, [*names("u", 20), *names("v", 30)], entity="site:*")
    desk.take(FEW, MORE, sum_, version(FEW, 2, status="closed"), version(MORE, 2, status="closed"))
    desk.room.flush()
    before = desk.last()["a-1"]
    desk.room.at(NOON + days * 24 * HOUR)
    desk.take(version(sum_, 2, status="closed"))
    desk.room.flush()
    after = desk.last()["a-1"]
    assert (after.reason, after.accounts, len(after.signals)) == (before.reason, before.accounts, len(before.signals))
    assert {name: alert.campaign_id for name, alert in desk.last().items()} == dict.fromkeys(
        ("a-1", "b-1", "s-1"), "a-1"
    )
    assert {alert.status for alert in desk.last().values()} == {"closed"}


def reported(name: str, first: float, crowd: list[str], entity: str, detector: str = "report_surge") -> Finding:
    """Return a finding on who reported an account, or one after the other."""
    return finding(name, first, first + HOUR, crowd, entity=entity, detector=detector, policy="report_abuse")


def test_a_brigade_is_one_alert_with_its_surges_of_the_week_and_without_those_of_others() -> None:
    """Two of its surges are days old when it is told; on a third account many others were angry, too."""
    parts = [
        reported("r-1", 0, names("u", 8), "account:s1"),
        reported("r-2", 50 * HOUR, [*names("u", 6), "w1"], "account:s2"),
        reported("r-3", 52 * HOUR, [*names("u", 8), *names("w", 25)], "account:s3"),
        reported("r-4", 130 * HOUR, names("u", 10), "site:*", "report_brigade"),
    ]
    told = []
    for order in (parts, parts[::-1], Random(3).sample(parts, len(parts))):
        desk = Desk()
        desk.take(*order)
        desk.room.flush()
        told.append({name: alert.campaign_id for name, alert in desk.last().items()})
    assert told[0]["r-1"] == told[0]["r-2"] == told[0]["r-4"] == "r-4"  # rather not what is about a single account
    assert told[0]["r-3"] is None
    assert told[0] == told[1] == told[2]


def test_who_reported_is_remembered_for_a_week_after_the_alert_is_closed() -> None:
    desk = Desk()
    surge = reported("r-1", 0, names("u", 8), "account:s1")
    desk.take(surge, version(surge, 2, status="closed"))
    desk.room.at(NOON + 100 * HOUR)
    desk.take(reported("r-2", 130 * HOUR, names("u", 10), "site:*", "report_brigade"))
    assert desk.last()["r-1"].campaign_id == "r-2"
