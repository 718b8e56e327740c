"""Devices on which account after account is made and reported, and devices of many people."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "reported_devices", 3600.0, 86_400.0


def posted(name: str, at: float, device: str | None = "phone", **fields: object) -> Event:
    return event("content.posted", name, at, content_id=f"form-{name}", device=device, **fields)


def reported(name: str, at: float, *reporters: str) -> list[Event]:
    return [
        event("content.reported", name, at + i * HOUR, content_id=f"form-{name}", reporter=one)
        for i, one in enumerate(reporters)
    ]


def site() -> list[Event]:
    """Return forty newcomers with devices of their own, one of them reported by many."""
    new = [posted(f"new{i}", i * 6 * HOUR, f"own{i}") for i in range(40)]
    return [*new, *reported("new3", DAY, *[f"somebody{i}" for i in range(5)])]


def ring(accounts: int, people: int = 4, at: float = 2 * DAY, device: str | None = "phone") -> list[Event]:
    """Return accounts made two a day on a device, each reported by people of its own."""
    found = []
    for i in range(accounts):
        name, start = f"bank{i}-{at:.0f}", at + i * DAY / 2
        found += [posted(name, start, device), *reported(name, start + HOUR, *[f"{name}'s{n}" for n in range(people)])]
    return found


def test_fires_on_account_after_account_that_people_report() -> None:
    (alert,) = last_versions(alerts([*site(), *ring(6)], NAME)).values()
    assert (alert.entity.type, alert.policy, len(alert.accounts)) == ("site", "spam", 6)
    assert all(name.startswith("bank") for name in alert.accounts)
    assert (
        "Of 6 accounts that signed up or first posted within 14 days on only 1 device, 6 were reported by 3"
        in alert.reason
    )
    assert "(24 reporters in all" in alert.reason


def test_fires_on_who_signs_up_anew_on_one_device_after_each_ban_and_posts_nothing_there() -> None:
    """Hosted sites, say: they are reported by strangers, and their owner is seen to sign up alone."""
    events = [one for one in ring(6) if one.type != "content.posted"]
    made = [event("account.signup", one.subject, 2 * DAY + i * DAY / 2 - HOUR, device="phone", ip=f"10.{i}.1.1")
            for i, one in enumerate([one for one in ring(6) if one.type == "content.posted"])]  # fmt: skip
    (alert,) = last_versions(alerts([*site(), *made, *events], NAME)).values()
    assert {name[:4] for name in alert.accounts} == {"bank"}
    assert len(alert.accounts) == 6


def test_fires_on_two_devices_with_three_each() -> None:
    assert alerts([*site(), *ring(3), *ring(3, at=3.2 * DAY, device="tablet")], NAME)


def crowd() -> list[Event]:
    """Return three hundred newcomers whom nobody reports."""
    return [posted(f"other{i}", i * 2000.0, f"theirs{i}") for i in range(300)]


def returns(*people: int, pause: float = 2 * DAY) -> list[Event]:
    """Return accounts of one device, the next `pause` after the one before, each reported by so many of its own."""
    found = []
    for i, number in enumerate(people):
        name, at = f"back{i}", DAY + i * pause
        found += [posted(name, at), *reported(name, at + HOUR, *[f"{name}'s{n}" for n in range(number)])]
    return found


def test_fires_on_who_comes_back_each_time_he_was_reported() -> None:
    (alert,) = last_versions(alerts([*crowd(), *returns(7, 2, 6, 4)], NAME)).values()
    assert (set(alert.accounts), alert.severity) == ({"back0", "back2", "back3"}, "medium")
    assert alert.reason.endswith("usual: 1.1 % of new accounts at most). Each came after the one before was reported.")


def test_quiet_on_three_of_a_household_who_came_together_and_are_reported_by_three_each() -> None:
    assert alerts([*crowd(), *returns(3, 3, 3, pause=60.0)], NAME) == []


def test_quiet_where_more_newcomers_are_reported_as_much() -> None:
    disliked = [one for i in range(60, 100) for one in reported(f"other{i}", i * 2000.0 + HOUR, "a", f"b{i}", f"c{i}")]
    assert alerts([*crowd(), *disliked, *returns(7, 2, 6, 4)], NAME) == []


def test_quiet_on_a_schools_device_of_whose_accounts_few_are_reported() -> None:
    pupils = [posted(f"pupil{i}", 2 * DAY + i * HOUR) for i in range(20)]
    some = [one for i in range(5) for one in reported(f"pupil{i}", 3 * DAY, f"a{i}", f"b{i}", f"c{i}")]
    assert alerts([*site(), *pupils, *some], NAME) == []


def test_quiet_on_a_crowd_sent_against_all_accounts_of_a_device() -> None:
    household = [posted(f"cousin{i}", 2 * DAY + i * HOUR) for i in range(6)]
    sent = [one for i in range(6) for one in reported(f"cousin{i}", 3 * DAY, *[f"rival{n}" for n in range(9)])]
    assert alerts([*site(), *household, *sent], NAME) == []


def test_quiet_where_two_report_each_or_no_device_is_told() -> None:
    assert alerts([*site(), *ring(6, people=2)], NAME) == []
    assert alerts([*site(), *ring(6, device=None)], NAME) == []


def test_quiet_on_accounts_that_posted_elsewhere_the_week_before() -> None:
    old = [posted(f"bank{i}-{2 * DAY:.0f}", -6 * DAY, f"own{i}", id=f"old{i}") for i in range(6)]
    assert alerts([*old, *site(), *ring(6)], NAME) == []
