"""Accounts entered, locked and emptied within minutes, seen before or not; and owners who do a part of that."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

PLACE, HOME, DAY, HOUR = "203.0.113.7", "198.51.100.4", 86_400.0, 3600.0
LINE: dict[str, Any] = {"asn": 64500, "country": "DE"}


def mailed(at: float, ip: str = PLACE) -> Event:
    return event("account.email_changed", "rosa", at, ip=ip)


def sent(at: float, payee: str = "iban-7", ip: str = PLACE, **fields: Any) -> Event:
    money: dict[str, Any] = {"outcome": True, "amount_minor": 61_200.0, "currency": "EUR"}
    return event("account.payment", "rosa", at, ip=ip, merchant=payee, **(money | fields))


def test_fires_on_an_account_never_seen_that_is_guessed_locked_and_emptied_within_minutes() -> None:
    """120 tries from three addresses of one provider, on the first morning."""
    line: dict[str, Any] = {"asn": 64999, "country": "BG"}
    tries = [failed("rosa", -60.0 - 90.0 * i, f"203.0.113.{7 + i % 3}", **line) for i in range(120)]
    taken = [entered("rosa", 0.0, PLACE, **line), mailed(60.0), sent(120.0, amount_minor=1.0), sent(500.0)]
    (alert,) = last_versions(alerts([*tries, *taken], "takeover")).values()
    assert alert.severity == "critical"
    assert "120 failed logins from addresses new to it in the day before; changed since: email changed" in alert.reason
    assert ", then money sent to iban-7, whom it was never seen to pay before; 612.00 EUR paid" in alert.reason
    assert alert.signals[0].evidence["new_payees"] == "iban-7"
    assert alert.suggested_action.startswith("First hold what was paid from there. End its sessions")


@pytest.mark.parametrize("past", [0, 3])
def test_fires_on_one_emptied_after_a_reset_from_a_clean_line_of_the_owners_country(past: int) -> None:
    known = [entered("rosa", -DAY * (day + 2), HOME, **LINE) for day in range(past)]
    reset = event("account.password_reset", "rosa", -150.0, ip=PLACE)
    (alert,) = last_versions(
        alerts([*known, reset, entered("rosa", 0.0, PLACE, **LINE), mailed(40.0), sent(95.0)], "takeover")
    ).values()
    assert "the password was reset from there just before" in alert.reason
    assert "then ask the owner, by another way than the mail address set there, whether" in alert.suggested_action


def test_accounts_emptied_to_one_payee_are_one_alert() -> None:
    def theft(name: str, at: float, ip: str) -> list[Event]:
        mine = [entered("rosa", at, ip, **LINE), mailed(at + 40.0, ip), sent(at + 95.0, ip=ip)]
        for one in mine:
            one.subject = name
        return mine

    found = alerts([*theft("rosa", 0.0, PLACE), *theft("ben", 4 * HOUR, "192.0.2.9")], "takeover")
    heads = [one for one in last_versions(found).values() if one.campaign_id in {None, one.alert_id}]
    assert [sorted(one.accounts) for one in heads] == [["ben", "rosa"]]


@pytest.mark.parametrize(
    "events",
    [
        [mailed(40.0)],
        [sent(40.0)],
        [mailed(40.0), sent(1200.0)],
        [mailed(1200.0), sent(40.0)],
        [mailed(40.0), sent(95.0, card="own")],
        [mailed(40.0), sent(95.0, ip="192.0.2.200")],
        [mailed(40.0), sent(95.0, outcome=False)],
    ],
)
def test_quiet_on_an_owner_who_does_a_part_of_it_or_takes_his_time(events: list[Event]) -> None:
    assert alerts([entered("rosa", 0.0, PLACE, **LINE), *events], "takeover") == []


def test_quiet_on_who_paid_the_payee_before_on_who_passes_the_second_factor_and_on_who_sets_a_new_account_up() -> None:
    again = [sent(-3 * DAY, ip=HOME), entered("rosa", 0.0, PLACE, **LINE), mailed(40.0), sent(95.0)]
    assert alerts(again, "takeover") == []
    passed = [entered("rosa", 0.0, PLACE, mfa=True, **LINE), mailed(40.0), sent(95.0)]
    assert alerts(passed, "takeover") == []  # a remitter, with his second factor
    made = event("account.signup", "rosa", -HOUR, ip=HOME)
    assert alerts([made, entered("rosa", 0.0, PLACE, **LINE), mailed(40.0), sent(95.0)], "takeover") == []


def test_a_cent_that_verifies_a_bank_account_is_no_money_gone() -> None:
    """The payee was paid before: an owner abroad on a new telephone, who changes his address of mail."""
    away: dict[str, Any] = {"asn": 64999, "country": "PT", "device": "new"}
    known = [entered("rosa", -DAY * (day + 2), HOME, device="old", **LINE) for day in range(9)]
    known.append(sent(-DAY, ip=HOME, amount_minor=5290.0))
    theft = [entered("rosa", 0.0, PLACE, **away), event("account.email_changed", "rosa", 300.0, ip=PLACE, **away)]

    def row(amount: float, **fields: Any) -> Alert:
        paid = sent(950.0, amount_minor=amount, **away, **fields)
        (alert,) = last_versions(alerts([*known, *theft, paid], "takeover")).values()
        return alert

    (bare,) = last_versions(alerts([*known, *theft], "takeover")).values()
    usual = bare.signals[0].score
    cent, money, coin = row(1.0), row(529_000.0), row(90.0, currency=None)
    assert (cent.reason, cent.suggested_action, cent.signals[0].score) == (bare.reason, bare.suggested_action, usual)
    assert "5,290.00 EUR paid from there" in money.reason
    assert "First hold what was paid from there" in money.suggested_action
    assert coin.signals[0].score > usual
