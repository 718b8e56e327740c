"""An account that leads each stranger to another number, name or site."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas.event import NAMED, Event
from schemas.parse import parse
from tests.support.scenario import START, alerts, event, last_versions

DAY, HOUR = 86_400.0, 3600.0


def wrote(i: int, at: float, who: str = "fraud", **fields: Any) -> Event:
    """Return a message with a link; fields may name its number."""
    given = {"kind": "message", "target": f"owner{i}", "domains": (f"safe-pay{i}.example",), "device": "phone",
             "ip": "10.1.2.3", **fields}  # fmt: skip
    return event("content.posted", who, at, content_id=f"{who}{i}", text="Please pay the deposit there", **given)


def drip(number: int = 24, a_day: int = 3, **fields: Any) -> list[Event]:
    """Return messages to a few strangers a day, some hours apart."""
    return [wrote(i, i // a_day * DAY + i % a_day * 3 * HOUR, **fields) for i in range(number)]


def said(text: str, **data: Any) -> Event:
    """Return a message as it is read from the wire."""
    data |= {"content_id": "c", "kind": "message", "text": text, "target": "owner"}
    event = {"specversion": "1.0", "id": "m", "source": "/web", "type": "content.posted", "subject": "broker",
             "time": "2026-01-31T12:00:00Z", "data": data}  # fmt: skip
    found = parse(json.dumps(event).encode())
    assert isinstance(found, Event)
    return found


def test_fires_on_another_site_for_each_of_three_strangers_a_day() -> None:
    (alert,) = last_versions(alerts(drip(), "leads_scattered")).values()
    assert (alert.entity.type, alert.entity.id, alert.severity, alert.policy) == ("account", "fraud", "medium", "spam")
    assert alert.reason.startswith("The account wrote to strangers on 8 days of 9 and led 24 of them each")
    assert (alert.signals[0].evidence["on_days"], alert.signals[0].evidence["led_each_elsewhere"]) == (8, 24)


def test_fires_before_the_fraud_is_over() -> None:
    (first, *_) = alerts(drip(), "leads_scattered")
    assert int(first.signals[0].evidence["led_each_elsewhere"]) <= 15


def test_fires_on_another_number_for_each() -> None:
    numbers = [wrote(i, i // 3 * DAY + i % 3 * HOUR, domains=(), contacts=(f"contact-number-{i}",)) for i in range(24)]
    assert alerts(numbers, "leads_scattered")


def test_low_where_sites_are_but_named() -> None:
    """Who deals in names asks each owner for his; whoever is to pay somewhere is given a link."""
    asked, told = said("Is willow-dental.com for sale?"), said("Pay at willow-dental.com/pay please")
    linked = said("Is it willow-dental.com?", urls=["https://willow-dental.com/"])
    assert [one.novel & NAMED for one in (asked, told, linked)] == [NAMED, 0, 0]
    (alert,) = last_versions(alerts(drip(novel=NAMED), "leads_scattered")).values()
    assert alert.severity == "low"
    assert alert.reason.endswith("0 with links, 24 that name a site without a link to it.")


def test_fires_as_before_where_a_number_is_told_beside_the_name() -> None:
    told = [wrote(i, i // 3 * DAY + i % 3 * HOUR, novel=NAMED, contacts=(f"contact-number-{i}",)) for i in range(24)]
    (alert,) = last_versions(alerts(told, "leads_scattered")).values()
    assert alert.severity == "medium"


def test_quiet_on_one_page_for_all_and_on_two_by_turns() -> None:
    assert alerts(drip(60, 6, domains=("agency.example",)), "leads_scattered") == []
    by_turns = [wrote(i, i * 4 * HOUR, domains=(f"page{i % 2}.example",)) for i in range(50)]
    assert alerts(by_turns, "leads_scattered") == []


def test_quiet_on_news_of_many_papers_in_one_channel_or_in_all() -> None:
    assert alerts(drip(60, 6, target="news"), "leads_scattered") == []
    everywhere = [wrote(i, i * 3 * HOUR, target=f"room{k}") for i in range(40) for k in range(4)]
    for number, one in enumerate(everywhere):
        one.id = f"news{number}"
    assert alerts(everywhere, "leads_scattered") == []


def test_quiet_on_a_busy_day() -> None:
    assert alerts([wrote(i, i * 900.0) for i in range(30)], "leads_scattered") == []


@pytest.mark.parametrize("fields", [{"device": None, "ip": None}, {"kind": "comment"}, {"target": None}])
def test_quiet_on_what_the_product_sends_and_on_comments(fields: dict[str, Any]) -> None:
    assert alerts(drip(**fields), "leads_scattered") == []


def test_quiet_on_who_answers() -> None:
    asked = [event("content.posted", f"owner{i}", one.time - START - 2 * HOUR, kind="message", target="fraud",
                   content_id=f"ask{i}", text="Where can I see it?") for i, one in enumerate(drip())]  # fmt: skip
    assert alerts(sorted([*asked, *drip()], key=lambda one: one.time), "leads_scattered", "mass_contact") == []


def test_quiet_on_fewer_than_a_dozen() -> None:
    assert alerts(drip(10, 1), "leads_scattered") == []
