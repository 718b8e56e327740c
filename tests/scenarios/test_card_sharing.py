"""One card on many accounts."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

OFFICE = "198.51.100.4"


def paid(subject: str, at: float, card: str, **fields: Any) -> Event:
    fields.setdefault("outcome", True)
    return event("account.payment", subject, at, card=card, amount_minor=500.0, **fields)


def test_fires_on_a_card_that_pays_for_many_accounts_within_days() -> None:
    events = [paid(f"trial{i}", i * 20_000.0, "card1") for i in range(20)]
    (alert,) = last_versions(alerts(events, "card_sharing")).values()
    assert (alert.entity.type, alert.entity.id) == ("card", "card1")
    assert alert.accounts[:2] == ["trial0", "trial1"]


def test_its_row_says_at_which_merchant_most_was_paid() -> None:
    def reason(shops: int) -> str:
        events = [paid(f"trial{i}", i * 20_000.0, "card1", merchant=f"m{i % shops}") for i in range(20)]
        return next(iter(last_versions(alerts(events, "card_sharing")).values())).reason

    assert " payments that count were at m0." in reason(1)
    assert "were at" not in reason(4)


def test_fires_at_once_where_all_come_within_minutes() -> None:
    found = alerts([paid(f"trial{i}", i * 60.0, "card1") for i in range(20)], "card_sharing")
    assert found[0].emitted_at <= "2026-01-05T08:10:00.000Z"


def test_quiet_on_a_family() -> None:
    events = [paid(f"member{i % 4}", i * 40_000.0, "card1") for i in range(60)]
    assert alerts(events, "card_sharing") == []


def test_quiet_on_a_company_card_that_gains_users_slowly() -> None:
    events = [
        paid(f"staff{i}", week * 604_800.0 + i * 9000.0, "card1") for week in range(30) for i in range(2 + week // 4)
    ]
    assert alerts(events, "card_sharing") == []


def test_quiet_on_one_account_that_pays_often() -> None:
    assert alerts([paid("shop", i * 30.0, "card1") for i in range(500)], "card_sharing") == []


def buyers(weeks: int, number: int = 10) -> list[Event]:
    """Return a firm's buyers who pay with one card, each about twice in a working week, none of them refused."""
    return [
        paid(f"buyer{i}", (week * 7 + day) * 86_400.0 + i * 1500.0, "firm", ip=OFFICE, device=f"desk{i}")
        for week in range(weeks) for day in range(5) for i in range(number) if (i + day) % 3 == 0
    ]  # fmt: skip


def at_work(days: int, number: int = 10) -> list[Event]:
    """Return the same people's logins, on the days before."""
    return [
        event("account.login", f"buyer{i}", (day - days) * 86_400.0 + i * 60.0, ip=OFFICE, device=f"desk{i}",
              outcome=True)
        for day in range(days) for i in range(number)
    ]  # fmt: skip


def test_quiet_on_a_company_card_of_accounts_that_pay_where_they_are_known() -> None:
    assert alerts([*at_work(9), *buyers(5)], "card_sharing") == []


def test_quiet_on_a_company_card_after_the_week_in_which_it_is_first_seen() -> None:
    found = last_versions(alerts(buyers(8), "card_sharing"))
    assert len(found) <= 1
    assert all(alert.first_seen < "2026-01-12" for alert in found.values())


def test_fires_on_new_accounts_from_everywhere_on_a_companys_card() -> None:
    stolen = [
        event("account.payment", f"new{i}", 3_000_000.0 + i * 2000.0, card="firm", outcome=i % 5 != 0, ip=f"10.1.{i}.9",
              device=f"phone{i}", reason="do_not_honor" if i % 5 == 0 else None)
        for i in range(22)
    ]  # fmt: skip
    found = alerts([*at_work(9), *buyers(7), *stolen], "card_sharing")
    (alert,) = last_versions(found).values()
    assert set(alert.accounts) == {f"new{i}" for i in range(22)}
    assert found[0].accounts_total < 12


def test_fires_on_a_stolen_card_on_old_accounts_that_are_refused() -> None:
    tries = [
        paid(f"buyer{i}", 100.0 + i * 900.0, "stolen", ip=OFFICE, device=f"desk{i}", outcome=False, reason="stolen")
        for i in range(22)
    ]
    assert len(last_versions(alerts([*at_work(9, 22), *tries], "card_sharing"))) == 1


def test_quiet_on_a_company_card_of_old_accounts_at_tills() -> None:
    """A till tells neither address nor device: that is nothing odd while it takes the card."""
    tills = [paid(f"buyer{i}", day * 86_400.0 + i * 900.0, "firm") for day in range(14) for i in range(day % 3, 10, 3)]
    assert alerts([*at_work(9), *tills], "card_sharing") == []


def test_fires_on_old_accounts_at_tills_that_are_refused() -> None:
    tries = [paid(f"buyer{i}", i * 900.0, "stolen", outcome=False, reason="stolen") for i in range(22)]
    assert len(last_versions(alerts([*at_work(9, 22), *tries], "card_sharing"))) == 1


def customers(days: int, number: int) -> list[Event]:
    """Return logins of a telephone company's customers, each on a telephone of his own, all behind one address."""
    return [
        event("account.login", f"line{i}", (day - days) * 86_400.0 + i * 60.0, ip=OFFICE, device=f"own{i}",
              outcome=True)
        for day in range(days) for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_ring_behind_an_address_that_all_of_its_victims_know() -> None:
    """A town's address is nobody's home: the ring's telephone, new to each account, tells."""
    ring = [paid(f"line{i}", i * 3000.0, "stolen", ip=OFFICE, device=f"ring{i % 3}") for i in range(24)]
    (alert,) = last_versions(alerts([*customers(9, 24), *ring], "card_sharing")).values()
    assert "24 accounts new to it" in alert.reason
    assert alert.accounts_total == 24


def test_quiet_on_a_company_that_gives_all_its_buyers_new_telephones_at_once() -> None:
    renewed = [paid(f"buyer{i}", 2_500_000.0 + i * 900.0, "firm", ip=OFFICE, device=f"new{i}") for i in range(10)]
    assert alerts([*at_work(9), *buyers(4), *renewed], "card_sharing") == []


def test_tells_every_payment_with_the_card_and_who_signed_up_of_late() -> None:
    new = [event("account.signup", f"new{i}", 900_000.0 + i * 50.0) for i in range(12)]
    tries = [paid(f"new{i}", 950_000.0 + i * 2000.0, "firm", ip=f"10.1.{i}.9", device=f"phone{i}") for i in range(12)]
    at_home = [one for one in buyers(3) if one.time > tries[0].time - 604_800.0]
    (alert,) = last_versions(alerts([*at_work(9), *buyers(3), *new, *tries], "card_sharing")).values()
    told = alert.signals[0].evidence
    assert "12 accounts new to it, 12 of which signed up in the week before, within 7 days" in alert.reason
    assert 12 < int(told["payments_in_window"]) <= 12 + len(at_home)
    assert "nothing is known of it from before" not in alert.reason


def test_says_where_nothing_is_known_of_a_card() -> None:
    testers = [paid(f"qa{i % 10}", i * 7000.0, "test", ip=OFFICE, device=f"desk{i % 4}") for i in range(40)]
    (alert,) = last_versions(alerts(testers, "card_sharing")).values()
    assert "(usual for a card: 1.1; nothing is known of it from before)" in alert.reason
    assert "signed up" not in alert.reason


def mules(new: int, old: int, number: int = 24) -> list[Event]:
    """Return a card that goes round: accounts signed up for it, and others used where they are at home, in turn."""
    events = customers(9, number)
    for i in range(new):
        at = 1000.0 + i * 60_000.0
        events.append(event("account.signup", f"mule{i}", at, ip=f"10.1.{i}.9", device=f"m{i}"))
        events.append(paid(f"mule{i}", at + 900, "stolen", ip=f"10.1.{i}.9", device=f"m{i}"))
    return events + [
        paid(f"line{i}", 30_000.0 + i * 40_000.0, "stolen", ip=OFFICE, device=f"own{i}") for i in range(old)
    ]


def test_fires_on_a_card_that_goes_round_new_accounts_and_as_many_old_ones() -> None:
    (alert,) = last_versions(alerts(mules(5, 5), "card_sharing")).values()
    assert alert.accounts_total == 5
    assert "5 accounts new to it, 5 of which signed up in the week before, and by 5 others, known and" in alert.reason


def test_fires_on_six_new_accounts_on_a_card_of_which_nothing_is_known() -> None:
    assert len(last_versions(alerts(mules(6, 0), "card_sharing"))) == 1


def test_quiet_on_five_new_accounts_and_on_a_firm_some_of_whose_people_are_new() -> None:
    assert alerts(mules(5, 0), "card_sharing") == []
    assert alerts(mules(5, 12), "card_sharing") == []
    assert alerts(mules(3, 4), "card_sharing") == []


def test_quiet_on_a_known_firms_card_to_which_seven_come_in_a_week() -> None:
    """Its own weeks have shown three or four each."""
    hires = [
        paid(f"hire{week}-{i}", week * 604_800.0 + i * 90_000.0, "firm", ip=OFFICE, device=f"desk{week}-{i}")
        for week in range(9) for i in range(3 + week % 2 if week < 8 else 7)
    ]  # fmt: skip
    assert alerts(hires, "card_sharing") == []


def test_quiet_on_a_team_of_six_in_a_streams_first_days() -> None:
    """Nobody has been seen to sign up: that all of them are new says nothing."""
    events = [paid(f"team{i}", i * 9000.0, "team", ip=f"10.2.{i}.9", device=f"t{i}") for i in range(6)]
    assert alerts(events, "card_sharing") == []


def bought_for(others: int, gap: float, devices: int = 1) -> list[Event]:
    """Return known accounts for each of which one person pays, once, in one place."""
    known = [
        event("account.login", f"guest{i}", -20 * 86_400.0 + i * 60.0, ip=f"192.0.2.{i}", device=f"own{i}",
              outcome=True)
        for i in range(others)
    ]  # fmt: skip
    return [*known, *[paid(f"guest{i}", i * gap, "card1", ip=OFFICE, device=f"till{i % devices}")
                      for i in range(others)]]  # fmt: skip


def test_quiet_on_one_who_pays_for_many_known_accounts_in_one_place() -> None:
    assert alerts(bought_for(55, 100.0), "card_sharing") == []


def test_fires_on_as_many_on_several_devices_or_refused_or_new() -> None:
    assert alerts(bought_for(24, 100.0, devices=3), "card_sharing")
    refused = bought_for(24, 100.0)
    for one in refused[24:]:
        one.outcome, one.reason = False, "do_not_honor"
    assert alerts(refused, "card_sharing")
    new = [event("account.signup", f"guest{i}", -86_400.0 + i, ip=OFFICE) for i in range(24)]
    assert alerts([*new, *bought_for(24, 100.0)[24:]], "card_sharing")


def topped_up(new: int, number: int = 20) -> list[Event]:
    """Return what a shop pays for customers, so many of them new, on a tablet that has another address each time."""
    signups = [event("account.signup", f"caller{i}", i * 20_000.0 - 600.0, ip="192.0.2.9")
               for i in range(number) if i * new // number < (i + 1) * new // number]  # fmt: skip
    return [*signups, *[paid(f"caller{i}", i * 20_000.0, "shop", ip=f"203.0.{i}.7", device="tablet")
                        for i in range(number)]]  # fmt: skip


def test_quiet_on_a_shop_that_tops_up_its_customers_on_a_tablet_that_moves() -> None:
    assert alerts(topped_up(0), "card_sharing") == []
    assert alerts(topped_up(5), "card_sharing") == []
    assert alerts([*topped_up(0), paid("caller1", 900.0, "shop", ip="203.0.1.7", device="second")], "card_sharing")
    assert alerts(topped_up(20), "card_sharing")


def test_quiet_on_a_products_own_testers_with_test_cards() -> None:
    testers = [
        paid(f"qa{i % 25}", i * 7000.0, "test", ip=OFFICE, device=f"desk{i % 4}", outcome=i % 2 > 0,
             reason="testmode_decline")
        for i in range(70)
    ]  # fmt: skip
    assert alerts(testers, "card_sharing", "card_testing", "card_testing_slow") == []


def staff(odd: int, at_home: int, gap: float = 30_000.0) -> list[Event]:
    """Return people who pay with one card, in turn where each is known and where not; no device is told."""
    people = [f"staff{i}" for i in range(odd + at_home)]
    known = [event("account.login", name, -20 * 86_400.0 + i * 60.0, ip=f"192.0.2.{i}", outcome=True)
             for i, name in enumerate(people)]  # fmt: skip
    away = {round(i * len(people) / odd) for i in range(odd)}
    places = [f"10.3.{i}.9" if i in away else f"192.0.2.{i}" for i in range(len(people))]
    return [*known, *[paid(name, i * gap, "benefit", ip=places[i]) for i, name in enumerate(people)]]


def test_quiet_on_an_employers_card_of_which_half_are_met_where_they_are_known() -> None:
    assert alerts(staff(9, 8), "card_sharing") == []
    assert len(last_versions(alerts(staff(9, 1), "card_sharing"))) == 1


def test_tells_the_accounts_of_all_its_windows_beside_those_of_the_fullest() -> None:
    (alert,) = last_versions(alerts(staff(30, 0), "card_sharing")).values()
    assert alert.accounts_total == 30
    assert "30 such accounts over all its days; 0 of 21 payments with it in that time were refused" in alert.reason


def at_desks(number: int, refused: int = 0, desks: int = 0, **fields: Any) -> list[Event]:
    """Return people of whom nothing is known, at one address, each some times a week at a desk of his own."""
    desks, told = desks or number, {"ip": OFFICE, **fields}
    events = [paid(f"clerk{i}", day * 86_400.0 + i * 2400.0, "agency", device=f"desk{i % desks}", **told)
              for day in range(5) for i in range(number) if (i + day) % 2]  # fmt: skip
    for one in [one for one in events if one.subject in {f"clerk{i}" for i in range(refused)}][: 2 * refused]:
        one.outcome, one.reason = False, "do_not_honor"
    return events


def test_quiet_on_a_firms_people_at_one_address_in_a_streams_first_days() -> None:
    for number in (8, 20):
        assert alerts(at_desks(number), "card_sharing") == []
        assert alerts(at_desks(number, refused=2), "card_sharing") == []


def test_fires_where_their_desks_are_shared_or_many_are_refused_or_new_or_there_is_a_second_address() -> None:
    assert alerts(at_desks(12, desks=5), "card_sharing")
    assert alerts(at_desks(12, refused=8), "card_sharing")
    new = [event("account.signup", f"clerk{i}", -86_400.0 + i, ip=OFFICE) for i in range(12)]
    assert alerts([*new, *at_desks(12)], "card_sharing")
    away = at_desks(12)
    for one in away[::5]:
        one.ip = "203.0.113.9"
    assert alerts(away, "card_sharing")


def test_quiet_on_a_family_that_pays_at_home_on_the_fathers_telephone_and_on_theirs() -> None:
    kin = at_desks(9)
    for one in kin[::3]:
        one.device = "desk0"
    assert alerts(kin, "card_sharing") == []
    for one in kin[1::3]:
        one.device = "desk1"  # a second device of several: a ring with a few telephones looks so
    assert alerts(kin, "card_sharing")


def test_says_where_all_payments_came_from_one_address() -> None:
    events = [event("account.signup", f"trial{i}", i * 20_000.0 - 3600.0, ip=OFFICE) for i in range(20)]
    events += [paid(f"trial{i}", i * 20_000.0, "card1", ip=OFFICE) for i in range(20)]
    told = "; as far as is told, all of them paid from one address at first; 0 of "
    assert told in next(iter(last_versions(alerts(events, "card_sharing")).values())).reason
    other = {"ip": "203.0.113.9"}
    elsewhere = [
        *events,
        event("account.signup", "other", 390_000.0, **other),
        paid("other", 395_000.0, "card1", **other),
    ]
    assert told not in next(iter(last_versions(alerts(elsewhere, "card_sharing")).values())).reason


def household(devices: int, days: int = 2, refused: int = 0) -> list[Event]:
    """Return seven who sign up at one address within an hour or two and pay with one card, wherever each is."""
    events = [event("account.signup", f"cousin{i}", i * 600.0, ip=OFFICE, device=f"own{i % devices}") for i in range(7)]
    for i in range(7 * days):
        told: dict[str, Any] = {"outcome": False, "reason": "do_not_honor"} if i < refused else {}
        at = 86_400.0 + i // 7 * 86_400.0 + i % 7 * 4000.0
        who = i % 7
        events.append(paid(f"cousin{who}", at, "granny", ip=f"10.7.{i}.9", device=f"own{who % devices}", **told))
    return events


def test_quiet_but_for_a_low_row_on_a_family_that_goes_on_paying_each_on_a_device_of_its_own() -> None:
    (alert,) = last_versions(alerts(household(7), "card_sharing")).values()
    assert alert.severity == "low"
    assert "7 of the accounts paid on two days or more, on devices of their own: so do families." in alert.reason


def test_fires_as_gravely_as_before_where_devices_are_shared_or_payments_refused_or_each_pays_once() -> None:
    for events in (household(3), household(7, refused=1), household(7, days=1)):
        (alert,) = last_versions(alerts(events, "card_sharing")).values()
        assert alert.severity == "medium"
        assert "families" not in alert.reason


def agency(days: int, refused: int = 0) -> list[Event]:
    """Return an agency's ten clients, opened on its computer in a day, whose bills its card then pays."""
    events: list[Event] = []
    for i in range(10):
        events.append(event("account.signup", f"client{i}", i * 900.0, ip=OFFICE, device="desk"))
        events.append(paid(f"client{i}", i * 900.0 + 200.0, "firm", ip=OFFICE, device="desk", currency="EUR"))
        events += [paid(f"client{i}", day * 86_400.0 + i * 900.0, "firm", currency="EUR") for day in range(1, days)]
    for i in range(refused):
        events.append(paid(f"client{i}", 200_000.0 + i, "firm", outcome=False, reason="do_not_honor"))
    return events


def test_quiet_but_for_a_low_row_on_an_agency_whose_clients_go_on_paying_with_its_card() -> None:
    (alert,) = last_versions(alerts(agency(5), "card_sharing")).values()
    assert alert.severity == "low"
    assert "10 of the accounts went on paying with it for 3 days and more: so does who runs them" in alert.reason


def test_fires_as_gravely_as_before_where_accounts_pay_for_two_days_or_are_refused() -> None:
    for events in (agency(1), agency(3), agency(5, refused=8)):
        (alert,) = last_versions(alerts(events, "card_sharing")).values()
        assert alert.severity == "medium"
        assert "went on paying" not in alert.reason


def test_says_what_money_went_through() -> None:
    (alert,) = last_versions(alerts(agency(1), "card_sharing")).values()
    assert (
        "0 of 10 payments with it in that time were refused; 50.00 EUR went through over all its days." in alert.reason
    )


def test_counts_as_signed_up_who_paid_before_its_sign_up_was_told() -> None:
    early = [paid(f"client{i}", -40_000.0 + i, "firm") for i in range(4)]
    (alert,) = last_versions(alerts([*early, *agency(1)], "card_sharing")).values()
    assert "10 of which signed up in the week before" in alert.reason


def hired(domain: str, *, devices: int = 12, refused: int = 0) -> list[Event]:
    """Return twelve who sign up at the office, each on a device of his own, and pay with the firm's card."""
    events: list[Event] = []
    for i in range(12):
        at, place = i * 9000.0, {"ip": OFFICE, "device": f"own{i % devices}"}
        events.append(event("account.signup", f"hire{i}", at, email_domain=domain, **place))
        events.append(paid(f"hire{i}", at + 120.0, "firm", currency="USD", **place))
    return [*events, *[paid("hire0", 400.0 + i, "firm", outcome=False, device="own0") for i in range(refused)]]


def test_quiet_but_for_a_low_row_on_a_firms_people_who_sign_up_to_use_its_card() -> None:
    (alert,) = last_versions(alerts(hired("Brightlane.com"), "card_sharing")).values()
    assert alert.severity == "low"
    assert "The 12 that signed up have mail at brightlane.com, and each of the accounts has a device of" in alert.reason
    assert alert.suggested_action.startswith("See whether brightlane.com is a firm's, and the card its own;")


def test_quiet_but_for_a_low_row_on_a_firm_some_of_whose_people_have_mail_at_a_public_service() -> None:
    people = hired("brightlane.com")
    for one in people:
        if one.subject in {"hire3", "hire7"}:
            one.email_domain = one.email_domain and "gmail.com"
    (alert,) = last_versions(alerts(people, "card_sharing")).values()
    assert alert.severity == "low"
    assert "10 of the 12 that signed up have mail at brightlane.com (the others at public services)" in alert.reason


def test_fires_as_gravely_as_before_where_half_have_other_mail_or_two_at_a_second_domain() -> None:
    for domain, many in (("gmail.com", 6), ("mailinator.com", 2), ("otherfirm.com", 2)):
        people = hired("brightlane.com")
        for one in people:
            if one.subject in {f"hire{i}" for i in range(many)}:
                one.email_domain = one.email_domain and domain
        (alert,) = last_versions(alerts(people, "card_sharing")).values()
        assert alert.severity == "medium"


def test_fires_as_gravely_as_before_on_mail_that_anybody_has_on_one_device_or_refused() -> None:
    for events in (hired("gmail.com"), hired("brightlane.com", devices=3), hired("brightlane.com", refused=3)):
        (alert,) = last_versions(alerts(events, "card_sharing")).values()
        assert alert.severity == "medium"
        assert "have mail at" not in alert.reason
