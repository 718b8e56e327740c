"""Coins bought, spent and given back, again and again, on a site whose people return what they bought by mistake."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY, MINUTE = "refund_rounds", 86_400.0, 60.0


def round_(account: str, at: float, after: float = 12 * MINUTE, **fields: Any) -> list[Event]:
    """Return a payment and the request to have it back."""
    asked = {"product": "refund.request", "status": 200, **fields}
    paid = event("account.payment", account, at, outcome=True, amount_minor=9999, merchant="game")
    return [paid, event("account.usage", account, at + after, **asked)]


def shop(people: int = 60, soon: int = 4, again: int = 0) -> list[Event]:
    """Return people who have something back after half a day, some within minutes, and some of these a second time."""
    found = list[Event]()
    for i in range(people):
        at = (0.2 + i * 0.3) * DAY
        found += round_(f"user{i}", at, 12 * MINUTE if i < soon else 0.5 * DAY)
        found += round_(f"user{i}", at + 2 * DAY) if i < again else []
    return found


def ring(accounts: int, rounds: int = 4, after: float = 12 * MINUTE, **fields: Any) -> list[Event]:
    """Return accounts that go round every other day."""
    return [one for k in range(accounts) for i in range(rounds)
            for one in round_(f"coin{k}", (9.3 + 2 * i + k * 0.01) * DAY, after, **fields)]  # fmt: skip


def played(*parts: list[Event]) -> list[Event]:
    return sorted([one for part in parts for one in part], key=lambda one: one.time)


def test_fires_on_old_accounts_that_each_go_round_four_times() -> None:
    (alert,) = last_versions(alerts(played(shop(), ring(10)), NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "payment_fraud")
    assert sorted(alert.accounts) == sorted(f"coin{k}" for k in range(10))
    assert "10 accounts each asked their money back within two hours of paying" in alert.reason
    evidence = alert.signals[0].evidence
    assert (evidence["rounds"], evidence["rounds_at_most"], evidence["others_once"]) == (40, 4, 4)


def test_fires_on_one_account_with_a_dozen_rounds_and_where_no_status_is_told() -> None:
    rounds = [one for i in range(12) for one in round_("coin", (14 + i * 0.3) * DAY, status=None)]
    (alert,) = last_versions(alerts(played(shop(), rounds), NAME)).values()
    assert alert.accounts == ["coin"]
    assert alert.reason.startswith("One account asked their money back within two hours of paying")


def test_fires_on_deposits_not_received_though_others_claim_the_bonus_for_their_first() -> None:
    """An hour and a half after paying; bonuses are given, so that who claims these is nobody to compare with."""
    gifts = [one for i in range(200) for again in (0, 600)
             for one in round_(f"new{i}", i * 0.1 * DAY + again, product="bonus/claim-welcome")]  # fmt: skip
    lost = ring(6, rounds=6, after=90 * MINUTE, product="cashier/claim-deposit-not-received")
    (alert,) = last_versions(alerts(played(shop(), gifts, lost), NAME)).values()
    assert sorted(alert.accounts) == sorted(f"coin{k}" for k in range(6))


@pytest.mark.parametrize("rounds", [
    ring(10, rounds=2), ring(2), ring(10, after=5 * 3600.0), ring(10, after=60.0), ring(10, status=422),
    ring(10, key="k1"), ring(10, product="wallet.balance"),
])  # fmt: skip
def test_quiet_on_few_rounds_or_accounts_and_on_what_is_late_or_refused_or_no_refund(rounds: list[Event]) -> None:
    assert alerts(played(shop(), rounds), NAME) == []


def test_quiet_where_a_deposit_is_given_back_at_the_end_of_each_ride() -> None:
    riders = [one for k in range(40) for i in range(1 + k % 6)
              for one in round_(f"rider{k}", (9.3 + i + k * 0.01) * DAY, product="deposit/return")]  # fmt: skip
    assert alerts(played(shop(20), riders), NAME) == []


def test_quiet_on_who_returns_much_and_waits_for_most_of_it_and_below_twenty_others() -> None:
    late = [one for k in range(10) for one in round_(f"coin{k}", (10.1 + k * 0.01) * DAY, 0.4 * DAY)]
    more = [one for k in range(10) for one in round_(f"coin{k}", (12.1 + k * 0.01) * DAY, 0.4 * DAY)]
    assert alerts(played(shop(), ring(10), late, more), NAME) == []
    assert alerts(played(shop(19), ring(10)), NAME) == []
