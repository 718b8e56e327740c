"""Takeover of one account, and the owners' journeys and new phones that look like it."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

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


def test_fires_on_a_reset_before_the_entry_and_a_change_after_it() -> None:
    """The thief holds the owner's mail or number, and so begins with a new password."""
    swapped = {**STRANGER, "country": "DE"}
    led = [changed("password_reset", 0, THIEF, **swapped), entered("alice", 80, THIEF, **swapped)]
    after = changed("mfa_changed", 180, THIEF, **swapped)
    (alert,) = last_versions(alerts([*past(), *led, after], "takeover")).values()
    assert alert.signals[0].evidence["reset_before"] == 1
    assert "reset from there just before" in alert.reason
    assert alerts([*past(), led[1], after], "takeover") == []
    assert alerts([*past(), *led], "takeover") == []  # so comes in who has forgotten the password


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
