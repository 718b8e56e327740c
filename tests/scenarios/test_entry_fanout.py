"""Phished passwords used at one address or provider, and the honest crowds that come to a new place."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

DAY, PLACE = 86_400.0, "203.0.113.7"
BOTH = ("entry_fanout", "entry_fanout_system")


def known(number: int) -> list[Event]:
    """Accounts of a month, each at its own address on its own device."""
    return [entered(f"user{i}", -day * DAY + i, f"198.51.{i // 250}.{i % 250}", device=f"d{i}", asn=64500)
            for i in range(number) for day in (30, 20, 10, 3)]  # fmt: skip


def changed(subject: str, at: float, ip: str, what: str = "mfa_changed", **fields: Any) -> Event:
    return event(f"account.{what}", subject, at, ip=ip, **fields)


def taken(i: int, at: float, ip: str, what: str = "mfa_changed") -> list[Event]:
    """An entry by a thief, and a change after it."""
    here = {"device": f"box{i}", "asn": 64999}
    return [entered(f"user{i}", at, ip, **here), changed(f"user{i}", at + 100, ip, what, **here)]


def test_fires_on_accounts_entered_without_a_failure_and_changed() -> None:
    """One in three is only entered; they are named after the others."""
    events = known(40)
    for i in range(30):
        events += taken(i, i * 600.0, PLACE)[: 1 + (i % 3 > 0)]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("ip", PLACE, "high")
    assert alert.accounts_total == 30
    assert set(alert.accounts[20:]) == {f"user{i}" for i in range(0, 30, 3)}
    assert alert.signals[0].evidence["changed"] == 20
    assert "20 accounts of 30 that logged in at one address of a provider new to them (who knew it," in alert.reason


def test_names_whose_mail_was_changed_there_within_minutes_of_the_first_that_was_seen_of_them() -> None:
    """Nothing is new to them: they accuse nobody, but a thief's address has taken them as well."""
    events = known(8)
    for i in range(14):
        events += taken(i, i * 600.0, PLACE, "email_changed")
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.accounts == [f"user{i}" for i in range(14)]
    assert "8 accounts of 8 that logged in at one address" in alert.reason
    assert alert.reason.endswith("; the mail address, too, of 6 accounts never seen before, named after these.")
    alone = [one for i in range(14) for one in taken(i, i * 600.0, PLACE, "email_changed")]
    assert alerts(alone, *BOTH) == []  # a branch that a site's new customers come to


def test_fires_on_a_new_address_of_one_provider_for_each() -> None:
    events = [*known(20), *[e for i in range(18) for e in taken(i, i * 900.0, f"203.0.{i}.7", "email_changed")]]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert (alert.signals[0].detector, alert.entity.id) == ("entry_fanout_system", "AS64999")
    assert alert.accounts_total == 18
    assert "at addresses of one provider, all new to them (what was changed, from 18 of these), had" in alert.reason


def relayed(number: int) -> list[Event]:
    """A relay that takes an account every three hours, each by another of a hoster's networks."""
    return [e for i in range(number) for e in taken(i, i * 10_800.0, f"203.{i}.113.7", "email_changed")]


def test_fires_on_a_relay_that_takes_one_account_every_three_hours_and_names_who_was_only_entered() -> None:
    only = [one[0] for one in (taken(10 + i, i * 9000.0 + 500.0, f"203.{100 + i}.113.7") for i in range(2))]
    (alert,) = last_versions(alerts([*known(20), *relayed(8), *only], *BOTH)).values()
    assert (alert.signals[0].detector, alert.entity.id, alert.accounts_total) == ("entry_fanout_system", "AS64999", 10)
    assert alert.accounts[:8] == [f"user{i}" for i in range(8)]
    assert "within 24 h" in alert.reason


def test_quiet_on_five_by_a_relay_and_on_six_of_a_carriers_many() -> None:
    others = [taken(10 + i, i * 2000.0 + 500.0, f"203.{100 + i}.113.7")[0] for i in range(30)]
    assert alerts([*known(20), *relayed(5)], *BOTH) == []
    assert alerts([*known(40), *relayed(6), *others], *BOTH) == []


@pytest.mark.parametrize(("first", "name"), [("203.0.{}.7", "203.0.0.0/16"), ("2001:db8:{:x}::1", "2001:db8::/32")])
def test_fires_where_no_provider_is_told(first: str, name: str) -> None:
    events = [entered(f"user{i}", -day * DAY, f"198.51.100.{i}") for i in range(12) for day in (9, 5)]
    for i in range(10):
        ip = first.format(i)
        events += [entered(f"user{i}", i * 900.0, ip), changed(f"user{i}", i * 900.0 + 60, ip)]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.entity.id == name


def test_quiet_on_a_class_of_which_a_few_set_up_a_second_factor() -> None:
    """A hundred come to a room with new machines; one in twenty-five changes something."""
    events = known(110)
    for i in range(110):
        events += taken(i, i * 30.0, PLACE)[: 2 if i % 25 == 0 else 1]
    assert alerts(events, *BOTH) == []


def test_quiet_on_people_who_bring_their_own_devices() -> None:
    """An office that opens, on a day on which everybody is told to set up a second factor."""
    events = known(30)
    for i in range(30):
        mine: dict[str, Any] = {"device": f"d{i}", "asn": 64999}
        events += [entered(f"user{i}", i * 60.0, PLACE, **mine), changed(f"user{i}", i * 60.0 + 90, PLACE, **mine)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_workshop_whose_people_bring_browsers_that_their_accounts_know() -> None:
    """No device is told; everybody makes a key."""
    events = [entered(f"user{i}", -day * DAY, f"198.51.100.{i}", user_agent=f"Browser/{i}")
              for i in range(30) for day in (9, 5)]  # fmt: skip
    for i in range(30):
        mine: dict[str, Any] = {"user_agent": f"Browser/{i}"}
        key = changed(f"user{i}", i * 60.0 + 90, PLACE, "api_key_created", **mine)
        events += [entered(f"user{i}", i * 60.0, PLACE, **mine), key]
    assert alerts(events, *BOTH) == []


@pytest.mark.parametrize(("devices", "programs", "mail", "severity"),
                         [(15, 9, 0, "low"), (15, 1, 0, "high"), (2, 9, 0, "high"), (15, 9, 1, "high")])  # fmt: skip
def test_low_on_people_who_make_keys_in_one_hall_on_browsers_of_their_own(
    devices: int, programs: int, mail: int, severity: str
) -> None:
    """A third is from abroad; with a few devices or programs, or a mail address changed, it is a thief's desk."""
    home = [entered(f"user{i}", -day * DAY + i, f"198.51.100.{i}", device=f"d{i}", asn=64500,
                    country="DE" if i % 3 else "PL") for i in range(15) for day in (20, 3)]  # fmt: skip
    events = list(home)
    for i in range(15):
        here: dict[str, Any] = {"device": f"new{i % devices}", "asn": 64999, "country": "DE",
                                "user_agent": f"Browser/{i % programs}"}  # fmt: skip
        what = "email_changed" if i < mail else "api_key_created"
        events += [entered(f"user{i}", i * 400.0, PLACE, **here),
                   changed(f"user{i}", i * 400.0 + 200, PLACE, what, **here)]  # fmt: skip
    (alert,) = last_versions(alerts(events, "entry_fanout")).values()
    assert (alert.severity, "as in a class or at a hackathon" in alert.reason) == (severity, severity == "low")


def test_quiet_on_new_phones_of_a_carrier_that_their_accounts_know() -> None:
    events = known(30)
    for i in range(30):
        phone: dict[str, Any] = {"device": f"phone{i}", "asn": 64500}
        events += [entered(f"user{i}", i * 600.0, PLACE, **phone), changed(f"user{i}", i * 600.0 + 90, PLACE, **phone)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_desk_that_helps_without_logging_in() -> None:
    help_ = [changed(f"user{i}", i * 300.0, PLACE, device="desk", asn=64999) for i in range(40)]
    assert alerts([*known(40), *help_], *BOTH) == []


def test_quiet_on_new_accounts_that_are_set_up() -> None:
    events = [e for i in range(40) for e in taken(i, i * 60.0, PLACE)]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_shop_where_new_phones_are_set_up_every_day() -> None:
    events = [*known(200), *[e for i in range(200) for e in taken(i, i * 8640.0, PLACE)]]
    assert alerts(events, *BOTH) == []


def test_a_failure_is_no_entry() -> None:
    events = known(20)
    for i in range(10):
        events += [failed(f"user{i}", i * 60.0, PLACE, asn=64999), taken(i, i * 60.0, PLACE)[1]]
    assert alerts(events, *BOTH) == []


SHOP: dict[str, Any] = {"device": "counter", "asn": 64999}


def visit(i: int, at: float) -> list[Event]:
    """A customer whose second factor is set anew at the counter."""
    return [entered(f"user{i}", at, PLACE, **SHOP), changed(f"user{i}", at + 100, PLACE, **SHOP)]


def trade(a_day: int, days: range) -> list[Event]:
    """A shop's days, eight hours each; every customer comes once."""
    return [e for day in days for i in range(a_day)
            for e in visit(100 * (day - days[0]) + i, day * DAY + i * 28_800.0 / a_day)]  # fmt: skip


def test_quiet_on_a_busy_day_of_a_shop_that_has_done_so_for_weeks() -> None:
    """Four a day for thirteen days, then nine: rare for any address, ordinary for this one."""
    events = [*known(2000), *trade(4, range(-14, -1)), *(e for i in range(9) for e in visit(1900 + i, i * 2000.0))]
    assert alerts(events, "entry_fanout") == []
    day = [*known(2000), *(e for i in range(9) for e in visit(1900 + i, i * 2000.0))]
    assert alerts(day, "entry_fanout")  # anywhere else


def test_a_few_days_buy_no_history() -> None:
    """An attack's own days: four on each of four, or on each of the last four."""
    nine = [e for i in range(9) for e in visit(1900 + i, i * 2000.0)]
    for days in (range(-9, -5), range(-4, 0)):
        assert alerts([*known(2000), *trade(4, days), *nine], "entry_fanout")


def test_fires_on_a_crowd_at_a_shop_far_beyond_its_habit() -> None:
    crowd = [e for i in range(40) for e in visit(1900 + i, i * 500.0)]
    assert alerts([*known(2000), *trade(4, range(-14, -1)), *crowd], "entry_fanout")


def stolen(i: int, at: float, what: str = "email_changed", ip: str | None = None, device: str = "thief") -> list[Event]:
    """An entry on the thief's telephone from one more address, and a change after it; only those two are told."""
    ip = ip or f"203.{i}.113.7"
    return [entered(f"user{i}", at, ip, device=device), changed(f"user{i}", at + 60, ip, what, device=device)]


DEVICE = ("entry_fanout_device",)


def test_fires_on_one_telephone_that_enters_account_after_account_over_days() -> None:
    events = [*known(20), *(e for i in range(7) for e in stolen(i, i * 72_000.0))]
    (alert,) = last_versions(alerts(events, *DEVICE)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("device", "thief", "critical")
    assert alert.accounts == [f"user{i}" for i in range(7)]
    assert alerts([*known(20), *(e for i in range(3) for e in stolen(i, i * 72_000.0))], *DEVICE)
    factors = [e for i in range(5) for e in stolen(i, i * 72_000.0, "mfa_changed")]
    assert alerts([*known(20), *factors], *DEVICE)


def test_quiet_on_two_and_on_three_who_set_up_a_second_factor_on_a_familys_new_tablet() -> None:
    pair = [e for i in range(2) for e in stolen(i, i * 72_000.0)]
    family = [e for i in range(3) for e in stolen(i, i * 72_000.0, "mfa_changed")]
    for events in (pair, family):
        assert alerts([*known(20), *events], *DEVICE) == []


def test_quiet_on_a_tablet_that_stands_at_one_counter_or_whose_line_has_a_new_address_each_day() -> None:
    fixed = [e for i in range(60) for e in stolen(i, i * 8000.0, ip=PLACE)]
    sorts = ("email_changed", "mfa_changed", "mfa_changed")
    daily = [e for i in range(60) for e in stolen(i, i * 21_600.0, sorts[i % 3], f"203.0.{i // 4}.7")]
    for events in (fixed, daily):
        assert alerts([*known(60), *events], *DEVICE) == []


def to_and_fro(number: int, what: str = "email_changed") -> list[Event]:
    """Accounts entered within two days between two addresses, of a provider that each knows."""
    return [e for i in range(number) for e in stolen(i, i * 15_000.0, what, f"203.0.{i * i % 3}.7")]


def test_fires_between_two_addresses_where_most_get_another_address_of_mail() -> None:
    some = [e for i in (6, 7) for e in stolen(i, i * 15_000.0, "mfa_changed", "203.0.1.7")]
    (alert,) = last_versions(alerts([*known(20), *to_and_fro(6), *some], *DEVICE)).values()
    assert (alert.severity, alert.accounts) == ("high", [f"user{i}" for i in range(8)])
    assert "8 accounts of 8 entered on one device new to them (thief), from 2 addresses" in alert.reason
    assert alert.suggested_action.startswith("Ask whether a firm, or who helps people, uses it; if not, end")


def test_quiet_between_two_addresses_on_four_elders_on_second_factors_and_where_most_only_look() -> None:
    looks = [e for i in range(6, 14) for e in stolen(i, (i - 6) * 4000.0, ip="203.0.1.7")[:1]]
    for events in (to_and_fro(4), to_and_fro(12, "mfa_changed"), [*to_and_fro(6), *looks]):
        assert alerts([*known(20), *events], *DEVICE) == []


def test_quiet_on_a_kiosk_where_a_few_of_many_change_something() -> None:
    """On wheels, so that its address changes all the time."""
    events = [e for i in range(150) for e in stolen(i, i * 3600.0, "mfa_changed")[: 2 if i % 30 == 0 else 1]]
    assert alerts([*known(150), *events], *DEVICE) == []


def ported(i: int, at: float, what: str = "mfa_changed", *, device: str = "", country: str = "NL",
           program: str | None = "App 5 (model {})") -> list[Event]:  # fmt: skip
    """A customer at a phone shop's line, or one whom a thief has phished: a login on another device, and a change."""
    here: dict[str, Any] = {"device": device or f"phone{i}", "asn": 64999, "country": country}
    here["user_agent"] = program and program.format(i % 20)
    return [entered(f"user{i}", at, PLACE, **here), changed(f"user{i}", at + 100, PLACE, what, **here)]


def at_home(number: int) -> list[Event]:
    return [entered(f"user{i}", -day * DAY + i, f"198.51.{i // 250}.{i % 250}", device=f"d{i}", asn=64500, country="NL")
            for i in range(number) for day in (30, 20, 10, 3)]  # fmt: skip


def test_quiet_on_a_phone_shop_on_the_day_on_which_numbers_are_ported() -> None:
    """One telephone for each, and the second factor alone: 34 customers in seven hours."""
    crowd = [e for i in range(34) for e in ported(i, i * 700.0)]
    assert alerts([*at_home(40), *crowd], *BOTH) == []
    thieves = [
        [e for i in range(34) for e in ported(i, i * 700.0, device=f"box{i % 4}")],  # few devices
        [e for i in range(34) for e in ported(i, i * 700.0, "email_changed")],  # what no shop changes
        [e for i in range(34) for e in ported(i, i * 700.0, country="RO")],  # abroad
        [e for i in range(34) for e in ported(i, i * 700.0, program="Chrome 131")],  # a program, not telephones
        [e for i in range(34) for e in ported(i, i * 700.0, program=None)],  # nothing says that they are
    ]
    for theft in thieves:
        assert alerts([*at_home(40), *theft], *BOTH)


def test_a_thiefs_second_factors_count_where_he_mostly_took_the_mail_address_and_are_told_apart_where_not() -> None:
    for phones, thefts in ((3, 6), (27, 20)):
        mixed = [e for i in range(phones) for e in ported(i, i * 300.0)]
        mixed += [e for i in range(thefts) for e in ported(30 + i, 900 + i * 400.0, "email_changed")]
        (alert,) = last_versions(alerts([*at_home(50), *mixed], "entry_fanout")).values()
        changed = alert.signals[0].evidence["changed"]
        assert changed == (thefts if phones > thefts else phones + thefts)
        apart = f"; of {phones} the second factor alone was changed, each on a device of its own, as a new telephone's"
        assert (apart in alert.reason) == (phones > thefts)


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        (12, "had the second factor, and nothing else, changed there"),
        (0, "had the mail address changed there"),
        (5, "had the mail address (7) or the second factor alone (5) changed there"),
    ],
)
def test_the_sentence_says_what_was_changed(factors: int, said: str) -> None:
    kinds = ["mfa_changed"] * factors + ["email_changed"] * (12 - factors)
    events = [e for i, what in enumerate(kinds) for e in ported(i, i * 700.0, what, device=f"box{i % 2}")]
    (alert,) = last_versions(alerts([*at_home(12), *events], "entry_fanout")).values()
    assert said in alert.reason
    assert alert.signals[0].evidence["mail_or_keys_changed"] == 12 - factors


def test_says_that_only_keys_were_made_and_advises_to_revoke_them() -> None:
    """On six accounts of a made-up advertising site nothing but a key was: "the mail address or keys" sent to ask."""
    theft = [e for i in range(4) for e in stolen(i, i * 72_000.0)]
    keys = [msgspec.structs.replace(e, type="account.api_key_created", key=f"k{e.subject}")
            if e.type != "account.login" else e for e in theft]  # fmt: skip
    (alert,) = last_versions(alerts([*known(20), *keys], *DEVICE)).values()
    assert ", had API keys made within the first five minutes" in alert.reason
    assert "revoke the keys made on it" in alert.suggested_action
    (alert,) = last_versions(alerts([*known(20), *theft], *DEVICE)).values()
    assert "keys" not in alert.reason + alert.suggested_action


def test_names_who_knew_the_carriers_address_and_who_slept_until_then_beside_those_taken_on_one_telephone() -> None:
    """The device was as new to them as to the others; neither speaks for an alert."""
    knew = [entered("knew", -day * DAY, f"203.{day}.113.7", device="own") for day in (9, 3)]
    theft = [e for i in range(3) for e in stolen(i, i * 72_000.0)]
    for who, at, ip in (("knew", 80_000.0, "203.3.113.7"), ("slept", 90_000.0, "203.2.113.7")):
        theft.append(entered(who, at, ip, device="thief"))
        theft.append(changed(who, at + 60, ip, "email_changed", device="thief"))
    (alert,) = last_versions(alerts([*known(20), *knew, *theft], *DEVICE)).values()
    assert alert.accounts == ["user0", "user1", "user2", "knew", "slept"]
    assert "3 accounts of 3 entered on one device new to them" in alert.reason
    assert (
        "had the device or its address before; 2 accounts of these had the same changed on it and come last."
        in alert.reason
    )
    two = [one for one in theft if one.subject != "user2"]
    assert alerts([*known(20), *knew, *two], *DEVICE) == []
