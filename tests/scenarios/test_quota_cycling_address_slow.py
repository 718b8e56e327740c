"""Accounts made at one address, a day apart, each used up by a program before the next is made."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

SLOW, DAY = "quota_cycling_address_slow", 86_400.0


def day(
    account: str, start: float, made: str = "198.51.100.7", used: str = "198.51.100.7", end: int = 402
) -> list[Event]:
    """Sign up, and let a program use the allowance in some hours, until it is refused."""
    calls = [event("account.usage", account, start + 1800 + i * 3000, status=200 if i < 11 else end, ip=used)
             for i in range(12)]  # fmt: skip
    return [event("account.signup", account, start, ip=made), *calls]


def test_fires_on_an_account_a_day_that_a_program_uses_up_where_it_was_made() -> None:
    events = [e for i in range(8) for e in day(f"new{i}", i * 0.9 * DAY)]
    (alert,) = last_versions(alerts(events, SLOW)).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("ip", "198.51.100.7", 8)
    assert "accounts were made at one address and used there by a program until they were refused" in alert.reason


def test_fires_though_every_second_has_one_request_more_answered_after_its_refusal() -> None:
    late = [
        event("account.usage", f"new{i}", i * 0.9 * DAY + 35_700.0, status=200, ip="198.51.100.7") for i in (1, 3, 5)
    ]
    events = [e for i in range(8) for e in day(f"new{i}", i * 0.9 * DAY)] + late
    (alert,) = last_versions(alerts(sorted(events, key=lambda one: one.time), SLOW)).values()
    assert alert.accounts_total == 8


def test_quiet_behind_a_clouds_way_out_where_strangers_use_up_what_they_signed_up_for_at_home() -> None:
    assert alerts([e for i in range(9) for e in day(f"any{i}", i * 0.7 * DAY, made=f"203.0.113.{i}")], SLOW) == []


@pytest.mark.parametrize("events", [
    [e for i in range(5) for e in day(f"kin{i}", i * DAY)],  # a household
    [e for i in range(9) for e in day(f"dev{i}", 0.0 + i * 900.0)],  # a firm tries it out, side by side
    [e for i in range(9) for e in day(f"fine{i}", i * 0.7 * DAY, end=200)],  # nobody is refused
    [*(e for i in range(8) for e in day(f"haste{i}", i * 0.9 * DAY, end=429)),
     *(event("account.usage", f"haste{i}", (i * 0.9 + 0.6) * DAY, status=200, ip="198.51.100.7") for i in range(8))],
])  # fmt: skip
def test_quiet_on_what_shares_an_address_without_being_one_person(events: list[Event]) -> None:
    assert alerts(sorted(events, key=lambda one: one.time), SLOW) == []


def test_tells_requests_not_records_that_were_refused() -> None:
    events = [e for i in range(8) for e in day(f"new{i}", i * 0.9 * DAY)]
    events = [replace(e, requests=30.0) if e.status == 402 else e for e in events]
    (alert,) = last_versions(alerts(events, SLOW)).values()
    assert alert.reason.endswith("; 240 requests were refused.")


def sitting(account: str, start: float, lasts: float = 3000.0, end: int = 402) -> list[Event]:
    """Sign up in a browser on a new device, and use the allowance in five sittings, until it is refused."""
    where = {"ip": "198.51.100.7", "device": f"browser-{account}"}
    uses = [event("account.usage", account, start + 900 + i * lasts / 5, status=200 if i < 4 else end, **where)
            for i in range(5)]  # fmt: skip
    return [event("account.signup", account, start, **where), *uses]


def test_fires_on_one_who_opens_the_next_in_a_new_browser_when_the_last_is_used_up() -> None:
    events = [e for i in range(18) for e in sitting(f"free{i}", i * DAY / 3)]
    (alert,) = last_versions(alerts(events, SLOW)).values()
    assert alert.accounts_total == 18
    assert "were made at one address and used there until they were refused" in alert.reason


@pytest.mark.parametrize("events", [
    [e for i in range(8) for e in sitting(f"team{i}", i * 3600.0, lasts=(1 + i) * 0.7 * DAY)],  # a team tries it out
    [e for i in range(30) for e in sitting(f"any{i}", i * DAY / 5, end=402 if i % 4 == 0 else 200)],  # a carrier's line
])  # fmt: skip
def test_quiet_on_people_with_devices_of_their_own_at_a_line_they_share(events: list[Event]) -> None:
    assert alerts(sorted(events, key=lambda one: one.time), SLOW) == []
