"""New accounts on a few telephones that pass money on to one payee; tenants, clubs, counters, sellers, new shops."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "payee_mules"
HOUR, DAY = 3600.0, 86_400.0


def joined(name: str, at: float, device: str, ip: str) -> Event:
    return event("account.signup", name, at, device=device, ip=ip)


def sent(name: str, at: float, device: str, ip: str, to: str = "payee") -> Event:
    return event("account.payment", name, at, device=device, ip=ip, merchant=to, outcome=True, amount_minor=90_000.0)


def mules(seed: int, count: int = 15, phones: int = 2, *, networks: int = 3, times: int = 3,
          days: float = 2.0, to: str = "payee") -> list[Event]:  # fmt: skip
    """Return accounts made on some phones, each of which pays so often within days, half a day apart."""
    chance, found = Random(seed), list[Event]()
    for i in range(count):
        at, device = i * days * DAY / count, f"phone{i % phones}"
        where = [f"100.64.{chance.randrange(networks)}.{chance.randrange(200)}" for _ in range(times + 1)]
        found.append(joined(f"mule{i}", at, device, where[0]))
        found += [sent(f"mule{i}", at + (1 + 11 * k) * HOUR, device, where[k + 1], to) for k in range(times)]
    return sorted(found, key=lambda one: one.time)


def own(kind: str, count: int, days: float, times: int = 2, to: str = "payee", a_device: int = 1) -> list[Event]:
    """Return new customers who pay one payee on devices of their own, or of a household."""
    found = list[Event]()
    for i in range(count):
        at, device = i * days * DAY / count, f"{kind}-own{i // a_device}"
        places = [f"198.18.{i // a_device % 250}.7", f"198.19.{i // a_device % 250}.7"]
        found.append(joined(f"{kind}{i}", at, device, places[0]))
        found += [sent(f"{kind}{i}", at + (1 + 11 * k) * HOUR, device, places[k % 2], to) for k in range(times)]
    return sorted(found, key=lambda one: one.time)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fires_on_new_accounts_that_pay_one_payee_by_turns_on_two_telephones(seed: int) -> None:
    (alert,) = last_versions(alerts([*mules(seed), *own("tenant", 40, 3, to="landlord")], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("merchant", "payee", "payment_fraud")
    assert set(alert.accounts) == {f"mule{i}" for i in range(15)}
    assert " accounts less than a week old that paid one payee (payee) within 3 days did so by turns" in alert.reason
    assert " on 2 devices that moved, three accounts or more on each" in alert.reason
    assert alert.signals[0].evidence["devices"] == 2


def ring(count: int, a_card: int, days: float = 12.0) -> list[Event]:
    """Return new accounts, each on a telephone of its own, that pay the payee once, a few in turn with each card."""
    found = own("guest", count, days, times=1)
    paid = [one for one in found if one.type == "account.payment"]
    for i, one in enumerate(paid):
        one.card = f"prepaid{i // a_card}"
    return found


def test_fires_on_new_accounts_that_pay_one_payee_with_a_few_cards_that_go_round() -> None:
    (alert,) = last_versions(alerts([*ring(12, 4), *own("tenant", 40, 3, to="landlord")], NAME)).values()
    assert set(alert.accounts) == {f"guest{i}" for i in range(12)}
    assert "did so by turns with 3 cards, three accounts or more with each" in alert.reason
    assert (alert.signals[0].evidence["cards"], alert.signals[0].evidence["by_card"]) == (3, 1)


def test_quiet_on_couples_cards_on_one_card_for_all_and_beside_as_many_with_cards_of_their_own() -> None:
    for events in (ring(12, 2), ring(12, 12), [*ring(12, 4), *own("buyer", 8, 12, times=1)]):
        assert alerts(sorted(events, key=lambda one: one.time), NAME) == []


def test_fires_beside_somebody_else_who_pays_it_and_names_the_mules_only() -> None:
    (alert,) = last_versions(alerts([*mules(4), *own("buyer", 2, 2)], NAME)).values()
    assert set(alert.accounts) == {f"mule{i}" for i in range(15)}


def test_quiet_on_tenants_a_club_a_collection_and_a_new_shop() -> None:
    for crowd in (own("tenant", 8, 2), own("member", 60, 3), own("giver", 400, 1, times=1), own("guest", 200, 5)):
        assert alerts(crowd, NAME) == []


def at_once(times: int, gap: float = 600.0) -> list[Event]:
    """Return accounts made two a day on three phones that move, each of which pays within minutes, and never again."""
    found = list[Event]()
    for i in range(18):
        at, device = 100.0 + i * DAY / 2, f"phone{i % 3}"
        found.append(joined(f"fan{i}", at, device, f"100.64.{i}.9"))
        found += [sent(f"fan{i}", at + 300.0 + k * gap, device, f"100.64.{i}.9") for k in range(times)]
    return found


def test_fires_on_stolen_cards_spent_twice_each_at_a_thiefs_own_page() -> None:
    """Whom a seller signs up at the door pays there once."""
    (alert,) = last_versions(alerts([*at_once(2), *own("tenant", 40, 3, to="landlord")], NAME)).values()
    assert {name[:3] for name in alert.accounts} == {"fan"}
    assert alerts([*at_once(1), *own("tenant", 40, 3, to="landlord")], NAME) == []


def test_quiet_on_couples_and_on_a_family() -> None:
    assert alerts(own("pair", 40, 3, a_device=2), NAME) == []
    assert alerts(own("kin", 5, 1, a_device=5), NAME) == []


def test_quiet_on_a_counter_or_canteen_whose_tablet_stands_somewhere() -> None:
    assert alerts(mules(5, 40, networks=1), NAME) == []


def test_quiet_on_a_seller_who_signs_people_up_at_their_doors() -> None:
    assert alerts(mules(6, 40, networks=40, times=1), NAME) == []


def test_quiet_on_what_the_site_itself_sells_and_on_accounts_known_for_long() -> None:
    assert alerts([*mules(7, to="topup"), *own("new", 60, 2, to="topup")], NAME) == []
    staff = [one if one.type == "account.signup" else replace(one, time=one.time + 9 * DAY) for one in mules(8)]
    assert alerts(sorted(staff, key=lambda one: one.time), NAME) == []


def test_quiet_where_the_payments_are_refused_or_name_no_device() -> None:
    refused = [replace(one, outcome=False) if one.type == "account.payment" else one for one in mules(9)]
    assert alerts(refused, NAME) == []
    assert alerts([replace(one, device=None) for one in mules(9)], NAME) == []


def one_a_day(count: int, networks: int = 5, phones: int = 3, days_later: float = 2.0) -> list[Event]:
    """Return an account a day made on some phones, each of which is paid out of once, so many days later."""
    found = list[Event]()
    for i in range(count):
        device, at = f"phone{i % phones}", i * DAY
        found.append(joined(f"self{i}", at, device, f"100.64.{i % networks}.{i}"))
        found.append(sent(f"self{i}", at + days_later * DAY, device, f"100.64.{(i + 1) % networks}.{i}", "wallet"))
    return sorted(found, key=lambda one: one.time)


def test_fires_on_one_persons_accounts_of_which_one_is_paid_out_of_each_day() -> None:
    (alert,) = last_versions(alerts(one_a_day(14), NAME)).values()
    assert (alert.entity.id, set(alert.accounts)) == ("wallet", {f"self{i}" for i in range(14)})
    assert "14 of 14 accounts less than a week old that paid one payee (wallet) within 15 days" in alert.reason
    assert " on 3 devices that moved, three accounts or more on each" in alert.reason
    assert alert.signals[0].evidence["days"] == 15


def test_fires_on_the_mules_alone_where_others_paid_days_before() -> None:
    """The long window holds them as well: they are in no alert, and none begins with them."""
    early = own("early", 2, 1, times=1, to="wallet")
    late = [replace(one, time=one.time + 5 * DAY) for one in one_a_day(9, days_later=0.5)]
    again = [replace(one, time=one.time + DAY / 2, id=f"{one.id}b") for one in late if one.type == "account.payment"]
    (alert,) = last_versions(alerts(sorted([*early, *late, *again], key=lambda one: one.time), NAME)).values()
    assert (set(alert.accounts), alert.accounts_total) == ({f"self{i}" for i in range(9)}, 9)
    assert not {one.id for one in early} & set(alert.evidence_event_ids)
    assert "9 of 11 accounts less than a week old" in alert.reason


def test_quiet_on_few_such_on_who_pays_on_the_first_day_on_what_stands_somewhere_and_on_a_payee_of_others() -> None:
    others = own("saver", 40, 20, times=1, to="wallet")
    for crowd in (one_a_day(6), one_a_day(14, days_later=0.1), one_a_day(14, networks=1), [*one_a_day(14), *others]):
        assert alerts(sorted(crowd, key=lambda one: one.time), NAME) == []
