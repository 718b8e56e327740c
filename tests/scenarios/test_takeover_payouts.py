"""Thieves who empty accounts of which nothing is known into a few banks; landlords, charities, families, shops."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "takeover_payouts", 86_400.0


def paid(name: str, day: float, payee: str, net: str, changed: str | None = None, **more: Any) -> list[Event]:
    """Return a payout of an account that nothing is known of; `changed`: what was changed two minutes before."""
    ip = {"ip": f"{net}.7"} if net else {}
    told = {"outcome": True, "amount_minor": 1.0, "merchant": payee, **ip, **more}
    out = event("account.payment", name, day * DAY, **told)
    return [event(f"account.{changed}", name, day * DAY - 120.0, **ip), out] if changed else [out]


def owners(number: int = 60, days: float = 3.0, changed: int = 5) -> list[Event]:
    """Return owners who are paid out to a bank of their own, the first of them after a new address of mail."""
    return [one for i in range(number)
            for one in paid(f"own{i}", 1.0 + days * i / number, f"iban-{i}", f"198.51.{i}",
                            "email_changed" if i < changed else None)]  # fmt: skip


def thefts(number: int = 8, payees: int = 2, every: float = 0.06, begins: float = 2.1, who: str = "victim",
           prefix: str = "iban-x", net: str = "203.0.{}", **more: Any) -> list[Event]:  # fmt: skip
    """Return accounts that are paid out to a few payees by turns, from homes each in a network of its own."""
    every_one = [(f"{who}{i}", begins + every * i, f"{prefix}{i % payees}", net.format(i)) for i in range(number)]
    return [one for each in every_one for one in paid(*each, **more)]


def found(*parts: list[Event]) -> list[Any]:
    events = sorted([one for part in parts for one in part], key=lambda one: one.time)
    return list(last_versions(alerts(events, NAME)).values())


def test_fires_on_four_of_each_of_two_banks_whose_mail_was_changed_before() -> None:
    """By hand: six of 13 payouts after a change are beyond the first of their payee, one in 1,000 would be: 14.8."""
    (alert,) = found(owners(), thefts(changed="email_changed"))
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "account_security", "high")
    assert sorted(alert.accounts) == [f"victim{i}" for i in range(8)]
    assert alert.reason.startswith("8 accounts had money paid out (with no card) to 2 payees (iban-x0, iban-x1)")
    assert "all of them within an hour after their mail address or second factor was changed" in alert.reason
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(14.77, abs=0.01)


def test_fires_where_nothing_was_changed_and_all_that_tells_is_whom_they_are_paid_to() -> None:
    """By hand: of 42 payouts to banks that day four are the third or fourth of theirs, 1 in 3,000 would be: 8.9."""
    (alert,) = found(owners(), thefts(device=None))
    assert sorted(alert.accounts) == [f"victim{i}" for i in range(8)]
    assert "nothing was changed on them" in alert.reason
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(8.86, abs=0.01)


def test_fires_on_one_bank_alone_where_each_was_locked_before_and_cites_each_payout() -> None:
    (alert,) = found(owners(12), thefts(4, 1, changed="mfa_changed"))
    assert sorted(alert.accounts) == [f"victim{i}" for i in range(4)]
    assert len(alert.evidence_event_ids) == 4


def test_fires_on_victims_of_a_day_and_names_payees_of_that_day_alone() -> None:
    """What was shared days ago is an alert of its own."""
    early, late = thefts(who="early", prefix="iban-e"), thefts(begins=7.1)
    first, second = found(owners(160, days=8.0), early, late)
    assert sorted(first.accounts) == [f"early{i}" for i in range(8)]
    assert sorted(second.accounts) == [f"victim{i}" for i in range(8)]


@pytest.mark.parametrize(
    "quiet",
    [
        thefts(24, 1, net="203.0.113"),  # a landlord's flats, at his office
        thefts(24, 2, every=0.001),  # within an hour
        thefts(3, 1, changed="email_changed"),  # a family
        thefts(6, 3),  # couples
        thefts(5, 1),  # an agency: one payee
        thefts(40, 2, every=0.02),  # fleets, charities: many come
        thefts(card="card1"),  # bought
        thefts(outcome=False),
    ],
)
def test_quiet_on_landlords_families_agencies_and_charities(quiet: list[Event]) -> None:
    assert found(owners(), quiet) == []


def test_quiet_on_newcomers_who_are_another_detectors_matter() -> None:
    signups = [event("account.signup", f"victim{i}", 0.5 * DAY, ip=f"203.0.{i}.7") for i in range(8)]
    assert found(owners(), signups, thefts()) == []


def test_quiet_on_whom_they_paid_before_and_whom_others_were_paying() -> None:
    before = thefts(begins=0.2, every=0.001)
    others = [one for k in range(2) for i in range(5)
              for one in paid(f"old{k}-{i}", 1.0 + 0.1 * i, f"iban-x{k}", "192.0.2")]  # fmt: skip
    assert found(owners(), before, thefts()) == []
    assert found(owners(), others, thefts()) == []


def test_quiet_where_payees_are_shops_and_where_all_must_set_a_second_factor() -> None:
    """A market's sellers are paid by one, two, three; and of relatives one in ten is paid by two sons."""
    pairs = [one for i in range(4) for k in range(2)
             for one in paid(f"son{i}-{k}", 1.0 + 0.3 * i + 0.1 * k, f"iban-m{i}", f"192.{i}.{k}")]  # fmt: skip
    assert found(owners(), pairs, thefts()) == []
    assert found(owners(120, changed=120), thefts(4, 1, changed="mfa_changed")) == []


def test_quiet_where_staff_changed_them() -> None:
    """A change that names no address is staff's."""
    letters = [event("account.email_changed", f"victim{i}", (2.1 + 0.06 * i) * DAY - 60.0) for i in range(4)]
    assert found(owners(), letters, thefts(4, 1)) == []
