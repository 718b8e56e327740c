"""Trees of invitations: farms that invite themselves, and people who invite their friends, class or firm."""

from __future__ import annotations

from random import Random
from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR = 3600.0


def invited(name: str, at: float, by: str, **fields: Any) -> Event:
    return event("account.signup", name, at, invited_by=by, ip=f"192.0.2.{int(at) % 250}", **fields)


def everybody(seed: int, count: int, hours: float) -> list[Event]:
    """Return people who come by invitations of members, one in five of whom has just been invited."""
    chance, events = Random(seed), list[Event]()
    for i in range(count):
        at = hours * HOUR * i / count
        inviter = (
            f"p{chance.randrange(max(0, i - 30), i)}" if i and chance.random() < 0.2 else f"m{chance.randrange(90)}"
        )
        mail = "mailinator.com" if chance.random() < 0.05 else "mail.example"
        events.append(invited(f"p{i}", at, inviter, device=f"d{i}", email_domain=mail, handle="maria"))
    return events


def test_fires_on_a_chain_in_which_each_invites_the_next() -> None:
    chain = [invited(f"bot{i}", i * 240.0, f"bot{i - 1}" if i else "thief", device=f"x{i}") for i in range(20)]
    (alert,) = last_versions(alerts([*everybody(1, 200, 6), *chain], "signup_chain")).values()
    assert (alert.entity.type, alert.policy, alert.accounts[0]) == ("site", "fake_accounts", "thief")
    assert set(alert.accounts[1:]) == {f"bot{i}" for i in range(20)}


def test_fires_on_a_tree_that_doubles() -> None:
    tree = [invited(f"bot{i}", i * 60.0, f"bot{(i - 1) // 2}" if i > 1 else "thief") for i in range(40)]
    assert alerts(tree, "signup_chain")


def test_fires_on_one_inviter_of_accounts_with_throw_away_mail() -> None:
    farm = [invited(f"bot{i}", i * 400.0, "thief", email_domain="mailinator.com") for i in range(14)]
    found = last_versions(alerts([*everybody(2, 200, 6), *farm], "signup_chain")).values()
    assert {name for alert in found for name in alert.accounts} == {"thief", *(f"bot{i}" for i in range(14))}


def test_quiet_on_a_class_and_on_a_firm_that_is_set_up_by_its_administrator() -> None:
    teacher = event("account.signup", "teacher", -300.0)
    pupils = [invited(f"pupil{i}", i * i * 1.3, "teacher", device=f"d{i}", handle="luca") for i in range(30)]
    staff = [invited(f"staff{i}", i * 5.0, "admin", email_domain="firm.example") for i in range(400)]
    assert alerts([teacher, *pupils, *staff], "signup_chain") == []


def test_quiet_on_a_launch_that_goes_from_friend_to_friend() -> None:
    for seed in range(3):
        assert alerts(everybody(seed, 1500, 12), "signup_chain") == []


def test_quiet_on_a_conference_where_colleagues_bring_each_other() -> None:
    chance, events = Random(4), list[Event]()
    for i in range(120):
        by = f"guest{chance.randrange(i)}" if i > 10 and chance.random() < 0.25 else "host"
        events.append(invited(f"guest{i}", i * 60.0, by, device=f"d{i}", handle="olga"))
    assert alerts(events, "signup_chain") == []


def test_quiet_on_a_site_whose_people_like_throw_away_mail() -> None:
    chance = Random(5)
    crowd = [
        invited(f"p{i}", i * 30.0, "star" if i % 4 == 0 else f"m{chance.randrange(80)}", device=f"d{i}",
                email_domain="mailinator.com" if chance.random() < 0.25 else "mail.example") for i in range(600)
    ]  # fmt: skip
    assert [a for a in alerts(crowd, "signup_chain") if a.first_seen > "2026-01-05T09:00"] == []


def test_quiet_on_friends_and_family() -> None:
    chain = [invited(f"kin{i}", i * 200.0, f"kin{i - 1}", device=f"d{i // 2}") for i in range(1, 6)]
    assert alerts(chain, "signup_chain") == []
