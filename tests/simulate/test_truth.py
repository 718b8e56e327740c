"""The truth says what the events show, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.simulate.programme import BURSTS, CAMPAIGNS
from pipeline.simulate.truth import Truth, read_truth, write_truth
from schemas.event import Event
from tests.simulate.small import SMALL, played

LONGER = replace(SMALL, days=3.0, accounts=400)


def of_kind(kind: str) -> tuple[Truth, list[Event]]:
    world = played(LONGER)
    truth = next(one for one in world.truths if one.kind == kind)
    wanted = set(truth.event_ids)
    return truth, [event for event in world.events if event.id in wanted]


def test_every_kind_is_planted_once_in_three_days() -> None:
    assert sorted(truth.kind for truth in played(LONGER).truths) == sorted(k.kind for k in (*BURSTS, *CAMPAIGNS))


def test_quiet_traffic_has_no_campaign_and_none_of_its_events() -> None:
    quiet = played(replace(LONGER, attacks=False))
    assert {truth.area for truth in quiet.truths} == {None}
    handles = [event for event in quiet.events if event.domains and event.domains[0].startswith("best-deal")]
    assert handles == []


def test_without_bursts_nothing_is_planted() -> None:
    assert played(replace(LONGER, attacks=False, bursts=False)).truths == []


@pytest.mark.parametrize("kind", [k.kind for k in (*BURSTS, *CAMPAIGNS) if k.kind != "tenant_launch"])
def test_truth_agrees_with_the_events(kind: str) -> None:
    truth, events = of_kind(kind)
    assert [event.id for event in events] == truth.event_ids
    assert truth.start == pytest.approx(events[0].time, abs=0.001)
    assert truth.end == pytest.approx(events[-1].time, abs=0.001)
    concerned = {name for event in events for name in (event.subject, event.reporter) if name}
    assert concerned == set(truth.accounts)


@pytest.mark.parametrize("kind", [k.kind for k in CAMPAIGNS])
def test_entities_are_seen_in_the_events(kind: str) -> None:
    truth, events = of_kind(kind)
    seen = {"site:*"}
    for event in events:
        pairs = (("account", event.subject), ("ip", event.ip), ("device", event.device), ("card", event.card),
                 ("key", event.key), ("content", event.content_id))  # fmt: skip
        seen |= {f"{sort}:{name}" for sort, name in pairs if name}
        seen |= {f"domain:{name}" for name in (*event.domains, event.email_domain) if name}
    assert set(truth.entities) <= seen


def _distinct(field: str) -> Callable[[list[Event]], int]:
    return lambda events: len({getattr(event, field) for event in events})


@pytest.mark.parametrize(
    ("kind", "measure", "low", "high"),
    [
        ("stuffing_few", _distinct("ip"), 2, 5),
        ("card_testing", _distinct("card"), 50, 400),
        ("key_resale", _distinct("ip"), 20, 160),
        ("signup_farm", _distinct("device"), 3, 8),
        ("brigading", _distinct("subject"), 1, 1),
        ("angry_user", _distinct("reporter"), 1, 1),
        ("class_signup", _distinct("ip"), 1, 1),
    ],
)
def test_a_kind_is_what_it_is_called(kind: str, measure: Callable[[list[Event]], int], low: int, high: int) -> None:
    assert low <= measure(of_kind(kind)[1]) <= high


def test_stuffing_from_many_uses_every_address_about_once() -> None:
    tries = [event for event in of_kind("stuffing_many")[1] if event.type == "account.login"]
    assert len({event.ip for event in tries}) >= 0.99 * len(tries)


def test_truth_survives_its_file(tmp_path: Path) -> None:
    write_truth(tmp_path / "truth.jsonl", played().truths)
    assert read_truth(tmp_path / "truth.jsonl") == played().truths
