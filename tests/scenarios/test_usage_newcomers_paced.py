"""Newcomers that share addresses, at a program's pace beyond what any newcomer made, and crowds that look like them."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_usage_newcomers import DAY, HOUR, NAME, ordinary, use
from tests.support.scenario import alerts, event, last_versions

PEOPLE = ordinary(7)  # sixteen lessons in six hours at the most
DAYS = (-1, 0)
GAPS = (95.0, 95.0, 96.0, 97.0)  # seconds between what each of four accounts does
KNOWN = [event("account.signup", "early", -9 * DAY, ip="203.0.5.5"), use("early", -9 * DAY + 600, 3, "203.0.5.5")]


def workers(gaps: tuple[float, ...] = GAPS, days: tuple[int, ...] = DAYS, each: int = 1, times: int = 90,
            **fields: Any) -> list[Event]:  # fmt: skip
    """Return newcomers at two addresses of a provider who do one thing after the other, each day for hours."""
    found = []
    for i, gap in enumerate(gaps):
        ip = f"203.0.5.{i % 2 + 1}"
        found.append(event("account.signup", f"bot{i}", -2 * DAY, ip=ip))
        for day in days:
            start = day * DAY + HOUR + i * 300
            found.extend(use(f"bot{i}", start + j * gap, each, **({"ip": ip} | fields)) for j in range(times))
    return found


def test_fires_on_accounts_at_two_addresses_at_one_pace_beyond_what_any_newcomer_did() -> None:
    (alert,) = last_versions(alerts([*PEOPLE, *KNOWN, *workers()], NAME)).values()
    assert set(alert.accounts) == {f"bot{i}" for i in range(4)}
    where = "of one range (203.0/16; no provider is told)"
    assert f"4 accounts not a week old, from 2 addresses {where}, made up to 90 requests" in alert.reason
    assert "within 6 h, day after day and all at one pace; of " in alert.reason
    assert "none made more than 16 in as long" in alert.reason
    assert alert.signals[0].evidence["most_before"] == 16
    assert (alert.severity, alert.signals[0].evidence["events"]) == ("medium", 360)


def test_fires_where_a_part_of_a_day_of_theirs_is_more_than_anybody_made() -> None:
    begun = [use("bot8", -DAY + HOUR + j * 95, 1, "203.0.5.1") for j in range(60)]  # too few to be told, and no usual
    made = [event("account.signup", "bot8", -2 * DAY, ip="203.0.5.1"), *begun]
    (alert,) = last_versions(alerts([*PEOPLE, *KNOWN, *workers(), *made], NAME)).values()
    assert set(alert.accounts) == {f"bot{i}" for i in range(4)}


@pytest.mark.parametrize(
    "changed",
    [
        {"days": (0,)},  # a class's one day, a move
        {"gaps": (20.0, 35.0, 60.0, 95.0)},  # people of a hackathon, each with a program of his own
        {"gaps": GAPS[:2]},  # a customer with two machines
        {"key": "k1"},  # what keys are for
        {"each": 90, "times": 3},  # what is told in sums spans decades
        {"times": 70},  # a busy day: less than five times the fullest
        {"status": 404},  # not given
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_quiet_on_crowds_of_one_address_that_are_no_program(changed: dict[str, Any]) -> None:
    assert alerts([*PEOPLE, *KNOWN, *workers(**{"ip": "203.0.5.1"} | changed)], NAME) == []


def test_quiet_where_a_newcomer_did_a_fifth_as_much_before_and_where_others_do_so_elsewhere() -> None:
    heavy = [event("account.signup", "heavy", -5 * DAY, ip="21.7.1.1"),
             *(use("heavy", -4 * DAY + j * 60, 1, "21.7.1.1") for j in range(25))]  # fmt: skip
    assert alerts([*PEOPLE, *KNOWN, *workers(), *heavy], NAME) == []
    homes = [
        one for i in range(5) for one in (
            event("account.signup", f"home{i}", -2 * DAY, ip=f"{20 + i}.7.1.1"),
            *(use(f"home{i}", day * DAY + HOUR, 100, f"{20 + i}.7.1.1") for day in DAYS),
        )
    ]  # fmt: skip
    assert alerts([*PEOPLE, *KNOWN, *workers(), *homes], NAME) == []
