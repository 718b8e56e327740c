"""Keys that somebody else has, and keys whose owners move, begin jobs and launch things."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions

DAY, HOUR = 86_400.0, 3600.0
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def used(at: float, units: float, ip: str | None) -> Event:
    return event("account.usage", "customer", at, key="k1", units=units, ip=ip)


def uneven(seed: int, days: float, since: float = 0.0, ip: str | None = HOME, level: float = 100.0) -> list[Event]:
    """Return ten hours a day of calls, six an hour at random, each of some `level` units."""
    chance, events = Random(seed), list[Event]()  # made-up traffic
    for day in range(int(days)):
        at = since + day * DAY
        while (at := at + chance.expovariate(6 / HOUR)) < since + day * DAY + 10 * HOUR:
            events.append(used(at, level * chance.lognormvariate(0, 0.8), ip))
    return events


def even(since: float, hours: float, step: float, units: float, ip: str | None = ELSEWHERE) -> list[Event]:
    """Return a client that calls by the clock."""
    return [used(since + i * step, units, ip) for i in range(int(hours * HOUR / step))]


@pytest.mark.parametrize("seed", range(3))
def test_fires_on_a_stolen_key_that_is_used_by_the_clock(seed: int) -> None:
    found = alerts(uneven(seed, 15) + even(14.6 * DAY, 8, 180.0, 3000.0), "key_elsewhere")
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("key", "k1", ["customer"])
    assert found[0].emitted_at < "2026-01-20T02:20:00.000Z"  # after less than four hours
    assert "1 network new to it" in alert.reason
    assert "times the most in as long on any of 15 earlier days" in alert.reason


@pytest.mark.parametrize("seed", range(3))
def test_fires_on_a_key_that_was_asleep(seed: int) -> None:
    thief = uneven(seed + 10, 1, 24 * DAY, ELSEWHERE, 10_000.0)
    (alert,) = last_versions(alerts(uneven(seed, 3, level=20.0) + thief, "key_elsewhere")).values()
    assert "not used on the 21 days before" in alert.reason


def test_fires_on_a_thief_who_tried_it_the_day_before() -> None:
    events = [*uneven(1, 15), used(13 * DAY, 1.0, ELSEWHERE), *even(14.6 * DAY, 8, 180.0, 3000.0)]
    assert len(last_versions(alerts(events, "key_elsewhere"))) == 1


def test_fires_on_many_networks_at_once() -> None:
    thieves = [used(14.6 * DAY + i * 90.0, 2000.0, f"203.0.{i % 40}.9") for i in range(240)]
    (alert,) = last_versions(alerts(uneven(1, 15) + thieves, "key_elsewhere")).values()
    assert "16 or more networks new to it" in alert.reason  # so many are kept
    assert ".0)" not in alert.reason


@pytest.mark.parametrize("seed", range(3))
def test_quiet_on_a_job_that_is_scheduled_on_the_same_network(seed: int) -> None:
    assert alerts(uneven(seed, 20) + even(14.6 * DAY, 100, 180.0, 2000.0, HOME), "key_elsewhere") == []


@pytest.mark.parametrize("seed", range(3))
def test_quiet_on_a_move_to_another_server(seed: int) -> None:
    assert alerts(uneven(seed, 14) + uneven(seed, 7, 14 * DAY, ELSEWHERE, 250.0), "key_elsewhere") == []


def test_quiet_on_a_small_job_on_another_server() -> None:
    assert alerts(uneven(1, 20) + even(14.6 * DAY, 100, 300.0, 100.0), "key_elsewhere") == []


def test_quiet_on_a_launch_on_the_same_network() -> None:
    launch = uneven(2, 7, 14 * DAY, HOME, 5000.0)
    assert alerts(uneven(1, 14) + launch, "key_elsewhere") == []


def test_quiet_on_a_key_that_is_taken_up_again_from_another_place() -> None:
    assert alerts(uneven(1, 3) + uneven(2, 5, 24 * DAY, ELSEWHERE, 200.0), "key_elsewhere") == []


def test_quiet_on_a_key_that_roams() -> None:
    events = [one for day in range(20) for one in uneven(day, 1, day * DAY, f"198.51.{day}.7")]
    events += even(15.6 * DAY, 100, 300.0, 300.0, "198.51.99.7")
    assert alerts(events, "key_elsewhere") == []


def test_quiet_on_a_keys_first_day() -> None:
    first = uneven(1, 1)[:20]
    assert alerts(first + even(5 * HOUR, 10, 60.0, 9000.0), "key_elsewhere") == []


def test_quiet_where_no_address_is_told() -> None:
    assert alerts(uneven(1, 15, ip=None) + even(14.6 * DAY, 8, 180.0, 2000.0, None), "key_elsewhere") == []


def of(events: list[Event], product: str, times: float = 1.0) -> list[Event]:
    """Let events be of a product, a request each."""
    for one in events:
        one.product, one.units, one.requests = product, (one.units or 0.0) * times, 1.0
    return events


@pytest.mark.parametrize("seed", range(3))
def test_quiet_on_a_new_server_for_a_product_in_larger_units(seed: int) -> None:
    begun = of(uneven(seed + 20, 3, 15 * DAY, ELSEWHERE), "bytes", 1e7)
    assert alerts(of(uneven(seed, 18), "tokens") + begun, "key_elsewhere") == []


@pytest.mark.parametrize("seed", range(3))
def test_fires_on_a_thief_of_a_product_that_the_owner_never_used(seed: int) -> None:
    thief = of(even(14.6 * DAY, 8, 30.0, 3000.0), "large", 5.0)
    (alert,) = last_versions(alerts(of(uneven(seed, 15), "small") + thief, "key_elsewhere")).values()
    assert " requests (large) within 6 h from 1 network new to it, mostly in products new to it: " in alert.reason
    assert alert.signals[0].evidence["new_products"] == 1


def test_fires_on_one_product_beside_another_that_uses_more_units() -> None:
    usual = of(uneven(1, 15), "small") + of(uneven(2, 15), "bytes", 1000.0)
    (alert,) = last_versions(alerts(usual + of(even(14.6 * DAY, 8, 180.0, 3000.0), "small"), "key_elsewhere")).values()
    assert " units of small within 6 h" in alert.reason


def test_quiet_on_a_key_whose_only_earlier_day_was_refused() -> None:
    events = [event("account.usage", "customer", 0.0, key="k1", product="p", units=0.0, status=429, ip=HOME)]
    events += of(uneven(3, 3, 4 * DAY, ELSEWHERE, 5000.0), "p")
    assert alerts(events, "key_elsewhere") == []


def test_quiet_on_a_key_that_used_nothing_on_its_only_earlier_day() -> None:
    events = of([used(0.0, 0.0, HOME)], "p") + of(uneven(3, 3, 4 * DAY, ELSEWHERE, 5000.0), "p")
    assert alerts(events, "key_elsewhere") == []


def test_quiet_on_an_expired_key_that_is_retried_elsewhere() -> None:
    retried = [event("account.usage", "customer", 14.6 * DAY + i * 2.0, key="k1", status=401, ip=ELSEWHERE)
               for i in range(9000)]  # fmt: skip
    assert alerts(uneven(1, 15) + retried, "key_elsewhere") == []


def placed(at: float, units: float, asn: int, country: str, place: int) -> Event:
    return event("account.usage", "customer", at, key="k1", units=units, asn=asn, country=country,
                 ip=f"{20 + place % 80}.{place % 250}.{place % 7}.9")  # fmt: skip


def on_runners(days: int) -> list[Event]:
    """Return four build runs a day, each on a new machine of one provider."""
    return [
        placed(day * DAY + run * 2 * HOUR, 60.0, 64_510, "US", day * 4 + run) for day in range(days) for run in range(4)
    ]


def an_hour(asn: int, country: str, each: float = 100.0) -> list[Event]:
    """Return what is used from one machine in the night after a fortnight."""
    return [placed(13.9 * DAY + i * 60.0, each, asn, country, 777) for i in range(60)]


def test_fires_on_a_build_runners_key_in_the_hands_of_another_provider_and_country() -> None:
    (alert,) = last_versions(alerts([*on_runners(14), *an_hour(64_777, "RU")], "key_elsewhere")).values()
    assert (
        "new to it (AS64777 in RU; most of it from a provider and a country new to it, too): 33 times the most"
        in alert.reason
    )


def test_quiet_on_a_build_runners_key_that_does_as_much_where_it_always_was_or_as_before_elsewhere() -> None:
    assert alerts([*on_runners(14), *an_hour(64_510, "US")], "key_elsewhere") == []
    assert alerts([*on_runners(14), *an_hour(64_777, "RU", 5.0)], "key_elsewhere") == []


def test_a_provider_tells_more_than_its_network_where_both_are_new_and_a_country_more_still() -> None:
    """A thief's networks are new every day to a key that is anywhere in one provider."""
    reasons = [
        [
            one.reason
            for one in last_versions(alerts([*on_runners(14), *an_hour(asn, country, 140.0)], "key_elsewhere")).values()
        ]
        for asn, country in ((64_510, "US"), (64_777, "US"), (64_777, "RU"))
    ]
    assert reasons[0] == []
    assert "(AS64777 in US; most of it from a provider new to it, too)" in reasons[1][0]
    assert "(AS64777 in RU; most of it from a provider and a country new to it, too)" in reasons[2][0]


def test_fires_and_says_where_what_for_and_how_much_in_all() -> None:
    """A thief's two nights of requests for two things, from one network: the sentence is of all, not of six hours."""
    owner = of(uneven(1, 15), "small")
    thief = [event("account.usage", "customer", (14.6 + night) * DAY + i * 60.0, key="k1", requests=50.0, ip=ELSEWHERE,
                   asn=64_777, country="SG", product=("export", "users")[i % 2])
             for night in range(2) for i in range(480)]  # fmt: skip
    (alert,) = last_versions(alerts([*owner, *thief], "key_elsewhere")).values()
    assert "requests (export, users) within 6 h from 1 network new to it (AS64777 in SG;" in alert.reason
    assert alert.reason.endswith("; 48,000 in all within 32 h.")


def scattered(countries: str, each: float, asn: int = 64_700) -> list[Event]:
    """Return a fortnight of a key's calls in one place, then five hours of calls from several networks at once."""
    owner = [event("account.usage", "customer", one.time - START, key="k1", units=one.units, ip=HOME, asn=64_500,
                   country="US") for one in uneven(1, 14)]  # fmt: skip
    names = countries.split()
    return owner + [
        event("account.usage", "customer", 14.6 * DAY + i * 180.0, key="k1", units=each, ip=f"203.0.{i % len(names)}.9",
              asn=asn + i % len(names), country=names[i % len(names)]) for i in range(100)
    ]  # fmt: skip


def by(events: list[Event], owners: str, thiefs: str) -> list[Event]:
    """Let them name their programs."""
    for one in events:
        one.user_agent = owners if one.ip == HOME else thiefs
    return events


def test_fires_on_as_much_with_a_program_of_its_own_as_is_a_server_that_moves_with_a_new_release() -> None:
    moved = scattered("RU RU", 850.0, 64_777)
    (alert,) = last_versions(alerts(by(moved, "zap/1.9", "Go-http-client/1.1"), "key_elsewhere")).values()
    assert ", with a program new to it (Go-http-client 1.1)" in alert.reason
    for owners, thiefs in (("zap/1.9", "zap/2.0"), ("", "Go-http-client/1.1")):
        assert alerts(by(scattered("RU RU", 850.0, 64_777), owners, thiefs), "key_elsewhere") == []


def test_quiet_on_an_owner_whose_program_begins_at_home_after_a_thiefs_has_used_the_key() -> None:
    """A key is stolen before its owner ever used it: the owner's own program is no stranger's."""
    places = [event("account.login", "customer", -DAY, outcome=True, ip=ip, asn=64_500, country="US")
              for ip in (HOME, "192.0.2.1")]  # fmt: skip
    stolen = [placed(day * DAY + i * 600.0, 3.0, 64_777, "RU", 1) for day in range(14) for i in range(6)]
    owner = [event("account.usage", "customer", 14 * DAY + i * 180.0, key="k1", units=20.0, ip=HOME, asn=64_500,
                   country="US") for i in range(12)]  # fmt: skip
    at_home, away = [
        alerts([place, *by([*stolen, *owner], "zap/1.9", "okhttp/4.9")], "key_elsewhere") for place in places
    ]
    assert (at_home, bool(away)) == ([], True)


@pytest.mark.parametrize("each", [800.0, 1000.0])
def test_fires_on_as_much_from_three_countries_at_once_as_is_a_server_that_moves_to_one(each: float) -> None:
    (alert,) = last_versions(alerts(scattered("RU VN NL", each), "key_elsewhere")).values()
    assert "from 3 networks new to it (AS64700 in RU, AS64701 in VN, AS64702 in NL; most of it" in alert.reason
    assert alerts(scattered("RU RU RU", each), "key_elsewhere") == []
