"""Guessing one account's password, fast and slow, and from one address."""

from __future__ import annotations

import pytest

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


def shown(reason: str) -> list[Event]:
    """Return attempts faster than hands, through a day and from abroad."""
    times = [hour * 3600.0 + i for hour in range(20) for i in range(9)]
    return [failed("alice", at, GUESSER, country="FR", reason=reason) for at in times]


def test_quiet_on_a_client_that_shows_an_old_token_and_on_an_outage() -> None:
    names = ("login_guessing", "login_guessing_slow", "login_guessing_address")
    for reason in ("token_expired", "expired session", "ServiceUnavailable"):
        assert alerts([*at_home(), *shown(reason)], *names) == []
    assert alerts([*at_home(), *shown("bad_password")], *names)


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


def test_fires_on_a_guess_each_half_hour_by_day_on_a_telephone_that_never_got_in() -> None:
    known = [entered("alice", -day * DAY, HOME, device="laptop", country="DE") for day in range(1, 7)]
    tries = [failed("alice", day * DAY + i * 1700.0, "192.0.2.9", device="exs", country="DE")
             for day in range(3) for i in range(20)]  # fmt: skip
    assert alerts([*known, *tries[:20]], "login_guessing") == []
    (alert,) = last_versions(alerts([*known, *tries], "login_guessing")).values()
    assert alert.accounts == ["alice"]


def test_a_login_before_the_guesses_is_not_their_success() -> None:
    phone = entered("alice", 0, "192.0.2.9", device="phone", asn=64777, country="DE")
    guesses = [failed("alice", 6 * 3600 + i * 1.0, GUESSER, **ABROAD) for i in range(60)]
    for events, critical in (([phone, *guesses], False), ([*guesses, entered("alice", 8 * 3600, GUESSER)], True)):
        last = list(last_versions(alerts([*at_home(), *events], "login_guessing")).values())[-1]
        assert (last.severity == "critical", "succeeded since" in last.reason) == (critical, critical)
        assert last.accounts_entered == critical


def test_quiet_where_events_name_neither_address_nor_device() -> None:
    steady = [event("account.login", "batch", -DAY * 3 + i * 120.0, outcome=True) for i in range(2000)]
    expired = [event("account.login", "batch", i * 40.0, outcome=False, reason="bad_password") for i in range(2000)]
    assert alerts([*steady, *expired], "login_guessing", "login_guessing_slow") == []


def test_quiet_on_a_client_that_fails_until_its_account_is_entered_for_the_first_time() -> None:
    retries = [failed("carol", i * 30.0, "192.0.2.9", **ABROAD) for i in range(100)]
    assert alerts([*retries, entered("carol", 3100, "192.0.2.9", **ABROAD)], "login_guessing") == []


MAIL, BROWSER = {"user_agent": "Thunderbird/115.6"}, {"user_agent": "Firefox/128.0"}


def by_mail(user: str = "dora") -> list[Event]:
    """Logins of three weeks that tell an address and a program only."""
    days = range(1, 22)
    return [entered(user, -day * DAY + i * 9e3, HOME, **who) for day in days for i, who in enumerate((MAIL, BROWSER))]


def test_quiet_on_a_mail_program_with_an_old_password_on_addresses_never_seen() -> None:
    for program, fires in ((MAIL, False), ({"user_agent": "Hydra"}, True)):
        retries = [failed("dora", i * 600.0, f"{20 + i // 9}.7.1.{i % 9}", **program) for i in range(138)]
        assert bool(alerts([*by_mail(), *retries], "login_guessing")) == fires


def test_quiet_on_a_line_whose_devices_change_their_ipv6_address() -> None:
    home = [entered("emil", -day * DAY, f"2001:db8:7:9::{day:x}", **BROWSER) for day in range(1, 22)]
    for line, fires in (("2001:db8:7:9", False), ("2001:db8:8:1", False), ("2a02:db8:7:9", True)):
        retries = [failed("emil", i * 600.0, f"{line}::{4096 + i // 9:x}", **MAIL) for i in range(138)]
        assert bool(alerts([*home, *retries], "login_guessing")) == fires


def test_a_home_in_use_is_not_forgotten_for_the_many_addresses_of_a_phone() -> None:
    road = [entered("fritz", (i / 4 - 12.5) * DAY, f"{60 + i}.4.5.6", device="phone") for i in range(48)]
    home = [entered("fritz", (day - 12.6) * DAY, HOME, device="laptop") for day in range(12)]
    retries = [failed("fritz", i * 600.0, HOME) for i in range(138)]
    events = sorted([*road, *home], key=lambda one: one.time)
    assert alerts([*events, *retries], "login_guessing") == []


def test_fires_on_guesses_at_the_pace_of_hands_where_neither_device_nor_country_is_told() -> None:
    for gap, fires in ((5.5, True), (60.0, False)):
        guesses = [failed("dora", i * gap, GUESSER, user_agent="Hydra") for i in range(130)]
        assert bool(alerts([*by_mail(), *guesses], "login_guessing")) == fires


def test_fires_on_ninety_guesses_in_half_an_hour_from_a_new_country_and_an_entry() -> None:
    where = {"country": "SG"}
    guesses = [failed("alice", i * 20.0, GUESSER, **where) for i in range(90)]
    (alert,) = last_versions(
        alerts([*at_home(), *guesses, entered("alice", 1850, GUESSER, **where)], "login_guessing")
    ).values()
    assert alert.severity == "critical"


def test_an_entry_by_a_program_known_to_the_account_is_not_the_guessers() -> None:
    guesses = [failed("dora", i * 1.0, GUESSER, user_agent="Hydra") for i in range(60)]
    for program, severity in ((MAIL, "medium"), ({"user_agent": "Opera"}, "critical")):
        got_in = entered("dora", 300, "192.0.2.9", **program)
        (alert,) = last_versions(alerts([*by_mail(), *guesses, got_in], "login_guessing")).values()
        assert alert.severity == severity


# A second factor asked for again and again.

PHONE = {"device": "laptop", "asn": 64500, "country": "DE"}


def prompts(count: int, gap: float, **where: object) -> list[Event]:
    """Return log-ins from a new place with the right password, each refused at the second factor."""
    return [failed("alice", i * gap, GUESSER, **{"reason": "mfa_failed", "device": "rented", "asn": 64999,
                                                 "country": "DE", **where}) for i in range(count)]  # fmt: skip


def test_fires_on_an_owner_worn_out_with_prompts_before_one_is_accepted() -> None:
    first, *_ = alerts([*at_home(), *prompts(40, 150.0)], "login_guessing")
    assert "at the second factor: the password was known" in first.reason
    assert int(first.signals[0].evidence["failed_second_factor"]) >= 10


def test_quiet_on_an_owner_who_mistypes_codes_in_a_new_place_and_on_prompts_at_home() -> None:
    assert alerts([*at_home(), *prompts(8, 40.0)], "login_guessing") == []
    assert alerts([*at_home(), *prompts(40, 150.0, **PHONE)], "login_guessing") == []
    app = [failed("alice", i * 150.0, GUESSER, device="rented", asn=64999, country="DE") for i in range(40)]
    assert alerts([*at_home(), *app], "login_guessing") == []  # whose password is simply wrong


def of_nobody_known(number: int, clients: int, gap: float = 1200.0) -> list[Event]:
    """Return guesses on an account that nobody has been seen to enter, each from an address of one network."""
    return [failed("nobody", i * gap, f"203.0.113.{i % 200}", user_agent=f"Browser {i % clients}")
            for i in range(number)]  # fmt: skip


def test_fires_on_an_unknown_account_that_another_browser_tries_each_time() -> None:
    (alert,) = last_versions(alerts(of_nobody_known(120, 15), "login_guessing_slow")).values()
    assert alert.accounts == ["nobody"]
    assert "of the account no login is known, and they used at least 1" in alert.reason


def test_quiet_on_the_clients_of_an_owner_whom_nobody_has_seen() -> None:
    assert alerts(of_nobody_known(120, 3), "login_guessing_slow") == []
    moving = [failed("nobody", i * 60.0, f"192.0.2.{i // 40}", device="phone") for i in range(1400)]
    assert alerts(moving, "login_guessing_slow") == []


def test_quiet_on_a_browser_that_forgets_its_device_at_one_address() -> None:
    tries = [failed("nobody", i * 600.0, "192.0.2.7", device=f"private{i}") for i in range(40)]
    assert alerts(tries, "login_guessing_slow") == []


def many_clients(user: str, at: float, count: int, devices: int) -> list[Event]:
    """Return a day's failures, each from an address of its own, on so many devices by turns."""
    return [failed(user, at + i * 6000.0, f"203.{i}.113.9", device=f"d{i % devices}") for i in range(count)]


def test_fires_on_a_few_guesses_a_day_each_from_an_address_and_a_device_of_its_own() -> None:
    """The account is seldom used: too little is known of how often its owner is in new places."""
    seldom = [entered("alice", -day * DAY, HOME, device="laptop") for day in (3, 15, 30)]
    (alert,) = last_versions(alerts([*seldom, *many_clients("alice", 0.0, 9, 9)], "login_guessing_slow")).values()
    assert alert.accounts == ["alice"]
    assert "used at least 9 devices or programs new to it" in alert.reason
    assert alert.signals[0].evidence["clients"] == 9


def test_fires_on_them_where_the_account_was_used_from_a_server_before_its_first_login() -> None:
    used = [event("account.usage", "alice", -31 * DAY + i * 3600, ip="10.0.0.1", requests=5, key="k") for i in range(9)]
    seldom = [entered("alice", -day * DAY, HOME, device="laptop") for day in (3, 15, 30)]
    assert alerts([*used, *seldom, *many_clients("alice", 0.0, 9, 9)], "login_guessing_slow")


def test_quiet_on_as_many_addresses_of_one_client_or_of_two() -> None:
    seldom = [entered("alice", -day * DAY, HOME, device="laptop") for day in (3, 15, 30)]
    for devices in (1, 2, 3):
        assert alerts([*seldom, *many_clients("alice", 0.0, 9, devices)], "login_guessing_slow") == []


def test_quiet_on_an_owner_whose_browser_keeps_nothing_and_whose_addresses_change() -> None:
    """He gets in so, too, mostly; now he has forgotten the password."""
    past = [entered("alice", -day * DAY, f"10.{day}.0.1", device=f"past{day}") for day in range(1, 25)]
    assert alerts([*past, *many_clients("alice", 0.0, 9, 9)], "login_guessing_slow") == []


def test_quiet_where_nobody_is_named_whose_address_is_accused() -> None:
    guesses = [failed(f"unknown:{GUESSER}", i * 1.0, GUESSER) for i in range(60)]
    found = alerts(guesses, "login_guessing", "login_guessing_slow", "login_guessing_address", "login_unnamed")
    assert {(alert.entity.type, alert.entity.id) for alert in found} == {("ip", GUESSER)}
    one = next(alert for alert in found if alert.signals[0].detector == "login_guessing_address")
    assert "on accounts that are not named, faster than hands can type" in one.reason


def test_names_that_nobody_has_are_neither_listed_nor_counted_as_accounts() -> None:
    guesses = [failed(f"unknown:{GUESSER}" if i % 2 else f"user{i % 20}", i * 0.5, GUESSER) for i in range(80)]
    found = last_versions(alerts(guesses, "login_guessing_address", "login_unnamed")).values()
    (both,) = [alert for alert in found if alert.campaign_id in (None, alert.alert_id)]
    assert "One campaign of 10 accounts" in both.reason
    assert (both.accounts_total, len(both.accounts)) == (10, 10)
    assert "on 10 accounts that had never been there" in both.reason
    assert not [name for name in both.accounts if name.startswith("unknown:")]


def forgotten(reset_from: str, enters_from: str = GUESSER) -> list[Event]:
    """Return twenty hours of failures abroad, a reset, and an entry three minutes after it."""
    tries = [failed("alice", i * 1800.0, GUESSER, device="tablet", asn=64999, country="FR") for i in range(60)]
    reset = event("account.password_reset", "alice", 30.2 * 3600.0, ip=reset_from, asn=64999, country="FR")
    return [*at_home(), *tries, reset,
            entered("alice", 30.25 * 3600.0, enters_from, device="phone", asn=64999, country="FR")]  # fmt: skip


def test_who_came_in_by_a_reset_from_where_the_attempts_failed_is_no_guesser_that_got_in() -> None:
    (alert,) = last_versions(alerts(forgotten(GUESSER), "login_guessing")).values()
    assert alert.severity != "critical"
    assert "the password was then reset from the one address where all of them failed" in alert.reason
    assert "by another way than the mailbox" in alert.suggested_action
    assert alert.signals[0].evidence["reset_where_it_failed"] == 1


@pytest.mark.parametrize(("apart", "entered_at", "severity"), [
    (600.0, GUESSER, "low"), (2.0, GUESSER, "medium"), (20.0, GUESSER, "medium"),
    (600.0, "203.0.113.99", "critical"), (600.0, "", "medium"),
])  # fmt: skip
def test_an_owner_who_forgot_the_password_in_a_new_home_is_low_and_who_goes_on_in_haste_or_elsewhere_is_not(
    apart: float, entered_at: str, severity: str
) -> None:
    there = {"device": "phone", "asn": 64999, "country": "FR"}
    tries, end = [failed("alice", i * apart, GUESSER, **there) for i in range(30)], 30 * apart
    reset = event("account.password_reset", "alice", end + 60.0, ip=GUESSER, device="phone", asn=64999, country="FR")
    entry = [reset, entered("alice", end + 300.0, entered_at, **there)] if entered_at else []
    if entered_at != GUESSER:
        entry = entry[1:]
    (alert,) = last_versions(alerts([*at_home(), *tries, *entry], "login_guessing")).values()
    assert alert.severity == severity
    assert ("the one address where all of them failed" in alert.reason) is (severity == "low")


def test_fires_as_gravely_as_before_on_an_entry_after_a_reset_from_elsewhere() -> None:
    """It may be the owner's reset, and the thief's entry."""
    (alert,) = last_versions(alerts(forgotten("203.0.113.99"), "login_guessing")).values()
    assert alert.severity == "critical"
    assert "no client known to it, succeeded since" in alert.reason


def for_days(days: int, a_day: int, **fields: str) -> list[Event]:
    """Return a few failures a day, each from another address; on a device of its own, if no other is told."""
    tries = list[Event]()
    for i in range(days * a_day):
        at, here = (i + 0.5) * DAY / a_day, {"device": f"d{i}", "country": "FR", **fields}
        tries.append(failed("alice", at, f"203.0.{i}.9", asn=64600 + i % 7, **here))
    return tries


def by_turns(providers: int) -> list[Event]:
    """Return attempts over eight hours with one old browser, by turns from a home at each of some providers."""
    browser = {"user_agent": "Mozilla/5.0 Chrome/98.0"}
    return [
        failed("alice", i * 600.0, f"203.0.{i % providers}.9", asn=64600 + i % providers, **browser) for i in range(48)
    ]


def test_fires_on_one_account_guessed_from_eight_providers_by_turns_with_one_browser() -> None:
    (alert,) = last_versions(alerts([*at_home(), *by_turns(8)], "login_guessing_slow")).values()
    assert (alert.accounts, alert.signals[0].evidence["providers"]) == (["alice"], 8)
    assert "8 addresses or more of 8 providers, all new to one account, failed" in alert.reason


def test_quiet_on_a_client_that_fails_from_four_providers_in_a_day() -> None:
    assert alerts([*at_home(), *by_turns(4)], "login_guessing_slow") == []


def test_fires_on_four_guesses_a_day_for_a_week_each_from_a_household_and_a_device_of_its_own() -> None:
    found = alerts([*at_home(), *for_days(7, 4)], "login_guessing_slow")
    (alert,) = last_versions(found).values()
    assert alert.accounts == ["alice"]
    assert alert.reason.startswith(
        "On 7 days of the last two weeks 27 addresses or more, all new to one account, failed"
    )
    assert "with 27 devices" in alert.reason
    assert found[0].emitted_at < "2026-01-10T08:00:00.000Z"  # within five days
    assert alert.signals[0].evidence["on_days"] == 7


def test_quiet_on_a_client_of_an_owners_that_goes_wrong_and_moves_for_two_weeks() -> None:
    for device in ("tablet", "phone"):
        assert alerts([*at_home(), *for_days(14, 4, device=device)], "login_guessing_slow") == []


def test_quiet_on_a_name_that_a_stranger_a_day_types_for_his_own() -> None:
    assert alerts([*at_home(), *for_days(20, 1)], "login_guessing_slow") == []


def test_quiet_on_a_few_guesses_a_day_for_days_where_the_owner_gets_in_so_himself() -> None:
    past = [entered("alice", -day * DAY, f"10.{day}.0.1", device=f"past{day}", asn=64900 + day, country="FR")
            for day in range(1, 25)]  # fmt: skip
    assert alerts([*past, *for_days(7, 4)], "login_guessing_slow") == []


def test_fires_on_a_few_guesses_a_day_at_an_account_that_is_only_seen_in_use_and_not_on_its_telephone() -> None:
    used = [event("account.usage", "alice", -day * DAY, ip=HOME, device="hub", asn=64500, country="DE", requests=5)
            for day in range(1, 10)]  # fmt: skip
    (alert,) = last_versions(alerts([*used, *for_days(7, 4)], "login_guessing_slow")).values()
    assert alert.reason.startswith(
        "On 7 days of the last two weeks 27 addresses or more, all new to one account, failed"
    )
    assert alerts([*used, *for_days(7, 4, device="phone")], "login_guessing_slow") == []


def by_evenings(days: int, hours: tuple[int, ...] = (20, 21, 23), lines: int = 40) -> list[Event]:
    """Return one telephone's failures, always in these hours, from one address after the other."""
    each = min(2, len(hours))  # of two addresses a day
    return [failed("alice", day * DAY + hour * 3600.0 + 60.0 * day, f"88.{(day * each + i % each) % lines}.1.9",
                   device="once his", country="DE", asn=64600 + i)
            for day in range(days) for i, hour in enumerate(hours)]  # fmt: skip


def test_fires_on_one_telephone_that_never_got_in_and_tries_evening_after_evening() -> None:
    """Also over midnight, and where the account is only ever seen in use."""
    used = [event("account.usage", "alice", -day * DAY, ip=HOME, device="hub", asn=64500, country="DE", requests=5)
            for day in range(1, 10)]  # fmt: skip
    for known, hours in ((at_home(), (20, 21, 23)), (at_home(), (22, 23, 24)), (used, (20, 21, 23))):
        assert alerts([*known, *by_evenings(4, hours)], "login_guessing_slow") == []
        (alert,) = last_versions(alerts([*known, *by_evenings(6, hours)], "login_guessing_slow")).values()
        assert alert.accounts == ["alice"]
        assert alert.reason.startswith(
            "On 6 days of the last two weeks one device that never had got in tried one account"
        )
        assert alert.signals[0].evidence["within_hours_of_the_day"] in (3, 4)
        assert alert.signals[0].evidence["on_days"] == 6


def test_quiet_on_what_tries_by_itself_at_one_hour_or_all_day_and_on_one_who_stays_where_he_is() -> None:
    for days in (by_evenings(13, (4,)), by_evenings(13, (3, 9, 15, 21)), by_evenings(13, lines=2)):
        assert alerts([*at_home(), *days], "login_guessing_slow") == []


def test_quiet_on_evenings_of_an_owner_who_is_ever_new_somewhere() -> None:
    past = [entered("alice", -day * DAY, f"10.{day}.0.1", device=f"past{day}", asn=64900 + day, country="DE")
            for day in range(1, 25)]  # fmt: skip
    assert alerts([*past, *by_evenings(6)], "login_guessing_slow") == []
