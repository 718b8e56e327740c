"""Accounts that wake one after the other, each of which tells one number once."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_contact_again import saying, site
from tests.scenarios.test_domain_again import DAY, HOUR
from tests.support.scenario import START, alerts, event, last_versions

CALL = ("Invoice {} is overdue, call our desk", "A payment of {} is pending, ring us", "Renewed for {} days, not you?")


def woken(
    number: int, name: str = "+1 888 555 0927", gap: float = 13 * HOUR, prefix: str = "old", **fields: Any
) -> list[Event]:
    """Return accounts that nobody knew to post, each of which tells one contact once."""
    found = []
    for i in range(number):
        where: dict[str, Any] = {"device": f"{prefix}pc{i}", "ip": f"203.0.{i}.7", **fields}
        words, at = CALL[i % 3].format(6000 + i), HOUR + i * 13 * HOUR
        said = event("content.posted", f"{prefix}{i}", at, text=words, kind="post", content_id=f"{prefix}{i}", **where)
        found.append(saying(said, name))
    return found


def test_fires_on_accounts_that_wake_one_a_day_and_tell_one_number() -> None:
    (alert,) = last_versions(alerts([*site(), *woken(6)], "contact_again")).values()
    assert set(alert.accounts) == {f"old{i}" for i in range(6)}
    assert alert.reason.startswith(
        "6 accounts told one telephone number on their first day of posting (they may have been there before), on 4 "
        "days of the last four weeks, each from a network of its own; nobody else told it."
    )
    assert (alert.severity, alert.signals[0].evidence["on_days"]) == ("medium", 4)


def test_fires_in_a_sites_first_days_on_those_whose_sign_up_was_seen_alone() -> None:
    posts = woken(6)
    young = [one for one in site() if one.time >= posts[0].time - 2 * DAY]
    made = [event("account.signup", one.subject, one.time - START - 2 * HOUR, ip=one.ip) for one in posts]
    two = "contact_again", "report_surge"  # with which sign-ups are known
    (alert,) = last_versions(alerts([*young, *made, *posts], *two)).values()
    assert set(alert.accounts) == {one.subject for one in posts}
    assert alerts([*young, *woken(6)], *two) == []


@pytest.mark.parametrize("quiet", [
    pytest.param(woken(4), id="four"),
    pytest.param(woken(6, ip="203.0.113.9"), id="a firm's people in its office"),
    pytest.param(woken(6, name="snap: anna_77"), id="a name, which fans mention"),
    pytest.param([one for i in range(6) for one in woken(1, f"+1 888 555 09{i}7", prefix=f"p{i}-")], id="each his own"),
    pytest.param([*woken(6), *[saying(event("content.posted", f"member{i}", i * DAY / 2, text=f"Ours is {i}",
                  content_id=f"m{i}", device=f"phone{i}", ip=f"10.{i}.1.7"), "+1 888 555 0927") for i in range(3)]],
                 id="members tell it, too"),
])  # fmt: skip
def test_quiet_on_numbers_told_otherwise(quiet: list[Event]) -> None:
    assert alerts([*site(), *quiet], "contact_again") == []
