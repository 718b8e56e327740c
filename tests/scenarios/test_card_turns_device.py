"""Stolen cards spent one at a time on a telephone, and tills, couriers and families."""

from __future__ import annotations

from random import Random
from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY, HOUR = "card_turns_device", 86_400.0, 3600.0
OTHERS = ("card_testing", "card_testing_device", "card_testing_device_slow", "card_sharing", "payee_cards_slow")


def paid(who: str, at: float, card: str, ip: str, **fields: Any) -> Event:
    given = {"outcome": True, "amount_minor": 12_000.0, "currency": "EUR", "merchant": "tutor-7", "device": "phone"}
    return event("account.payment", who, at, card=card, ip=ip, **(given | fields))


def ring(
    accounts: int = 4, cards: int = 3, *, home: bool = False, every: float = 18 * HOUR, **fields: Any
) -> list[Event]:
    """Return accounts of one telephone that pay in turn, each time with another card and from elsewhere."""
    order = [(i, k) for k in range(cards) for i in range(accounts)]
    return [paid(f"pupil{i}", n * every, f"card{i}-{k}", "10.1.1.1" if home else f"10.{n}.1.1", **fields)
            for n, (i, k) in enumerate(order)]  # fmt: skip


def customers(number: int = 300) -> list[Event]:
    """Return people on devices of their own, a few of them with a second card."""
    random = Random(4)
    return [paid(f"c{n}", random.uniform(0, 9 * DAY), f"c{n}-{k}", f"172.16.{n % 250}.{k}", device=f"own{n}")
            for n in range(number) for k in range(1 + (random.random() < 0.05))]  # fmt: skip


def test_fires_on_four_accounts_that_each_pay_with_ever_another_card() -> None:
    assert alerts([*customers(), *ring()], *OTHERS) == []
    (alert,) = last_versions(alerts([*customers(), *ring()], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("device", "phone", "payment_fraud")
    assert set(alert.accounts) == {f"pupil{i}" for i in range(4)}
    assert alert.reason.startswith(
        "On one device (phone) 4 accounts paid with 3 cards or more each within 14 days, all taken, from 12 networks: "
        "12 cards on it in all ("
    )
    assert alert.reason.endswith(
        "; 1,440.00 EUR went through over all its days; 12 of the 12 payments were at tutor-7."
    )


def test_fires_and_names_nobody_who_paid_there_with_his_own_card() -> None:
    guest = paid("guest", 4 * DAY, "own", "10.99.1.1")
    (alert,) = last_versions(alerts([*ring(), guest], NAME)).values()
    assert set(alert.accounts) == {f"pupil{i}" for i in range(4)}


def test_quiet_on_few_accounts_on_families_and_on_what_is_refused_or_told_without_a_device() -> None:
    given: list[dict[str, Any]] = [{"accounts": 2, "cards": 8}, {"cards": 2}, {"outcome": False}, {"device": None}]
    assert [alerts(ring(**one), NAME) for one in given] == [[]] * 4


def test_quiet_on_what_stands_somewhere_and_on_couriers_who_take_many_cards_a_day() -> None:
    assert alerts(ring(home=True), NAME) == []
    assert alerts(ring(cards=9, every=HOUR / 4), NAME) == []
