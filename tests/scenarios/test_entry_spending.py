"""Cards on file of taken accounts spent on one telephone, and honest devices that many accounts pay on."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, last_versions

DAY, HOUR = 86_400.0, 3600.0


def known(number: int) -> list[Event]:
    """Accounts of a month, each at its own address on its own device."""
    return [entered(f"user{i}", -day * DAY + i, f"10.{i // 250}.{i % 250}.7", device=f"d{i}")
            for day in (30, 20, 10, 4) for i in range(number)]  # fmt: skip


def spent(i: int, at: float, *, times: int = 3, every: float = 60.0, ip: str = "203.0.113.5",
          device: str = "phone", card: str = "") -> list[Event]:  # fmt: skip
    """An entry, and so many gift cards on the account's own card."""
    bought = [event("account.payment", f"user{i}", at + (n + 1) * every, ip=ip, device=device, outcome=True,
                    merchant="gifts", card=card or f"card{i}", amount_minor=1e4) for n in range(times)]  # fmt: skip
    return [entered(f"user{i}", at, ip, device=device), *bought]


def told(events: list[Event], number: int = 60) -> list[Event]:
    return [*known(number), *sorted(events, key=lambda one: one.time)]


@pytest.mark.parametrize("places", [1, 4])
def test_fires_at_one_address_and_on_a_carriers(places: int) -> None:
    _fires([one for i in range(9) for one in spent(i, i * 3 * HOUR, ip=f"203.0.{i % places}.9")])


def _fires(events: list[Event]) -> None:
    (alert,) = last_versions(alerts(told(events), "entry_spending")).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("device", "phone", "critical")
    assert alert.accounts == [f"user{i}" for i in range(9)]
    evidence = alert.signals[0].evidence
    assert (evidence["spent_twice"], evidence["payments"], evidence["paid"]) == (9, 27, 9)
    assert "9 of 9 accounts that paid on one device (phone) within 7 days" in alert.reason
    assert alert.accounts_entered == 9


def test_who_paid_there_once_was_entered_as_well() -> None:
    events = [one for i in range(11) for one in spent(i, i * HOUR, times=3 if i < 9 else 1)]
    (alert,) = last_versions(alerts(told(events), "entry_spending")).values()
    assert (alert.accounts_total, alert.accounts_entered) == (11, 11)
    assert "got in" not in alert.reason


def test_fires_on_who_waits_ten_minutes_and_buys_twice() -> None:
    events = [one for i in range(8) for one in spent(i, i * 5 * HOUR, times=2, every=600.0)]
    (alert,) = last_versions(alerts(told(events), "entry_spending")).values()
    assert alert.accounts_total == 8


def test_names_those_first_that_spent() -> None:
    events = [one for i in range(9) for one in spent(i, i * 3 * HOUR, times=1 if i == 0 else 3)]
    (alert,) = last_versions(alerts(told(events), "entry_spending")).values()
    assert alert.accounts == [*[f"user{i}" for i in range(1, 9)], "user0"]


@pytest.mark.parametrize("twice", [7, 9])
def test_quiet_on_a_kiosk_where_one_in_five_buys_again(twice: int) -> None:
    events = [one for i in range(45) for one in spent(i, i * 3 * HOUR, times=2 if i % (45 // twice) == 0 else 1)]
    assert alerts(told(events), "entry_spending") == []


def test_quiet_on_a_family_and_on_old_accounts_at_home() -> None:
    """Five on a new tablet; a whole street whose addresses are their own."""
    events = [one for i in range(5) for one in spent(i, i * HOUR, device="tablet")]
    events += [one for i in range(20, 30) for one in spent(i, i * HOUR, ip=f"10.0.{i}.7", device="shared")]
    assert alerts(told(events), "entry_spending") == []


def test_quiet_on_a_card_desk() -> None:
    """One card for everybody's orders, at a desk where the accounts have never been."""
    assert alerts(told([one for i in range(12) for one in spent(i, i * HOUR, card="firm")]), "entry_spending") == []


def test_quiet_on_new_telephones() -> None:
    events = [one for i in range(12) for one in spent(i, i * HOUR, device=f"new{i}", ip=f"203.{i}.2.3")]
    assert alerts(told(events), "entry_spending") == []


def test_quiet_on_newcomers_at_a_counter() -> None:
    """Signed up there, a day before they shop."""
    made = [event("account.signup", f"user{i}", i * 60.0, ip="203.0.113.5", device="phone") for i in range(12)]
    bought = [one for i in range(12) for one in spent(i, DAY + i * HOUR)]
    assert alerts([*made, *bought], "entry_spending") == []
