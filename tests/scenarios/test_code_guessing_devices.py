"""Vouchers guessed by several accounts of one telephone, and families, classes and counters that look like it."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "code_guessing_devices", 86_400.0
VOUCHER = "voucher.redeem"


def tried(name: str, at: float, device: str | None, *, fits: bool = False, product: str = VOUCHER) -> Event:
    """Return one code, refused unless it fits."""
    return event("account.usage", name, at, product=product, device=device, status=200 if fits else 404)


def customers(number: int = 90, again: float = 0.08, product: str = VOUCHER) -> list[Event]:
    """Return people who mistype a code, some of them on another day as well, and in the end are given it."""
    random, found = Random(1), list[Event]()
    for n in range(number):
        at = random.uniform(0, 12) * DAY
        found += [tried(f"c{n}", at + 60.0 * i, f"phone-{n}", product=product) for i in range(random.randint(1, 3))]
        if random.random() < again:
            found.append(tried(f"c{n}", at + 1.2 * DAY, f"phone-{n}", product=product))
        found.append(tried(f"c{n}", at + 1.3 * DAY, f"phone-{n}", fits=True, product=product))
    return found


def guessers(devices: int = 3, accounts: int = 5, days: int = 4, product: str = VOUCHER) -> list[Event]:
    """Return accounts of a few telephones that try three codes a day each, on some days."""
    return [tried(f"g{n}-{i}", (8 + day) * DAY + (n * 9 + i) * 600.0 + 20.0 * k, f"burner-{n}", product=product)
            for day in range(days) for n in range(devices) for i in range(accounts) for k in range(3)]  # fmt: skip


def test_fires_on_three_telephones_of_five_accounts_each() -> None:
    (alert,) = last_versions(alerts([*customers(), *guessers()], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "api_abuse", "medium")
    assert set(alert.accounts) == {f"g{n}-{i}" for n in range(3) for i in range(5)}
    assert alert.reason.startswith(
        "On each of 3 devices (burner-0, burner-1, burner-2) 5 or more accounts were refused 'voucher.redeem' "
        "(400, 403, 404, 410 or 422), nearly all of them on several days of the last 14; 15 accounts in all."
    )
    assert alerts([*customers(), *guessers()], "code_guessing", "code_guessing_address") == []


def test_fires_on_one_telephone_whose_accounts_were_given_one_code() -> None:
    lucky = tried("g0-1", 9.9 * DAY, "burner-0", fits=True)
    (alert,) = last_versions(alerts([*customers(), *guessers(1), lucky], NAME)).values()
    assert alert.reason.startswith("On one device (burner-0) 5 accounts were refused 'voucher.redeem'")
    assert "devices" not in alert.reason.partition("in all.")[0]


def test_quiet_on_fewer_accounts_or_days() -> None:
    assert alerts([*customers(), *guessers(1, 2)], NAME) == []
    assert alerts([*customers(), *guessers(1, 4, 2)], NAME) == []
    assert alerts([*customers(), *guessers(9, 3, 1)], NAME) == []  # a class's tablets


def test_quiet_on_a_counter_where_most_are_given_it() -> None:
    fitting = [tried(f"g0-{i}", (8 + i) * DAY + 7000.0, "burner-0", fits=True) for i in range(4)]
    assert alerts([*customers(), *guessers(1), *fitting], NAME) == []


def test_quiet_where_many_are_refused_again_and_again_or_hardly_anybody_is() -> None:
    assert alerts([*customers(again=0.5), *guessers()], NAME) == []
    assert alerts([*customers(9), *guessers()], NAME) == []


def test_quiet_on_what_nobody_takes_and_on_devices_of_their_own() -> None:
    assert alerts([*customers(product="page"), *guessers(product="page")], NAME) == []
    own = [tried(one.subject, one.time, f"own-{one.subject}") for one in guessers()]
    assert alerts([*customers(), *own], NAME) == []
