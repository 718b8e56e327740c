"""Fresh accounts that use the product one after the other in one place."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

BOTH = ("quota_cycling", "quota_cycling_address")


def life(account: str, start: float, end: int = 429, **where: str) -> list[Event]:
    """Sign up, then use the allowance over half an hour until it is refused."""
    used = [
        event("account.usage", account, start + 400 + i * 150, units=500.0, status=200 if i < 11 else end, **where)
        for i in range(12)
    ]
    return [event("account.signup", account, start, ip="192.0.2.1"), *used]


def test_fires_on_accounts_that_take_turns_on_one_device() -> None:
    events = [e for i in range(12) for e in life(f"new{i}", i * 3000.0, device="rig", ip=f"198.51.100.{i}")]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("device", "rig", 12)
    assert alert.signals[0].evidence["refused"] == 12


def test_quiet_on_a_test_that_signs_up_anew_on_each_run_and_is_hardly_ever_refused() -> None:
    events = [replace(e, status=200) if e.status == 429 and i % 5 else e
              for i in range(14) for e in life(f"test{i}", i * 600.0, device="runner", ip="198.51.100.4")]  # fmt: skip
    assert alerts(events, *BOTH) == []


def test_fires_on_a_device_of_which_nobody_tells_what_was_refused_and_says_so() -> None:
    events = [replace(e, status=None) for i in range(12) for e in life(f"new{i}", i * 3000.0, device="rig")]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert alert.reason.endswith("; whether requests were refused is not told.")


def stored(accounts: int, made_on: str, lag: float = 30_000.0, device: str = "phone") -> list[Event]:
    """Make accounts on a device, and use each once, with success, hours later."""
    made = [event("account.signup", f"kept{i}", i * 1800.0, ip="192.0.2.1", device=made_on) for i in range(accounts)]
    ends = made[-1].time - made[0].time if lag > 3600.0 else 0.0  # at once is one by one
    return [
        *made,
        *[event("account.usage", one.subject, (ends or i * 1800.0) + lag + i * 60.0, product="rsvp/e1", requests=1,
                status=200, ip="192.0.2.1", device=device) for i, one in enumerate(made)],
    ]  # fmt: skip


def test_fires_on_accounts_that_one_telephone_kept_unused_until_there_was_something_to_take() -> None:
    (alert,) = last_versions(alerts(stored(9, "phone"), *BOTH)).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("device", "phone", 9)
    assert alert.signals[0].evidence["kept_unused"] == 9
    assert "; 9 had been made an hour before or longer, had this device and had never been used." in alert.reason


def test_quiet_on_a_desk_that_checks_in_who_signed_up_at_home_and_on_accounts_used_at_once() -> None:
    assert alerts(stored(30, "home"), *BOTH) == []
    assert alerts(stored(30, "phone", lag=900.0), *BOTH) == []


def test_quiet_on_a_family_that_tries_its_accounts_the_next_day() -> None:
    assert alerts(stored(4, "phone"), *BOTH) == []


def test_requests_of_longer_than_a_day_are_told_as_such() -> None:
    events = [e for i in range(14) for e in life(f"new{i}", i * 10_000.0, device="rig", ip=f"198.51.100.{i}")]
    (alert,) = last_versions(alerts(events, "quota_cycling")).values()
    assert "; over 37 h 14 accounts, " in alert.reason
    few = [e for i in range(9) for e in life(f"new{i}", i * 3000.0, device="rig", ip=f"198.51.100.{i}")]
    (alert,) = last_versions(alerts(few, "quota_cycling")).values()
    assert "; over " not in alert.reason


def test_fires_on_programs_at_one_address() -> None:
    events = [e for i in range(12) for e in life(f"new{i}", i * 3000.0, ip="198.51.100.7")]
    (alert,) = last_versions(alerts(events, *BOTH)).values()
    assert (alert.entity.type, alert.signals[0].detector) == ("ip", "quota_cycling_address")


def test_quiet_on_old_accounts_of_an_office() -> None:
    events = [event("account.signup", f"old{i}", i * 60.0, ip="203.0.113.9") for i in range(40)]
    later = [
        event("account.usage", f"old{i % 40}", 9 * 86_400 + i * 200.0, units=50.0, ip="203.0.113.9", device=where)
        for i in range(400)
        for where in ("terminal", None)
    ]
    assert alerts([*events, *later], *BOTH) == []


def test_quiet_on_one_heavy_fresh_account_and_its_family() -> None:
    events = [e for i in range(3) for e in life(f"kin{i}", i * 3000.0, device="tablet", ip="203.0.113.4")]
    more = [event("account.usage", "kin0", 12_000 + i * 30.0, units=900.0, device="tablet") for i in range(900)]
    assert alerts([*events, *more], *BOTH) == []


def test_quiet_on_a_class_that_tries_the_product_on_its_own_devices() -> None:
    events = [e for i in range(30) for e in life(f"pupil{i}", i * 20.0, ip="203.0.113.8", device=f"laptop{i}")]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_hackathon_whose_programs_run_all_at_once() -> None:
    events = [event("account.signup", f"team{i}", i * 40.0, ip="203.0.113.8") for i in range(30)]
    events += [
        event("account.usage", f"team{i}", 3600.0 + hour * 3600.0 + i * 50.0 + call * 300.0, ip="203.0.113.8",
              units=500.0, status=429 if call > 5 else 200)
        for hour in range(9) for i in range(30) for call in range(8)
    ]  # fmt: skip
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_hackathon_whose_programs_are_refused_now_and_then() -> None:
    chance, events = Random(5), list[Event]()
    for i in range(40):
        start = chance.random() * 9000
        events.append(event("account.signup", f"team{i}", start, ip="203.0.113.8"))
        for _ in range(8):
            status = 429 if chance.random() < 0.1 else 200
            at = start + 400 + chance.random() * 70_000
            events.append(event("account.usage", f"team{i}", at, ip="203.0.113.8", units=500.0, status=status))
    assert alerts(events, *BOTH) == []


def test_quiet_on_allowances_that_are_used_up_side_by_side() -> None:
    chance, events = Random(6), list[Event]()
    for i in range(30):  # each at it all day, and refused at last at a time of its own
        end = 40_000 + chance.random() * 40_000
        events.append(event("account.signup", f"team{i}", i * 60.0, ip="203.0.113.8"))
        events += [
            event("account.usage", f"team{i}", at, ip="203.0.113.8", units=500.0, status=200 if at < end else 429)
            for at in range(4000, int(end) + 1800, 1800)
        ]
    assert alerts(events, *BOTH) == []


def test_quiet_on_a_firms_developers_who_try_the_product_all_day() -> None:
    events = [e for i in range(20) for e in life(f"dev{i}", i * 2400.0, ip="203.0.113.8")]
    assert alerts([e for e in events if e.status != 429], *BOTH) == []


def test_quiet_on_accounts_that_were_merely_seen_first_within_the_hour() -> None:
    events = [e for i in range(12) for e in life(f"old{i}", i * 3000.0, device="rig", ip="198.51.100.7")[1:]]
    assert alerts(events, *BOTH) == []


DAY = 86_400.0


def test_fires_on_a_few_accounts_a_day_each_used_until_it_is_refused() -> None:
    events = [e for i in range(9) for e in life(f"new{i}", i * DAY / 3, device="rig", ip="198.51.100.7")]
    assert alerts(events, *BOTH) == []
    (alert,) = last_versions(alerts(events, "quota_cycling_slow")).values()
    assert (alert.entity.id, alert.accounts_total) == ("rig", 9)
    assert "9 accounts not a week old were used on one device within 7 days until they were refused" in alert.reason


@pytest.mark.parametrize("end", [456, 507, 509])
def test_fires_on_accounts_used_until_there_are_no_characters_room_or_bandwidth_left(end: int) -> None:
    events = [e for i in range(9) for e in life(f"new{i}", i * DAY / 3, end, device="rig", ip="198.51.100.7")]
    (alert,) = last_versions(alerts(events, "quota_cycling_slow")).values()
    assert (alert.entity.id, alert.accounts_total) == ("rig", 9)


@pytest.mark.parametrize("end", [500, 503, 504])
def test_quiet_on_a_service_that_fails_for_each_new_account(end: int) -> None:
    events = [e for i in range(9) for e in life(f"new{i}", i * DAY / 3, end, device="rig", ip="198.51.100.7")]
    assert alerts(events, "quota_cycling_slow") == []


def test_quiet_on_a_schools_machine_on_which_hardly_any_account_is_used_up() -> None:
    events = [
        e for i in range(40) for e in life(f"pupil{i}", i * DAY / 8, device="seat", ip="203.0.113.8")
        if e.status != 429 or i % 10 == 0
    ]  # fmt: skip
    assert alerts(events, "quota_cycling_slow") == []


def test_quiet_on_a_family_whose_accounts_are_used_up() -> None:
    events = [e for i in range(4) for e in life(f"kin{i}", i * DAY, device="tablet", ip="203.0.113.4")]
    assert alerts(events, "quota_cycling_slow") == []
