"""Stuffing and spraying seen over the whole site."""

from __future__ import annotations

from random import Random
from re import search

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY, HOUR = 86_400.0, 3600.0


def site(accounts: int, days: float, start: float = 0.0, *, each: float = 1.0) -> list[Event]:
    """Return honest logins: each account `each` times a day from its own address, 5 % mistyped, 10 % from a new one."""
    random, events = Random(7), []  # repeatable, not secret
    for at in sorted(random.uniform(start, start + days * DAY) for _ in range(int(accounts * days * each))):
        user = random.randrange(accounts)
        ip = f"198.51.{user >> 8}.{user & 255}" if random.random() > 0.1 else f"192.0.2.{random.randrange(256)}"
        if random.random() < 0.05:
            events.append(failed(f"user{user}", at, ip))
        events.append(entered(f"user{user}", at + 5, ip))
    return events


def spray(count: int, at: float, gap: float) -> list[Event]:
    """Return failed attempts, each on another account from another address."""
    return [failed(f"user{i}", at + i * gap, f"203.0.{113 + (i >> 8)}.{i & 255}") for i in range(count)]


def test_fires_on_a_new_address_per_attempt() -> None:
    attack = [*spray(20, 2 * DAY, 1.0), entered("user7", 2 * DAY + 21, "203.0.113.99")]
    found = last_versions(alerts([*site(300, 2), *attack], "login_site"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.entity.id) == ("site", "*")
    assert alert.accounts[0] == "user7"  # tried and entered
    assert alert.accounts_total == 20


def test_tells_who_failed_at_the_second_factor_alone_from_who_got_in() -> None:
    held = [failed(f"user{i}", 2 * DAY + 30 + i, f"203.0.115.{i}", reason="mfa_failed") for i in (3, 4, 5)]
    attack = [*spray(40, 2 * DAY, 1.0), *held, entered("user7", 2 * DAY + 41, "203.0.113.99")]
    (alert,) = last_versions(alerts([*site(300, 2), *attack], "login_site")).values()
    assert (alert.accounts[:4], alert.accounts_entered) == (["user7", "user3", "user4", "user5"], 1)
    assert "; 3 accounts failed at the second factor alone: the password is known" in alert.reason
    assert "reset the passwords of those that failed at the second factor" in alert.suggested_action


def test_counts_apart_names_that_no_account_has() -> None:
    attack = spray(20, 2 * DAY, 1.0)
    attack += [failed(f"unknown:203.0.114.{i}", 2 * DAY + i + 0.5, f"203.0.114.{i}") for i in range(12)]
    events = site(300, 2) + sorted(attack, key=lambda each: each.time)
    (alert,) = last_versions(alerts(events, "login_site")).values()
    assert alert.reason.startswith(
        "20 accounts (and names that no account has, tried from 12 addresses) failed to log in from"
    )
    assert " of these within 1 min (usual for this site, hour and traffic: " in alert.reason
    assert (alert.accounts_total, alert.signals[0].evidence["names_of_nobody"]) == (20, 12)


def test_fires_within_ten_seconds_on_a_small_site() -> None:
    found = alerts([*site(100, 2), *spray(20, 2 * DAY, 1.0)], "login_site")
    assert found[0].emitted_at <= "2026-01-07T08:00:10.000Z"


def test_fires_without_any_past() -> None:
    assert alerts(spray(20, 0.0, 1.0), "login_site")


def test_quiet_on_a_site_that_nobody_has_watched_yet() -> None:
    assert alerts(site(20_000, 0.3), "login_site") == []


def test_quiet_on_monday_morning() -> None:
    monday = site(2000, 0.04, 3 * DAY, each=10)  # an hour of ten times the traffic
    assert alerts([*site(2000, 3), *monday], "login_site") == []


def test_quiet_on_an_outage_of_the_login() -> None:
    random = Random(3)  # repeatable, not secret
    out = [(random.randrange(2000), 2 * DAY + random.uniform(0, 600)) for _ in range(400)]
    failing = [failed(f"user{u}", at, f"198.51.{u >> 8}.{u & 255}") for u, at in out if u % 10]
    failing += [failed(f"user{u}", at, f"192.0.2.{u & 255}") for u, at in out if not u % 10]
    assert alerts([*site(2000, 2), *failing], "login_site") == []


def test_quiet_on_an_outage_of_the_login_that_says_so_wherever_people_are() -> None:
    out = [failed(f"user{i % 300}", 2 * DAY + i * 2.0, f"192.0.2.{i % 256}", reason="server_error") for i in range(600)]
    assert alerts([*site(300, 2), *out], "login_site", "login_site_slow") == []


def test_quiet_on_a_client_that_retries_one_account() -> None:
    retries = [failed("user1", DAY + i * 2.0, "203.0.113.5") for i in range(900)]
    assert alerts([*site(300, 1), *retries], "login_site") == []


def test_names_nobody_who_only_logged_in_from_a_new_address_meanwhile() -> None:
    honest = [*site(3000, 2, each=5), *site(3000, 0.02, 2 * DAY, each=10)]
    (alert,) = last_versions(alerts([*honest, *spray(300, 2 * DAY, 0.5)], "login_site")).values()
    assert set(alert.accounts) <= {event.subject for event in [*honest, *spray(300, 0, 1)] if not event.outcome}


def test_fires_on_a_patient_sprayer_over_the_hour() -> None:
    attack = spray(250, 2 * DAY, 20.0)
    found = last_versions(alerts([*site(2000, 3), *attack], "login_site_slow"))
    assert found
    assert all(alert.first_seen >= "2026-01-07T07:00:00" for alert in found.values())


def test_quiet_over_the_hour_on_honest_days() -> None:
    assert alerts([*site(3000, 3), *site(3000, 0.08, 2.4 * DAY, each=8)], "login_site_slow") == []


def nowhere(events: list[Event]) -> list[Event]:
    """Return the events as a source tells them that names neither address nor device."""
    for event in events:
        event.ip = None
    return events


@pytest.mark.parametrize("name", ["login_site", "login_site_slow"])
def test_fires_without_addresses_and_names_nobody_who_merely_logged_in(name: str) -> None:
    gap = {"login_site": 1.0, "login_site_slow": 20.0}[name]
    attack = [*spray(150, 2 * DAY, gap), entered("user140", 2 * DAY + 145 * gap, "203.0.113.99")]
    honest = site(300, 2.2, each=3)
    (alert,) = last_versions(alerts(nowhere([*honest, *attack]), name)).values()
    failing = {one.subject for one in [*honest, *attack] if not one.outcome}
    assert alert.severity in ("medium", "high")
    assert set(alert.accounts) <= failing
    assert name == "login_site_slow" or "user140" in alert.accounts[:12]  # in hours, more log in than are kept
    assert "neither address nor device was told" in alert.reason
    assert "new to them" not in alert.reason


def test_quiet_on_a_site_without_addresses_on_honest_days_and_when_it_is_new() -> None:
    for days in (0.3, 3):
        assert alerts(nowhere(site(3000, days)), "login_site", "login_site_slow") == []


def test_accuses_no_entry_without_an_address_where_other_sources_tell_theirs() -> None:
    """Half of the people log in by an old server that tells no address; the attack goes by the other."""
    honest = [*site(600, 2), *nowhere(site(600, 2.3, each=3))]
    attack = [*spray(60, 2 * DAY, 1.0), *(entered(f"user{i}", 2 * DAY + i, f"203.0.115.{i}") for i in (3, 9))]
    (alert,) = last_versions(alerts([*honest, *attack], "login_site")).values()
    assert {"user3", "user9"} <= set(alert.accounts[:4])  # one or two that mistyped by chance
    assert set(alert.accounts) <= {one.subject for one in [*honest, *attack] if not one.outcome}


def test_critical_where_more_were_entered_than_honest_traffic_explains_and_says_at_least() -> None:
    entries = [entered(f"user{200 + i}", 2 * DAY + i * 0.5, f"203.0.116.{i}") for i in range(70)]
    (alert,) = last_versions(alerts([*site(300, 2), *spray(180, 2 * DAY, 0.3), *entries], "login_site")).values()
    assert alert.severity == "critical"
    assert "70 accounts logged in from new addresses with the providers that nearly all failures have" in alert.reason
    assert alert.reason.endswith(" All 50 accounts listed got in, and 20 that are not listed.")


@pytest.mark.parametrize("many", [10, 120])
def test_names_who_was_entered_by_a_client_and_from_a_country_all_new_before_who_has_a_new_telephone(many: int) -> None:
    """Whether new telephones at home are few, or more than what honest traffic explains."""
    home, abroad = {"country": "DE"}, {"country": "VN", "device": "box"}
    past = [entered(f"user{i}", i * 60.0, f"198.51.100.{i % 256}", device=f"d{i}", **home) for i in range(400)]
    new = [entered(f"user{i}", DAY + i * 0.5, f"192.0.2.{i}", device=f"n{i}", **home) for i in range(many)]
    attack = [failed(f"user{i}", DAY + i * 0.2, f"203.0.113.{i % 256}", **abroad) for i in range(130, 360)]
    got_in = [entered(f"user{i}", DAY + 60 + i * 0.01, f"203.0.114.{i % 256}", **abroad) for i in range(380, 392)]
    events = [*past, *sorted([*new, *attack, *got_in], key=lambda one: one.time)]
    (alert,) = last_versions(alerts(events, "login_site")).values()
    assert set(alert.accounts[:12]) == {one.subject for one in got_in}
    assert "12 accounts logged in from new addresses with the providers or programs that nearly all" in alert.reason
    assert not set(alert.accounts) & {one.subject for one in new}


def abroad(hours: int, each: int, rng: Random) -> list[Event]:
    """Return past hours in each of which some people log in by a new telephone from a country new to them."""
    known = [entered(f"user{i}", -2 * HOUR + i, f"198.51.{i >> 8}.{i & 255}", **HOME) for i in range(3000)]
    return [*known, *(
        entered(f"user{rng.randrange(3000)}", at * HOUR + rng.uniform(0, HOUR), f"100.{rng.randrange(200)}.0.{i}",
                device=f"trip{at}-{i}", country="PT", asn=5000 + rng.randrange(400))
        for at in range(hours) for i in range(each)
    )]  # fmt: skip


HOME = {"device": "own", "country": "DE", "asn": 3320}
BOT = {"user_agent": "go-http/2", "country": "VN", "asn": 64500}


@pytest.mark.parametrize("hits", [0, 4])
def test_names_of_the_strangers_entered_those_with_the_failures_kit_and_says_how_many_come_anyway(hits: int) -> None:
    rng = Random(5)
    attack = [failed(f"user{i}", 60 * HOUR + i * 12.0, f"203.{i % 256}.9.{i // 256}", **BOT) for i in range(900)]
    in_ = [entered(f"user{2000 + i}", 60.5 * HOUR + i * 600, f"203.9.{i}.7", **BOT) for i in range(hits)]
    honest = abroad(64, 3, rng)
    (alert,) = last_versions(alerts([*honest, *attack, *in_], "login_site_slow")).values()
    bystanders = {one.subject for one in honest if one.time >= attack[0].time - HOUR and one.outcome}
    assert not set(alert.accounts) & (bystanders - {one.subject for one in attack})
    assert set(alert.accounts[:hits]) == {one.subject for one in in_}
    assert alert.accounts_total == 900 + hits
    if hits:
        assert "4 accounts logged in from new addresses with the providers or programs that nearly all" in alert.reason
        assert alert.reason.endswith(" Of the accounts listed the first 4 got in.")
    else:
        usual = search(r"all new to them in the same [34] h \(usual: ([0-9.]+)\)", alert.reason)
        assert usual is not None
        assert 8.0 < float(usual[1]) < 12.0  # three an hour
        assert "none of these is named, as none has" in alert.reason
    assert not [name for name in alert.signals[0].evidence if name.startswith("~")]


def test_names_who_was_entered_by_the_program_of_nearly_all_failures_at_whatever_provider_of_a_proxy_service() -> None:
    """Ten providers have six in a hundred attempts each, twenty others two: no entry is at one of the ten."""
    asns = [asn for asn in range(10) for _ in range(6)] + [asn for asn in range(10, 30) for _ in range(2)]
    attack = [failed(f"user{i}", 60 * HOUR + i * 12.0, f"203.{i % 256}.9.{i // 256}",
                     **{**BOT, "asn": 64_500 + asns[i % 100]}) for i in range(900)]  # fmt: skip
    in_ = [entered(f"user{2000 + i}", 60.5 * HOUR + i * 600, f"203.9.{i}.7", **{**BOT, "asn": 64_512 + i})
           for i in range(4)]  # fmt: skip
    (alert,) = last_versions(alerts([*abroad(64, 3, Random(5)), *attack, *in_], "login_site_slow")).values()
    assert set(alert.accounts[:4]) == {one.subject for one in in_}
    assert alert.accounts_total == 904
    assert "4 accounts logged in from new addresses with the programs that nearly all failures have" in alert.reason


def test_names_who_was_entered_by_the_attacks_provider_with_a_program_that_the_owner_has_or_was_never_seen() -> None:
    """Hardly anybody comes at night; one provider of all failures, which nobody came by before, tells."""
    rng, program = Random(4), {"user_agent": "browser 144"}
    bot = {**BOT, **program}
    known = [entered(f"user{i}", -3 * DAY + i * 60.0, f"198.51.{i >> 8}.{i & 255}", asn=3320 + i % 5,
                     user_agent=f"browser {140 + i % 5}") for i in range(3000)]  # fmt: skip
    moved = [entered(f"user{rng.randrange(3000)}", at * 900.0, f"100.64.{at}.7", asn=3320 + at % 5,
                     user_agent=f"browser {140 + at % 5}") for at in range(-100, 240)]  # fmt: skip
    attack = [failed(f"user{i}", 50 * HOUR + i * 52.0, f"203.{i % 70}.9.7", **bot) for i in range(340)]
    in_ = [entered(f"user{2000 + i}", 50 * HOUR + 1200.0 * i, f"203.{i}.9.7", **bot) for i in range(10)]
    in_ += [entered(f"never{i}", 51 * HOUR + 1200.0 * i, f"203.{i}.9.7", **bot) for i in range(4)]
    (alert,) = last_versions(alerts([*known, *moved, *attack, *in_], "login_site_slow")).values()
    assert set(alert.accounts[:14]) == {one.subject for one in in_}
    assert alert.severity == "critical"
    assert alert.reason.endswith(" Of the accounts listed the first 14 got in.")


def test_names_nobody_by_what_failures_have_in_common_where_honest_entries_have_it_too() -> None:
    """A third of all people use the carrier and the program of the attack."""
    rng, bot = Random(4), {"asn": 3320, "user_agent": "browser 140"}
    known = [entered(f"user{i}", -3 * DAY + i * 60.0, f"198.51.{i >> 8}.{i & 255}", asn=3320 + i % 3,
                     user_agent=f"browser {140 + i % 3}") for i in range(3000)]  # fmt: skip
    moved = [entered(f"user{rng.randrange(3000)}", at * 300.0, f"100.64.{at % 250}.7", asn=3320 + rng.randrange(3),
                     user_agent=f"browser {140 + rng.randrange(3)}") for at in range(-300, 720)]  # fmt: skip
    attack = [failed(f"user{i}", 50 * HOUR + i * 26.0, f"203.{i % 70}.9.7", **bot) for i in range(340)]
    (alert,) = last_versions(alerts([*known, *moved, *attack], "login_site_slow")).values()
    assert set(alert.accounts) <= {one.subject for one in attack}
    assert alert.severity != "critical"


def test_names_all_strangers_entered_where_hardly_any_comes_by_chance() -> None:
    """The attack has a provider and a program for each attempt: only their number tells."""
    attack = [failed(f"user{i}", 60 * HOUR + i * 12.0, f"203.{i % 256}.9.{i // 256}", user_agent=f"bot{i}",
                     asn=60_000 + i) for i in range(900)]  # fmt: skip
    in_ = [entered(f"user{2000 + i}", 60.5 * HOUR + i * 200, f"203.9.{i}.7", user_agent=f"in{i}",
                   asn=70_000 + i) for i in range(14)]  # fmt: skip
    quiet = [entered(f"user{i % 3000}", i * 120.0, f"198.51.{i % 3000 >> 8}.{i % 3000 & 255}", **HOME)
             for i in range(-3000, 1900)]  # fmt: skip
    (alert,) = last_versions(alerts([*quiet, *attack, *in_], "login_site_slow")).values()
    assert {one.subject for one in in_} <= set(alert.accounts)
    assert "are named, as hardly any comes so by chance" in alert.reason


@pytest.mark.parametrize("fails", [60, 16])
def test_names_none_of_those_who_logged_in_where_no_more_came_than_at_any_time(fails: int) -> None:
    """Strangers come at every hour; during the attack there are no more, and none has its provider and program."""
    attack = [failed(f"user{i}", 60 * HOUR + i * 3600.0 / fails, f"203.{i % 256}.9.{i // 256}", **BOT)
              for i in range(4 * fails)]  # fmt: skip
    honest = abroad(60, 5, Random(8))
    (alert,) = last_versions(alerts([*honest, *attack], "login_site_slow")).values()
    assert set(alert.accounts) <= {event.subject for event in attack}
    assert alert.severity in ("medium", "high")
    assert "no more than at any time: none is named for that" in alert.reason


def test_names_the_one_with_the_attacks_provider_and_program_where_nobody_else_ever_had_them() -> None:
    attack = [failed(f"user{i}", 60 * HOUR + i * 60.0, f"203.{i % 256}.9.{i // 256}", **BOT) for i in range(240)]
    one = entered("user2500", 60.5 * HOUR, "203.9.1.7", **BOT)
    (alert,) = last_versions(alerts([*abroad(60, 5, Random(8)), *attack, one], "login_site_slow")).values()
    assert alert.accounts[0] == "user2500"
    assert set(alert.accounts[1:]) <= {event.subject for event in attack}
    assert alert.reason.endswith(" Of the accounts listed the first got in.")


def test_not_critical_and_names_none_where_as_many_log_in_from_new_addresses_at_any_time() -> None:
    """Hardly anybody mistypes at home on this site, so that failures there do not explain who travels."""
    rng, known = Random(9), {"country": "DE", "asn": 3320, "user_agent": "app"}
    honest = [entered(f"user{i}", -2 * HOUR + i, f"198.51.{i >> 8}.{i & 255}", **known) for i in range(3000)]
    honest += [entered(f"user{rng.randrange(3000)}", at * HOUR + rng.uniform(0, HOUR), f"100.{at}.{i}.7", **known)
               for at in range(64) for i in range(10)]  # fmt: skip
    attack = [failed(f"user{i}", 60 * HOUR + i * 40.0, f"203.{i % 256}.9.{i // 256}", **BOT) for i in range(270)]
    (alert,) = last_versions(alerts([*honest, *attack], "login_site_slow")).values()
    assert alert.severity in ("medium", "high")
    assert set(alert.accounts) <= {event.subject for event in attack}


def test_compares_entries_with_what_is_usual_in_the_time_that_they_are_counted_in() -> None:
    """Three bursts within hours in which many log in from new addresses as ever: the hours between are not counted."""
    honest = site(3000, 2.5, each=10)
    bursts = [failed(f"user{100 * k + i}", 2 * DAY + k * 50 * 60 + i, f"203.0.{113 + k}.{i}")
              for k in range(4) for i in range(60)]  # fmt: skip
    events = sorted([*honest, *bursts], key=lambda one: one.time)
    (alert,) = last_versions(alerts(events, "login_site")).values()
    told = search(r"in the (\d+) min \(of 3 h\) in which so many failed \(usual: ([0-9.]+)\)", alert.reason)
    assert told is not None
    assert 4 <= int(told[1]) <= 12
    assert float(told[2]) < 40.0  # two a minute; in the three hours between there are 375
