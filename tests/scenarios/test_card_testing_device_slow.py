"""A few cards a day on the accounts of one device, day after day."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

DAY, HOUR = 86_400.0, 3600.0
SLOW = "card_testing_device_slow"
OTHERS = ("card_testing", "card_testing_slow", "card_testing_device")


def paid(subject: str, at: float, card: str, reason: str | None = None, device: str = "phone") -> Event:
    return event(
        "account.payment", subject, at, device=device, card=card, outcome=reason is None, reason=reason,
        amount_minor=2500.0,
    )  # fmt: skip


def made(number: int, at: float) -> Event:
    return event("account.signup", f"new{number}", at, device="phone")


def tries(accounts: int, cards: int, taken: int = 0) -> list[Event]:
    """Return new accounts, one a day, each trying some cards at its hour, the last of some with success."""
    found: list[Event] = []
    for i in range(accounts):
        found.append(made(i, i * DAY))
        for k in range(cards):
            good = k == cards - 1 and i < taken
            found.append(paid(f"new{i}", i * DAY + HOUR + k * 120.0, f"c{i}-{k}", None if good else "do_not_honor"))
    return found


def test_fires_on_two_cards_each_of_new_accounts_on_one_phone() -> None:
    assert alerts(tries(6, 2, taken=3), *OTHERS) == []
    (alert,) = last_versions(alerts(tries(6, 2, taken=3), SLOW)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("device", "phone", "payment_fraud")
    assert alert.accounts_total == 6
    assert "On one device 9 cards of 6 accounts were refused" in alert.reason
    assert "in 9 payments; 3 cards were taken on it in that time." in alert.reason
    at_one = tries(6, 2, taken=3)
    for one in at_one:
        one.merchant = "tutor-7"
    (alert,) = last_versions(alerts(at_one, SLOW)).values()
    assert "taken on it in that time; 9 of 9 refusals were at tutor-7." in alert.reason


def test_quiet_on_few_cards_one_account_and_one_sitting() -> None:
    assert alerts(tries(2, 3), SLOW) == []
    assert alerts(tries(1, 12), SLOW) == []
    sitting = [paid(f"old{i % 4}", i * 200.0, f"c{i}", "do_not_honor") for i in range(12)]
    assert alerts(sitting, SLOW) == []


def test_quiet_on_a_counter_whose_customers_are_new_and_pay_in_the_end() -> None:
    chance = Random(4)
    events: list[Event] = []
    for i in range(300):
        at = i * DAY / 30
        events.append(event("account.signup", f"guest{i}", at, device="counter"))
        if chance.random() < 0.15:
            events.append(paid(f"guest{i}", at + 400.0, f"g{i}", "do_not_honor", "counter"))
        events.append(paid(f"guest{i}", at + 500.0, f"g{i}b", device="counter"))
    assert alerts(events, SLOW) == []


def test_quiet_on_a_household_with_a_card_refused_now_and_then() -> None:
    events = [
        paid(f"home{i % 3}", i * DAY / 2, f"h{i % 4}", "3ds_failed" if i % 5 == 0 else None, "tablet")
        for i in range(60)
    ]
    assert alerts(events, SLOW) == []
