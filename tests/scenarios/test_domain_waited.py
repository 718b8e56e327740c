"""Thieves who look in, wait for days, lock the account or make a key, and then all lead people to one place."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_domain_again import DAY, at_home, site
from tests.scenarios.test_domain_push import posted
from tests.support.scenario import alerts, event, last_versions

NAME, SHOP, MAIL = "domain_again", "outlet.example", "account.email_changed"


def owners(number: int) -> list[Event]:
    """Return people who have long logged in at home on a telephone."""
    return [event("account.login", f"member{i}", -6 * DAY, outcome=True, device=f"phone{i}", ip=f"10.{i}.1.7")
            for i in range(number)]  # fmt: skip


def taken(number: int, waits: float = 3.0, change: str | None = MAIL, link: str = SHOP, after_h: float = 0.3,
          ip: str = "172.16.{}.9") -> list[Event]:  # fmt: skip
    """Return as many accounts, one every day, each entered on a box, changed there days later, and then posted from."""
    found = []
    for i in range(number):
        box: dict[str, Any] = {"device": f"box{i}", "ip": ip.format(i)}
        at = i * DAY + 3600.0
        found.append(event("account.login", f"member{i}", at - waits * DAY, outcome=True, **box))
        if change:
            found.append(event(change, f"member{i}", at, key=f"key{i}" if "key" in change else None, **box))
        place = {} if change == "account.api_key_created" else box
        found.append(posted(f"member{i}", at + after_h * 3600.0, link, **{"ip": box["ip"], **place}))
    return found


@pytest.mark.parametrize("change", [MAIL, "account.mfa_changed", "account.api_key_created"])
def test_three_are_told_whatever_locked_them(change: str) -> None:
    (alert,) = last_versions(alerts([*site(), *owners(6), *taken(3, change=change)], NAME)).values()
    assert (alert.entity.id, sorted(alert.accounts), alert.severity) == (
        SHOP,
        ["member0", "member1", "member2"],
        "high",
    )


def test_fires_on_three_and_says_what_they_have_in_common() -> None:
    """By hand, of three with a share of three in a thousand: 7.6."""
    (alert,) = last_versions(alerts([*site(), *owners(6), *taken(3)], NAME)).values()
    assert alert.reason.startswith(
        f"All 3 accounts that linked to {SHOP} within 14 days, each from a network of its own"
    )
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(7.569, abs=0.001)
    assert alert.suggested_action.startswith("Ask the owners")


def test_fires_though_two_others_ask_what_it_is() -> None:
    asked = [at_home(40 + i, 2 * DAY + i * 600.0, SHOP) for i in range(2)]
    (alert,) = last_versions(alerts([*site(), *owners(6), *taken(4), *asked], NAME)).values()
    assert sorted(alert.accounts) == [f"member{i}" for i in range(4)]
    assert alert.signals[0].evidence["accounts_in_all"] == 6


@pytest.mark.parametrize(
    "quiet",
    [
        taken(2),  # two, as by chance once in 100,000
        taken(3, change=None),  # new telephones, and nothing changed
        taken(3, waits=0.2),  # set up on the first day
        taken(3, after_h=80.0),  # long after the change
        taken(3, ip="172.16.1.9"),  # one office, new computers
        [*taken(3), *[at_home(40 + i, -DAY + i * 600.0, SHOP) for i in range(5)]],  # what goes round
        [*[at_home(i, -4 * DAY, SHOP) for i in range(3)], *taken(3)],  # their own page
    ],
)
def test_quiet_on_owners_with_a_second_device(quiet: list[Event]) -> None:
    assert alerts(sorted([*site(), *owners(6), *quiet], key=lambda one: one.time), NAME) == []
