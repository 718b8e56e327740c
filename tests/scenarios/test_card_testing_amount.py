"""A list of cards put through with one small amount, a guest for each, and what befalls honest first payments."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "card_testing_amount", 3600.0, 86_400.0
NOW = 8 * 24  # hours after the beginning
AMOUNTS = (100, 500, 1000, 1000, 2500, 2500, 2500, 5000)
Often = Callable[[int, int], float]  # hour, amount: refused so often


def paid(name: str, at: float, amount: float, fine: bool, reason: str = "do_not_honor") -> Event:
    return event("account.payment", name, at, ip=f"10.{sum(name.encode()) % 250}.1.7", card=f"c{name}", outcome=fine,
                 amount_minor=float(amount), reason=None if fine else reason)  # fmt: skip


def usual(_: int, __: int) -> float:
    return 0.06


def site(seed: int = 1, refused: Often = usual, new: float = 6.0, days: int = 11,
         amounts: tuple[int, ...] = AMOUNTS) -> list[Event]:  # fmt: skip
    """Return days of a page on which guests give, six an hour, and as many known people."""
    random, events = Random(seed), [event("account.login", f"known{i}", -HOUR, outcome=True) for i in range(200)]
    for hour in range(days * 24):
        for i in range(2 * sum(random.random() < new / 40 for _ in range(40))):
            name = f"guest{hour}-{i}" if i % 2 else f"known{random.randrange(200)}"
            amount = random.choice(amounts)
            fine = random.random() >= refused(hour, amount)
            events.append(paid(name, (hour + random.random()) * HOUR, amount, fine))
    return events


def tried(number: int = 24, lasts: float = 22 * HOUR, amount: Callable[[int], float] = lambda _: 100,
          reason: str = "do_not_honor", at: float = NOW * HOUR) -> list[Event]:  # fmt: skip
    """Return a tester's guests, of whose cards one in eight is taken."""
    return [paid(f"bot{i}", at + i * lasts / number, amount(i), i % 8 == 7, reason) for i in range(number)]


def test_fires_on_a_list_of_cards_put_through_with_one_amount() -> None:
    (alert,) = last_versions(alerts([*site(), *tried()], NAME)).values()
    bots = [name for name in alert.accounts if name.startswith("bot")]
    assert (alert.entity.type, alert.policy) == ("site", "payment_fraud")
    assert len(bots) >= 18
    assert len(alert.accounts) - len(bots) <= 3
    assert "accounts in their first hour were refused one amount (100 of the smallest unit) within 24 h" in alert.reason
    assert "payments of it; of those of other amounts" in alert.reason


def test_fires_day_after_day_in_one_alert() -> None:
    found = last_versions(alerts([*site(days=13), *tried(96, 4 * DAY)], NAME))
    assert max(alert.accounts_total for alert in found.values()) > 50


@pytest.mark.parametrize("seed", range(2, 5))
def test_quiet_on_a_site_where_one_in_eight_is_refused(seed: int) -> None:
    assert alerts(site(seed, lambda _, __: 0.12), NAME) == []


def test_quiet_on_a_check_of_cards_that_is_refused_as_often_as_ever() -> None:
    assert alerts(site(3, lambda _, amount: 0.5 if amount == 100 else 0.06, 16.0), NAME) == []


def test_quiet_on_a_sale_of_one_thing_and_on_one_price() -> None:
    sale = [paid(f"fan{i}", NOW * HOUR + i * 120.0, 7900, i % 14 != 0) for i in range(600)]
    assert alerts([*site(), *sale], NAME) == []
    assert alerts(site(4, amounts=(999,)), NAME) == []


@pytest.mark.parametrize("amounts", [AMOUNTS, (999,)])
def test_quiet_on_a_fault_of_some_hours(amounts: tuple[int, ...]) -> None:
    def fault(hour: int, _: int) -> float:
        return 0.9 if NOW <= hour < NOW + 5 else 0.06

    assert alerts(site(5, fault, amounts=amounts), NAME) == []


def test_quiet_on_many_amounts_within_an_hour_and_on_lack_of_funds() -> None:
    assert alerts([*site(), *tried(amount=lambda i: 100 + 7 * i)], NAME) == []
    assert alerts([*site(), *tried(lasts=HOUR / 2)], NAME) == []
    assert alerts([*site(), *tried(reason="insufficient_funds")], NAME) == []


def test_quiet_in_the_first_days_and_on_known_accounts() -> None:
    assert alerts([*site(), *tried(at=DAY)], NAME) == []
    known = tried()
    for i, one in enumerate(known):
        one.subject = f"known{i}"
    assert alerts([*site(), *known], NAME) == []
