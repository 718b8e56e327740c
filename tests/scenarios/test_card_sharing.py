"""One card on many accounts."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def paid(subject: str, at: float, card: str) -> Event:
    return event("account.payment", subject, at, card=card, outcome=True, amount_minor=500.0)


def test_fires_on_a_card_that_pays_for_many_accounts_within_days() -> None:
    events = [paid(f"trial{i}", i * 20_000.0, "card1") for i in range(20)]
    (alert,) = last_versions(alerts(events, "card_sharing")).values()
    assert (alert.entity.type, alert.entity.id) == ("card", "card1")
    assert alert.accounts[:2] == ["trial0", "trial1"]


def test_fires_at_once_where_all_come_within_minutes() -> None:
    found = alerts([paid(f"trial{i}", i * 60.0, "card1") for i in range(20)], "card_sharing")
    assert found[0].emitted_at <= "2026-01-05T08:10:00.000Z"


def test_quiet_on_a_family() -> None:
    events = [paid(f"member{i % 4}", i * 40_000.0, "card1") for i in range(60)]
    assert alerts(events, "card_sharing") == []


def test_quiet_on_a_company_card_that_gains_users_slowly() -> None:
    events = [
        paid(f"staff{i}", week * 604_800.0 + i * 9000.0, "card1") for week in range(30) for i in range(2 + week // 4)
    ]
    assert alerts(events, "card_sharing") == []


def test_quiet_on_one_account_that_pays_often() -> None:
    assert alerts([paid("shop", i * 30.0, "card1") for i in range(500)], "card_sharing") == []
