"""Takeover of accounts of which nobody knows a past, and the owners who come back, or start, and look like it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

PLACE, DAY, HOUR = "203.0.113.7", 86_400.0, 3600.0
CLIENT: dict[str, Any] = {"device": "box", "asn": 64999, "country": "BR", "user_agent": "Browser/7"}
ALL = ("email_changed", "mfa_changed", "api_key_created")


def changed(what: str, at: float, **fields: Any) -> Event:
    return event(f"account.{what}", "rosa", at, **({"ip": PLACE} | CLIENT | fields))


def tries(number: int, **fields: Any) -> list[Event]:
    """Return failures up to the minute before the entry, one every twelve seconds."""
    return [failed("rosa", -60.0 - 12.0 * i, **({"ip": PLACE} | CLIENT | fields)) for i in range(number)]


def entry(at: float = 0.0, **fields: Any) -> Event:
    return entered("rosa", at, **({"ip": PLACE} | CLIENT | fields))


def paid(at: float) -> Event:
    return event("account.payment", "rosa", at, card="own", outcome=True, amount_minor=900.0)


def test_fires_on_an_account_never_seen_that_was_guessed_and_taken_at_once() -> None:
    events = [*tries(120), entry(), changed("email_changed", 90), changed("mfa_changed", 200)]
    (alert,) = last_versions(alerts(events, "takeover")).values()
    assert (alert.entity.id, alert.severity) == ("rosa", "critical")
    assert alert.signals[0].evidence["failures_before"] == 120
    assert "new" not in alert.reason.partition(";")[0]  # of its places nothing is known


@pytest.mark.parametrize("kinds", [("mfa_changed", "api_key_created"), ("email_changed",), ("password_reset",)])
def test_quiet_on_an_owner_who_mends_a_client_that_went_wrong(kinds: tuple[str, ...]) -> None:
    events = [*tries(120), entry(), *[changed(kind, 90.0 + i) for i, kind in enumerate(kinds)]]
    assert alerts(events, "takeover") == []


def test_quiet_on_one_who_comes_back_after_a_long_time_and_had_forgotten_the_password() -> None:
    reset = changed("password_reset", -30)
    events = [paid(-9 * DAY), *tries(8), reset, entry(), changed("email_changed", 90), changed("mfa_changed", 200)]
    assert alerts(events, "takeover") == []


def test_quiet_on_an_owner_who_locks_his_account_while_another_guesses() -> None:
    guesses = tries(200, ip="198.51.100.9", device="bot", asn=64777)
    assert alerts([*guesses, entry(), *[changed(kind, 90) for kind in ALL[:2]]], "takeover") == []


def test_quiet_where_the_changes_take_hours() -> None:
    changes = [changed("email_changed", 2 * HOUR), changed("mfa_changed", 5 * HOUR)]
    assert alerts([*tries(120), entry(), *changes], "takeover") == []


def test_fires_on_all_that_protects_an_account_taken_within_minutes_of_its_first_login_we_saw() -> None:
    events = [paid(-9 * DAY), entry(), *[changed(kind, 120.0 * i + 60) for i, kind in enumerate(ALL)]]
    assert [one.entity.id for one in alerts(events, "takeover")] != []
    used = event("account.usage", "rosa", -5 * HOUR, product="chat", units=900.0, ip="198.51.100.9", device="own")
    assert alerts([used, *events[1:]], "takeover")


def test_quiet_on_one_who_sets_a_new_account_up_whether_its_sign_up_was_told_or_not() -> None:
    setting_up = [entry(), *[changed(kind, 120.0 * i + 60) for i, kind in enumerate(ALL)], paid(500)]
    assert alerts(setting_up, "takeover") == []
    signed_up = event("account.signup", "rosa", -2 * DAY, ip="198.51.100.9", device="own", country="BR")
    assert alerts([signed_up, paid(-DAY), *setting_up], "takeover") == []


def test_quiet_on_an_invited_colleague_who_sets_password_second_factor_and_a_key() -> None:
    kinds = ("password_reset", "mfa_changed", "api_key_created")
    events = [paid(-9 * DAY), entry(), *[changed(kind, 120.0 * i + 60) for i, kind in enumerate(kinds)]]
    assert alerts(events, "takeover") == []


def test_quiet_on_a_forgotten_password_in_the_owners_own_program_and_a_new_address_of_mail_that_day() -> None:
    app: dict[str, Any] = {"country": "PT", "user_agent": "App/3 (phone)"}
    past = [entered("rosa", -day * DAY, "192.0.2.1", **app) for day in (14, 7, 3, 2)]
    wrong = [failed("rosa", -400.0 + 30 * i, PLACE, **app) for i in range(8)]
    reset = event("account.password_reset", "rosa", -60, ip=PLACE, **app)
    mended = event("account.email_changed", "rosa", 7 * HOUR, ip=PLACE, **app)
    assert alerts([*past, *wrong, reset, entered("rosa", 0, PLACE, **app), mended], "takeover") == []


def test_fires_on_the_same_from_abroad_with_another_program() -> None:
    app, other = {"country": "PT", "user_agent": "App/3 (phone)"}, {"country": "BR", "user_agent": "Browser/9"}
    past = [entered("rosa", -day * DAY, "192.0.2.1", **app) for day in (14, 7, 3, 2)]
    wrong = [failed("rosa", -400.0 + 30 * i, PLACE, **other) for i in range(8)]
    reset = event("account.password_reset", "rosa", -60, ip=PLACE, **other)
    locked = [event(f"account.{what}", "rosa", 60, ip=PLACE, **other) for what in ("email_changed", "mfa_changed")]
    assert alerts([*past, *wrong, reset, entered("rosa", 0, PLACE, **other), *locked], "takeover")


def reads(at: float, country: str = "PH") -> Event:
    """A page read where nobody was seen to log in."""
    return event("account.usage", "rosa", at, ip="198.51.100.4", device="phone", country=country, asn=64700, requests=1,
                 product="web/read", user_agent="App/3")  # fmt: skip


def locked() -> list[Event]:
    return [entry(), changed("email_changed", 90), changed("password_reset", 150)]


def test_fires_on_an_account_that_was_only_seen_in_use_in_another_country_on_another_device() -> None:
    (alert,) = last_versions(alerts([reads(-5 * DAY), *locked()], "takeover")).values()
    assert (alert.severity, alert.accounts) == ("high", ["rosa"])
    assert alert.reason.endswith(" comes from so new a place (none of its own is known from before these two days).")


def test_quiet_on_the_same_in_its_own_country_and_on_its_first_day() -> None:
    assert alerts([reads(-5 * DAY, country="BR"), *locked()], "takeover") == []
    assert alerts([reads(-5 * HOUR), *locked()], "takeover") == []
    assert alerts([reads(-5 * DAY), entry(), changed("password_reset", 150)], "takeover") == []


def by_key(at: float) -> Event:
    """A use of the account's key, by a program of others at an address of theirs."""
    return event("account.usage", "rosa", at, ip="198.51.100.4", asn=64700, country="NL", requests=40, key="k1",
                 product="v2/translate", status=200, user_agent="Plugin/3")  # fmt: skip


def test_fires_on_an_account_that_was_only_known_by_its_key_for_days() -> None:
    """The key's use is no place of the owner's, but says that the account was there."""
    stolen = [entry(), *[changed(kind, 120.0 * i + 60) for i, kind in enumerate(ALL)]]
    assert alerts([*[by_key(-day * DAY) for day in (6, 5, 3, 2)], *stolen], "takeover")
    assert alerts([by_key(-5 * HOUR), *stolen], "takeover") == []


def begun(*tried: Event) -> list[Event]:
    """Return an owner first seen on a computer by VPN, who hours later changes his mail address at home, by telephone.

    Before that, what was tried on the account.
    """
    phone: dict[str, Any] = {
        "ip": "198.51.100.7",
        "device": "phone",
        "asn": 64500,
        "country": "DE",
        "user_agent": "App/5",
    }
    vpn: dict[str, Any] = {"device": "mac", "asn": 64777, "country": "GB", "user_agent": "Browser/137"}
    used = event("account.usage", "rosa", -6 * HOUR + 5.0, product="search", status=200, ip="192.0.2.9", **vpn)
    return [*tried, entered("rosa", -6 * HOUR, ip="192.0.2.9", **vpn), used, entered("rosa", 0.0, **phone),
            changed("email_changed", 90.0, **phone)]  # fmt: skip


def test_quiet_on_an_owner_first_seen_today_whose_account_was_on_a_list_days_ago() -> None:
    """What others tried makes no past of his: nobody knows yet where he is at home."""
    assert alerts(begun(), "takeover") == []
    assert (
        alerts(begun(*[failed("rosa", -10 * DAY + i * HOUR, ip=f"203.0.113.{i}") for i in range(3)]), "takeover") == []
    )


def test_fires_on_the_same_of_an_account_that_was_in_use_days_before() -> None:
    before = event("account.usage", "rosa", -3 * DAY, product="search", status=200, ip="192.0.2.9", device="mac",
                   asn=64777, country="GB")  # fmt: skip
    assert alerts(begun(before), "takeover")
