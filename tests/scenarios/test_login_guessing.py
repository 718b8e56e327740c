"""Guessing one account's password, fast and slow, and from one address."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

GUESSER, HOME, DAY = "203.0.113.7", "198.51.100.1", 86_400.0


def at_home(user: str = "alice") -> list[Event]:
    return [entered(user, -day * DAY, HOME, device="laptop", asn=64500, country="DE") for day in range(1, 10)]


def test_fires_on_guesses_faster_than_hands() -> None:
    guesses = [failed("alice", i * 1.0, GUESSER) for i in range(30)]
    found = last_versions(alerts([*at_home(), *guesses, entered("alice", 40, GUESSER)], "login_guessing"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.entity.id) == ("account", "alice")
    assert alert.severity == "critical"  # and it was entered


def test_fires_on_one_guess_every_half_hour() -> None:
    assert alerts([*at_home(), *(failed("alice", i * 1800.0, GUESSER) for i in range(96))], "login_guessing")


def test_fires_on_a_new_address_for_each_guess() -> None:
    guesses = [failed("alice", i * 3600.0, f"203.0.113.{i}") for i in range(20)]
    assert alerts([*at_home(), *guesses], "login_guessing_slow")


def test_fires_on_one_address_that_tries_two_accounts_by_turns() -> None:
    guesses = [failed(f"user{i % 2}", i * 1.0, GUESSER) for i in range(20)]
    (alert,) = last_versions(alerts(guesses, "login_guessing_address")).values()
    assert set(alert.accounts) == {"user0", "user1"}


def test_quiet_on_a_user_who_forgot_the_password() -> None:
    tries = [failed("alice", i * 12.0, HOME, device="laptop", asn=64500) for i in range(40)]
    abroad = [failed("alice", DAY + i * 25.0, "192.0.2.9") for i in range(12)]
    events = [*at_home(), *tries, *abroad, entered("alice", DAY + 400, "192.0.2.9")]
    assert alerts(events, "login_guessing", "login_guessing_slow", "login_guessing_address") == []


def test_quiet_on_a_phone_with_an_old_password() -> None:
    known = [entered("alice", -day * DAY, HOME, device="phone", asn=64511) for day in range(1, 9)]
    retries = [failed("alice", i * 30.0, f"192.0.2.{i // 60}", device="phone", asn=64511) for i in range(2000)]
    names = ("login_guessing", "login_guessing_slow", "login_guessing_address")
    assert alerts([*known, *retries], *names) == []


def test_quiet_on_a_client_at_home_without_a_device_id() -> None:
    retries = [failed("alice", i * 5.0, HOME) for i in range(5000)]
    assert alerts([*at_home(), *retries], "login_guessing", "login_guessing_address") == []


def test_quiet_on_a_carrier_address() -> None:
    events = []
    for i in range(3000):
        events += [failed(f"user{i}", i * 30.0, HOME)] if i % 6 == 0 else []
        events += [entered(f"user{i}", i * 30.0 + 9, HOME)]
    assert alerts(events, "login_guessing_address") == []


def test_quiet_on_a_client_of_an_account_never_seen_before() -> None:
    retries = [failed("bob", i * 60.0, f"192.0.2.{i // 20}") for i in range(600)]
    assert alerts(retries, "login_guessing", "login_guessing_slow") == []


ABROAD = {"device": "box", "asn": 64999, "country": "VN"}


def test_fires_on_guesses_as_slow_as_hands_from_a_new_country_by_a_new_device() -> None:
    guesses = [failed("alice", i * 5.0, GUESSER, **ABROAD) for i in range(60)]
    (alert,) = last_versions(alerts([*at_home(), *guesses], "login_guessing")).values()
    assert (alert.accounts, alert.severity) == (["alice"], "medium")
    assert alert.signals[0].evidence["count_in_window"] == 60


def test_quiet_on_a_client_set_up_wrong_in_its_owners_country() -> None:
    retries = [failed("alice", i * 5.0, "192.0.2.9", device="tablet", asn=64777, country="DE") for i in range(1500)]
    assert alerts([*at_home(), *retries], "login_guessing", "login_guessing_slow") == []


def test_a_login_before_the_guesses_is_not_their_success() -> None:
    phone = entered("alice", 0, "192.0.2.9", device="phone", asn=64777, country="DE")
    guesses = [failed("alice", 6 * 3600 + i * 1.0, GUESSER, **ABROAD) for i in range(60)]
    for events, critical in (([phone, *guesses], False), ([*guesses, entered("alice", 8 * 3600, GUESSER)], True)):
        last = list(last_versions(alerts([*at_home(), *events], "login_guessing")).values())[-1]
        assert (last.severity == "critical", "succeeded since" in last.reason) == (critical, critical)


def test_quiet_where_events_name_neither_address_nor_device() -> None:
    steady = [event("account.login", "batch", -DAY * 3 + i * 120.0, outcome=True) for i in range(2000)]
    expired = [event("account.login", "batch", i * 40.0, outcome=False, reason="bad_password") for i in range(2000)]
    assert alerts([*steady, *expired], "login_guessing", "login_guessing_slow") == []


def test_quiet_on_a_client_that_fails_until_its_account_is_entered_for_the_first_time() -> None:
    retries = [failed("carol", i * 30.0, "192.0.2.9", **ABROAD) for i in range(100)]
    assert alerts([*retries, entered("carol", 3100, "192.0.2.9", **ABROAD)], "login_guessing") == []
