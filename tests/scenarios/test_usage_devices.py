"""Refunds claimed again and again on a few telephones, and households, cafes and counters that look like it."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "usage_devices", 86_400.0


def use(name: str, at: float, device: str | None, product: str = "refund", status: int | None = None) -> Event:
    """Return one use of a product."""
    return event("account.usage", name, at, product=product, device=device, units=900.0, status=status)


def customers(product: str = "refund", a_day: int = 15, again: float = 0.1) -> list[Event]:
    """Return people on their own devices who do it once, or a second time some days on."""
    random, found = Random(1), list[Event]()
    for n in range(28 * a_day):
        at = random.uniform(0, 20) * DAY
        found.append(use(f"c{n}", at, f"phone-{n}", product))
        if random.random() < again:
            found.append(use(f"c{n}", at + random.uniform(1, 8) * DAY, f"phone-{n}", product))
    return found


def ring(devices: int, each: int, times: int = 4, product: str = "refund") -> list[Event]:
    """Return accounts on a few devices that do it every third day or so."""
    random = Random(2)
    return [use(f"r{n}-{i}", (5 + 3 * at + random.random()) * DAY, f"ring-{n}", product)
            for n in range(devices) for i in range(each) for at in range(times)]  # fmt: skip


def test_fires_on_a_ring_of_four_accounts_on_each_of_five_telephones() -> None:
    (alert,) = last_versions(alerts([*customers(), *ring(5, 4)], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "api_abuse", "medium")
    assert set(alert.accounts) == {f"r{n}-{i}" for n in range(5) for i in range(4)}
    assert "On each of 5 devices (" in alert.reason
    assert "4 or more accounts used 'refund' on several days of the last 28, on these or others" in alert.reason
    assert "20 accounts used it there in all. Of the site's other accounts at most one in 4 does so" in alert.reason


def one_after_the_other(product: str = "coupon", devices: int = 3, each: int = 8, every: float = 2.5 * DAY,
                        home: str = "10.{0}.{1}.9") -> list[Event]:  # fmt: skip
    """Return accounts that each take it once, on a device that goes from one address to the next."""
    found = [
        use(f"n{n}-{i}", n * 3600.0 + i * every, f"ring-{n}", product) for n in range(devices) for i in range(each)
    ]
    for index, one in enumerate(found):
        one.ip = home.format(index // each, index)
    return found


def test_fires_on_coupons_taken_once_by_one_account_after_the_other() -> None:
    (alert,) = last_versions(alerts([*customers("coupon"), *one_after_the_other()], NAME)).values()
    assert set(alert.accounts) == {f"n{n}-{i}" for n in range(3) for i in range(8)}
    assert (
        "accounts used 'coupon' one after the other, day after day and each from an address of its own" in alert.reason
    )
    assert "Each was given it as if it were another person: by chance less than 0.001 devices" in alert.reason


def test_quiet_on_what_is_given_to_people_who_share_a_place_a_day_or_a_few_devices() -> None:
    for changed in ({"home": "10.1.1.9"}, {"every": 60.0}, {"devices": 2}, {"each": 3}, {"product": "refund"}):
        product = str(changed.get("product", "coupon"))
        assert alerts([*customers(product), *one_after_the_other(**changed)], NAME) == []


def test_fires_beside_what_people_do_every_day() -> None:
    views = customers("view", again=1.0)
    assert alerts([*customers(), *views, *ring(5, 4)], NAME)


def test_quiet_on_customers_couples_and_two_households() -> None:
    assert alerts(customers(), NAME) == []
    assert alerts([*customers(), *ring(30, 2)], NAME) == []
    assert alerts([*customers(), *ring(2, 4, times=2)], NAME) == []
    assert alerts([*customers(), *ring(1, 3, times=6)], NAME) == []


def test_fires_on_two_telephones_where_each_account_claims_day_after_day_also_where_few_are_known() -> None:
    for known in (customers(), customers(a_day=2, again=0.0)):
        (alert,) = last_versions(alerts([*known, *ring(2, 3)], NAME)).values()
        assert set(alert.accounts) == {f"r{n}-{i}" for n in range(2) for i in range(3)}
        assert alert.reason.startswith("On each of 2 devices (")
        assert ") 3 or more accounts used 'refund' on several days" in alert.reason


def test_fires_on_four_accounts_of_one_telephone_where_hardly_anybody_claims_on_a_third_day() -> None:
    (alert,) = last_versions(alerts([*customers(again=0.0), *ring(1, 4)], NAME)).values()
    assert set(alert.accounts) == {f"r0-{i}" for i in range(4)}
    assert alert.reason.startswith("On one device (ring-0) 4 or more accounts used 'refund' on several days")
    assert "4 accounts used it there in all, each on 3 days or more." in alert.reason


def test_quiet_on_three_of_one_telephone_on_four_who_claim_twice_and_where_others_claim_as_often() -> None:
    assert alerts([*customers(again=0.0), *ring(1, 3)], NAME) == []
    assert alerts([*customers(again=0.0), *ring(1, 4, times=2)], NAME) == []
    often = [use(f"c{n}", day * DAY, f"phone-{n}") for n in range(0, 400, 5) for day in (2.5, 4.5, 6.5)]
    assert alerts([*customers(again=0.0), *often, *ring(1, 4)], NAME) == []


def test_quiet_where_households_often_do_it_together() -> None:
    homes = [
        use(f"h{n}-{i}", (n / 8 + i + 4 * at) * DAY, f"home-{n}") for n in range(60) for i in range(2) for at in (0, 1)
    ]
    assert alerts([*customers(), *homes, *ring(3, 3)], NAME) == []


def test_quiet_on_a_cafes_machines_and_on_a_sale_or_fault_that_makes_many_do_it_on_one_day() -> None:
    cafe = [use(f"g{n}-{i}", i % 20 * DAY + n, f"pc-{n}") for n in range(6) for i in range(40)]
    regulars = ring(6, 4)
    for one in regulars:
        one.device = f"pc-{one.subject[1]}"
    assert alerts([*customers(), *cafe, *regulars], NAME) == []
    fault = [use(f"f{n}-{i}", 9 * DAY + 60 * at, f"tablet-{n}") for n in range(6) for i in range(4) for at in range(3)]
    assert alerts([*customers(), *fault], NAME) == []


def test_fires_on_accounts_that_change_between_the_rings_telephones() -> None:
    passed = ring(4, 4, times=3)
    for n, one in enumerate(passed):
        one.device = f"ring-{(int(one.subject[1]) + n) % 4}"
    assert alerts([*customers(), *passed], NAME)


def test_quiet_on_a_hostels_devices_on_one_day_where_people_have_their_own_later() -> None:
    lent = ring(5, 6)
    for n, one in enumerate(lent):
        once = 0 if n % 24 < 12 else 2  # each account's first or third time, of four
        one.device = one.device if n % 4 == once else f"own-{one.subject}"
    assert alerts([*customers(), *lent], NAME) == []


def test_quiet_on_what_is_due_each_week_while_hardly_any_week_is_known() -> None:
    """Most have claimed once by the eighth day, and hostels' devices some twice."""
    due = [use(f"c{n}", (n % 7 + 7 * week) * DAY + n, f"phone-{n}", "claim") for n in range(420) for week in (0, 1)]
    hostels = [
        use(f"h{n}-{i}", at * DAY + n, f"hostel-{n}", "claim") for n in range(3) for i in range(6) for at in (0, 7)
    ]
    assert alerts([*due, *hostels], NAME) == []


def test_quiet_on_what_people_come_for_every_day() -> None:
    assert alerts([*customers("chat", again=0.8), *ring(6, 5, product="chat")], NAME) == []


def with_status(events: list[Event], status: int) -> list[Event]:
    """Return the same as answers to requests."""
    for one in events:
        one.status = status
    return events


def test_fires_on_claims_that_are_told_with_the_status_of_their_request() -> None:
    claimed = with_status([*customers("returns/request"), *ring(3, 3, product="returns/not-received")], 200)
    (alert,) = last_versions(alerts(claimed, NAME)).values()
    assert set(alert.accounts) == {f"r{n}-{i}" for n in range(3) for i in range(3)}
    assert "accounts used 'returns' on several days" in alert.reason


def test_quiet_on_requests_that_take_nothing_or_are_refused() -> None:
    pages = with_status([*customers("orders"), *ring(6, 5, product="orders")], 200)
    assert alerts(pages, NAME) == []
    assert alerts([*customers(), *with_status(ring(6, 5), 404)], NAME) == []


def test_quiet_on_what_comes_without_a_device_and_where_few_are_known() -> None:
    nameless = ring(6, 5)
    for one in nameless:
        one.device = None
    assert alerts([*customers(), *nameless], NAME) == []
    assert alerts([*customers(a_day=2), *ring(6, 5)], NAME) == []
