"""Fresh accounts that use the product one after the other at one address, and are never refused."""

from __future__ import annotations

from random import Random

from schemas.event import FRESH, Event
from tests.support.detector_run import DetectorRun
from tests.support.scenario import alerts, event, last_versions, shipped

NAME, HOUR = "quota_cycling_turns", 3600.0


def life(account: str, start: float, ip: str, calls: int = 10, every: float = 180.0, units: float = 5000.0,
         device: str | None = None) -> list[Event]:  # fmt: skip
    """Sign up, then call the product until the allowance is used up."""
    used = [
        event("account.usage", account, start + 400 + i * every, units=units, status=200, ip=ip, device=device)
        for i in range(calls)
    ]
    return [event("account.signup", account, start, ip=ip), *used]


def test_fires_on_accounts_each_used_up_before_the_next_begins() -> None:
    events = [e for i in range(24) for e in life(f"new{i}", i * 3000.0, "198.51.100.7")]
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", "198.51.100.7", "api_abuse")
    assert alert.accounts_total >= 20


def test_quiet_on_an_office_whose_newcomers_come_when_they_like_and_go_on() -> None:
    for seed in range(20):
        random = Random(seed)
        events = [
            e for i in range(25) for day in range(2)
            for e in life(f"dev{i}", random.uniform(0, 9 * HOUR) + day * 86_400, "203.0.113.8", random.randint(5, 30))
        ]  # fmt: skip
        assert alerts(events, NAME) == []


def test_quiet_on_a_class_and_a_hackathon_that_use_the_same_amount_at_once() -> None:
    pupils = [e for i in range(30) for e in life(f"pupil{i}", i * 20.0, "203.0.113.9")]
    teams = [e for i in range(30) for e in life(f"team{i}", i * 40.0, "203.0.113.10", calls=80, every=500.0)]
    assert alerts([*pupils, *teams], NAME) == []


def test_quiet_on_a_tutorial_of_minutes_that_a_carriers_customers_try_all_day() -> None:
    for seed in range(20):
        random = Random(seed)
        events = [e for i in range(30) for e in life(f"u{i}", random.uniform(0, 20 * HOUR), "192.0.2.1", 5, 30.0)]
        assert alerts(events, NAME) == []


def test_quiet_on_turns_of_accounts_that_use_very_different_amounts() -> None:
    random = Random(7)
    events = [
        e for i in range(24)
        for e in life(f"new{i}", i * 3000.0, "203.0.113.11", units=random.lognormvariate(7, 1))
    ]  # fmt: skip
    assert alerts(events, NAME) == []


def test_quiet_on_old_accounts_and_on_those_that_name_a_device() -> None:
    told = [e for i in range(24) for e in life(f"d{i}", i * 3000.0, "198.51.100.8", device=f"phone{i}")]
    old = [e for i in range(24) for e in life(f"old{i}", i * 3000.0, "198.51.100.9") if e.type == "account.usage"]
    assert alerts([*told, *old], NAME) == []


def home(day: int, start: float, accounts: int = 9, turns: int = 6, gap: float = 200.0) -> list[Event]:
    """Use accounts by turns, each for two hours until it is refused, then a night's pause; amounts vary."""
    events, at, random = [], start + day * 86_400.0, Random(day)
    for turn in range(turns):
        account = f"free{(day * turns + turn) % accounts}"
        for _ in range(3):
            units = random.lognormvariate(11, 0.6)
            events.append(event("account.usage", account, at, units=units, status=200, ip="198.51.100.20"))
            at += 2400.0
        events.append(event("account.usage", account, at, units=0.0, status=429, ip="198.51.100.20"))
        at += gap
    return events


def test_fires_on_a_few_accounts_each_used_until_it_is_refused() -> None:
    made = [event("account.signup", f"free{i}", -86_400.0 + i * 3000.0, ip="198.51.100.20") for i in range(9)]
    for gap in (200.0, 20.0):
        found = alerts([*made, *(e for day in range(3) for e in home(day, 0.0, gap=gap))], NAME)
        (alert,) = last_versions(found).values()
        assert "each silent before the next began" in alert.reason
        assert "requests were refused for a used-up allowance" in alert.reason
        assert found[0].emitted_at < "2026-01-06T06"  # within the first day


def test_quiet_on_colleagues_who_are_limited_now_and_then() -> None:
    for seed in range(20):
        random = Random(seed)
        made = [event("account.signup", f"dev{i}", -9000.0 + i, ip="203.0.113.30") for i in range(8)]
        used = [
            event("account.usage", f"dev{i}", start + call * 300.0, units=500.0, ip="203.0.113.30",
                  status=429 if call == 11 else 200)
            for i in range(8) for start in [random.uniform(0, 9 * HOUR)] for call in range(12)
        ]  # fmt: skip
        assert alerts([*made, *used], NAME) == []


def test_the_score_says_what_the_turns_say_and_not_their_number_alone() -> None:
    detector = shipped(NAME)
    together = [e for i in range(12) for e in life(f"pupil{i}", i * 20.0, "203.0.113.9")]
    for one in sorted(together, key=lambda e: e.time):
        one.novel = FRESH
    run = DetectorRun(detector).run(sorted(together, key=lambda e: (e.time, e.id)))
    assert max(signal.score for _, _, signal in run.signals if signal) < 0.3
