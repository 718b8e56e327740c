"""An API key on many networks, and keys that are spread by nature."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def used(key: str, at: float, ip: str, **fields: object) -> Event:
    return event("account.usage", "customer", at, key=key, ip=ip, units=10.0, **fields)


def test_fires_on_a_key_that_turns_up_on_many_networks() -> None:
    events = [used("k1", day * 86_400.0 + i * 60, "192.0.2.7") for day in range(-10, 0) for i in range(5)]
    events += [used("k1", i * 120.0, f"10.{i}.0.9", country="DE" if i % 2 else "BR") for i in range(30)]
    (alert,) = last_versions(alerts(events, "key_sharing")).values()
    assert (alert.entity.type, alert.entity.id) == ("key", "k1")
    assert alert.accounts == ["customer"]
    assert "2 countries" in alert.reason
    assert "the most until a day before: 1)" in alert.reason


def test_what_leaked_an_hour_ago_is_no_earlier_day() -> None:
    owners = [used("k1", day * 86_400.0 + i * 60, "192.0.2.7") for day in range(-10, 0) for i in range(5)]
    first = [used("k1", -2400.0 + i * 1400.0, f"10.{i}.0.9") for i in range(22)]  # begins before the key's day does
    thieves = [*first, *[used("k1", 28_000.0 + i * 60.0, f"10.{i}.0.9") for i in range(22, 158)]]
    (alert,) = last_versions(alerts([*owners, *thieves], "key_sharing")).values()
    assert "(usual for this key: 1.2 networks; the most until a day before: 1)" in alert.reason
    assert "mostly_from" not in alert.signals[0].evidence


def test_names_the_providers_that_most_of_the_new_uses_came_from() -> None:
    owners = [used("k1", day * 86_400.0 + i * 60, "192.0.2.7", asn=64_500) for day in range(-10, 1) for i in range(99)]
    thieves = [used("k1", i * 120.0, f"10.{i}.0.9", asn=64_501 + (i % 3 > 0)) for i in range(30)]
    (alert,) = last_versions(alerts([*owners, *thieves], "key_sharing")).values()
    assert alert.signals[0].evidence["mostly_from"] == "AS64502 (20), AS64501 (10)"


def test_shows_what_came_from_new_addresses_and_says_that_a_program_is_new() -> None:
    owners = [used("k1", i * 1200.0 - 10 * 86_400.0, "192.0.2.7", user_agent="axios/1.6") for i in range(740)]
    for program, severity in (("python-requests/2.32", "high"), ("axios/1.6", "medium")):
        thiefs = [used("k1", 900.0 + i * 120.0, f"10.{i % 9}.0.9", user_agent=program) for i in range(30)]
        (alert,) = last_versions(alerts([*owners, *thiefs], "key_sharing")).values()
        assert set(alert.evidence_event_ids) <= {one.id for one in thiefs}
        assert len(alert.evidence_event_ids) == 8
        assert alert.severity == severity
        assert ("a program that its account had never used: python-requests 2.32 (usual" in alert.reason) is (
            severity == "high"
        )


def at_homes(days: int, program: str = "Go-http-client/2.0") -> list[Event]:
    """Return uses of a key whose owner has four machines in four networks, and one program, by night and day."""
    return [
        used("k1", i * 900.0 - days * 86_400.0, f"192.0.{i % 4}.7", user_agent=program) for i in range(days * 96 + 60)
    ]


def elsewhere(networks: int, program: str, gap: float = 1800.0) -> list[Event]:
    """Return uses from as many networks that the key was never used from, each once."""
    return [used("k1", 3000.0 + i * gap, f"10.{i}.0.9", user_agent=program) for i in range(networks)]


def test_fires_on_five_networks_and_a_program_new_to_a_key_that_has_four_homes() -> None:
    (alert,) = last_versions(alerts([*at_homes(17), *elsewhere(6, "Scrapy/2.11")], "key_sharing")).values()
    assert " networks, 6 of them new to its account, within 6 h, some of it with a program" in alert.reason
    assert alert.severity == "high"


def test_quiet_on_fewer_new_networks_on_its_own_program_and_on_a_key_that_roams() -> None:
    assert alerts([*at_homes(17), *elsewhere(4, "Scrapy/2.11")], "key_sharing") == []
    assert alerts([*at_homes(17), *elsewhere(6, "Go-http-client/2.0")], "key_sharing") == []
    assert alerts([*at_homes(3), *elsewhere(6, "Scrapy/2.11")], "key_sharing") == []  # not known for long
    roams = [used("k1", (day - 17) * 86_400.0 + i * 3600.0, f"172.{day}.{i}.1", user_agent="Go-http-client/2.0")
             for day in range(17) for i in range(4)]  # fmt: skip
    assert alerts([*at_homes(17), *roams, *elsewhere(6, "Scrapy/2.11")], "key_sharing") == []


def clouded(asns: tuple[int, ...], *, stays: bool) -> list[Event]:
    """Return a server's two weeks at one place, and two days of functions on a cloud's networks, of some providers."""
    random = Random(8)
    events = [used("k1", i * 1800.0 - 10 * 86_400.0, "192.0.2.7", asn=64_500) for i in range(480 + 96 * stays)]
    for i in range(96):
        ip = f"10.{random.randrange(60)}.{random.randrange(250)}.9"
        events.append(used("k1", i * 1800.0 + 60, ip, asn=asns[i % len(asns)], country="US"))
    return sorted(events, key=lambda each: each.time)


def test_quiet_on_a_key_that_moves_to_one_providers_many_networks() -> None:
    assert alerts(clouded((64_510,), stays=False), "key_sharing") == []


def test_fires_where_the_old_place_goes_on_and_where_the_new_networks_are_several_providers() -> None:
    for asns, stays in (((64_510,), True), (tuple(range(64_510, 64_517)), False)):
        (alert,) = last_versions(alerts(clouded(asns, stays=stays), "key_sharing")).values()
        assert "in 1 country within 6 h" in alert.reason
        assert not any(name.startswith("provider") for name in alert.signals[0].evidence)


def test_fires_on_ipv6_networks() -> None:
    events = [used("k1", i * 3600.0 - 2 * 86_400.0, "2001:db8::1") for i in range(48)]
    events += [used("k1", i * 60.0, f"2001:db8:{i:x}::1") for i in range(30)]
    assert len(last_versions(alerts(events, "key_sharing"))) == 1


def made(at: float = -900.0) -> Event:
    return event("account.api_key_created", "customer", at, key="k1", ip="192.0.2.7")


def sold() -> list[Event]:
    """Return uses of a key from ninety networks within hours."""
    return [used("k1", i * 60.0, f"10.{i}.0.9", country="DE" if i % 2 else "BR") for i in range(90)]


def test_fires_on_a_key_that_is_sold_the_day_it_is_made() -> None:
    (alert,) = last_versions(alerts([made(), *sold()], "key_sharing")).values()
    assert "(usual for keys on their first day: 2 networks; of this one no earlier day was seen)" in alert.reason
    assert alert.signals[0].evidence["usual_in_window"] == 2.0


@pytest.mark.parametrize("before", [
    event("account.signup", "customer", -3600.0), event("account.login", "customer", -172_800.0, outcome=True),
])  # fmt: skip
def test_fires_on_one_that_nobody_saw_made_where_its_account_is_new_or_known(before: Event) -> None:
    assert len(last_versions(alerts([before, *sold()], "key_sharing"))) == 1


def test_quiet_on_what_may_have_been_on_as_many_networks_for_years() -> None:
    assert alerts(sold(), "key_sharing") == []


def test_quiet_on_addresses_of_one_network() -> None:
    assert alerts([made(), *[used("k1", i * 30.0, f"192.0.2.{i}") for i in range(200)]], "key_sharing") == []


def test_quiet_on_servers_that_have_always_been_spread() -> None:
    events = [used("k1", hour * 3600.0 + i * 60, f"10.{i}.0.1") for hour in range(240) for i in range(7 + hour % 2)]
    assert alerts(events, "key_sharing") == []


def runners(days: int, seed: int = 5) -> list[Event]:
    """Return the build runs of some days: at working hours, from cloud networks that hardly ever come again."""
    random = Random(seed)
    at = (day * 86_400.0 + random.uniform(8, 18) * 3600 for day in range(days) for _ in range(40))
    return [used("k1", time, f"10.{random.randrange(150)}.{random.randrange(4)}.1") for time in sorted(at)]


def test_quiet_on_build_runners_from_their_first_day_on() -> None:
    assert alerts([made(), *runners(6)], "key_sharing") == []


def test_a_key_that_an_app_carries_is_asked_about_once_on_its_first_day() -> None:
    random = Random(6)
    hours = [hour for hour in range(120) for _ in range(6 if hour % 24 in range(8, 15) else 40)]
    events = [used("k1", (h + random.random()) * 3600, f"10.{random.randrange(250)}.{h % 9}.1") for h in hours]
    events.sort(key=lambda event: event.time)
    assert alerts(events, "key_sharing") == []  # where a stream begins, it may have been in its homes for years
    found = last_versions(alerts([made(), *events], "key_sharing")).values()
    assert [alert.last_seen[:10] <= "2026-01-07" for alert in found] == [True]


def test_quiet_on_the_second_day_of_a_key_in_its_visitors_browsers() -> None:
    hours = [hour for hour in range(42) for _ in range(2) if hour % 24 in range(8, 20)]
    events = [
        used("k1", hour * 3600.0 + i * 20, f"10.{i}.0.1", user_agent=f"Firefox/{i}.0") for i, hour in enumerate(hours)
    ]
    assert alerts(events, "key_sharing") == []


def test_a_move_to_build_runners_is_asked_about_once() -> None:
    office = [used("k1", i * 3600.0 - 5 * 86_400.0, "192.0.2.7") for i in range(120)]
    found = last_versions(alerts([*office, *runners(8)], "key_sharing")).values()
    assert [alert.last_seen[:10] <= "2026-01-06" for alert in found] == [True] * len(found) != []


def test_quiet_on_many_keys_with_one_network_each() -> None:
    assert alerts([used(f"k{i}", i * 10.0, f"10.{i}.0.1") for i in range(100)], "key_sharing") == []


def jobs(provider: bool) -> list[Event]:
    """Return a first day's build jobs, each on another machine: of one cloud, or of anybody."""
    chance = Random(8)
    return [
        used("k1", i * 200.0, f"10.{7 if provider else i}.{chance.randrange(250)}.{chance.randrange(250)}")
        for i in range(90)
    ]  # fmt: skip


def test_quiet_on_one_clouds_build_runners_on_their_first_day() -> None:
    assert alerts([made(), *jobs(provider=True)], "key_sharing") == []
    assert alerts([made(), *jobs(provider=False)], "key_sharing")


def hosted(at: float, count: int, asns: tuple[int, ...] = (64_510,), **fields: object) -> list[Event]:
    """Return an hour of build jobs, each on a machine of its own whose address begins like no other's."""
    return [
        used("k1", at + i * 3600.0 / count, f"{20 + i % 60}.{i % 7}.{int(at) // 3600 % 250}.9",
             asn=asns[i % len(asns)], **fields)
        for i in range(count)
    ]  # fmt: skip


def test_quiet_on_one_providers_build_runners_whatever_their_addresses_begin_with() -> None:
    assert alerts([made(), *hosted(0.0, 60)], "key_sharing") == []
    crowd = [used("k1", i * 12.0, f"{i % 90 + 20}.{i}.7.9".replace(f".{i}.", f".{i % 250}."), asn=64_510)
             for i in range(900)]  # fmt: skip
    assert alerts([made(), *crowd], "key_sharing") == []


def test_fires_on_the_first_day_where_as_many_networks_are_of_many_providers() -> None:
    (alert,) = last_versions(alerts([made(), *hosted(0.0, 60, tuple(range(64_510, 64_560)))], "key_sharing")).values()
    assert "from 60 networks" in alert.reason


def runs(days: int) -> list[Event]:
    return [one for day in range(days) for one in hosted(day * 86_400.0, 3, user_agent="ci/1")]


def test_quiet_on_more_runners_than_ever_of_the_provider_whose_addresses_change_anyway() -> None:
    for days in (2, 9):
        assert alerts([*runs(days), *hosted(days * 86_400.0, 40, user_agent="ci/1")], "key_sharing") == []


@pytest.mark.parametrize("asns", [(64_777,), tuple(range(64_777, 64_807))])
def test_fires_where_they_are_of_providers_new_to_the_key(asns: tuple[int, ...]) -> None:
    goes_on = [one for hour in (0, 3) for one in hosted(9 * 86_400.0 + hour * 3600.0, 3, user_agent="ci/1")]
    thieves = hosted(9 * 86_400.0 + 1800.0, 40, asns, user_agent="ci/1")
    events = sorted([*runs(9), *goes_on, *thieves], key=lambda one: one.time)
    (alert,) = last_versions(alerts(events, "key_sharing")).values()
    assert "new to its account" in alert.reason


def test_who_came_the_day_before_makes_no_provider_the_keys_own() -> None:
    scouts, thieves = [hosted((9 + day) * 86_400.0 + 7200.0, 2 + 38 * day, (64_777,)) for day in range(2)]
    rest = [one for day in (9, 10) for hour in (0, 4) for one in hosted(day * 86_400.0 + hour * 3600.0, 3)]
    assert alerts(sorted([*runs(9), *scouts, *rest, *thieves], key=lambda one: one.time), "key_sharing")


def owned(program: str = "axios/1.6") -> list[Event]:
    """Return ten days and a quarter of a key on one server."""
    return [
        used("k1", i * 1200.0 - 10 * 86_400.0, "192.0.2.7", asn=64_500, user_agent=program) for i in range(740)
    ]  # fmt: skip


def test_quiet_on_what_is_tried_again_from_elsewhere_while_the_service_is_down() -> None:
    assert alerts([*owned(), *hosted(0.0, 20, status=503)], "key_sharing") == []
    assert alerts([*owned(), *hosted(0.0, 20, status=200)], "key_sharing")


def test_counts_a_providers_networks_not_its_uses() -> None:
    thieves = [used("k1", i * 120.0, f"10.{i % 12}.0.{i}", asn=64_501) for i in range(48)]
    (alert,) = last_versions(alerts([*owned(), *thieves], "key_sharing")).values()
    assert "of the new places most are of AS64501 (12)" in alert.reason


def test_names_no_provider_where_none_stands_out() -> None:
    thieves = [used("k1", i * 60.0, f"10.{i}.0.9", asn=64_501 + i % 40) for i in range(80)]
    (alert,) = last_versions(alerts([*owned(), *thieves], "key_sharing")).values()
    assert "most are of" not in alert.reason


def test_says_that_more_networks_may_be_new_than_are_kept() -> None:
    burst = [used("k1", 3000.0 + i * 6.0, f"10.{i}.0.9", user_agent="Scrapy/2.11") for i in range(90)]
    (alert,) = last_versions(alerts([*at_homes(17), *burst], "key_sharing")).values()
    assert " or more of them new to its account, within 6 h" in alert.reason


def test_says_how_much_was_asked_for_and_is_graver_where_that_is_far_more_than_ever() -> None:
    """A roll-out brings a new program to many networks, and asks for as much in all; a thief empties what he can."""
    owners = [
        used("k1", i * 1200.0 - 10 * 86_400.0, "192.0.2.7", user_agent="sync/1", requests=50.0) for i in range(720)
    ]
    for requests, severity in ((20.0, "low"), (60.0, "medium"), (900.0, "high")):
        tills = [used("k1", 900.0 + i * 600.0, f"10.{i % 12}.0.9", user_agent="till/2", requests=requests, asn=64501)
                 for i in range(30)]  # fmt: skip
        (alert,) = last_versions(alerts([*owners, *tills], "key_sharing")).values()
        assert alert.severity == severity
        assert " requests in that time; the most in as long before: 900" in alert.reason
        assert float(alert.signals[0].evidence["requests_in_window"]) > 29 * requests
        assert "of the new places most are of AS64501" in alert.reason
        assert (": no more than its owner asked for before" in alert.reason) is (severity == "low")
