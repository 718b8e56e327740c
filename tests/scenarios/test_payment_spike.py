"""A card, or an account, that somebody else spends; and the large purchases that people make."""

from __future__ import annotations

from typing import Any

from detectors.payment_spike_judged import NO_SPIKE, spike
from detectors.payment_spike_past import Paid, Past
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "payment_spike", 3600.0, 86_400.0
USUAL = (900, 2_450, 3_120, 5_099, 1_275, 7_800)  # cents
DEAR = (48_900, 61_250, 103_000, 39_900, 87_525, 55_010)

HOME: dict[str, Any] = {"ip": "192.0.2.9", "device": "phone", "asn": 64500}
THIEF: dict[str, Any] = {"ip": "203.0.113.7", "device": "laptop", "asn": 64501}


def pay(at: float, amount: float, merchant: str = "shop", **fields: Any) -> Event:
    told = {"outcome": "success", "amount_minor": amount, "currency": "EUR", "card": "c1", "merchant": merchant}
    return event("account.payment", "ana", at, **(told | fields))


def habit(days: int = 44, each: int = 2, **fields: Any) -> list[Event]:
    """Return the small payments of days, the last of them yesterday."""
    return [
        pay((i - days) * DAY + j * HOUR, USUAL[(i * each + j) % 6] + i, f"m{j}", **fields)
        for i in range(days)
        for j in range(each)
    ]


def spent(*amounts: float, at: float = 0.0, apart: float = 1500.0, **fields: Any) -> list[Event]:
    return [pay(at + i * apart, amount, f"till-{i}", **fields) for i, amount in enumerate(amounts)]


def rows(*events: Event) -> int:
    return len(last_versions(alerts(sorted(events, key=lambda e: e.time), NAME)))


def test_fires_on_a_card_that_is_spent_in_a_night_across_midnight() -> None:
    (alert,) = last_versions(alerts([*habit(), *spent(*DEAR, at=14 * HOUR)], NAME)).values()  # from 22:00 UTC on
    assert (alert.entity.id, alert.policy, alert.severity) == ("ana", "payment_fraud", "medium")
    assert alert.accounts == ["ana"]
    assert alert.reason == (
        "The account made 6 payments within a day, each of 399.00 EUR or more, 3,955.85 EUR in all; none of its 88 "
        "payments before was as large, usual is about 26.55 EUR."
    )
    assert (alert.signals[0].evidence["payments_in_window"], alert.signals[0].evidence["earlier_payments"]) == (6, 88)


def test_fires_though_all_are_refused_and_though_it_bought_dear_things_before() -> None:
    assert rows(*habit(), *spent(*DEAR, outcome="failure")) == 1
    dear = [pay(-50 * DAY, 120_000, "sofas", **HOME), pay(-9 * DAY, 80_000, "bikes", **HOME)]
    assert rows(*habit(90, **HOME), *dear, *spent(*DEAR, **THIEF)) == 1


def test_fires_within_two_weeks_where_the_place_is_new_too() -> None:
    (alert,) = last_versions(alerts([*habit(12, **HOME), *spent(*DEAR, **THIEF)], NAME)).values()
    assert (
        "6 payments within a day, from a device and address new to it within hours, each of 399.00 EUR" in alert.reason
    )


def test_quiet_on_a_home_set_up_from_where_the_owner_always_is() -> None:
    assert rows(*habit(90, **HOME), *spent(*DEAR, *[a + 1_000 for a in DEAR], **HOME)) == 0


def test_fires_on_five_of_an_account_known_for_long_and_names_no_currency_that_is_not_told() -> None:
    (alert,) = last_versions(alerts([*habit(120, currency=None), *spent(*DEAR[:5], currency=None)], NAME)).values()
    assert "each of 39,900 or more (in the smallest unit of its currency, which is not told)" in alert.reason


def test_quiet_on_one_large_purchase_or_three_and_on_the_same_one_tried_again() -> None:
    assert rows(*habit(200), *spent(*DEAR[:3])) == 0
    assert rows(*habit(), *[pay(i * 60.0, 99_900, "sofas", outcome="failure") for i in range(12)]) == 0
    assert rows(*habit(), *[pay(i * 60.0, 50_000, "gift-cards") for i in range(12)]) == 0


def test_quiet_on_bills_of_the_month_and_on_a_business_that_has_such_days() -> None:
    bills = [one for month in (1, 2, 3) for one in spent(*DEAR, at=-month * 30 * DAY)]
    assert rows(*habit(91), *bills, *spent(*DEAR)) == 0
    assert rows(*habit(), *spent(*DEAR, at=-30 * DAY), *spent(*DEAR)) == 0


def test_quiet_on_new_accounts_and_where_it_takes_days() -> None:
    assert rows(*habit(34), *spent(*DEAR)) == 0
    assert rows(*habit(), *spent(*DEAR, apart=DAY)) == 0


def test_quiet_on_a_day_of_shopping_at_twice_its_usual_and_on_a_journey_in_another_currency() -> None:
    assert rows(*habit(), *spent(6_000, 6_400, 7_100, 8_000, 6_900, 7_500, 7_900)) == 0
    assert rows(*habit(), *spent(*[a * 150 for a in USUAL], currency="JPY")) == 0
    assert spike([Paid("JPY", 60, 40_000.0, "new")] * 4, Past({"EUR:40": 90}, 45), 4, 0.5) == NO_SPIKE
