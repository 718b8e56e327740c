"""Drained keys, and keys that are used unevenly by nature."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest

from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions, shipped

STEP = 300.0


def used(at: float, units: float, key: str | None = "k1") -> Event:
    return event("account.usage", "customer", at, key=key, units=units)


def ordinary(days: int, level: float = 100.0) -> list[Event]:
    """Return uneven usage (a third up or down) over the days before START, every ten minutes."""
    noise = Random(7)  # made-up traffic
    return [used(-i * 600.0, level * noise.uniform(0.7, 1.4)) for i in range(1, days * 144)]


def uneven(days: int) -> list[Event]:
    """Return usage at odd times over the days before START."""
    chance = Random(9)  # made-up traffic
    return [used(-chance.uniform(0, days * 86_400.0), chance.lognormvariate(4, 0.8)) for _ in range(days * 144)]


def test_fires_on_a_key_that_is_drained() -> None:
    events = ordinary(5) + [used(i * 20.0, 200.0) for i in range(300)]
    (alert,) = last_versions(alerts(events, "usage_spike")).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("key", "k1", ["customer"])
    assert alert.policy == "api_abuse"
    assert " in all within " in alert.reason  # a hundred minutes have more than the half hour that says most
    (brief,) = last_versions(alerts(events[:-210], "usage_spike")).values()
    assert " in all within " not in brief.reason


def test_quiet_on_a_client_that_tries_again_and_again_while_the_service_is_down() -> None:
    tries = [used(i * 5.0, 40.0) for i in range(300)]
    assert alerts([*ordinary(5), *tries], "usage_spike")
    for one in tries:
        one.status = 503
    assert alerts([*ordinary(5), *tries], "usage_spike") == []


def test_fires_within_half_an_hour() -> None:
    found = alerts(ordinary(5) + [used(i * 20.0, 200.0) for i in range(300)], "usage_spike")
    assert found[0].emitted_at <= "2026-01-05T08:30:00.000Z"


def test_fires_on_an_account_without_keys() -> None:
    events = [used(e.time - 1_767_600_000.0, e.units or 0, None) for e in ordinary(5)]
    events += [used(i * 20.0, 200.0, None) for i in range(100)]
    (alert,) = last_versions(alerts(events, "usage_spike")).values()
    assert (alert.entity.type, alert.entity.id) == ("account", "customer")
    assert alert.reason.startswith("One account used ")


def searches(days: int, seed: int = 5) -> list[Event]:
    """Return an account's searches, of which only requests are told, in a dozen sittings a day before START."""
    chance = Random(seed)  # made-up traffic
    times = [-chance.uniform(0, days * 86_400.0) for _ in range(days * 12)]
    return [event("account.usage", "customer", at, product="search", requests=chance.randint(1, 9)) for at in times]


def redeemed(at: float, points: float, key: str | None = None) -> Event:
    return event("account.usage", "customer", at, key=key, product="redeem", requests=1, units=points)


def test_quiet_on_points_redeemed_once_a_month_among_searches() -> None:
    for seed in range(5):
        events = [*searches(60, seed), redeemed(-30 * 86_400.0, 7500.0), redeemed(-5000.0, 25_000.0)]
        assert alerts(events, "usage_spike") == []


def test_fires_on_searches_beyond_all_measure_beside_redeemed_points() -> None:
    events = [*searches(20), redeemed(-3 * 86_400.0, 9000.0)]
    events += [event("account.usage", "customer", i * 7.3, product="search", requests=9) for i in range(200)]
    (alert,) = last_versions(alerts(events, "usage_spike")).values()
    assert "One account made " in alert.reason
    assert "requests within 30 min" in alert.reason


def tokens(events: list[Event], product: str, times: float = 1.0) -> list[Event]:
    for one in events:
        one.product, one.units, one.requests = product, (one.units or 0.0) * times, 1.0
    return events


def test_fires_on_one_product_drained_beside_another_that_uses_more_units() -> None:
    usual = tokens(ordinary(5), "small") + tokens(ordinary(5), "bytes", 1000.0)
    (alert,) = last_versions(alerts(usual + tokens(ordinary_drain(), "small"), "usage_spike")).values()
    assert "units of small within" in alert.reason
    assert alert.signals[0].evidence["measure"] == "units of small"


def ordinary_drain() -> list[Event]:
    return [used(i * 20.0, 200.0) for i in range(300)]


def test_fires_on_a_thief_who_uses_another_product_than_the_owner() -> None:
    usual = tokens(ordinary(5), "small")
    (alert,) = last_versions(alerts(usual + tokens(ordinary_drain(), "large", 5.0), "usage_spike")).values()
    assert "requests within" in alert.reason
    assert alert.entity.id == "k1"


def test_quiet_on_a_new_product_in_larger_units() -> None:
    usual = tokens(ordinary(5), "small")
    begun = [used(i * 600.0 + 7.0 * (i % 5), 5e9) for i in range(140)]
    assert alerts(usual + tokens(begun, "bytes"), "usage_spike") == []


def test_fires_on_an_uneven_key_that_is_drained_by_the_clock() -> None:
    events = uneven(5) + [used(5000.0 + i * 60.0, 1200.0) for i in range(300)]
    (alert,) = last_versions(alerts(events, "usage_spike")).values()
    assert alert.entity.id == "k1"


def test_quiet_on_a_job_that_begins_on_the_owners_network() -> None:
    events = uneven(5) + [used(5000.0 + i * 60.0, 1200.0) for i in range(300)]
    for one in events:
        one.ip = "198.51.100.7"
    assert alerts(events, "usage_spike") == []  # by the clock, and told apart from a thief's by `key_elsewhere`


def test_quiet_on_a_key_that_always_was_even() -> None:
    level = Random(7)  # made-up traffic
    events = [used(i * 60.0, level.lognormvariate(3, 1)) for i in range(5000)]
    events += [used(300_000.0 + i * 60.0, 3000.0) for i in range(300)]
    assert alerts(events, "usage_spike") == []


def test_quiet_on_uneven_usage() -> None:
    assert alerts(ordinary(20), "usage_spike") == []


def test_quiet_on_a_nightly_job_that_has_run_before() -> None:
    events = ordinary(10)
    events += [used(-day * 86_400.0 + 50_000.0, 9000.0) for day in range(1, 10)]
    found = last_versions(alerts(events, "usage_spike")).values()
    assert [alert.first_seen[:10] for alert in found] in ([], ["2025-12-27"])  # at most its first night


def test_quiet_on_a_new_customers_first_hour() -> None:
    assert alerts([used(i * 60.0, 10.0 * (i + 1)) for i in range(60)], "usage_spike") == []


def test_quiet_on_normal_growth() -> None:
    events = [used(day * 86_400.0 + i * 600.0, 50.0 * 1.1**day) for day in range(30) for i in range(100)]
    assert alerts(events, "usage_spike") == []


def hourly(days: int, seed: int = 3) -> list[Event]:
    """Return what a meter tells of each hour within a minute after it, but for hours without use; from one address."""
    chance, found = Random(seed), list[Event]()
    for hour in range(24 * days):
        if chance.random() < 0.8:
            found.append(used(hour * 3600.0 + chance.uniform(0, 60.0), chance.lognormvariate(8, 0.4)))
            found[-1].ip = "198.51.100.7"
    return found


def test_quiet_on_the_first_nightly_job_that_a_meter_with_gaps_tells() -> None:
    for seed in range(8):
        events = hourly(4, seed)
        events[60].units = 700_000.0
        assert alerts(events, "usage_spike") == []


def sleepy(refused: int, given: int, *, each: float = 500.0, days: int = 6, product: str = "validate") -> list[Event]:
    """Return a key that sends some forty mails on each of a few days, and then asks for hours what is not there."""
    events = [
        event("account.usage", "customer", day * 172_800.0, key="k1", product="send", requests=number, units=number,
              status=200) for day, number in zip(range(-days, 0), (31.0, 42.0, 47.0, 36.0, 56.0, 44.0), strict=False)
    ]  # fmt: skip
    for i in range(80):
        status = 422 if i % (refused + given) < refused else 200
        events.append(event("account.usage", "customer", i * 270.0, key="k1", product=product, requests=each,
                            units=each * (status == 200), status=status))  # fmt: skip
    return events


def test_fires_on_a_key_hardly_ever_used_that_asks_for_thousands_that_are_not_there() -> None:
    (alert,) = last_versions(alerts(sleepy(9, 1), "usage_spike")).values()
    assert "was refused 3" in alert.reason
    assert "on none of its 6 earlier days it was refused anything" in alert.reason
    assert alert.signals[0].evidence["measure"] == "requests"


@pytest.mark.parametrize("events", [
    sleepy(1, 3),  # an import, some of whose rows are there already
    sleepy(1, 0),  # a program that gets nothing right
    sleepy(9, 1, each=20.0),  # one that tries a few
    sleepy(9, 1, days=3),  # a key not used for long
])  # fmt: skip
def test_quiet_on_a_key_hardly_ever_used_that_is_refused_as_programs_are(events: list[Event]) -> None:
    assert alerts(events, "usage_spike") == []


def records(at_hours: tuple[int, ...], extra: list[Event]) -> list[Event]:
    """Return three weeks in which an account opens a few records at these hours after 08:00 each day, and more."""
    chance = Random(4)  # made-up traffic
    usual = [
        event("account.usage", "nurse", ((day - 21) * 24 + hour + chance.uniform(0, 1)) * 3600.0, ip="192.0.2.7",
              units=float(chance.randint(1, 4)), product="records")
        for day in range(21) for hour in at_hours
    ]  # fmt: skip
    return [*usual, *extra]


def read(hour: float, number: int) -> list[Event]:
    """Return one reading session, from so many hours after 08:00 on."""
    return [event("account.usage", "nurse", hour * 3600.0 + i * 15.0, ip="192.0.2.7", units=1.0, product="records")
            for i in range(number)]  # fmt: skip


def test_fires_on_a_reader_by_night_where_as_much_by_day_is_quiet() -> None:
    by_day = tuple(range(9))
    (alert,) = last_versions(alerts(records(by_day, read(16.1, 24)), "usage_spike")).values()
    assert "; no earlier day had as much at once, nor any at that hour." in alert.reason
    assert alerts(records(by_day, read(4.1, 24)), "usage_spike") == []
    assert alerts(records(by_day, read(9.1, 24)), "usage_spike") == []  # an hour after the last
    assert alerts(records((*by_day, 16), read(16.1, 24)), "usage_spike") == []


def test_an_hour_is_nothing_new_to_a_job_of_two_hours_and_to_refused_requests() -> None:
    by_day = tuple(range(9))
    assert alerts(records((0, 1), read(16.1, 20)), "usage_spike") == []
    refused = read(16.1, 24)
    for one in refused:
        one.status = 401
    assert alerts(records(by_day, refused), "usage_spike") == []
    assert alerts(records(by_day, read(16.1, 24)), "usage_spike")


def placed(events: list[Event], ip: str | None) -> list[Event]:
    for one in events:
        one.ip = ip
    return events


def rare_job(days: int, job: str | None, home: str | None = "192.0.2.7") -> list[Event]:
    """Return `days` of a key at home, at odd times, then two hours at a hundred times its usual, from `job`."""
    chance = Random(4)  # made-up traffic
    full = [used(chance.uniform(0, 7200.0), 700.0) for _ in range(160)]
    return [*placed(uneven(days), home), *placed(full, job)]


def test_quiet_in_a_keys_first_month_on_a_job_at_home_that_may_come_monthly() -> None:
    assert alerts(rare_job(5, "192.0.2.7"), "usage_spike") == []
    assert alerts(rare_job(5, "192.0.2.99"), "usage_spike") == []
    assert alerts(rare_job(20, "192.0.2.7"), "usage_spike") == []


@pytest.mark.parametrize("days", [5, 20, 40])
def test_fires_in_a_keys_first_month_elsewhere_and_later_at_home(days: int) -> None:
    assert alerts(rare_job(days, "192.0.2.7" if days > 32 else "203.0.113.9"), "usage_spike")


def on_runners(asn: int) -> list[Event]:
    """Return five days of build runs, each on a machine of its own; then a hundred times as much on one of `asn`'s."""
    return [
        event("account.usage", "customer", one.time - START, key="k1", units=one.units, asn=whose, ip=ip)
        for i, one in enumerate(rare_job(5, "192.0.2.7"))
        for whose, ip in [(64_510, f"{20 + i % 90}.{i % 7}.1.9") if one.time < START else (asn, "20.99.1.9")]
    ]  # fmt: skip


def test_quiet_on_a_first_release_from_the_provider_of_all_build_runs() -> None:
    assert alerts(on_runners(64_510), "usage_spike") == []


def test_fires_on_as_much_from_a_provider_that_never_ran_a_build() -> None:
    assert alerts(on_runners(64_777), "usage_spike")


def test_fires_in_the_first_month_where_no_address_is_told_and_on_an_account_without_keys() -> None:
    assert alerts(rare_job(5, None), "usage_spike")
    assert alerts(rare_job(5, None, None), "usage_spike")
    app = rare_job(5, "192.0.2.7")
    for one in app:
        one.key = None
    assert alerts(app, "usage_spike")


def test_what_a_thief_uses_beside_a_job_of_the_first_week_is_told_whichever_comes_first() -> None:
    for at in (0.0, 7190.0):
        thief = placed([used(at + i * i, 3.0) for i in range(3)], "203.0.113.9")
        assert alerts([*rare_job(5, "192.0.2.7"), *thief], "usage_spike")


def test_fires_on_the_address_where_no_account_is_named() -> None:
    past = [event("account.usage", "unknown:192.0.2.7", one.time - START, ip="192.0.2.7", units=one.units)
            for one in ordinary(5)]  # fmt: skip
    now = [event("account.usage", "unknown:192.0.2.7", i * 20.0, ip="192.0.2.7", units=200.0) for i in range(300)]
    (alert,) = last_versions(alerts([*past, *now], "usage_spike")).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", "192.0.2.7")
    assert alert.reason.endswith("No account is named: this is about all who came from the address without one.")


def clicked(at: float, requests: float, **fields: object) -> Event:
    return event("account.usage", "customer", at, **{"product": "link.clicks", "requests": requests, **fields})


def clicks(peak: float, ip: str | None = "192.0.2.7", **fields: object) -> list[Event]:
    """Return clicks on an account's links over a fortnight in which it is used from `ip`, then as many as `peak`."""
    noise = Random(3)  # made-up traffic
    hours = sorted([noise.uniform(-336.0, -1.0) * 3600.0 for _ in range(300)])
    own = event("account.login", "customer", -15 * 86_400.0, outcome=True, ip=ip)
    return [own, *[clicked(at, noise.randrange(1, 9), **fields) for at in hours], clicked(60.0, peak, **fields)]


def test_quiet_on_how_often_others_click_on_an_accounts_links() -> None:
    assert alerts(clicks(5000.0), "usage_spike") == []


@pytest.mark.parametrize("told", [{"ip": None}, {"status": 200}, {"key": "k1"}], ids=str)
def test_fires_where_it_may_be_the_accounts_own(told: dict[str, Any]) -> None:
    assert alerts(clicks(5000.0, **told), "usage_spike")


def visit(*requests: float, sums: int = 1, key: str | None = None) -> list[Event]:
    """Return a reader's pages told one by one for nine days, `sums` visits to a shop told as sums, and then another."""
    chance = Random(2)  # made-up traffic
    pages = [event("account.usage", "customer", -chance.uniform(0.1, 9) * 86_400.0, product="read", requests=1, key=key)
             for _ in range(120)]  # fmt: skip
    before = [event("account.usage", "customer", -(8 - i / 4) * 86_400.0, product="store", requests=2, key=key)
              for i in range(sums)]  # fmt: skip
    told = [event("account.usage", "customer", 60.0 + i, product="store", requests=n, key=key)
            for i, n in enumerate(requests)]  # fmt: skip
    return [*pages, *before, *told]


def test_quiet_on_one_visit_told_as_a_sum_by_an_account_whose_past_is_told_one_by_one() -> None:
    assert alerts(visit(45.0), "usage_spike") == []
    assert alerts(visit(45.0, 1.0), "usage_spike") == []


def test_fires_on_several_on_one_of_many_and_on_a_key() -> None:
    assert alerts(visit(*[15.0] * 3), "usage_spike")
    assert alerts(visit(*[1.0] * 45), "usage_spike")
    assert alerts(visit(45.0, sums=20), "usage_spike")
    assert alerts(visit(45.0, key="k1"), "usage_spike")


def at_the_limit(refused: int, units: float) -> list[Event]:
    """Return a free account's calls refused for want of payment, one a day, then half an hour of a subscriber's."""
    past = [event("account.usage", "customer", -day * 86_400.0, product="voice", requests=1, units=0.0, status=402)
            for day in range(refused, 0, -1)]  # fmt: skip
    return [*past, event("account.usage", "customer", 60.0, product="voice", requests=1, units=units, status=200)]


def test_quiet_on_who_subscribes_after_days_at_the_free_limit() -> None:
    assert alerts(at_the_limit(13, 724.0), "usage_spike") == []


def test_fires_on_zeros_that_were_answered_and_says_what_can_be_done_without_a_key() -> None:
    events = at_the_limit(13, 724.0)
    for one in events:
        one.status = 200
    (alert,) = last_versions(alerts(events, "usage_spike")).values()
    assert alert.suggested_action == "Ask the owner; cap what the account may use until then."


def test_what_is_refused_beside_a_known_level_takes_nothing_from_it() -> None:
    refused = [event("account.usage", "customer", -900.0 * i, key="k1", units=0.0, status=402) for i in range(1, 300)]
    past = sorted([*ordinary(5), *refused], key=lambda one: one.time)
    assert alerts(past, "usage_spike") == []
    assert alerts([*past, *ordinary_drain()], "usage_spike")


def test_tells_a_theft_begun_before_midnight_until_it_ends() -> None:
    night, chance = 15 * 3600.0, Random(11)  # 23:00 UTC; made-up traffic
    stolen = [used(night + chance.uniform(0, 4 * 3600.0), chance.uniform(40_000, 80_000)) for _ in range(40)]
    (alert,) = last_versions(alerts([*uneven(6), *stolen], "usage_spike")).values()
    assert alert.last_seen >= "2026-01-06T01:30"


def test_quiet_on_a_job_that_ran_on_the_evening_before() -> None:
    job = [used(day * 86_400.0 + i * 60.0, 1_000.0) for day in range(-3, 1) for i in range(30)]
    found = alerts([*ordinary(8), *job], "usage_spike")
    assert {one.first_seen[:10] for one in found} <= {"2026-01-02"}  # told once, as something new


def told(events: list[Event]) -> tuple[str, dict[str, Any]]:
    (alert,) = last_versions(alerts(events, "usage_spike")).values()
    return alert.reason, alert.signals[0].evidence


def fetched(number: int, product: str = "export") -> list[Event]:
    return [event("account.usage", "customer", i * 7.3, product=product, requests=9) for i in range(number)]


def test_it_names_the_product_that_requests_are_of_and_how_many_were_before() -> None:
    reason, evidence = told([*searches(20), *fetched(200), *fetched(20, "search")])
    assert reason.endswith(" 1,800 of its 1,980 requests in all were of export (none before).")
    assert (evidence["product"], evidence["product_requests"], evidence["product_share_before"]) == ("export", 1800, 0)


def test_it_names_a_product_as_ever_and_none_where_none_is_told_or_all_is_mixed() -> None:
    assert " of search (100 in 100 before)." in told([*searches(20), *fetched(200, "search")])[0]
    mixed = [one for name in "abcde" for one in fetched(40, name)]
    for some in (mixed, untold(fetched(200))):
        reason, evidence = told([*searches(20), *some])
        assert "product" not in evidence
        assert " requests in all were of " not in reason


def test_is_low_where_an_account_asks_for_more_of_the_one_thing_it_always_asks_for() -> None:
    """A factory fetches two years of its load profile in a day."""
    (alert,) = last_versions(alerts([*searches(20), *fetched(200, "search")], "usage_spike")).values()
    assert alert.severity == "low"
    assert alert.reason.endswith("It has no key, and hardly ever asked for anything else.")


def test_is_not_low_where_a_key_is_named_or_another_thing_is_asked_for() -> None:
    keyed = [*searches(20), *fetched(200, "search")]
    for one in keyed:
        one.key = "k1"
    for events in (keyed, [*searches(20), *fetched(200), *fetched(20, "search")]):
        (alert,) = last_versions(alerts(events, "usage_spike")).values()
        assert alert.severity in {"medium", "high"}


def untold(events: list[Event]) -> list[Event]:
    for one in events:
        one.product = None
    return events


def test_it_names_a_product_new_to_a_key_whose_units_have_no_usual() -> None:
    reason, evidence = told([*tokens(ordinary(5), "small"), *tokens(ordinary_drain(), "large", 5.0)])
    assert evidence["product"] == "large"
    assert reason.endswith(" All of its 300 requests were of large (none before).")


def test_it_names_what_a_key_was_refused() -> None:
    reason, evidence = told(sleepy(9, 1))
    assert evidence["product"] == "validate"
    assert reason.endswith(" requests were of validate (none before).")


def test_what_is_kept_of_products_is_small() -> None:
    """Four bytes for each product that an account ever asked for: of a thousand at most half a kilobyte."""
    detector, sizes = shipped("usage_spike"), []
    for names in (1, 5, 1000):
        state = detector.state_type()
        for i in range(1000):
            detector.learn(event("account.usage", "a", i * 2000.0, product=f"name-of-product-{i % names}"), state, None)
        sizes.append(len(msgspec.msgpack.encode(state.made)))
    assert sizes[0] <= 6
    assert sizes[1] <= 24
    assert sizes[2] <= 520
