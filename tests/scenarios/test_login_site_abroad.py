"""Accounts tried from everywhere, each from a country and with a client new to it; and owners on their journeys."""

from __future__ import annotations

from re import search
from typing import Any
from zlib import crc32

import pytest

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.event import Event
from schemas.finding import Finding
from tests.support.scenario import alerts, event, last_versions, shipped

NAME, DAY = "login_site_abroad", 86_400.0
REASON: dict[str, Any] = {"outcome": False, "reason": "bad_password"}


def login(i: int, at: float, **fields: Any) -> Event:
    """A login at home, unless the fields say otherwise."""
    home = {"ip": f"198.51.{i}.1", "device": f"own{i}", "country": "DE", "asn": 64500, "outcome": True}
    return event("account.login", f"user{i}", at, **home | fields)


def abroad(i: int, at: float, **fields: Any) -> Event:
    """An attempt from a home of its own in another country, with a device of its own."""
    there = {"ip": f"203.{i}.7.7", "device": f"box{i}", "country": "BR", "asn": 64600 + i} | fields
    return login(i, at, **there)


def people(days: int = 10) -> list[Event]:
    """Return people who log in at home; one every third day on a new device abroad: each other mistypes first."""
    found = [login(i, -2.0 * DAY + i * 60.0) for i in range(110)]
    for day in range(0, days, 3):
        who, at = 95 + day, day * DAY + 9000.0
        found += [abroad(who, at - 60.0, **REASON)] * (day % 2) + [abroad(who, at)]
    return found


def tried(each: int, days: int, first: float = 4.0, **fields: Any) -> list[Event]:
    """Return so many accounts a day that are tried once each, for days."""
    return [abroad(each * day + i, (first + day) * DAY + 3600.0 * i + 700.0, **REASON | fields)
            for day in range(days) for i in range(each)]  # fmt: skip


def merged(*parts: list[Event]) -> list[Event]:
    return sorted([one for part in parts for one in part], key=lambda one: one.time)


def test_fires_on_twenty_accounts_a_day_from_an_address_each_and_names_those_entered_first() -> None:
    inside = [abroad(80 + i, (4.1 + i % 4) * DAY + i, ip=f"192.0.{i}.9") for i in range(12)]
    (alert,) = last_versions(alerts(merged(people(), tried(20, 4), inside), NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "account_security", "high")
    assert {f"user{80 + i}" for i in range(12)} <= set(alert.accounts[: alert.accounts_entered])
    assert alert.accounts_total >= 80 + 12
    assert "each from a country and with a client new to it" in alert.reason


def test_fires_where_neither_devices_nor_programs_are_told_by_the_country_alone() -> None:
    told = merged(people(), tried(20, 4))
    for one in told:
        one.device = None
    (alert,) = last_versions(alerts(told, NAME)).values()
    assert "each from a country (neither devices nor programs are told) new to it, at addresses" in alert.reason
    assert "device" not in alert.suggested_action


def test_says_how_many_get_in_so_at_any_time_and_names_none_of_them() -> None:
    (alert,) = last_versions(alerts(merged(people(), tried(12, 4)), NAME)).values()
    assert (alert.severity, alert.accounts_entered) == ("medium", 0)
    assert "their number does not show which (usual, on any device and with any program: " in alert.reason
    assert "the attack's" in alert.reason  # fewer than usual clear nobody
    told = search(r"have the (\d+) accounts listed first, which got in as well, prove", alert.suggested_action.lower())
    assert told is not None
    assert all([name in alert.reason for name in alert.accounts[: int(told[1])]])
    assert not {f"user{i}" for i in range(48)} & set(alert.accounts[: int(told[1])])  # who was only tried


def test_quiet_on_travellers_who_fail_and_then_get_in() -> None:
    come = [one for i in range(40) for one in (abroad(i, (4.0 + i % 4) * DAY + 60.0 * i, **REASON),
                                               abroad(i, (4.0 + i % 4) * DAY + 60.0 * i + 30.0))]  # fmt: skip
    assert alerts(merged(people(), come), NAME) == []


def test_quiet_on_as_many_in_their_own_country_or_on_a_device_of_old_or_during_an_outage() -> None:
    assert alerts(merged(people(), tried(12, 4, country="DE")), NAME) == []
    known = [login(i, (4.0 + i % 4) * DAY + i, ip=f"203.{i}.7.7", country="BR", asn=64600 + i, **REASON)
             for i in range(32)]  # fmt: skip
    assert alerts(merged(people(), known), NAME) == []
    assert alerts(merged(people(), tried(12, 4, reason="service_unavailable")), NAME) == []


def test_quiet_on_what_comes_from_one_address_or_is_less_than_two_a_day() -> None:
    """The first is for `login_fanout` to see."""
    assert alerts(merged(people(), tried(12, 4, ip="203.0.113.5")), NAME) == []
    assert alerts(merged(people(), tried(1, 9, first=0.5)), NAME) == []


def test_quiet_where_devices_are_first_told_and_where_no_country_is() -> None:
    assert alerts(merged([one for one in people() if one.time < 0.0], tried(12, 4, country=None)), NAME) == []
    unnamed = [login(i, -2.0 * DAY + i, device=None) for i in range(110)]
    assert alerts(merged(unnamed, tried(12, 4)), NAME) == []


def test_leaves_what_comes_within_an_hour_to_those_that_look_at_hours() -> None:
    burst = [abroad(i, 4 * DAY + 60.0 * i, **REASON) for i in range(50)]
    assert alerts(merged(people(), burst), NAME) == []


def test_leaves_lists_that_were_tried_within_hours_of_several_days_to_those_too() -> None:
    lists = [abroad(20 * day + i, (4.0 + day) * DAY + 150.0 * i, **REASON) for day in range(4) for i in range(20)]
    assert alerts(merged(people(), lists), NAME) == []
    spread = [abroad(20 * day + i, (4.0 + day) * DAY + 2400.0 * i, **REASON) for day in range(4) for i in range(20)]
    assert alerts(merged(people(), spread), NAME)


def test_names_nobody_who_got_in_where_a_whole_list_was_tried() -> None:
    """Another attack's entries of the same days, told by its address."""
    loud = [abroad(60 + i, 4.2 * DAY + i, ip="192.0.9.9", asn=64_900, **REASON) for i in range(20)]
    inside = [abroad(80 + i, 4.2 * DAY + 60.0 * i, ip="192.0.9.9", asn=64_900) for i in range(12)]
    (alert,) = last_versions(alerts(merged(people(), tried(12, 4), loud, inside), NAME)).values()
    assert (alert.severity, alert.accounts_entered) == ("medium", 0)
    assert not {one.subject for one in inside} & set(alert.accounts)


def entries(day: float) -> list[Event]:
    """Return eight who get in abroad on a day, each on a device and from a line of its own."""
    return [abroad(80 + i, day * DAY + 60.0 * i, ip=f"192.0.{i}.9", device=f"in{i}") for i in range(8)]


def deed(i: int, at: float, type_: str, **fields: Any) -> Event:
    """Something done where one of the entries was made."""
    there = {"ip": f"192.0.{i}.9", "device": f"in{i}", "country": "BR", "asn": 64680 + i} | fields
    return event(type_, f"user{80 + i}", at, **there)


def paid(i: int, at: float, **fields: Any) -> Event:
    money: dict[str, Any] = {"outcome": True, "amount_minor": 150_000.0, "currency": "EUR", "merchant": "ib-1"}
    return deed(i, at, "account.payment", **money | fields)


def test_fires_anew_where_money_goes_days_later_and_names_those_first_with_what_and_when() -> None:
    done = [paid(6, 9.6 * DAY), deed(3, 6.6 * DAY, "account.email_changed")]
    (alert,) = last_versions(alerts(merged(people(), tried(12, 5), entries(5.2), done), NAME)).values()
    assert alert.severity == "high"
    assert (alert.accounts_entered, sorted(alert.accounts[:2])) == (2, ["user83", "user86"])
    assert "user86 (1 payment to ib-1 (1,500.00 EUR), 4 days later)" in alert.reason
    assert "user83 (mail address changed, 1 day later)" in alert.reason
    assert alert.suggested_action.startswith("End the sessions of the 2 accounts named first, undo the changes")
    assert "user80" not in alert.accounts[:2]


def test_tells_it_once_more_where_the_attack_was_over_for_days() -> None:
    events = merged(people(), tried(20, 4), entries(5.2), [paid(6, 13.2 * DAY), paid(5, 13.3 * DAY)])
    before, alert = last_versions(alerts(events, NAME)).values()
    assert not set(before.accounts[:2]) & {"user85", "user86"}
    assert (alert.severity, alert.accounts, alert.accounts_entered) == ("high", ["user86", "user85"], 2)
    assert alert.reason.endswith(
        "; user85 (1 payment to ib-1 (1,500.00 EUR), 8 days later). The rest is in the alert of these days."
    )


@pytest.mark.parametrize("many", [False, True])
def test_whom_another_may_have_taken_it_names_and_is_joined_to_alerts_on_him_for_nothing(
    many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where hardly more got in than do at any time, one whose account was changed may be another thief's."""
    inside = entries(5.2) if many else entries(5.2)[3:4]
    events = merged(people(), tried(12, 5), inside, [deed(3, 5.21 * DAY, "account.email_changed")])
    found: list[Finding] = []
    pipeline = LocalPipeline(Engine((shipped(NAME),), {NAME: "live"}, EngineSettings(), RecordingMetrics()), print)
    monkeypatch.setattr(pipeline, "found", found.append)
    pipeline.take_all(events)
    pipeline.flush()
    assert found[-1].alert.accounts[0] == "user83"
    assert (crc32(b"user83") in found[-1].crowd) is many
    listed = {*found[-1].alert.accounts} & {f"user{80 + i}" for i in range(8)}
    assert {one for one in listed if crc32(one.encode()) in found[-1].crowd} == (listed if many else set())


def test_who_only_paid_as_he_came_is_named_after_those_of_whom_more_was_done() -> None:
    done = [paid(1, 5.3 * DAY), deed(3, 6.6 * DAY, "account.email_changed")]
    (alert,) = last_versions(alerts(merged(people(), tried(12, 5), entries(5.2), done), NAME)).values()
    assert alert.accounts[:2] == ["user83", "user81"]


def test_does_not_accuse_travellers_of_what_they_do_there() -> None:
    """A new second factor alone, a purchase by card, a key on the first day; and what is done at home."""
    home = {"ip": "198.51.85.1", "device": "own85", "country": "DE", "asn": 64500}
    done = [
        deed(1, 5.4 * DAY, "account.mfa_changed"),
        paid(2, 5.3 * DAY, card="c2"),
        deed(4, 5.3 * DAY, "account.api_key_created", key="k"),
    ]
    done += [deed(5, 7.0 * DAY, "account.email_changed", **home)]  # fmt: skip
    (alert,) = last_versions(alerts(merged(people(), tried(12, 5), entries(5.2), done), NAME)).values()
    assert "something was done since" not in alert.reason
    assert alert.signals[0].evidence["taken"] == 0


def test_fires_and_names_first_in_whose_account_second_factor_and_key_were_both_taken_at_once() -> None:
    came = 5.2 * DAY + 360.0
    done = [deed(6, came + 90.0, "account.mfa_changed"), deed(6, came + 150.0, "account.api_key_created", key="k")]
    (alert,) = last_versions(alerts(merged(people(), tried(12, 5), entries(5.2), done), NAME)).values()
    assert alert.accounts[0] == "user86"
    assert "In 1 account of those that got in something was done since" in alert.reason
    assert "user86 (second factor changed and key made, within the hour)" in alert.reason


def test_names_nobody_as_entered_where_it_is_not_known_how_many_get_in_so() -> None:
    first = [login(i, i * 60.0) for i in range(110)]
    inside = [abroad(80 + i, 1.2 * DAY + 60.0 * i, ip=f"192.0.{i}.9") for i in range(6)]
    (alert,) = last_versions(alerts(merged(first, tried(20, 4, first=1.0), inside), NAME)).values()
    assert (alert.severity, alert.accounts_entered) == ("medium", 0)
    assert "how many do at any time is not known yet" in alert.reason
    assert "none is accused" in alert.reason
    assert set(alert.accounts[:6]) == {one.subject for one in inside}  # to be asked
    assert "reset none of them for this alone" in alert.suggested_action


def test_names_nobody_of_another_attack_nor_who_comes_with_what_nobody_failed_with() -> None:
    """By hand: three taken on one device, one by a VPN that another uses, too, one with another program; one is its."""
    with_it: dict[str, Any] = {"user_agent": "Browser/9.1"}
    one_device = [abroad(80 + i, 5.2 * DAY + i, ip=f"192.0.{i}.9", device="thief", **with_it) for i in range(3)]
    vpn = [abroad(83 + i, 5.3 * DAY + i, ip="192.0.9.9", device=f"in{3 + i}", **with_it) for i in range(2)]
    other = abroad(85, 5.4 * DAY, ip="192.0.5.9", device="in5", user_agent="Other/2.0")
    mine = abroad(86, 5.5 * DAY, ip="192.0.6.9", device="in6", **with_it)
    done = [deed(i, 5.6 * DAY + i, "account.email_changed", device="thief" if i < 3 else f"in{i}") for i in range(7)]
    events = merged(people(), tried(12, 5, **with_it), one_device, vpn, [other, mine], done)
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.severity, alert.accounts[: alert.accounts_entered]) == ("high", ["user86"])
    assert "In 1 account of those that got in something was done since" in alert.reason
    assert not {f"user{80 + i}" for i in range(6)} & set(alert.accounts)


def test_fires_and_names_whom_a_thief_empties_from_another_telephone_than_the_list_was_tried_with() -> None:
    """By hand: at noon, from an address and on a device that the account never had; and an owner at home."""
    phone = {"ip": "197.211.5.20", "device": "thief", "country": "NG", "asn": 64_990}
    thief = [abroad(83, 5.2 * DAY + 20_000.0, **phone),
             deed(3, 5.2 * DAY + 20_400.0, "account.email_changed", **phone)]  # fmt: skip
    home = [deed(5, 5.2 * DAY + 30_000.0, "account.email_changed", ip="198.51.85.1", device="own85", country="DE")]
    (alert,) = last_versions(alerts(merged(people(), tried(12, 5), entries(5.2), thief, home), NAME)).values()
    assert alert.accounts[0] == "user83"
    assert "user83 (mail address changed, 5 hours later)" in alert.reason
    assert "user85 (" not in alert.reason
