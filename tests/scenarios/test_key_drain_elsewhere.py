"""Keys that a thief makes in an account and drains, and keys that its owner makes."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, last_versions

DAY, HOUR = 86_400.0, 3600.0
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def uneven(days: tuple[int, int], key: str, ip: str = HOME, level: float = 100.0) -> list[Event]:
    """Return ten hours a day of calls, six an hour at random, each of some `level` units."""
    chance, events = Random(f"{key} {ip}"), list[Event]()  # made-up traffic
    for day in range(*days):
        at = day * DAY
        while (at := at + chance.expovariate(6 / HOUR)) < day * DAY + 10 * HOUR:
            units = level * chance.lognormvariate(0, 0.8)
            events.append(event("account.usage", "owner", at, key=key, units=units, ip=ip))
    return events


def drained(since: float, key: str, step: float, ip: str = ELSEWHERE, units: float = 1000.0) -> list[Event]:
    """Return five hours of calls, each of some units, every `step` seconds."""
    times = range(0, int(5 * HOUR), int(step))
    return [event("account.usage", "owner", since + at, key=key, units=units, ip=ip) for at in times]


def made(at: float, key: str, ip: str, device: str) -> list[Event]:
    """Return a login, and that a key was made twenty minutes later, by an owner who logs in each day on his laptop."""
    logins = [entered("owner", day * DAY + 100.0, HOME, device="laptop") for day in range(int(at // DAY))]
    here = {"ip": ip, "device": device}
    login = entered("owner", at - 1200.0, **here)
    return [*logins, login, event("account.api_key_created", "owner", at, key=key, **here)]


@pytest.mark.parametrize("seed", range(3))
def test_fires_on_a_key_that_a_thief_makes_and_drains(seed: int) -> None:
    events = uneven((0, 15), f"old{seed}") + made(14.59 * DAY, "new", ELSEWHERE, "rig")
    found = alerts(events + drained(14.6 * DAY, "new", 30.0), "key_drain_elsewhere")
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("account", "owner", ["owner"])
    assert found[0].emitted_at < "2026-01-20T01:24:00.000Z"  # within three hours
    assert "1 network new to the account" in alert.reason
    assert "made from a device or provider that the account had for hours at most" in alert.reason


def test_fires_on_far_more_than_ever_where_nothing_tells_of_the_making() -> None:
    found = alerts(uneven((0, 15), "old") + drained(14.6 * DAY, "new", 30.0, units=20_000.0), "key_drain_elsewhere")
    (alert,) = last_versions(found).values()
    assert "made from" not in alert.reason


def test_one_alert_of_a_key_that_is_drained_night_after_night() -> None:
    nights = [one for night in range(3) for one in drained((14.6 + night) * DAY, "new", 30.0)]
    events = uneven((0, 17), "old") + made(14.59 * DAY, "new", ELSEWHERE, "rig") + nights
    (alert,) = last_versions(alerts(events, "key_drain_elsewhere")).values()
    assert alert.last_seen[:10] == "2026-01-22"


def test_fires_on_several_keys_that_share_the_drain() -> None:
    events = uneven((0, 15), "old") + made(14.59 * DAY, "new3", ELSEWHERE, "rig")
    events += [one for i in range(4) for one in drained(14.6 * DAY + i, f"new{i}", 120.0)]
    assert len(last_versions(alerts(events, "key_drain_elsewhere"))) == 1


@pytest.mark.parametrize("seed", range(3))
def test_quiet_on_a_busy_project_whose_key_the_owner_made_at_home(seed: int) -> None:
    events = uneven((0, 15), f"old{seed}") + made(14.59 * DAY, "new", HOME, "laptop")
    assert alerts(events + drained(14.6 * DAY, "new", 30.0, units=20_000.0), "key_drain_elsewhere") == []


@pytest.mark.parametrize("seed", range(3))
def test_quiet_on_a_bursty_key_that_is_older_than_the_stream(seed: int) -> None:
    bursts = [one for day in (14.6, 15.6, 16.6) for one in drained(day * DAY, "burst", 60.0)]
    assert alerts(uneven((0, 17), f"old{seed}") + bursts, "key_drain_elsewhere") == []


def test_quiet_on_a_customer_who_rotates_a_key() -> None:
    events = uneven((0, 14), "old") + uneven((14, 20), "new", level=150.0)
    assert alerts(events, "key_drain_elsewhere") == []


def test_quiet_on_a_big_job_under_a_key_of_its_own_on_the_same_network() -> None:
    assert alerts(uneven((0, 15), "old") + drained(14.6 * DAY, "job", 30.0, HOME), "key_drain_elsewhere") == []


def test_quiet_on_a_new_key_on_a_new_server() -> None:
    events = uneven((0, 20), "old") + uneven((14, 20), "new", ELSEWHERE, 300.0)
    assert alerts(events, "key_drain_elsewhere") == []


def test_quiet_on_an_old_key_elsewhere() -> None:
    events = uneven((0, 15), "old") + drained(14.6 * DAY, "old", 30.0)  # told by `key_elsewhere`
    assert alerts(events, "key_drain_elsewhere") == []


def test_quiet_on_an_account_that_used_no_key_before() -> None:
    assert alerts(drained(0, "new", 30.0), "key_drain_elsewhere") == []


@pytest.mark.parametrize("seed", range(3))
def test_quiet_on_a_key_that_a_colleague_makes_in_the_office_on_his_first_day(seed: int) -> None:
    """A new device at an address that the account has long had; a thief's address is new as well."""
    old, job = uneven((0, 15), f"old{seed}"), drained(14.6 * DAY, "new", 30.0)
    assert alerts(old + made(14.59 * DAY, "new", HOME, "colleague") + job, "key_drain_elsewhere") == []
    assert alerts(old + made(14.59 * DAY, "new", ELSEWHERE, "colleague") + job, "key_drain_elsewhere")


COUNTRIES = (("DE", 3320), ("PL", 5617), ("BR", 7738), ("GB", 2856), ("PT", 3243))


def roaming(since: float, places: tuple[tuple[str, int], ...], units: float = 8000.0) -> list[Event]:
    """Return a use every ninety minutes, each on a network of its own, in one place after the other."""
    uses = list[Event]()
    for i in range(16):
        country, asn = places[i % len(places)]
        here = {"ip": f"203.0.{i}.9", "country": country, "asn": asn}
        uses.append(event("account.usage", "owner", since + i * 1.5 * HOUR, key="new", units=units, **here))
    return uses


def test_fires_on_a_key_that_sleeps_for_days_and_is_used_from_ever_new_households() -> None:
    events = uneven((0, 15), "old") + made(11.5 * DAY, "new", ELSEWHERE, "rig") + roaming(14.6 * DAY, COUNTRIES)
    (alert,) = last_versions(alerts(events, "key_drain_elsewhere")).values()
    assert "in three countries or more and at as many providers" in alert.reason


@pytest.mark.parametrize(
    "places",
    [COUNTRIES[:2], tuple((country, 14618) for country, _ in COUNTRIES), tuple(("DE", asn) for _, asn in COUNTRIES)],
    ids=["two countries", "one cloud", "one country"],
)
def test_quiet_on_a_few_times_the_usual_from_where_one_owner_may_be(places: tuple[tuple[str, int], ...]) -> None:
    events = uneven((0, 15), "old") + made(11.5 * DAY, "new", ELSEWHERE, "rig") + roaming(14.6 * DAY, places)
    assert alerts(events, "key_drain_elsewhere") == []


def test_quiet_on_an_app_on_its_customers_machines_whose_key_the_owner_made_at_home() -> None:
    events = uneven((0, 15), "old") + made(11.5 * DAY, "new", HOME, "laptop") + roaming(14.6 * DAY, COUNTRIES)
    assert alerts(events, "key_drain_elsewhere") == []


def test_quiet_on_a_key_in_many_countries_at_the_volume_as_before() -> None:
    events = uneven((0, 15), "old") + made(11.5 * DAY, "new", ELSEWHERE, "rig")
    assert alerts(events + roaming(14.6 * DAY, COUNTRIES, 2000.0), "key_drain_elsewhere") == []
