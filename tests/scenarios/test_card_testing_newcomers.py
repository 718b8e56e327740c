"""Card testing by new accounts, so patient or at such hours that the refusals of known ones hide it."""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sin
from random import Random

import pytest
from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR = 3600.0
NOW = 9 * 24  # hours after the beginning
Special = Callable[[int, bool], tuple[float, float]]  # hour, whether newcomers: times as many, and refused so often


def paid(name: str, at: float, card: str, *, fine: bool, reason: str = "declined") -> Event:
    ip = f"10.{sum(name.encode()) % 200}.{len(card)}.7"
    return event("account.payment", name, at, ip=ip, card=card, outcome=fine, reason=None if fine else reason)


def usual(_: int, newcomer: bool) -> tuple[float, float]:
    return 1.0, 0.08 if newcomer else 0.04


def honest(seed: int, special: Special = usual, days: int = 10) -> list[Event]:
    """Return days of a shop: 25 payments an hour of known accounts, 3 of new ones, most of them by day.

    Who is new and refused tries a second card.
    """
    random, events = Random(seed), [event("account.login", f"known{i}", -HOUR, outcome=True) for i in range(2000)]
    for hour in range(days * 24):
        light = 1 + 0.8 * sin((hour % 24 - 1) / 24 * 2 * pi)  # the stream begins at eight
        for newcomer, rate in ((False, 25.0), (True, 3.0)):
            times, refused = special(hour, newcomer)
            for _ in range(sum(random.random() < rate * times * light / 200 for _ in range(200))):
                at, number = (hour + random.random()) * HOUR, len(events)
                name = f"new{number}" if newcomer else f"known{random.randrange(2000)}"
                events += _buys(name, number, at, refused, random, newcomer=newcomer)
    return events


def _buys(name: str, number: int, at: float, refused: float, random: Random, *, newcomer: bool) -> list[Event]:
    found = [event("account.signup", name, at - 60.0)] if newcomer else []
    for tries in range(1 + newcomer):
        fine = random.random() > refused
        found.append(paid(name, at + tries * 40.0, f"c{number}-{tries}", fine=fine))
        if fine:
            break
    return found


def tried_by_new_accounts(number: int, start: float, lasts: float) -> list[Event]:
    """Return testers' accounts, one each so often, with two cards each, of which one in eight is taken."""
    return [
        one for i in range(number)
        for one in (
            event("account.signup", f"bot{i}", start + i * lasts / number),
            paid(f"bot{i}", start + i * lasts / number + 100, f"x{i}", fine=False),
            paid(f"bot{i}", start + i * lasts / number + 160, f"y{i}", fine=i % 4 == 0),
        )
    ]  # fmt: skip


def test_fires_on_testers_who_take_a_day_over_it() -> None:
    tries = tried_by_new_accounts(60, (NOW - 24) * HOUR, 24 * HOUR)
    for one in tries:
        one.merchant = "tutor-7"
    found = alerts([*honest(1), *tries], "card_testing_newcomers")
    (alert,) = last_versions(found).values()
    bots = [name for name in alert.accounts if name.startswith("bot")]
    assert (alert.entity.type, alert.policy) == ("site", "payment_fraud")
    assert len(bots) > 0.8 * len(alert.accounts)
    assert "cards of accounts that had signed up within the week, or were first seen then, were refused" in alert.reason
    cards, accounts = int(alert.reason.split()[0]), int(alert.reason.partition(" accounts; ")[0].split()[-1])
    assert "refusals were at tutor-7." in alert.reason
    assert accounts <= cards <= 2 * accounts  # both of the window, not of the run
    assert accounts < alert.accounts_total


def test_fires_in_the_small_hours() -> None:
    found = alerts(
        [*honest(3), *tried_by_new_accounts(20, (NOW - 8) * HOUR, 4 * HOUR)],
        "card_testing_newcomers",
        "card_testing_site",
    )
    assert "card_testing_newcomers" in {signal.detector for alert in found for signal in alert.signals}


def test_fires_once_on_testers_who_come_night_after_night() -> None:
    nights = [
        replace(one, id=f"{night}{one.id}", subject=f"{night}{one.subject}", card=one.card and f"{night}{one.card}")
        for night in (1, 2)
        for one in tried_by_new_accounts(25, (NOW - 24 * night - 8) * HOUR, 5 * HOUR)
    ]
    (alert,) = last_versions(alerts([*honest(8), *nights], "card_testing_newcomers")).values()
    assert {name[0] for name in alert.accounts} >= {"1", "2"}


def outage(hour: int, newcomer: bool) -> tuple[float, float]:
    return (1.0, 0.97) if NOW <= hour < NOW + 2 else usual(hour, newcomer)


def half_an_outage(hour: int, newcomer: bool) -> tuple[float, float]:
    return (1.0, 0.45) if NOW <= hour < NOW + 5 else usual(hour, newcomer)


def campaign(hour: int, newcomer: bool) -> tuple[float, float]:
    return (5.0, 0.14) if newcomer and NOW <= hour < NOW + 12 else usual(hour, newcomer)


@pytest.mark.parametrize("special", [usual, outage, half_an_outage, campaign])
@pytest.mark.parametrize("seed", [4, 5])
def test_quiet_on_honest_days_on_faults_that_say_nothing_of_themselves_and_on_a_campaign(
    seed: int, special: Special
) -> None:
    assert alerts(honest(seed, special), "card_testing_newcomers") == []


def test_quiet_on_one_newcomer_with_a_list() -> None:
    tries = [paid("one", NOW * HOUR + i * 60.0, f"l{i}", fine=False) for i in range(40)]
    assert alerts([*honest(6), *tries], "card_testing_newcomers") == []


def test_quiet_in_the_first_day_in_which_every_account_is_new() -> None:
    assert alerts([*honest(7, days=1), *tried_by_new_accounts(40, 4 * HOUR, 8 * HOUR)], "card_testing_newcomers") == []


def test_names_nobody_whose_refused_card_was_taken_on_the_second_try() -> None:
    start, attack = NOW * HOUR, tried_by_new_accounts(30, NOW * HOUR, 5 * HOUR)
    owners = [f"owner{i}" for i in range(4)]
    for i, name in enumerate(owners):
        attack += [paid(name, start + i * HOUR + at, f"own{i}", fine=fine) for at, fine in ((0, False), (200, True))]
    others = [paid(f"guest{i}", start + i * HOUR, f"other{i}", fine=False) for i in range(3)]
    taken = [paid(f"guest{i}", start + i * HOUR + 200, f"another{i}", fine=True) for i in range(3)]
    found = last_versions(alerts([*honest(1), *attack, *others, *taken], "card_testing_newcomers"))
    named = {name for one in found.values() for name in one.accounts}
    assert named.isdisjoint(owners)
    assert named >= {f"guest{i}" for i in range(3)}
    assert all(len(one.accounts) == one.accounts_total for one in found.values() if one.accounts_total < 50)
