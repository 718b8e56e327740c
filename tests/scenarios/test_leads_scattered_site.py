"""Accounts that share the work of leading strangers away, each below what one account is told for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY, HOUR = "leads_scattered_site", 86_400.0, 3600.0


def wrote(who: str, at: float, to: str, domain: str, **fields: Any) -> Event:
    """Return a message with a link."""
    given = {"kind": "message", "domains": (domain,), "device": who, "ip": "10.1.2.3", "text": "Check it", **fields}
    return event("content.posted", who, at, content_id=f"{who}{at}", target=to, **given)


def sleepers(accounts: int = 10, each: int = 7, pages: int = 24, **fields: Any) -> Iterator[Event]:
    """Return messages of accounts that write to a stranger or two a day, with pages that they share."""
    for i in range(accounts):
        for k in range(each):
            page = f"verify{(i * each + k) % pages}.example"
            yield wrote(f"aged{i}", k * 18 * HOUR + i * 1700.0, f"member{i}-{k}", page, **fields)


def test_fires_on_accounts_that_share_look_alike_pages_and_strangers() -> None:
    friends = [wrote(f"friend{i}", i * 2 * HOUR, f"pal{i}", "news.example") for i in range(60)]
    (alert,) = last_versions(alerts([*sleepers(), *friends], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.accounts_total) == ("site", "spam", 10)
    assert set(alert.accounts) == {f"aged{i}" for i in range(10)}
    assert alert.reason.startswith("10 accounts wrote to strangers within 9 days and led 4 or more of them each to")
    assert "24 sites or numbers, each told by 4 accounts at most." in alert.reason
    assert alert.signals[0].evidence["events"] == 70
    assert alerts(list(sleepers()), "leads_scattered") == []


@pytest.mark.parametrize("given", [
    {"accounts": 4}, {"each": 3}, {"pages": 2}, {"kind": "comment"}, {"device": None, "ip": None}, {"target": "news"},
])  # fmt: skip
def test_quiet_on_few_on_well_told_pages_on_comments_on_the_product_and_on_a_channel(given: dict[str, Any]) -> None:
    target = given.pop("target", None)
    told = list(sleepers(**given))
    for one in told if target else ():
        one.target = target
    assert alerts(told, NAME) == []


def test_quiet_on_sellers_who_tell_strangers_their_own_page_and_on_one_busy_day() -> None:
    own = [wrote(f"seller{i}", k * 9 * HOUR, f"buyer{i}-{k}", f"shop{i}.example") for i in range(20) for k in range(12)]
    assert alerts(own, NAME) == []
    once = [wrote(f"host{i}", k * 900.0, f"guest{i}-{k}", f"sight{i}-{k}.example") for i in range(9) for k in range(6)]
    assert alerts(once, NAME) == []


def test_quiet_on_who_answers() -> None:
    told = list(sleepers())
    asked = [event("content.posted", one.target or "", at=0.0, kind="message", target=one.subject, content_id=f"q{n}")
             for n, one in enumerate(told)]  # fmt: skip
    for question, answer in zip(asked, told, strict=True):
        question.time = answer.time - 2 * HOUR
    assert alerts([*asked, *told], NAME, "mass_contact") == []
