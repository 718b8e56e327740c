"""An API key that gains users for weeks, and keys whose places change for honest reasons."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "key_sharing_slow", 86_400.0


def used(at: float, asn: int | None, ip: str = "192.0.2.7", **fields: object) -> Event:
    return event("account.usage", "customer", at, key="k1", ip=ip, asn=asn, units=10.0, **fields)


def visits(random: Random, asn: int, since: int, until: int, daily: float = 0.8, **fields: object) -> list[Event]:
    """Return uses from one place, on most days once or twice."""
    days = (day for day in range(since, until) for _ in range(2) if random.random() < daily)
    return [used((day + random.random()) * DAY, asn, f"{asn % 200}.{asn // 200}.0.9", **fields) for day in days]


def quiet(events: list[Event]) -> bool:
    return alerts(events, NAME) == []


def test_fires_on_a_key_that_gains_three_buyers_a_day() -> None:
    for seed in range(4):
        random = Random(seed)
        events = visits(random, 7, -13, 12, 1.0)
        for day in range(11):
            for buyer in range(3):
                events += visits(random, 1000 + 3 * day + buyer, day, 12, country=("BR", "VN", "TR")[buyer])
        found = alerts(events, NAME)
        (alert,) = last_versions(found).values()
        assert (alert.entity.type, alert.entity.id, alert.accounts) == ("key", "k1", ["customer"])
        assert found[0].emitted_at < "2026-01-11"
        assert "(3 countries new to it, too) within 12 days" in alert.reason


def made(at: float) -> Event:
    return event("account.api_key_created", "customer", at, key="k1")


def young(arrivals: list[int], countries: int, *, told: bool = True) -> list[Event]:
    """Return the uses of a key by its maker, and from each day on by as many more, each on most days."""
    random, number, events = Random(6), 0, [made(0.0)] * told
    events += visits(random, 7, 0, 14, 1.0, country="US")
    for day, many in enumerate(arrivals, 1):
        for _ in range(many):
            number += 1
            events += visits(random, 1000 + number, day, 14, country=f"C{number % countries}")
    return sorted(events, key=lambda one: one.time)


def test_fires_on_a_key_that_is_sold_from_the_day_on_which_it_is_made() -> None:
    found = alerts(young([2] * 12, 12), NAME)
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id) == ("key", "k1")
    assert found[0].emitted_at < "2026-01-18"
    assert "on its first day, from 1 provider." in alert.reason


def test_quiet_on_a_young_key_that_is_shipped_to_users() -> None:
    assert quiet(young([0, 0, 14, 7, 4, 3, 2, 1, 1, 1], 12))  # in a product, after two days of trials
    assert quiet(young([2] * 12, 2))  # in one that grows evenly, in two countries
    assert quiet(young([1, 0, 1, 0, 0, 1, 0, 0, 1, 0], 4))  # to colleagues


def test_quiet_on_a_key_that_was_not_seen_to_be_made() -> None:
    """Its users are new to the log alone."""
    assert quiet(young([2] * 12, 12, told=False))


def test_fires_on_a_key_that_gains_a_buyer_a_day_who_comes_again_after_days() -> None:
    """No week of it has enough, and soon the first ones would be its past."""
    for seed in range(4):
        random = Random(seed)
        events = visits(random, 7, -20, 14, 1.0)
        for day in range(10):
            events += [used((at + 0.4 * random.random()) * DAY, 1000 + day, f"31.{day}.0.9", country=f"C{day}")
                       for at in (day, day + 4)]  # fmt: skip
        found = alerts(events, NAME)
        assert len(last_versions(found)) == 1
        assert "new to it, too) within 1" in found[0].reason  # ten days or eleven


def test_quiet_on_a_traveller_who_stays_for_two_nights_in_each_country() -> None:
    random = Random(9)
    events = visits(random, 7, -20, 14, 1.0)
    for day in range(0, 14, 2):
        events += [used((at + random.random()) * DAY, 900 + day, f"32.{day}.0.9", country=f"C{day}")
                   for at in (day, day + 1)]  # fmt: skip
    assert quiet(events)


def test_fires_where_no_provider_is_told() -> None:
    random = Random(8)
    events = [used(at * DAY / 9, None) for at in range(-20 * 9, 0)]
    for buyer in range(30):
        events += [used(day * DAY + random.random() * DAY, None, f"{20 + buyer}.{buyer}.0.9")
                   for day in range(buyer // 3, 10)]  # fmt: skip
    assert len(last_versions(alerts(events, NAME))) == 1


def test_quiet_on_build_runners_on_ever_new_addresses_of_one_provider() -> None:
    random = Random(1)
    at = [random.uniform(0, 30) * DAY for _ in range(1200)]
    assert quiet([used(time, 8075, f"20.{random.randrange(250)}.{random.randrange(250)}.9") for time in at])


def test_quiet_on_a_move_to_the_edge_of_one_providers_network() -> None:
    random = Random(2)
    events = visits(random, 7, 0, 20, 1.0, country="DE")
    events += [e for country in range(30) for e in visits(random, 13335, 20, 40, 1.0, country=f"C{country}")]
    assert quiet(events)


def test_quiet_on_a_team_that_grows_by_a_person_a_week() -> None:
    for seed in range(6):
        random = Random(seed)
        events = [e for place in range(4) for e in visits(random, 10 + place, 0, 60)]
        for week in range(1, 8):
            for place in range(3):  # home, office of the day, telephone
                events += visits(random, 100 + 3 * week + place, 7 * week, 60)
        assert quiet(events)


def test_quiet_on_a_big_team_whose_people_seldom_use_it() -> None:
    for seed in range(6):
        random = Random(seed)
        assert quiet([e for person in range(30) for e in visits(random, 100 + person, 0, 40, 0.1)])


def test_quiet_on_a_move_to_another_cloud_and_a_traveller() -> None:
    random = Random(3)
    events = [e for cloud in range(2) for e in visits(random, 10 + cloud, 0, 20, 1.0)]
    events += [e for cloud in range(4) for e in visits(random, 20 + cloud, 20, 40, 1.0)]
    for day in range(10, 40):
        events += [used((day + random.random()) * DAY, 500 + day, f"30.{day}.0.1") for _ in range(3)]
    assert quiet(events)


def test_quiet_on_telephones_whose_providers_nobody_tells() -> None:
    for seed in range(6):
        random = Random(seed)
        blocks = [f"{50 + n}.{n}" for n in range(40)]
        at = [random.uniform(0, 40) * DAY for _ in range(300)]
        assert quiet([used(time, None, f"{random.choice(blocks)}.{random.randrange(250)}.9") for time in at])


def test_quiet_on_an_app_that_carries_its_key() -> None:
    random = Random(4)
    assert quiet([used(random.uniform(0, 40) * DAY, int(random.paretovariate(0.7))) for _ in range(6000)])


def test_quiet_on_buyers_of_a_key_that_is_no_longer_good() -> None:
    random = Random(5)
    events = visits(random, 7, -13, 12, 1.0)
    for buyer in range(30):
        events += visits(random, 1000 + buyer, buyer // 3, 12, status=401)
    assert quiet(events)


def by_night(product: str, nights: int = 8, apart: int = 1) -> list[Event]:
    """Return a server's uses of a key, and each night some from another home line, which stays so many nights."""
    events = [used((day + hour / 9) * DAY, 7, product="orders") for day in range(-13, 9) for hour in range(9)]
    lines = [(day, day - day % apart) for day in range(nights)]
    events += [used((day + 0.05 + use / 2000) * DAY, 100 + line % 6, f"77.{line}.4.9", product=product, status=404)
               for day, line in lines for use in range(20)]  # fmt: skip
    return sorted(events, key=lambda one: one.time)


def test_fires_on_a_stolen_key_that_asks_from_another_home_line_each_night() -> None:
    found = alerts(by_night("eligibility"), NAME)
    (alert,) = last_versions(found).values()
    assert (alert.entity.id, alert.accounts) == ("k1", ["customer"])
    assert alert.reason.startswith("One API key was used on 8 days of the last 8 from a network new to it that came on")
    assert found[0].emitted_at < "2026-01-11"


def test_quiet_on_a_colleague_on_the_road_and_on_fewer_or_longer_stays() -> None:
    assert quiet(by_night("orders"))
    assert quiet(by_night("eligibility", nights=4))
    assert quiet(by_night("eligibility", apart=2))
