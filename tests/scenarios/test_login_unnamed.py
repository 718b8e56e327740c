"""Guessing in logs that do not name the account."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

NAME = "login_unnamed"
GUESSER, OFFICE = "203.0.113.7", "198.51.100.1"


def unnamed(at: float, ip: str, reason: str = "bad_password") -> Event:
    return failed(f"unknown:{ip}", at, ip, reason=reason)


@pytest.mark.parametrize(("number", "gap"), [(3, 1.0), (20, 20.0), (40, 80.0)])
def test_fires_fast_and_slow(number: int, gap: float) -> None:
    found = last_versions(alerts([unnamed(i * gap, GUESSER) for i in range(number)], "login_unnamed"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.entity.id) == ("ip", GUESSER)
    assert f"{number} attempts" in alert.reason


def test_fires_on_what_the_products_own_limiter_has_shut_out() -> None:
    found = alerts([unnamed(0.0, GUESSER, "rate_limited"), unnamed(9.0, OFFICE)], "login_unnamed")
    assert {alert.entity.id for alert in found} == {GUESSER}


def test_fires_on_a_guest_who_keeps_knocking_at_a_decoy() -> None:
    assert alerts([unnamed(i * 200.0, GUESSER, "honeypot") for i in range(12)], "login_unnamed")


def test_quiet_on_slips_and_on_a_client_that_tries_twice() -> None:
    slips = [unnamed(i * 9.0, OFFICE) for i in range(5)]
    client = [unnamed(4000.0 + i * 300.0 + j, OFFICE) for i in range(6) for j in (0, 1)]
    assert alerts([*slips, *client, unnamed(9000.0, GUESSER, "honeypot")], "login_unnamed") == []


def test_quiet_where_the_log_names_the_account() -> None:
    assert alerts([failed("alice", i * 1.0, GUESSER) for i in range(50)], "login_unnamed") == []


def test_quiet_at_an_address_that_has_always_failed_as_much() -> None:
    events = [unnamed(hour * 3600.0 + i * 300.0, OFFICE) for hour in range(100) for i in range(10 + hour % 3)]
    last = [unnamed(361_000.0 + i * 200.0, OFFICE) for i in range(14)]
    assert alerts([*events, *last, entered("bob", 1.0, OFFICE)], "login_unnamed") == []


def test_quiet_on_a_providers_address_where_three_fail_within_seconds() -> None:
    busy = [unnamed(i * 97.0 + i % 7, OFFICE) for i in range(1200)]
    close = [unnamed(80_000.0 + i * 9000.0 + j * 1.0, OFFICE) for i in range(3) for j in range(3)]
    found = alerts([*busy, *close], "login_unnamed")
    assert [alert for alert in found if alert.first_seen > "2026-01-05T12"] == []


def test_says_that_names_were_tried_which_no_account_has() -> None:
    (alert,) = last_versions(alerts([unnamed(i * 20.0, GUESSER, "unknown_user") for i in range(31)], NAME)).values()
    assert "failed, all for names that no account has, which the log does not tell apart" in alert.reason
    assert alert.suggested_action.endswith("answer alike whether or not an account exists.")
    some = [unnamed(i * 20.0, GUESSER, "unknown_user" if i % 3 else "bad_password") for i in range(30)]
    (alert,) = last_versions(alerts(some, NAME)).values()
    assert "failed, 20 of them for names that no account has" in alert.reason
