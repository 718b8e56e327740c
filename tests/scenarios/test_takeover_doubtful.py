"""Scenarios: what owners, colleagues and new owners do as well is told, but as medium."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

HOME, THERE, DAY = "198.51.100.1", "203.0.113.7", 86_400.0
OWNER: dict[str, Any] = {"device": "laptop", "asn": 64500, "country": "DE"}
ABROAD: dict[str, Any] = {"device": "box", "asn": 64999, "country": "BR"}
PHONE: dict[str, Any] = {"device": "phone", "asn": 64901, "country": "DE"}


def past(days: int) -> list[Event]:
    return [entered("alice", -day * DAY, HOME, **OWNER) for day in range(2, days + 2)]


def did(place: dict[str, Any], *kinds: str, at: float = 120.0) -> list[Event]:
    """Return changes made there, a minute apart."""
    return [event(f"account.{kind}", "alice", at + 60.0 * i, ip=THERE, **place) for i, kind in enumerate(kinds)]


def failures(place: dict[str, Any], many: int) -> list[Event]:
    return [failed("alice", -3000.0 - 60.0 * i, THERE, **place) for i in range(many)]


def spree(place: dict[str, Any]) -> list[Event]:
    """Return a payment at home, and one there within the hour, forty times as much."""
    spent = [(-3 * DAY, HOME, 1000.0, OWNER), (900.0, THERE, 40_000.0, place)]
    card: dict[str, Any] = {"card": "own", "outcome": True}
    return [event("account.payment", "alice", at, ip=ip, amount_minor=many, **card, **on) for at, ip, many, on in spent]


def severity(*events: Event) -> str:
    (alert,) = last_versions(alerts(sorted(events, key=lambda one: one.time), "takeover")).values()
    return alert.severity


def test_fires_as_medium_on_a_key_alone_abroad_as_at_a_conference_and_gravely_on_more() -> None:
    """A maintainer's borrowed laptop: a key is what he came for. Who guessed, spends or locks out is no such guest."""
    came = [*past(29), entered("alice", 0, THERE, **ABROAD), *did(ABROAD, "api_key_created")]
    assert severity(*came) == "medium"
    assert severity(*came, *failures(ABROAD, 3)) == "high"
    assert severity(*came, *failures(ABROAD, 9)) == "critical"
    assert severity(*came, *did(ABROAD, "email_changed", at=400.0)) == "critical"
    assert severity(*came, *spree(ABROAD)) == "high"


def test_fires_as_high_on_a_key_made_abroad_without_a_login() -> None:
    """The session was stolen: a colleague logs in."""
    assert severity(*past(29), *did(ABROAD, "api_key_created")) == "high"


@pytest.mark.parametrize("place", [PHONE, ABROAD])
def test_fires_as_medium_on_who_holds_the_mailbox_and_was_asked_for_nothing_else(place: dict[str, Any]) -> None:
    """A house is sold, a project handed over: reset, second factor, mail address. A swapped SIM passes the factor."""
    reset = did(place, "password_reset", at=-200.0)
    lock = did(place, "mfa_changed", "email_changed")
    came = [*past(4), *reset, *lock]
    assert severity(*came, entered("alice", 0, THERE, **place)) == "medium"
    assert severity(*came, entered("alice", 0, THERE, mfa=True, **place)) == "high"
    assert severity(*came, *spree(place), entered("alice", 0, THERE, **place)) in ("high", "critical")
    assert severity(*came, *failures(place, 9), entered("alice", 0, THERE, **place)) in ("high", "critical")


def test_fires_as_medium_on_a_new_telephone_on_a_carrier_of_an_owner_of_whom_hardly_a_login_is_known() -> None:
    """Its set-up asks for the second factor and a mail address, and no more; abroad he is less likely its owner."""
    came = [*past(2), entered("alice", 0, THERE, **PHONE), *did(PHONE, "mfa_changed", "email_changed")]
    assert severity(*came) == "medium"
    assert severity(*came, *did(PHONE, "password_reset", at=500.0)) == "high"
    assert severity(*came, *did(PHONE, "api_key_created", at=500.0)) == "high"
    assert severity(*came, *failures(PHONE, 3)) == "high"
    assert severity(*came, *spree(PHONE)) == "high"
    assert severity(*came, *past(20)[2:]) == "critical"
    assert (
        severity(*past(2), entered("alice", 0, THERE, **ABROAD), *did(ABROAD, "mfa_changed", "email_changed")) == "high"
    )


def test_fires_as_high_on_who_moves_abroad_and_as_critical_if_he_takes_all_or_spends_more_than_ever() -> None:
    """By hand: mail address and factor (5.5), at once (0.7), two typing errors (0.6) and a place of 2.8: 9.6."""
    came = [*past(3), entered("alice", 0, THERE, **ABROAD), *failures(ABROAD, 2)]
    came += did(ABROAD, "mfa_changed", "email_changed")
    assert severity(*came) == "high"
    assert severity(*came, *did(ABROAD, "api_key_created", at=400.0)) == "critical"
    assert severity(*came, *spree(ABROAD)) == "critical"
