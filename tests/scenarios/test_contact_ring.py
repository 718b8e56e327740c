"""Aged accounts that share several telephone numbers, and people who honestly have some in common."""

from __future__ import annotations

import msgspec

from schemas.contacts import contacts_of
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "contact_ring", 3600.0, 86_400.0
NUMBERS = ("+1 209 555 0111", "+1 209 555 0112", "+1 209 555 0113")


def message(name: str, at: float, *numbers: str, ip: str = "") -> Event:
    text = f"Write me there: {' or '.join(numbers)}"
    return event("content.posted", name, at, content_id=f"{name}@{at:.0f}", kind="message", target=f"to-{at:.0f}",
                 text=text, contacts=contacts_of(text), ip=ip or f"10.{name[-1]}.0.7")  # fmt: skip


def site(days: int = 9) -> list[Event]:
    """Return members who tell each his own number, one every six hours."""
    return [message(f"member{i}", i * 6 * HOUR, f"0700 {10**6 + i}", ip=f"11.{i}.0.1") for i in range(4 * days)]


def pairs(accounts: int, numbers: int = 3, gap: float = 9 * HOUR, ip: str = "", at: float = 0.0) -> list[Event]:
    """Return accounts that each tell as many of the numbers, one at a time, at times of their own."""
    return [message(f"dear{i}", 9 * DAY + at + k * gap + i * HOUR, NUMBERS[(i + k) % 3], ip=ip)
            for i in range(accounts) for k in range(numbers)]  # fmt: skip


def test_fires_on_three_accounts_that_share_three_new_numbers() -> None:
    found = pairs(3)
    later = message("member5", 9 * DAY + 26 * HOUR, "0700 1000005", ip="11.5.0.1")
    (alert,) = last_versions(alerts([*site(), *found, later], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "spam", "medium")
    assert set(alert.accounts) == {"dear0", "dear1", "dear2"}
    assert "3 accounts told the same 3 telephone numbers within 14 days, all new here" in alert.reason
    assert set(alert.evidence_event_ids) <= {one.id for one in found}
    assert f"first that of event {found[0].id}." in alert.reason


def test_fires_on_four_with_two_numbers_each_though_somebody_else_tells_one_of_them() -> None:
    other = message("member3", 10 * DAY, NUMBERS[0], ip="11.3.0.1")
    (alert,) = last_versions(alerts([*site(), *pairs(4, 2), other], NAME)).values()
    assert set(alert.accounts) == {f"dear{i}" for i in range(4)}


def test_fires_on_three_that_come_back_with_two_numbers_on_three_days() -> None:
    """By hand: two accounts beyond the first, 2.0 each for two numbers and 1.0 for the third day: 6.0."""
    back = [one for k in range(3) for one in pairs(3, 2, at=k * DAY)]
    (alert,) = last_versions(alerts([*site(), *back], NAME)).values()
    assert set(alert.accounts) == {"dear0", "dear1", "dear2"}
    assert "; all told them on 3 days or more each." in alert.reason
    assert alert.signals[0].evidence["surprise_log10"] == 6.0


def test_quiet_on_two_that_come_back_and_on_three_on_two_days() -> None:
    assert alerts([*site(), *[one for k in range(6) for one in pairs(2, 2, at=k * DAY)]], NAME) == []
    assert alerts([*site(), *[one for k in range(2) for one in pairs(3, 2, gap=2 * HOUR, at=k * DAY)]], NAME) == []


def test_quiet_on_two_on_three_with_two_numbers_and_on_one_office() -> None:
    assert alerts([*site(), *pairs(2)], NAME) == []
    assert alerts([*site(), *pairs(3, 2)], NAME) == []
    assert alerts([*site(), *pairs(6, ip="10.9.9.9")], NAME) == []


def test_quiet_on_a_letterhead_and_on_each_his_own() -> None:
    letter = [message(f"agent{i}", 9 * DAY + i * HOUR + k * DAY, *NUMBERS) for i in range(5) for k in range(3)]
    assert alerts([*site(), *letter], NAME) == []
    own = [message(f"host{i}", 9 * DAY + i * HOUR + k * DAY, f"0711 {10**6 + 10 * i + k}")
           for i in range(5) for k in range(3)]  # fmt: skip
    assert alerts([*site(), *own], NAME) == []


def test_quiet_on_numbers_that_the_site_knows_and_in_its_first_week() -> None:
    known = [message(f"member{i}", k * DAY + i * HOUR, number, ip=f"11.{i}.0.1")
             for k in range(4, 7) for i, number in enumerate(NUMBERS)]  # fmt: skip
    assert alerts([*site(), *known, *pairs(5)], NAME) == []
    assert alerts(pairs(5), NAME) == []


def test_quiet_on_numbers_that_many_others_tell() -> None:
    others = [message(f"member{i}", 9 * DAY + i * HOUR, number, ip=f"11.{i}.0.1")
              for i in range(10) for number in NUMBERS[i % 3:][:1]]  # fmt: skip
    assert alerts([*site(), *others, *pairs(4)], NAME) == []


def test_fires_where_nobody_told_a_number_before_though_the_site_was_known() -> None:
    """Strangers written to on accounts' first days show that the site was there for days (`Event.site`)."""
    others = [event("content.posted", f"new{day}", day * DAY + i * 60.0, content_id=f"{day}/{i}", kind="message",
                    target=f"to{day}.{i}", text="Is it there?") for day in range(12) for i in range(3)]  # fmt: skip
    found = [msgspec.structs.replace(one, time=one.time + 3 * DAY) for one in pairs(4, 2)]
    (alert,) = last_versions(alerts([*others, *found], NAME, "first_contacts")).values()
    assert set(alert.accounts) == {f"dear{i}" for i in range(4)}
    assert alerts([*others[:6], *found], NAME, "first_contacts") == []
