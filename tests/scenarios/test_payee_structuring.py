"""Payments just under a limit by turns on two telephones; prices, families, shared telephones, rides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "payee_structuring"
HOUR, DAY = 3600.0, 86_400.0
SUMS = (98_500.0, 99_000.0, 99_500.0, 99_900.0)


def one_of(sums: Sequence[float]) -> Callable[[int], float]:
    return lambda n: sums[n % len(sums)]


def payments(accounts: int, phones: int, amount: Callable[[int], float], *, days: int = 5, to: str = "payee",
             currency: str = "GBP") -> list[Event]:  # fmt: skip
    """Return accounts that each pay one payee once a day, by turns on some phones at one address."""
    found = [
        event("account.payment", f"a{i}", day * DAY + i * HOUR, device=f"phone{i % phones}", ip="198.18.0.7",
              merchant=to, outcome=True, amount_minor=amount(i + day), currency=currency)
        for day in range(days) for i in range(accounts)
    ]  # fmt: skip
    return [*found, event("account.login", "late", (days + 2) * DAY, outcome=True)]


def test_fires_on_accounts_on_two_telephones_that_stay_just_under_a_round_amount() -> None:
    (alert,) = last_versions(alerts(payments(8, 2, one_of(SUMS)), NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("merchant", "payee", "payment_fraud")
    assert set(alert.accounts) == {f"a{i}" for i in range(8)}
    assert alert.reason.startswith("8 accounts paid one payee (payee) by turns on 2 devices, each on several days")
    # 40 payments, ten of each sum
    assert (
        "always just under 1,000.00 GBP: 40 payments of 985.00 GBP to 999.00 GBP, 39,690.00 GBP in all" in alert.reason
    )
    assert alert.signals[0].evidence["round_minor"] == 100_000


def test_fires_beside_others_who_pay_the_payee_and_names_the_accounts_just_under_only() -> None:
    others = payments(40, 40, lambda n: 12_300.0 + 700 * n)
    for one in others:
        one.subject, one.device = f"giver-{one.subject}", f"giver-{one.device}"
    events = sorted([*payments(8, 2, one_of(SUMS)), *others], key=lambda one: one.time)
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert set(alert.accounts) == {f"a{i}" for i in range(8)}


def test_quiet_on_a_price_that_many_pay_on_one_telephone() -> None:
    assert alerts(payments(12, 2, lambda _: 4_999.0), NAME) == []
    assert alerts(payments(12, 2, one_of((4_999.0, 4_990.0))), NAME) == []


def test_quiet_on_shared_telephones_whose_sums_are_of_all_sorts() -> None:
    assert alerts(payments(12, 2, lambda n: 6_700.0 + 5_100 * (n % 11)), NAME) == []


def test_quiet_on_customers_on_devices_of_their_own_couples_and_a_family() -> None:
    assert alerts(payments(40, 40, one_of(SUMS)), NAME) == []
    assert alerts(payments(40, 20, one_of(SUMS)), NAME) == []
    assert alerts(payments(5, 1, one_of(SUMS)), NAME) == []


def test_quiet_on_what_each_pays_once_and_where_no_device_is_told() -> None:
    assert alerts(payments(12, 2, one_of(SUMS), days=1), NAME) == []
    nameless = payments(8, 2, one_of(SUMS))
    for one in nameless:
        one.device = None
    assert alerts(nameless, NAME) == []
