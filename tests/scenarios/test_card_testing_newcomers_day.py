"""New accounts that try two or three cards each, an account an hour, and what befalls honest ones."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "card_testing_newcomers_day", 3600.0, 86_400.0
NOW = 9  # days after the beginning
Often = Callable[[int], float]


def paid(name: str, at: float, card: str, fine: bool, reason: str = "do_not_honor") -> Event:
    return event("account.payment", name, at, ip=f"10.1.{sum(name.encode()) % 250}.7", card=card, outcome=fine,
                 reason=None if fine else reason)  # fmt: skip


def buys(name: str, at: float, random: Random, refused: float, new: bool = True) -> list[Event]:
    """Return one who tries another card if the first is refused, which then is refused for a poor risk more often."""
    found = [event("account.signup", name, at - 60.0)] if new else []
    for tries, chance in enumerate((refused, max(refused, 0.3))):
        fine = random.random() >= chance
        found.append(paid(name, at + tries * 40.0, f"{name}-{tries}", fine))
        if fine:
            break
    return found


def site(seed: int = 1, new: Often = lambda _: 12, refused: Often = lambda _: 0.08, days: int = 12) -> list[Event]:
    """Return days of a site on which new accounts pay, and thrice as many known ones."""
    random, events = Random(seed), [event("account.login", f"known{i}", -HOUR, outcome=True) for i in range(300)]
    for hour in range(days * 24):
        for i in range(sum(random.random() < new(hour) / 24 / 50 for _ in range(50))):
            events += buys(f"new{hour}-{i}", (hour + random.random()) * HOUR, random, refused(hour))
        for i in range(sum(random.random() < 36 / 24 / 50 for _ in range(50))):
            known = f"known{random.randrange(300)}"
            tried = buys(known, (hour + random.random()) * HOUR, random, refused(hour), new=False)
            events += [replaced(one, f"{one.card}-{hour}-{i}") for one in tried]
    return events


def replaced(one: Event, card: str) -> Event:
    one.card = card
    return one


def by_testers(accounts: int, lasts: float, cards: int = 3, at: float = NOW * DAY, reason: str = "do_not_honor",
           signs_up: bool = True) -> list[Event]:  # fmt: skip
    """Return accounts, of whose cards two of three are refused."""
    found: list[Event] = []
    for i in range(accounts):
        start = at + i * lasts / accounts
        found += [event("account.signup", f"bot{i}", start)] if signs_up else []
        found += [paid(f"bot{i}" if signs_up else f"guest{i}-{j}", start + 90.0 * (j + 1), f"x{i}-{j}",
                       (i + j) % 3 == 0, reason) for j in range(cards)]  # fmt: skip
    return found


def test_fires_on_testers_with_an_account_an_hour() -> None:
    (alert,) = last_versions(alerts([*site(), *by_testers(24, 28 * HOUR)], NAME)).values()
    bots = [name for name in alert.accounts if name.startswith("bot")]
    assert (alert.entity.type, alert.policy) == ("site", "payment_fraud")
    assert len(bots) >= 20
    assert len(alert.accounts) - len(bots) <= 3
    assert (
        "had signed up within the week, or were first seen then, were refused 2 cards or more each within 24 h"
        in alert.reason
    )


@pytest.mark.parametrize("seed", range(2, 6))
def test_quiet_on_a_site_where_one_in_ten_is_refused(seed: int) -> None:
    assert alerts(site(seed, refused=lambda _: 0.12), NAME) == []


def test_quiet_on_a_campaign_and_from_the_first_day_of_a_large_site() -> None:
    campaign = site(2, new=lambda hour: 120 if NOW * 24 <= hour < NOW * 24 + 30 else 12)
    assert alerts(campaign, NAME) == []
    assert alerts(site(3, new=lambda _: 600, days=3), NAME) == []


def test_quiet_on_a_fault_that_refuses_everybody_for_hours() -> None:
    fault = site(4, refused=lambda hour: 1.0 if NOW * 24 + 8 <= hour < NOW * 24 + 20 else 0.08, new=lambda _: 30)
    assert alerts(fault, NAME) == []


def test_quiet_on_a_card_an_account_and_on_guests() -> None:
    assert alerts([*site(), *by_testers(24, 28 * HOUR, cards=1)], NAME) == []
    assert alerts([*site(), *by_testers(24, 28 * HOUR, signs_up=False)], NAME) == []


def test_quiet_on_lack_of_funds_and_on_a_handful() -> None:
    assert alerts([*site(), *by_testers(24, 28 * HOUR, reason="insufficient_funds")], NAME) == []
    assert alerts([*site(), *by_testers(5, 20 * HOUR)], NAME) == []


def stubborn(seed: int, refused: float, days: int = 12) -> list[Event]:
    """Return newcomers, a dozen a day, who try up to five cards, each refused more likely than the first."""
    random, events = Random(seed), list[Event]()
    for i in range(days * 12):
        at = i // 12 * DAY + random.random() * DAY
        events.append(event("account.signup", f"poor{i}", at - 90.0))
        for tries in range(5):
            fine = random.random() >= (0.5 if tries else refused)
            events.append(paid(f"poor{i}", at + tries * 60.0, f"poor{i}-{tries}", fine))
            if fine:
                break
    return events


def test_fires_on_seven_accounts_in_a_day_that_try_a_list_of_four_cards_each() -> None:
    events = site(refused=lambda _: 0.03)
    for i in range(7):
        at = NOW * DAY + i * 3 * HOUR
        events.append(event("account.signup", f"bot{i}", at))
        events += [paid(f"bot{i}", at + 90.0 * (j + 1), f"x{i}-{j}", fine=False) for j in range(4)]
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert {f"bot{i}" for i in range(7)} <= set(alert.accounts)
    assert "each, 7 of them 3 or more, within 24 h over the whole site" in alert.reason


@pytest.mark.parametrize("seed", range(6))
def test_quiet_where_people_try_all_the_cards_they_have(seed: int) -> None:
    assert alerts([*site(seed), *stubborn(seed, 0.2)], NAME) == []
