"""A list tried through rented addresses, a few accounts on each: who got in there is named, and nobody else."""

from __future__ import annotations

from random import Random

import pytest

from detectors.login_places import DAYS, FAILED_LEAST, KEPT, Places
from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

HOUR, DAY = 3600.0, 86_400.0


def proxy(number: int) -> str:
    return f"{20 + 2 * number}.{number}.7.9"  # each of another provider


def honest(rng: Random) -> list[Event]:
    """Return a site of 2,000 people, a tenth of whom turn up at a carrier's address each day, where some mistype."""
    known = [entered(f"user{i}", -4 * DAY + i * 30.0, f"198.51.{i >> 8}.{i & 255}", user_agent=f"app {i % 40}")
             for i in range(2000)]  # fmt: skip
    moved = [entered(f"user{rng.randrange(2000)}", at * 400.0, "100.64.0.1", user_agent=f"app {rng.randrange(40)}")
             for at in range(-400, 650)]  # fmt: skip
    typos = [failed(f"user{rng.randrange(2000)}", at * 5000.0, "100.64.0.1", user_agent=f"app {rng.randrange(40)}")
             for at in range(-30, 50)]  # fmt: skip
    return [*known, *moved, *typos]


def attack(rng: Random) -> tuple[list[Event], list[Event]]:
    """Return 600 failures through 60 addresses in two days, and the entries among them."""
    tried = [failed(f"user{2 * n}", DAY + n * 280.0, proxy(n % 60), user_agent=f"app {rng.randrange(40)}")
             for n in range(600)]  # fmt: skip
    in_ = [entered(f"user{2 * n + 1}", DAY + 20 * HOUR + n * 3000.0, proxy(n * 4), user_agent=f"app {n}")
           for n in range(12)]  # fmt: skip
    return tried, in_


def test_names_first_who_got_in_on_addresses_on_which_others_failed() -> None:
    rng = Random(3)
    tried, in_ = attack(rng)
    found = last_versions(alerts([*honest(rng), *tried, *in_], "login_site_slow"))
    main = [alert for alert in found.values() if not alert.campaign_id or alert.campaign_id == alert.alert_id]
    got_in = {event.subject for event in in_}
    assert [alert.severity for alert in main] == ["critical"]
    assert set(main[0].accounts[: len(got_in)]) == got_in  # and nobody at the carrier's
    assert "12 accounts got in within 4 days, each on an address on which 4 others or more failed" in main[0].reason
    assert main[0].signals[0].evidence["entered_where_others_failed"] == len(got_in)


def test_names_nobody_where_nobody_got_in_there() -> None:
    rng = Random(3)
    tried, _ = attack(rng)
    found = last_versions(alerts([*honest(rng), *tried], "login_site_slow"))
    assert found
    assert all("each on an address on which" not in alert.reason for alert in found.values())


def places(events: list[Event]) -> Places:
    found = Places()
    for one in events:
        found.note(one)
    return found


def test_an_address_where_as_many_get_in_is_nobodys() -> None:
    fails = [failed(f"f{n}", n * 60.0, proxy(1)) for n in range(6)]
    until = fails[0].time + HOUR
    assert places([*fails, entered("in0", 500.0, proxy(1))]).taken(until).keys() == {"in0"}
    several = [entered(f"in{n}", 500.0 + n, proxy(1)) for n in range(3)]
    assert places([*fails, *several]).taken(until) == {}
    assert places([*fails[: FAILED_LEAST - 1], several[0]]).taken(until) == {}
    assert places([*fails, entered("in0", 2 * HOUR, proxy(1))]).taken(until) == {}  # not yet


@pytest.mark.parametrize("seed", range(3))
def test_the_same_is_kept_in_any_order_and_no_more_than_so_many_addresses(seed: int) -> None:
    rng = Random(seed)
    events = [
        (failed if rng.random() < 0.8 else entered)(
            f"u{rng.randrange(900)}", rng.uniform(0, DAY), f"10.0.{n >> 8}.{n & 255}"
        )
        for n in rng.choices(range(3 * KEPT), k=6000)
    ]
    one = places(events)
    rng.shuffle(events)
    other = places(events)
    until = max(event.time for event in events)
    assert one.taken(until) == other.taken(until)
    assert all(len(side.known) <= KEPT for side in (*one.failed.values(), *one.entered.values()))
    one.forget(until + (DAYS + 2) * DAY)
    assert not one.failed
    assert not one.entered


@pytest.mark.parametrize("days_before", [1, 3])
def test_who_came_before_others_failed_there_is_not_told(days_before: int) -> None:
    fails = [failed(f"f{n}", 3 * DAY + n * 600.0, proxy(1)) for n in range(5)]
    until = fails[-1].time + HOUR
    early = entered("customer", (3 - days_before) * DAY, proxy(1))
    within = entered("taken", 3 * DAY + 900.0, proxy(1))
    assert places([early, *fails]).taken(until) == {}
    assert places([early, *fails, within]).taken(until) == {}  # two that come to five: as a carrier's
    more = [failed(f"g{n}", 3 * DAY + 200.0 + n * 600.0, proxy(1)) for n in range(3)]
    assert places([early, *fails, *more, within]).taken(until).keys() == {"taken"}


def test_a_list_may_begin_with_who_gets_in() -> None:
    fails = [failed(f"f{n}", 3 * DAY + n * 600.0, proxy(1)) for n in range(5)]
    until = fails[-1].time + HOUR
    first = entered("taken", 3 * DAY - 20 * 60.0, proxy(1))
    assert places([first, *fails]).taken(until).keys() == {"taken"}


def test_who_got_in_where_nobody_failed_since_the_attack_began_is_another_ones() -> None:
    fails = [failed(f"f{n}", n * 600.0, proxy(1)) for n in range(5)]
    found = places([*fails, entered("in0", 1500.0, proxy(1))])
    until = fails[0].time + 2 * DAY
    assert found.taken(until, fails[-1].time).keys() == {"in0"}
    assert found.taken(until, fails[-1].time + DAY) == {}
