"""Takeover of one account, and the owners' journeys and new phones that look like it."""

from __future__ import annotations

from re import search
from typing import Any

import pytest

from pipeline.alert_record import stamp
from schemas.event import NEW_DEVICE, NEW_IP, Event
from tests.support.scenario import alerts, entered, event, failed, last_versions, shipped

HOME, THIEF, DAY = "198.51.100.1", "203.0.113.7", 86_400.0
OWNER: dict[str, Any] = {"device": "laptop", "asn": 64500, "country": "DE"}
STRANGER: dict[str, Any] = {"device": "box", "asn": 64999, "country": "BR"}


def past() -> list[Event]:
    return [entered("alice", -day * DAY, HOME, **OWNER) for day in range(1, 30)]


def changed(what: str, at: float, ip: str, **fields: Any) -> Event:
    return event(f"account.{what}", "alice", at, ip=ip, **fields)


def test_fires_on_a_new_address_of_mail_after_a_strange_login() -> None:
    events = [*past(), entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 120, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts(events, "takeover")).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("account", "alice", "critical")
    assert alert.accounts == ["alice"]
    assert alert.signals[0].evidence["email_changed"] == 1


def test_fires_hours_later_when_the_thief_takes_his_time() -> None:
    changes = [changed(what, 7 * 3600, THIEF, **STRANGER) for what in ("mfa_changed", "password_reset")]
    assert alerts([*past(), entered("alice", 0, THIEF, **STRANGER), *changes], "takeover")


def test_quiet_on_a_second_factor_in_a_new_place_and_a_new_address_of_mail_hours_later() -> None:
    """As where a site asks all for a second factor: who enrols on another machine may mend his mail address at night.

    By hand: the place comes once in 50 logins or so (1.7), the factor is a new machine's (1.0), a thief would have had
    the mail address long before (3.0 - 1.0), and what was taken soon is worth a look (0.7): 5.4, short of 6.
    """
    desk: dict[str, Any] = {"device": "desk", "asn": 64901, "country": "DE"}
    enrolled = [*past()[:4], entered("alice", 0, THIEF, **desk), changed("mfa_changed", 60, THIEF, **desk)]
    assert alerts([*enrolled, changed("email_changed", 10 * 3600, THIEF, **desk)], "takeover") == []
    assert alerts([*enrolled, changed("email_changed", 300, THIEF, **desk)], "takeover")


def enrolled(*, days: int = 6) -> list[Event]:
    """Return what somebody does abroad, on a new machine, whom the site has asked for a second factor."""
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in range(days + 2, 2, -1)]
    return [*known, entered("alice", 0, THIEF, **STRANGER), changed("mfa_changed", 90, "192.0.2.7", **STRANGER)]


def test_quiet_on_a_second_factor_alone_set_abroad_on_the_day_that_a_site_asks_all_for_one() -> None:
    assert alerts(enrolled(), "takeover") == []
    assert alerts(enrolled(days=40), "takeover") == []


@pytest.mark.parametrize("what", ["email_changed", "password_reset", "api_key_created"])
def test_fires_on_the_same_with_anything_else_that_locks_the_owner_out(what: str) -> None:
    assert alerts([*enrolled(), changed(what, 200, THIEF, **STRANGER)], "takeover")


def test_fires_on_a_second_factor_alone_abroad_after_guesses_and_where_far_more_is_spent_than_ever() -> None:
    guesses = [failed("alice", -600.0 + i, THIEF, **STRANGER) for i in range(8)]
    assert alerts(sorted([*enrolled(), *guesses], key=lambda one: one.time), "takeover")
    ever = [bought(-day * DAY + 60, HOME, 1_000.0, **OWNER) for day in range(8, 2, -1)]
    spree = [*enrolled(), *ever, bought(300, THIEF, 90_000.0, **STRANGER)]
    (alert,) = last_versions(alerts(sorted(spree, key=lambda one: one.time), "takeover")).values()
    assert "paid from there within the hour" in alert.reason


def test_a_card_that_was_refused_is_nothing_paid() -> None:
    refused = [event("account.payment", "alice", at, ip=HOME if card == "own" else THIEF, card=card,
                     outcome=card == "own", amount_minor=900.0, **(OWNER if card == "own" else STRANGER))
               for at, card in ((-2 * DAY, "own"), (300, "other"))]  # fmt: skip
    theft = [*enrolled()[:-1], *refused, changed("email_changed", 120, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts(sorted(theft, key=lambda one: one.time), "takeover")).values()
    assert "; changed since: email changed. About one login in " in alert.reason


def test_fires_on_success_after_guessing() -> None:
    guesses = [failed("alice", i * 60.0, THIEF, **STRANGER) for i in range(15)]
    assert alerts([*past(), *guesses, entered("alice", 1000, THIEF, **STRANGER)], "takeover")


def test_fires_where_events_carry_nothing_but_addresses() -> None:
    known = [entered("alice", -day * DAY, HOME) for day in range(1, 30)]
    changes = [changed("email_changed", 60, THIEF), changed("mfa_changed", 90, THIEF)]
    assert alerts([*known, entered("alice", 0, THIEF), *changes], "takeover")


def paid(at: float, ip: str, card: str, **fields: Any) -> Event:
    return event("account.payment", "alice", at, ip=ip, card=card, outcome=True, amount_minor=4900.0, **fields)


def test_fires_on_another_card_after_a_strange_login_and_some_guesses() -> None:
    guesses = [failed("alice", i * 60.0, THIEF, **STRANGER) for i in range(5)]
    events = [*past(), paid(-9 * DAY, HOME, "own", **OWNER), *guesses, entered("alice", 400, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts([*events, paid(900, THIEF, "stolen", **STRANGER)], "takeover")).values()
    assert alert.signals[0].evidence["payment"] == 1
    assert "; changed since: paid with a card new to it" in alert.reason
    assert alerts([*events, paid(900, THIEF, "own", **STRANGER)], "takeover") == []  # it is what owners do


def test_quiet_on_a_traveller_who_pays_with_the_card_of_old() -> None:
    journey = [entered("alice", 0, "192.0.2.1", device="laptop", asn=64800, country="PT"), paid(60, "192.0.2.1", "own")]
    assert alerts([*past(), paid(-9 * DAY, HOME, "own", **OWNER), *journey], "takeover") == []


def test_quiet_on_a_traveller() -> None:
    abroad = {**OWNER, "country": "BR", "asn": 64999}
    events = [entered("alice", 0, THIEF, **abroad), changed("password_reset", 600, THIEF, **abroad)]
    assert alerts([*past(), *events], "takeover") == []


def test_quiet_on_a_new_phone() -> None:
    phone = {**OWNER, "device": "phone"}
    at_home = [entered("alice", 0, HOME, **phone), changed("mfa_changed", 300, HOME, **phone)]
    mobile = [entered("alice", DAY, "192.0.2.1", device="tablet", asn=64777, country="DE"),
              changed("mfa_changed", DAY + 60, "192.0.2.1", device="tablet", asn=64777, country="DE")]  # fmt: skip
    assert alerts([*past(), *at_home, *mobile], "takeover") == []


def test_quiet_on_an_owner_who_mistypes_abroad() -> None:
    tries = [failed("alice", i * 20.0, THIEF, **STRANGER) for i in range(5)]
    assert alerts([*past(), *tries, entered("alice", 200, THIEF, **STRANGER)], "takeover") == []


def test_quiet_on_a_change_from_home_after_a_strange_login() -> None:
    events = [entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 900, HOME, **OWNER)]
    assert alerts([*past(), *events], "takeover") == []


def test_quiet_on_an_account_made_today() -> None:
    events = [entered("alice", 0, HOME, **OWNER), entered("alice", 60, THIEF, **STRANGER)]
    assert alerts([*events, changed("email_changed", 90, THIEF, **STRANGER)], "takeover") == []


def test_fires_on_changes_in_a_stolen_session_without_any_login() -> None:
    events = [
        *past(),
        *(changed(what, i * 60.0, THIEF, **STRANGER) for i, what in enumerate(("email_changed", "mfa_changed"))),
    ]
    (alert,) = last_versions(alerts(events, "takeover")).values()
    assert (alert.severity, "without a login" in alert.reason) == ("critical", True)


def test_fires_on_several_new_cards_after_a_strange_login() -> None:
    events = [*past(), paid(-9 * DAY, HOME, "own", **OWNER), entered("alice", 0, THIEF, **STRANGER)]
    cards = [paid(60.0 * (i + 1), THIEF, f"stolen-{i}", **STRANGER) for i in range(3)]
    assert alerts([*events, *cards[:1]], "takeover") == []
    assert alerts([*events, *cards], "takeover")


def test_quiet_on_a_support_desk_that_helps_without_a_login() -> None:
    desk = {"device": "desk", "asn": 64123, "country": "DE"}
    help_ = [changed(what, 60.0 * i, "192.0.2.77", **desk) for i, what in enumerate(("email_changed", "mfa_changed"))]
    assert alerts([*past(), *help_], "takeover") == []


def test_quiet_on_a_traveller_whose_session_goes_on() -> None:
    abroad = {**OWNER, "country": "BR", "asn": 64999}
    changes = [changed(what, 60.0, THIEF, **abroad) for what in ("email_changed", "mfa_changed")]
    assert alerts([*past(), *changes], "takeover") == []


def test_asking_for_a_reset_first_makes_no_address_the_accounts_own() -> None:
    asked = changed("password_reset", -3600.0, THIEF, **STRANGER)
    events = [*past(), asked, entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 120, THIEF, **STRANGER)]
    assert alerts(events, "takeover")


def test_fires_on_a_reset_before_the_entry_and_a_lock_out_after_it() -> None:
    """The thief holds the owner's mail or number, and so begins with a new password."""
    swapped = {**STRANGER, "country": "DE"}
    led = [changed("password_reset", 0, THIEF, **swapped), entered("alice", 80, THIEF, **swapped)]
    after = [changed("email_changed", 180, THIEF, **swapped), changed("mfa_changed", 200, THIEF, **swapped)]
    (alert,) = last_versions(alerts([*past(), *led, *after], "takeover")).values()
    assert alert.signals[0].evidence["reset_before"] == 1
    assert "reset from there just before" in alert.reason
    weight = alert.signals[0].evidence["surprise_log10"]
    (other,) = last_versions(alerts([*past(), led[1], *after], "takeover")).values()
    assert weight == pytest.approx(float(other.signals[0].evidence["surprise_log10"]) - 1.0)
    assert alerts([*past(), *led], "takeover") == []  # so comes in who has forgotten the password
    assert alerts([*past(), *led, after[1]], "takeover") == []  # or has a new telephone, too


@pytest.mark.parametrize("failures", [0, 3])
def test_who_tried_an_old_password_before_the_reset_is_its_owner_sooner_than_who_asked_at_once(failures: int) -> None:
    """By hand: the place comes once in 12 logins (1.1), mail and factor (5.5), promptly (0.7), by a reset (-1): 6.3."""
    phone: dict[str, Any] = {"device": "phone", "asn": 64901, "country": "DE"}
    tries = [failed("alice", -60.0 * i, THIEF, **phone) for i in range(failures, 0, -1)]
    came = [changed("password_reset", 10, THIEF, **phone), entered("alice", 90, THIEF, **phone)]
    came += [changed("mfa_changed", 300, THIEF, **phone), changed("email_changed", 420, THIEF, **phone)]
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in (3, 5)]
    assert bool(alerts([*known, *tries, *came], "takeover")) == (not failures)


@pytest.mark.parametrize("told", [{}, {"mfa": True}, {"mfa": False}])
def test_who_came_by_a_reset_and_was_asked_for_no_second_factor_is_its_owner_sooner(told: dict[str, Any]) -> None:
    """By hand: the place comes once in 29 logins (1.5), mail and factor (5.5), at once (0.7), by a reset (-1): 6.7.

    Asked for no second factor that is 1.0 less, and what he took at once, or paid with the new telephone, says nothing.
    """
    phone: dict[str, Any] = {"device": "phone", "asn": 64901, "country": "DE"}
    came = [changed("password_reset", 10, THIEF, **phone), entered("alice", 90, THIEF, **phone, **told)]
    came += [changed("mfa_changed", 300, THIEF, **phone), changed("email_changed", 420, THIEF, **phone)]
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in (3, 5)]
    assert bool(alerts([*known, *came], "takeover")) == (told != {"mfa": False})
    assert bool(alerts([*known, *came, bought(600, THIEF, 1500.0, **phone)], "takeover")) == (told != {"mfa": False})
    abroad = [entered("alice", 90, THIEF, **STRANGER, **told), changed("email_changed", 420, THIEF, **STRANGER)]
    swap = [changed("password_reset", 10, THIEF, **STRANGER), changed("mfa_changed", 300, THIEF, **STRANGER)]
    assert alerts([*past(), *swap, *abroad], "takeover")


def test_quiet_on_a_new_telephone_at_home_that_tried_the_old_password_and_then_orders_for_a_year() -> None:
    phone: dict[str, Any] = {"device": "phone", "country": "DE"}
    reset, login, factor = swapped(THIEF)
    year = bought(900, THIEF, 90_000.0, currency="EUR", **phone)
    assert alerts([*on_a_carrier(), failed("alice", -60, THIEF, **phone), reset, login, factor, year], "takeover") == []
    assert alerts([*on_a_carrier(), reset, login, factor, year], "takeover")


@pytest.mark.parametrize("days", [3, 29])
def test_a_change_without_a_login_may_be_in_a_session_older_than_what_is_known_of_the_account(days: int) -> None:
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in range(days, 1, -1)]
    found = alerts([*known, changed("email_changed", 0, THIEF, **STRANGER)], "takeover")
    assert bool(found) == (days > 14)


def test_quiet_on_a_reset_long_before_or_from_elsewhere() -> None:
    swapped = {**STRANGER, "country": "DE"}
    rest = [entered("alice", 0, THIEF, **swapped), changed("mfa_changed", 100, THIEF, **swapped)]
    early = changed("password_reset", -7200, THIEF, **swapped)
    other = changed("password_reset", -100, "192.0.2.200", device="else", asn=64001, country="DE")
    home = changed("password_reset", -100, HOME, **OWNER)
    for reset in (early, other, home):
        assert alerts([*past(), reset, *rest], "takeover") == []


def test_fires_on_three_changes_within_minutes_in_a_session_carried_to_another_provider() -> None:
    """The device's id was stolen with the session, so that it is no new one."""
    copied = {**OWNER, "asn": 64999}
    kinds = ("email_changed", "mfa_changed", "api_key_created")
    changes = [changed(what, i * 60.0, THIEF, **copied) for i, what in enumerate(kinds)]
    (alert,) = last_versions(alerts([*past(), *changes], "takeover")).values()
    assert (alert.severity, "without a login" in alert.reason) == ("critical", True)
    assert alerts([*past(), *changes[:2]], "takeover") == []


def test_quiet_on_an_owner_who_changes_much_over_a_day_at_a_new_provider_or_at_once_at_home() -> None:
    copied = {**OWNER, "asn": 64999}
    kinds = ("email_changed", "mfa_changed", "api_key_created")
    slowly = [changed(what, i * 3600.0, THIEF, **copied) for i, what in enumerate(kinds)]
    at_home = [changed(what, i * 60.0, "198.51.100.9", **OWNER) for i, what in enumerate(kinds)]
    assert alerts([*past(), *slowly], "takeover") == []
    assert alerts([*past(), *at_home], "takeover") == []


NEW_PHONE: dict[str, Any] = {"device": "phone", "asn": 64500, "country": "DE"}


def busy() -> list[Event]:
    """A month of three logins a day: whatever is new to such an account is rare."""
    return [entered("alice", -day * DAY + hour * 3600.0, HOME, **OWNER) for day in range(1, 30) for hour in (0, 4, 8)]


def test_quiet_on_a_new_phone_at_a_known_provider_that_sets_password_and_second_factor_anew() -> None:
    """On the carrier's next address; seen alone, each of the three is rare, but one explains the others."""
    phone = [changed("password_reset", 0, "198.51.100.77", **NEW_PHONE),
             entered("alice", 80, "198.51.100.77", **NEW_PHONE),
             changed("mfa_changed", 140, "198.51.100.77", **NEW_PHONE)]  # fmt: skip
    assert alerts([*busy(), *phone], "takeover") == []
    taken = changed("email_changed", 200, "198.51.100.77", **NEW_PHONE)  # a new phone brings no new address of mail
    (alert,) = last_versions(alerts([*busy(), *phone, taken], "takeover")).values()
    assert "at a provider it knows" in alert.reason
    assert "strange place" not in alert.reason


def test_quiet_at_the_counter_of_a_shop() -> None:
    """The shop's tablet and provider are new to the account; nobody resets anything, the card was changed."""
    counter: dict[str, Any] = {"device": "counter", "asn": 64700}
    for where in ({}, {"country": "DE"}):
        visit = [entered("alice", 0, THIEF, **counter, **where), changed("mfa_changed", 90, THIEF, **counter, **where)]
        assert alerts([*busy(), *visit], "takeover") == []
        assert alerts([*busy(), visit[1]], "takeover") == []  # done without logging the customer in


def bought(at: float, ip: str, amount: float, **fields: Any) -> Event:
    """A payment with the card of old."""
    return event("account.payment", "alice", at, ip=ip, card="own", outcome=True, amount_minor=amount, **fields)


PHONE, BOX = {"device": "old"}, {"device": "box"}


def seldom() -> list[Event]:
    """Six logins and twelve orders in a month; neither provider nor country is told."""
    orders = [bought(-day * DAY, HOME, 4000.0 + 400 * day, **PHONE) for day in range(2, 26, 2)]
    return [*orders, *(entered("alice", -day * DAY, HOME, **PHONE) for day in range(3, 27, 4))]


def test_fires_on_orders_far_above_any_day_after_an_entry_and_a_new_address_of_mail() -> None:
    theft = [entered("alice", 0, THIEF, **BOX), changed("email_changed", 60, THIEF, **BOX)]
    orders = [bought(at, THIEF, 32_000.0, **BOX) for at in (200.0, 600.0)]
    (alert,) = last_versions(alerts([*seldom(), *theft, *orders], "takeover")).values()
    evidence = alert.signals[0].evidence
    assert (evidence["spent_after"], evidence["most_in_a_day_before"]) == (64_000, 13_600)
    assert "64,000 paid" in alert.reason
    assert "with any), in no currency that is told (points or coins, say, or the smallest unit of one)" in alert.reason
    assert "failed login" not in alert.reason


def test_what_was_spent_is_part_of_the_evidence_and_the_alert_no_older_than_it() -> None:
    theft = [entered("alice", 0, THIEF, **BOX), changed("email_changed", 60, THIEF, **BOX)]
    before, *orders = [bought(at, THIEF, 32_000.0, **BOX) for at in (-60.0, 1500.0, 2100.0, 2400.0)]
    first, *_, last = alerts([*seldom(), before, *theft, *orders], "takeover")
    assert first.emitted_at == stamp(orders[0].time)
    assert last.evidence_event_ids == [one.id for one in (*theft, *orders)]
    assert last.last_seen == stamp(orders[-1].time)


@pytest.mark.parametrize(("asn", "campaigns"), [(64999, 1), (64500, 2)])
def test_one_campaign_of_accounts_entered_hours_apart_at_one_provider_that_was_new_to_both(
    asn: int, campaigns: int
) -> None:
    """From an address each of the provider's range; at the owners' own it is no place of the thief's."""
    events: list[Event] = []
    for who, at, ip in (("alice", 0.0, "203.0.113.7"), ("bob", 9 * 3600.0, "203.0.50.8")):
        place: dict[str, Any] = {"asn": asn, "country": "BR" if asn == 64999 else "DE", "user_agent": "Thief/1"}
        events += [entered(who, -day * DAY, HOME, **{"asn": 64500, "country": "DE", "user_agent": "Own/1"})
                   for day in range(3, 30, 2)]  # fmt: skip
        events += [entered(who, at, ip, **place), *(
            event(kind, who, at + 60 * i, ip=ip, **place)
            for i, kind in enumerate(("account.email_changed", "account.mfa_changed", "account.password_reset"), 1)
        )]  # fmt: skip
    found = last_versions(alerts(sorted(events, key=lambda one: one.time), "takeover")).values()
    assert len(found) == 2
    assert len({alert.campaign_id or alert.alert_id for alert in found}) == campaigns


def test_quiet_on_usual_orders_after_it_on_orders_from_home_and_without_a_change() -> None:
    theft = [entered("alice", 0, THIEF, **BOX), changed("email_changed", 60, THIEF, **BOX)]
    usual = bought(200, THIEF, 9000.0, **BOX)
    home = bought(200, HOME, 64_000.0, **PHONE)
    late = bought(3 * 3600.0, THIEF, 64_000.0, **BOX)
    for order in (usual, home, late):
        assert alerts([*seldom(), *theft, order], "takeover") == []
    assert alerts([*seldom(), theft[0], bought(200, THIEF, 64_000.0, **BOX)], "takeover") == []  # a journey


def test_fires_on_the_first_login_of_one_known_by_orders_alone() -> None:
    theft = [entered("alice", 0, THIEF, **BOX), changed("email_changed", 60, THIEF, **BOX)]
    known = [order for order in seldom() if order.type == "account.payment"]
    assert alerts([*known, *theft, bought(200, THIEF, 64_000.0, **BOX)], "takeover")
    assert alerts([*known, *theft, bought(200, THIEF, 9000.0, **BOX)], "takeover") == []


def test_quiet_on_the_second_payment_of_one_who_seldom_pays_at_a_new_lease_of_his_provider() -> None:
    """A customer of a clinic: four logins, one payment, and a little more with his new address of mail."""
    own: dict[str, Any] = {"asn": 64500, "user_agent": "Browser/1"}
    known = [*(entered("alice", -day * DAY, f"198.51.100.{day}", **own) for day in (14, 15, 16, 17)),
             bought(-16 * DAY, "198.51.100.16", 500.0, **own)]  # fmt: skip
    again = [entered("alice", 0, "198.51.101.9", **own), changed("email_changed", 400, "198.51.101.9", **own)]
    assert alerts([*known, *again, bought(300, "198.51.101.9", 1260.0, **own)], "takeover") == []
    assert alerts([*known, *again, bought(300, "198.51.101.9", 26_000.0, **own)], "takeover")


def redeemed(at: float, ip: str, units: float, **fields: Any) -> Event:
    """Points spent."""
    return event("account.usage", "alice", at, ip=ip, product="redeem", units=units, status=200, **fields)


def test_quiet_on_the_second_day_of_a_student_who_has_another_address_of_his_provider() -> None:
    """Neither provider nor device is told. The longest lesson of one day is no long one, as that of ten days is."""
    own: dict[str, Any] = {"country": "DE", "user_agent": "Browser/1"}
    here, there = "98.222.131.89", "98.222.43.52"

    def lessons(days: int, units: float) -> list[Event]:
        known = [[entered("alice", -day * DAY, here, **own), redeemed(60 - day * DAY, here, 4.0, **own)]
                 for day in range(6, 6 + days)]  # fmt: skip
        again = [entered("alice", 0, there, **own), changed("email_changed", 2270, there, **own)]
        return [*(one for day in known for one in day), *again, redeemed(700, there, units, **own)]

    assert alerts(lessons(1, 33.0), "takeover") == []
    assert alerts(lessons(10, 330.0), "takeover")


def test_fires_on_points_spent_by_one_who_never_spent_any_after_an_entry_and_a_new_address_of_mail() -> None:
    """Neither provider nor device is told, and the country is the owner's."""
    own: dict[str, Any] = {"country": "DE", "user_agent": "Browser/1"}
    other: dict[str, Any] = {"country": "DE", "user_agent": "Browser/2"}
    known = [entered("alice", -day * DAY, HOME, **own) for day in range(1, 30, 2)]
    theft = [entered("alice", 0, THIEF, **other), changed("email_changed", 90, THIEF, **other)]
    (alert,) = last_versions(alerts([*known, *theft, redeemed(400, THIEF, 90_000.0, **other)], "takeover")).values()
    assert (
        "90,000 units of redeem used from there within the hour (it had never used any until an hour before)"
        in alert.reason
    )
    assert alerts([*known, *theft], "takeover") == []
    (alert,) = last_versions(alerts([*known, *theft, redeemed(400, THIEF, 1.0, **other)], "takeover")).values()
    assert "; 1 unit of redeem used from there" in alert.reason
    usual = [redeemed(-day * DAY + 60, HOME, 95_000.0, **own) for day in range(3, 30, 4)]
    assert alerts([*known, *usual, *theft, redeemed(400, THIEF, 90_000.0, **other)], "takeover") == []


def test_spending_counts_the_same_whatever_comes_first() -> None:
    theft = [entered("alice", 0, THIEF, **BOX), changed("email_changed", 60, THIEF, **BOX)]
    orders = [bought(at, THIEF, 32_000.0, **BOX) for at in (200.0, 600.0)]
    runs = [(*theft, *orders), (*orders, *theft), (theft[1], *orders, theft[0])]
    states = []
    for run in runs:
        detector, state = shipped("takeover"), shipped("takeover").fresh()
        for one in seldom():
            one.novel = 0
            detector.learn(one, state, None)
        for one in run:
            one.novel = NEW_IP | NEW_DEVICE
            detector.learn(one, state, None)
        (hot,) = [tally for tally in state.tallies.values() if tally.hot]
        states.append((hot.surprise, hot.detail))
    assert states[1:] == states[:1] * 2


def test_quiet_on_the_first_entry_of_an_account_seen_only_where_no_place_is_told() -> None:
    """Payments that name no network, and a server's calls: the owner's first login is new to us, not to him."""
    owner: dict[str, Any] = {"device": "phone", "country": "PT", "user_agent": "App/2"}
    first = [entered("alice", 0, THIEF, **owner), changed("email_changed", 60, THIEF, **owner)]
    cards = [event("account.payment", "alice", -day * DAY, card="own", outcome=True, amount_minor=900.0)
             for day in range(2, 9)]  # fmt: skip
    calls = [event("account.usage", "alice", -day * DAY, ip="192.0.2.9", key="k", product="disk", units=5.0, status=200)
             for day in range(2, 9)]  # fmt: skip
    for seen in (first[:0], cards, calls, [*cards, *calls]):
        assert alerts([*seen, *first], "takeover") == []
    drained = [*first, changed("mfa_changed", 90, THIEF, **owner), bought(200, THIEF, 90_000.0, **owner)]
    assert alerts([*cards, *drained], "takeover") == []
    later = [entered("alice", 3 * DAY, HOME, **STRANGER), changed("email_changed", 3 * DAY + 60, HOME, **STRANGER)]
    assert alerts([*cards, *first, *later], "takeover")  # by then it has a place to be left


def test_what_was_never_told_of_an_account_is_not_called_new() -> None:
    """Its logins name an address alone, until a release of the app tells device and country as well."""
    known = [entered("alice", -day * DAY, HOME) for day in range(1, 30)]
    told = {"device": "phone", "country": "DE", "user_agent": "App/3", "asn": 64500}
    first = [entered("alice", 0, THIEF, **told), changed("email_changed", 60, THIEF, **told)]
    assert alerts([*known, *first], "takeover") == []
    rest = [changed("mfa_changed", 90, THIEF, **told), changed("api_key_created", 95, THIEF, **told)]
    (alert,) = last_versions(alerts([*known, *first, *rest], "takeover")).values()
    assert "new device" not in alert.reason
    assert "new country" not in alert.reason
    assert "from an address not among its last 16" in alert.reason


def test_the_sentence_gives_no_owner_a_rate_by_two_logins() -> None:
    """Once in 600 by two logins nobody believes: it is what accounts of so few show."""
    theft = [entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 60, THIEF, **STRANGER)]
    theft += [changed("mfa_changed", 80, THIEF, **STRANGER)]
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in (3, 5)]
    (alert,) = last_versions(alerts([*known, *theft], "takeover")).values()
    assert alert.reason.endswith(" comes from so new a place (2 of its own are known from before these two days).")
    assert alert.severity == "high"  # nobody guessed: of such an account nobody is sure
    assert " of its 2 until " not in alert.reason


def test_the_sentence_says_that_a_place_no_rarer_than_one_in_a_hundred_is_little_by_itself() -> None:
    known = [entered("alice", -day * DAY, f"198.51.{day}.1", **{**OWNER, "device": f"d{day}"}) for day in range(2, 9)]
    phone = {**OWNER, "device": "phone"}
    fails = [failed("alice", -900.0 + n, "198.51.99.1", **phone) for n in range(12)]
    seized = [changed(what, 200, "198.51.99.1", **phone) for what in ("email_changed", "mfa_changed")]
    (alert,) = last_versions(alerts([*known, *fails, entered("alice", 0, "198.51.99.1", **phone), *seized],
                                    "takeover")).values()  # fmt: skip
    assert alert.reason.endswith(
        " That alone says little; with all else that is told here it is reckoned to come less than once in a million."
    )
    assert "; 12 failed logins from addresses new to it in the day before; changed since: email changed" in alert.reason


def test_the_sentence_says_whose_logins_it_counts() -> None:
    theft = [entered("alice", 0, THIEF, **BOX), changed("email_changed", 60, THIEF, **BOX)]
    known = [order for order in seldom() if order.type == "account.payment"]
    (alert,) = last_versions(alerts([*known, *theft, bought(200, THIEF, 64_000.0, **BOX)], "takeover")).values()
    assert "0 logins" not in alert.reason
    assert (
        " comes from so new a place (none of its own is known from before these two days). That alone " in alert.reason
    )
    assert alert.suggested_action.startswith(
        "First hold what was paid from there, then look whether the account posted "
    )


def test_the_sentence_says_what_is_so_rare() -> None:
    events = [*past(), entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 60, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts(events, "takeover")).values()
    assert search(r"email changed\. About one login in [\d,]+ comes from so new a place, by its 28 until the day "
                  r"before last and other accounts'\.$", alert.reason)  # fmt: skip
    assert alert.signals[0].evidence["logins_before"] == 28  # none faded, that they can be checked


@pytest.mark.parametrize(
    ("what", "advice"),
    [
        ("email_changed", "undo the changes, let the owner back in through the old mail address."),
        ("mfa_changed", "take back the second factor set there, let the owner in with a new password."),
        ("api_key_created", "revoke the API key made there, let the owner in with a new password."),
    ],
)
def test_advises_to_undo_what_was_changed_and_nothing_else(what: str, advice: str) -> None:
    fails = [failed("alice", -900.0 + n, THIEF, **STRANGER) for n in range(12)]
    theft = [*fails, entered("alice", 0, THIEF, **STRANGER), changed(what, 60, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts([*past(), *theft], "takeover")).values()
    assert alert.suggested_action == f"End its sessions, {advice}"


def swapped(ip: str, at: float = 0.0) -> list[Event]:
    """A swapped SIM: reset, login and second factor on a telephone that is new, in the country, told no provider."""
    phone: dict[str, Any] = {"device": "phone", "country": "DE"}
    return [changed("password_reset", at, ip, **phone), entered("alice", at + 90, ip, **phone),
            changed("mfa_changed", at + 150, ip, **phone)]  # fmt: skip


def on_a_carrier() -> list[Event]:
    """A month on the carrier's two addresses, each shared by thousands, with small purchases."""
    mine: dict[str, Any] = {"device": "old", "country": "DE"}
    days = [(-day * DAY, HOME if day % 2 else THIEF) for day in range(2, 30)]
    return [
        one
        for at, ip in days
        for one in (entered("alice", at, ip, **mine), bought(at + 60, ip, 4000.0, currency="EUR", **mine))
    ]


def test_fires_on_a_swapped_sim_at_a_carriers_address_that_the_account_knows() -> None:
    spent = [bought(400.0 + 170 * i, THIEF, 90_000.0, device="phone", country="DE", currency="EUR")
             for i in range(2)]  # fmt: skip
    for ip in (THIEF, "198.51.100.77"):  # known, and the carrier's next
        events = [*on_a_carrier(), *swapped(ip), *(order for order in spent)]
        for order in spent:
            order.ip = ip
        (alert,) = last_versions(alerts(events, "takeover")).values()
        assert alert.severity == "critical"
        assert ("an address it knows" if ip == THIEF else "not among its last 16") in alert.reason
        assert "1,800.00 EUR paid from there within the hour (the most in a day before: 40.00 EUR, of " in alert.reason


def test_what_was_paid_is_told_in_its_currency_whatever_else_the_account_ever_paid_in() -> None:
    abroad = bought(-20 * DAY, HOME, 500.0, device="old", country="DE", currency="AUD")
    out = [bought(400.0 + 170 * i, THIEF, 90_000.0, device="phone", country="DE", currency="USD") for i in range(2)]
    (alert,) = last_versions(alerts([*on_a_carrier(), abroad, *swapped(THIEF), *out], "takeover")).values()
    assert "; 1,800.00 USD paid from there within the hour (it paid on " in alert.reason
    assert " days before, in several currencies)." in alert.reason


def miles(at: float, ip: str, amount: float, **place: Any) -> Event:
    return event("account.payment", "alice", at, ip=ip, outcome=True, amount_minor=amount, merchant="pax", **place)


def test_fires_on_points_paid_after_an_entry_and_tells_them_beside_points_alone() -> None:
    """Of 60,000 miles nobody knows what they are beside 40 euros a day; beside 900 miles a month it is told."""
    theft = [entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 60, THIEF, **STRANGER)]
    theft += [miles(900, THIEF, 60_000, **STRANGER)]
    known = [*past(), *[bought(-day * DAY, HOME, 4000.0, currency="EUR", **OWNER) for day in range(2, 30)]]
    (alert,) = last_versions(alerts([*known, *theft], "takeover")).values()
    assert (
        "; 60,000 paid from there within the hour (it had never paid any such until an hour before), in no currency "
        "that is told (points or coins, say, or the smallest unit of one)" in alert.reason
    )
    assert alert.suggested_action.startswith("First hold what was paid from there")
    before = [miles(-day * DAY, HOME, 900.0, **OWNER) for day in (20, 10)]
    (alert,) = last_versions(alerts([*known, *before, *theft], "takeover")).values()
    assert "; 60,000 paid from there within the hour (the most in a day before: 900, of 2 days with any), in no " in (
        alert.reason
    )


def test_points_are_no_record_beside_money_on_a_telephone_that_was_let_in_anew() -> None:
    """As where the money is: 90,000 beside 40.00 EUR a day. Of miles, of which none were paid before, nobody knows."""
    phone: dict[str, Any] = {"device": "phone", "country": "DE"}
    assert alerts([*on_a_carrier(), *swapped(THIEF), bought(900, THIEF, 90_000.0, currency="EUR", **phone)], "takeover")
    assert alerts([*on_a_carrier(), *swapped(THIEF), miles(900, THIEF, 90_000.0, **phone)], "takeover") == []


def test_quiet_on_a_new_telephone_at_a_known_address_whatever_one_part_says() -> None:
    """One who has forgotten his password, pays a record, or whose household pays much, unpacks a telephone."""
    phone: dict[str, Any] = {"device": "phone", "country": "DE"}
    reset, login, factor = swapped(THIEF)
    rest = [login, changed("email_changed", 120, THIEF, **phone), factor]
    much, record = bought(400, THIEF, 180_000.0, **phone), bought(400, THIEF, 9_000.0, **phone)
    old = bought(400, THIEF, 180_000.0, device="old", country="DE")
    late = bought(3 * 3600, THIEF, 180_000.0, **phone)
    for events in ((reset, login, factor), (reset, login, factor, record), (reset, login, factor, old),
                   (reset, login, much), (login, factor, much), (reset, login, factor, late),
                   (reset, *rest), (reset, *rest, record)):  # fmt: skip
        assert alerts([*on_a_carrier(), *events], "takeover") == []
    never = [one for one in on_a_carrier() if one.type == "account.login"]
    assert alerts([*never, reset, login, factor, much], "takeover") == []  # nothing is known of its payments


def test_a_swapped_sim_is_told_the_same_whatever_comes_first() -> None:
    detector, states = shipped("takeover"), []
    run = [*swapped(THIEF), bought(400, THIEF, 180_000.0, device="phone", country="DE", currency="EUR")]
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)):
        state = detector.fresh()
        for one in on_a_carrier():
            one.novel = 0
            detector.learn(one, state, None)
        for at in order:
            run[at].novel = NEW_DEVICE
            detector.learn(run[at], state, None)
        (hot,) = [tally for tally in state.tallies.values() if tally.hot]
        states.append((hot.surprise, hot.detail, hot.extra, hot.members))
    assert states[1:] == states[:1] * 2


def colleague(**more: Any) -> list[Event]:
    """Return what a member of the customer's team does who is seen for the first time: a key, and a top-up."""
    here: dict[str, Any] = {"device": "work", "asn": 64777, "country": "DE"} | more
    events = [entered("alice", -1.2 * DAY, HOME, **OWNER), entered("alice", 0, THIEF, **here)]
    events += [event("account.payment", "alice", -DAY, card="card", outcome=True, amount_minor=1500.0)]
    events += [
        event("account.payment", "alice", 200, ip=THIEF, card="card", outcome=True, amount_minor=10_000.0, **here)
    ]
    events += [changed("api_key_created", 900, THIEF, key="k", **here)]
    return sorted(events, key=lambda one: one.time)


def test_quiet_on_a_new_member_of_a_team_who_makes_a_key_and_pays_with_the_card_on_file() -> None:
    assert alerts(colleague(), "takeover") == []


def test_fires_on_the_same_from_abroad_or_after_guesses_or_with_a_new_address_of_mail() -> None:
    found = last_versions(alerts(colleague(country="BR"), "takeover"))
    assert [alert.severity for alert in found.values()] == ["high"]  # an agency has people abroad, too
    guesses = [failed("alice", -600.0 + i, THIEF, **STRANGER) for i in range(9)]
    assert alerts(sorted([*colleague(), *guesses], key=lambda one: one.time), "takeover")
    here: dict[str, Any] = {"device": "work", "asn": 64777, "country": "DE"}
    mended = [*colleague(), changed("email_changed", 1000, THIEF, **here)]  # as its owner may in another browser
    assert [one.severity for one in last_versions(alerts(mended, "takeover")).values()] == ["high"]
    wrong = [failed("alice", -100.0 + i, THIEF, **here) for i in range(3)]  # a code, mistyped
    found = last_versions(alerts(sorted([*mended, *wrong], key=lambda one: one.time), "takeover"))
    assert [one.severity for one in found.values()] == ["high"]
    locked = [*mended, changed("mfa_changed", 1100, THIEF, **here)]
    assert [one.severity for one in last_versions(alerts(locked, "takeover")).values()] == ["high"]
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in (8, 7, 6, 5, 4)]  # else nobody tells its owner's
    found = last_versions(alerts([*known, *locked], "takeover"))
    assert [one.severity for one in found.values()] == ["critical"]


def test_quiet_on_a_new_telephone_of_an_owner_of_whom_few_logins_are_known_and_who_passed_the_second_factor() -> None:
    """As where sessions last for months. By hand: place 1.1, two changes 5.5, passed -1.0: 5.6, short of 6."""
    phone: dict[str, Any] = {"device": "phone", "asn": 64901, "country": "DE"}
    lock = [changed("mfa_changed", 120, THIEF, **phone), changed("email_changed", 200, THIEF, **phone)]
    for known, found in ((past()[-2:-1], False), (past()[:9], True)):
        assert bool(alerts([*known, entered("alice", 0, THIEF, mfa=True, **phone), *lock], "takeover")) is found
    assert alerts([*past()[-2:-1], entered("alice", 0, THIEF, mfa=False, **phone), *lock], "takeover")


def test_quiet_on_the_first_login_of_an_account_long_in_use_at_a_provider_of_its_own_and_not_after_guesses() -> None:
    """Its sessions are older than the stream."""
    known = [redeemed(-day * DAY, HOME, 1.0, **OWNER) for day in range(20, 1, -2)]
    phone: dict[str, Any] = {"device": "phone", "asn": 64500, "country": "DE"}
    lock = [changed("mfa_changed", 120, THIEF, **phone), changed("email_changed", 200, THIEF, **phone)]
    events = [*known, entered("alice", 0, THIEF, **phone), *lock]
    assert alerts(events, "takeover") == []
    guesses = [failed("alice", -600.0 + i, THIEF, **phone) for i in range(4)]
    assert alerts([*known, *guesses, *events[len(known) :]], "takeover")


def own_provider(days: int, *more: Event, country: str = "DE", **told: Any) -> list[Event]:
    """Return what a new telephone at the account's own provider sets anew, after logins on so many days."""
    phone: dict[str, Any] = {"device": "phone", "asn": 64500, "country": country}
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in range(days + 2, 2, -1)]
    came = [entered("alice", 0, THIEF, **phone, **told), changed("mfa_changed", 120, THIEF, **phone)]
    events = [*known, *came, changed("email_changed", 200, THIEF, **phone), *more]
    return sorted(events, key=lambda one: one.time)


def test_quiet_on_a_new_telephone_at_an_own_provider_that_asks_for_mail_address_and_second_factor() -> None:
    """As a wizard does. By hand, of 3 logins: place 1.3, mail address 3.0, promptly 0.7: 5.0; not 7.5."""
    typos = [failed("alice", -60.0 * i, THIEF, device="phone", asn=64500, country="DE") for i in (1, 2)]
    assert alerts(own_provider(3, *typos), "takeover") == []
    assert alerts(own_provider(9, mfa=True), "takeover") == []  # where more is known he must have passed his own


def test_fires_on_the_same_of_an_account_better_known_after_guesses_abroad_or_with_a_key_as_well() -> None:
    guesses = [failed("alice", -60.0 * i, THIEF, device="phone", asn=64500, country="DE") for i in (1, 2, 3)]
    key = changed("api_key_created", 300, THIEF, key="k", device="phone", asn=64500, country="DE")
    reset = changed("password_reset", -90, THIEF, device="phone", asn=64500, country="DE")
    for events in (own_provider(9), own_provider(3, *guesses), own_provider(3, country="PT"), own_provider(3, key)):
        assert alerts(events, "takeover")
    assert alerts(own_provider(4, reset, mfa=True), "takeover")  # he may hold the owner's number


@pytest.mark.parametrize(("before", "said"), [(7200, "before these two days"), (600, "until an hour before")])
def test_what_was_spent_the_same_day_is_not_said_never_to_have_been(before: float, said: str) -> None:
    bill = event("account.payment", "alice", -before, outcome=True, amount_minor=2500.0, merchant="plans")
    paid = event("account.payment", "alice", 900, ip=THIEF, outcome=True, amount_minor=2500.0, merchant="plans",
                 **STRANGER)  # fmt: skip
    events = [*past(), bill, entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 90, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts([*events, paid], "takeover")).values()
    assert f"from there within the hour (it had never paid anything {said})" in alert.reason


def test_what_a_colleague_might_have_done_is_not_critical_and_no_strange_place() -> None:
    here: dict[str, Any] = {"device": "work", "asn": 64777, "country": "DE"}
    events = [*past(), *[entered("alice", -i * 9000.0 - DAY, HOME, **OWNER) for i in range(500)]]
    events += [entered("alice", 0, THIEF, **here), changed("api_key_created", 900, THIEF, key="k", **here)]
    (alert,) = last_versions(alerts(sorted(events, key=lambda one: one.time), "takeover")).values()
    assert alert.severity == "medium"
    assert "strange" not in alert.reason
    assert "at a provider new to it with a new device" in alert.reason


def second_computer(*more: Event, **here: Any) -> list[Event]:
    """Return what an owner does who renews what protects his account, at his provider, on a new computer."""
    there: dict[str, Any] = {"device": "desk", "asn": 64500, "country": "DE"}
    events = [entered("alice", -day * DAY, HOME, **OWNER) for day in (3, 5)]
    events += [entered("alice", 0, THIEF, **there, **here), changed("mfa_changed", 180, THIEF, **there)]
    events += [changed("api_key_created", 700, THIEF, key="k", **there), *more]
    return sorted(events, key=lambda one: one.time)


def test_quiet_on_an_owner_who_passed_his_second_factor_and_renews_it_and_his_key() -> None:
    assert alerts(second_computer(mfa=True), "takeover") == []


@pytest.mark.parametrize("told", [{}, {"mfa": False}])
def test_fires_on_the_same_where_no_second_factor_was_passed(told: dict[str, Any]) -> None:
    assert alerts(second_computer(**told), "takeover")


def test_a_second_factor_passed_after_a_reset_or_refused_codes_speaks_for_nobody() -> None:
    desk: dict[str, Any] = {"device": "desk", "asn": 64500, "country": "DE"}
    lock = [changed("password_reset", -300, THIEF, **desk), changed("email_changed", 200, THIEF, **desk)]
    told = [last_versions(alerts(second_computer(*lock, **mfa), "takeover")).values() for mfa in ({"mfa": True}, {})]
    assert len({one.signals[0].evidence["surprise_log10"] for (one,) in told}) == 1
    refused = [failed("alice", -900.0 + 60 * i, THIEF, device="desk", reason="mfa_failed") for i in range(9)]
    assert alerts(second_computer(*refused, mfa=True), "takeover")


def test_fires_on_a_thief_abroad_who_passed_the_second_factor_and_says_that_he_did() -> None:
    events = [
        *past(),
        entered("alice", 0, THIEF, mfa=True, **STRANGER),
        changed("email_changed", 120, THIEF, **STRANGER),
    ]
    (alert,) = last_versions(alerts([*events, changed("mfa_changed", 150, THIEF, **STRANGER)], "takeover")).values()
    assert "; the second factor was passed; changed since: email changed, mfa changed" in alert.reason
    assert alert.severity == "high"  # as one to whom the account was handed over; not where codes were refused first
    typo = failed("alice", -60.0, THIEF, **STRANGER)
    assert {one.severity for one in alerts([typo, *events], "takeover")} == {"high"}
    refused = [failed("alice", -60.0 * i, THIEF, reason="mfa_failed", **STRANGER) for i in (3, 2, 1)]
    (worse,) = last_versions(alerts([*refused, *events], "takeover")).values()
    assert worse.severity == "critical"
    assert alert.signals[0].evidence["passed_second_factor"] == 1


def test_quiet_on_a_traveller_who_changes_his_address_of_mail_where_his_own_device_has_just_come_in() -> None:
    """Only logins name a device here; without one the change is a stranger's, in a session stolen from abroad."""
    abroad: dict[str, Any] = {"country": "JP", "asn": 64999}
    known = [*past(), *[bought(-day * DAY, HOME, 500.0, asn=64500, country="DE") for day in (9, 12, 15)]]
    mended = [changed("email_changed", 240, THIEF, **abroad), bought(300, THIEF, 90_000.0, **abroad)]
    came_in = entered("alice", 0, THIEF, **{**OWNER, **abroad})
    assert alerts([*known, came_in, *mended], "takeover") == []
    assert alerts([*known, *mended], "takeover")
    elsewhere = entered("alice", 0, "203.0.113.200", **{**OWNER, **abroad})
    assert alerts([*known, elsewhere, *mended], "takeover")


@pytest.mark.parametrize("logins", [1, 20])
def test_an_owners_second_telephone_and_new_address_of_mail_are_quiet_while_few_of_his_logins_are_known(
    logins: int,
) -> None:
    own: dict[str, Any] = {"device": "phone", "asn": 64500}
    new: dict[str, Any] = {"device": "tablet", "asn": 64777}
    known = [entered("alice", -(3 + day) * DAY, HOME, **own) for day in range(logins)]
    known += [bought(-day * DAY - 3600, HOME, 1600.0, **own) for day in (3, 4)]
    second = [entered("alice", 0, THIEF, **new), changed("email_changed", 420, THIEF, **new)]
    found = alerts([*known, *second, bought(900, THIEF, 2000.0, **new)], "takeover")
    assert bool(found) == (logins > 10)


def test_the_evidence_names_provider_and_program_and_what_was_paid() -> None:
    known = [order for order in seldom() if order.type == "account.payment"]
    browser = {**BOX, "asn": 49505, "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/131.0"}
    theft = [entered("alice", 0, THIEF, **browser), changed("email_changed", 60, THIEF, **browser)]
    (alert,) = last_versions(alerts([*known, *theft, bought(200, THIEF, 64_000.0, **browser)], "takeover")).values()
    evidence = alert.signals[0].evidence
    assert (evidence["provider"], evidence["program"]) == ("AS49505", "Firefox 131.0")


def test_tells_what_units_were_used_on_though_the_account_has_used_more() -> None:
    """Premium numbers called for minutes on end cost more than any fullest day of an owner's calls."""
    usual = [redeemed(-day * DAY + 60, HOME, 848.0, **OWNER) for day in range(3, 30, 4)]
    theft = [entered("alice", 0, THIEF, **STRANGER), changed("email_changed", 60, THIEF, **STRANGER)]
    used = [redeemed(400 + n, THIEF, 67.0, **STRANGER) for n in range(3)]
    (alert,) = last_versions(alerts([*past(), *usual, *theft, *used], "takeover")).values()
    said = "; 201 units of redeem used from there within the hour (on its fullest day before: 848)."
    assert said in alert.reason
    for one in used[:2]:
        one.product = "gifts"
    (alert,) = last_versions(alerts([*past(), *usual, *theft, *used], "takeover")).values()
    assert "; 201 units of gifts, redeem and perhaps others used from there " in alert.reason


def test_sends_nobody_to_look_for_the_owner_after_more_failures_than_an_owner_has() -> None:
    guesses = [failed("alice", i * 60.0, THIEF, **STRANGER) for i in range(15)]
    (alert,) = last_versions(
        alerts([*past(), *guesses, entered("alice", 1000, THIEF, **STRANGER)], "takeover")
    ).values()
    assert alert.suggested_action == "End its sessions, let the owner in with a new password."
