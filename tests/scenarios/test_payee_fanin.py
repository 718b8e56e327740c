"""Money of taken accounts that goes to one payee, or leaves from one network, and honest crowds that look like it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, last_versions

DAY, BOTH = 86_400.0, ("payee_fanin", "entry_fanout_paid")


def known(number: int) -> list[Event]:
    """Accounts of a month, each at its own address on its own device."""
    return [entered(f"user{i}", -day * DAY + i, f"10.{i // 250}.{i % 250}.7", device=f"d{i}")
            for day in (30, 20, 10, 3) for i in range(number)]  # fmt: skip


def paid(subject: str, at: float, ip: str, device: str, to: str, **fields: Any) -> Event:
    return event("account.payment", subject, at, ip=ip, device=device, merchant=to, outcome=True,
                 amount_minor=90_000.0, currency="EUR", **fields)  # fmt: skip


def emptied(i: int, at: float, ip: str, to: str, device: str | None = None) -> list[Event]:
    """An entry on a new device, and a payment ten minutes later."""
    box = device or f"box{i}"
    return [entered(f"user{i}", at, ip, device=box), paid(f"user{i}", at + 600.0, ip, box, to)]


def at_home(i: int, at: float, to: str) -> Event:
    return paid(f"user{i}", at, f"10.{i // 250}.{i % 250}.7", f"d{i}", to)


def test_fires_on_one_payee_of_accounts_just_entered_from_addresses_of_their_own() -> None:
    events = [one for i in range(9) for one in emptied(i, i * 9000.0, f"203.{i}.2.3", "wallet-1")]
    (alert,) = last_versions(alerts([*known(20), *events], *BOTH)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("merchant", "wallet-1", "critical")
    assert alert.accounts == [f"user{i}" for i in range(9)]
    assert alert.suggested_action.startswith("Stop payments to it and call the money back.")  # no card: none was bought
    assert (alert.signals[0].evidence["just_entered"], alert.signals[0].evidence["paid"]) == (9, 9)
    assert "one payee (wallet-1), 9 of 9 within 7 days did so within ten days after a first login on" in alert.reason
    assert alert.reason.endswith("; 8,100.00 EUR so far.")


def test_fires_and_speaks_of_gift_cards_where_cards_paid() -> None:
    events = [one for i in range(9) for one in emptied(i, i * 9000.0, f"203.{i}.2.3", "vouchers")]
    for one in events:
        one.card = "c1" if one.type == "account.payment" else None
    (alert,) = last_versions(alerts([*known(20), *events], *BOTH)).values()
    bought = "If vouchers is your own or a business you know, void what was bought there (gift cards, credit); else"
    assert alert.suggested_action.startswith(bought)


def test_what_a_victim_pays_later_takes_nothing_back() -> None:
    events = [one for i in range(9) for one in emptied(i, i * 3000.0, f"203.{i}.2.3", "wallet-1")]
    again = [paid(f"user{i}", DAY + i, f"203.{i}.2.3", f"box{i}", "wallet-1") for i in range(9)]
    (alert,) = last_versions(alerts([*known(20), *events, *again], *BOTH)).values()
    assert alert.accounts_total == 9


@pytest.mark.parametrize("share", [5, 12])
def test_quiet_on_a_payee_whom_others_pay_from_home(share: int) -> None:
    """New telephones on the road; the payee is a shop, or an exchange's wallet."""
    events = [one for i in range(9) for one in emptied(i, i * 9000.0, f"203.{i}.2.3", "shop")]
    events += [at_home(i, i * 700.0, "shop") for i in range(20, 20 + 9 * share)]
    assert alerts([*known(150), *sorted(events, key=lambda one: one.time)], *BOTH) == []


def sold(entered_of: range, others: range) -> list[Event]:
    """What a product sells by card to such accounts just entered, and from two days before on to others as ever."""
    found = [one for i in entered_of for one in emptied(i, i * 9000.0, f"203.{i}.2.3", "plan")]
    found += [at_home(i, (i - others.start) * 5000.0 - 2 * DAY, "plan") for i in others]
    for one in found:
        one.card = f"c-{one.subject}" if one.type == "account.payment" else None
    return sorted(found, key=lambda one: one.time)


def test_quiet_on_what_the_product_sells_though_many_of_its_payers_seem_to_be_entered() -> None:
    """A server's login came first, so that the owner's own home is new: 40 of 120."""
    assert alerts([*known(150), *sold(range(40), range(60, 140))], *BOTH) == []


def test_fires_where_fewer_pay_as_ever_than_were_entered_however_many() -> None:
    """More than fifty who pay a penny each hide no thief of as many accounts."""
    assert alerts([*known(150), *sold(range(60), range(80, 135))], *BOTH)


def test_quiet_on_a_kiosk_where_guests_pay_on_one_device() -> None:
    events = [one for i in range(40) for one in emptied(i, i * 3000.0, "203.0.113.5", "restaurant", "kiosk")]
    assert alerts([*known(50), *events], *BOTH) == []


def test_quiet_on_new_devices_at_home() -> None:
    events = [one for i in range(12) for one in emptied(i, i * 9000.0, f"10.0.{i}.7", "game")]
    assert alerts([*known(20), *events], *BOTH) == []


def test_quiet_on_browsers_that_forget_their_device() -> None:
    """On carrier addresses, for weeks: such an account has been on new devices before."""
    past = [entered(f"user{i}", -day * DAY + i, f"198.{day}.{i}.7", device=f"f{i}-{day}")
            for day in (9, 6, 4, 2) for i in range(12)]  # fmt: skip
    events = [one for i in range(12) for one in emptied(i, i * 9000.0, f"203.{i}.2.3", "game")]
    assert alerts([*sorted([*known(20), *past], key=lambda one: one.time), *events], *BOTH) == []


def test_quiet_on_newcomers_and_in_a_streams_first_days() -> None:
    young = [entered(f"user{i}", -1.5 * DAY + i, f"10.0.{i}.7", device=f"d{i}") for i in range(20)]
    events = [one for i in range(12) for one in emptied(i, i * 3000.0, f"203.{i}.2.3", "wallet-1")]
    assert alerts([*young, *events], *BOTH) == []


def paid_out(i: int, at: float, to: str, ip: str, asn: int | None, **fields: Any) -> list[Event]:
    """An entry by a browser that names no device, and a payout an hour later, which names no place."""
    out = event("account.payment", f"user{i}", at + 3600.0, merchant=to, outcome=True, amount_minor=40_000.0, **fields)
    return [entered(f"user{i}", at, ip, asn=asn), out]


def sellers(number: int) -> list[Event]:
    return [entered(f"user{i}", -day * DAY + i, f"10.0.{i}.7", asn=64500, device=f"d{i}")
            for day in (30, 20, 10, 4) for i in range(number)]  # fmt: skip


def test_fires_on_payouts_of_taken_accounts_to_one_bank_account() -> None:
    events = [one for i in range(6) for one in paid_out(i, i * 9000.0, "bank-1", f"203.{i}.2.3", 64600 + i)]
    (alert,) = last_versions(alerts([*sellers(9), *events], *BOTH)).values()
    assert (alert.entity.id, alert.accounts) == ("bank-1", [f"user{i}" for i in range(6)])
    assert (alert.signals[0].evidence["just_entered"], alert.signals[0].evidence["devices"]) == (6, 0)
    assert "the payments name no place (usual: at most one in 50 of those that pay)" in alert.reason


@pytest.mark.parametrize(("asn", "card"), [(64500, None), (64600, "card1")])
def test_quiet_on_payouts_at_the_accounts_own_provider_and_on_cards(asn: int, card: str | None) -> None:
    """New addresses of a carrier; a shop whose payments by card come from its server."""
    events = [one for i in range(9) for one in paid_out(i, i * 9000.0, "bank-1", f"203.{i}.2.3", asn, card=card)]
    assert alerts([*sellers(9), *events], *BOTH) == []


def test_quiet_on_payouts_of_sellers_at_home() -> None:
    """A platform's own wallet, which all are paid to; one in ten travels."""
    events = [one for i in range(60)
              for one in paid_out(i, i * 900.0, "wallet", f"203.{i}.2.3" if i % 10 == 9 else f"10.0.{i}.7",
                                  64600 if i % 10 == 9 else 64500)]  # fmt: skip
    assert alerts([*sellers(60), *events], *BOTH) == []


def lodger(i: int, at: float, ip: str, to: str, waits: float = 4.0, **fields: Any) -> list[Event]:
    """An entry on a new device, which some days later pays out."""
    return [entered(f"user{i}", at, ip, device=f"box{i}"),
            paid(f"user{i}", at + waits * DAY, ip, f"box{i}", to, **fields)]  # fmt: skip


def by_time(*events: Event) -> list[Event]:
    return sorted(events, key=lambda one: one.time)


def test_fires_on_four_creators_paid_out_to_one_account_days_after_they_were_entered() -> None:
    events = [one for i in range(4) for one in lodger(i, i * DAY, f"203.{i}.2.3", "bank-1")]
    (alert,) = last_versions(alerts([*known(20), *by_time(*events)], *BOTH)).values()
    assert (alert.entity.id, alert.accounts) == ("bank-1", [f"user{i}" for i in range(4)])
    assert "4 of 4 within 7 days did so within ten days after a first login on" in alert.reason
    assert "(usual: at most one in 33 of those that pay); 3,600.00 EUR so far." in alert.reason


@pytest.mark.parametrize("given", [
    {"card": "card1"},  # customers on new telephones
    {"waits": 12.0},  # by then the device is their own
])  # fmt: skip
def test_quiet_on_four_who_pay_by_card_or_on_devices_long_theirs(given: dict[str, Any]) -> None:
    events = [one for i in range(4) for one in lodger(i, i * DAY, f"203.{i}.2.3", "bank-1", **given)]
    assert alerts([*known(20), *by_time(*events)], *BOTH) == []


def test_quiet_on_a_household_of_three_and_on_a_payee_whom_others_pay_from_home() -> None:
    events = [one for i in range(3) for one in lodger(i, i * DAY, f"203.{i}.2.3", "grandmother")]
    assert alerts([*known(20), *by_time(*events)], *BOTH) == []
    events = [one for i in range(4) for one in lodger(i, i * DAY, f"203.{i}.2.3", "school")]
    others = [at_home(i, i * 9000.0, "school") for i in range(8, 20)]
    assert alerts([*known(20), *by_time(*events, *others)], *BOTH) == []


def test_quiet_on_four_in_one_shop() -> None:
    events = [one for i in range(4) for one in lodger(i, i * DAY, "203.0.113.5", "top-up")]
    assert alerts([*known(20), *by_time(*events)], *BOTH) == []
