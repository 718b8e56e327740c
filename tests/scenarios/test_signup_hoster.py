"""A farm in a network of its own, and the firms, schools and carriers that come from one network, too."""

from __future__ import annotations

from random import Random
from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
MAILS = ["mail.example"] * 6 + ["post.example"] * 3 + ["letters.example"]
AGENTS = ["App/8 (Android)"] * 6 + ["App/8 (iOS)"] * 3 + ["Browser/7"]


def made(name: str, at: float, chance: Random, **fields: Any) -> Event:
    told = {
        "ip": ".".join(str(chance.randint(1, 250)) for _ in range(4)), "email_domain": chance.choice(MAILS),
        "user_agent": chance.choice(AGENTS),
    }  # fmt: skip
    return event("account.signup", name, at, **(told | fields))


def ordinary(seed: int, a_day: int = 50, start: float = -14, days: int = 17) -> list[Event]:
    """Return people who come when they like, a third of them over one carrier's network."""
    chance, found = Random(seed), []
    for number in range(a_day * days):
        where = {"ip": f"100.64.0.{chance.randint(1, 250)}"} if chance.random() < 0.3 else {}
        found.append(made(f"u{number}", (start + chance.random() * days) * DAY, chance, **where))
    return found


def farm(chance: Random, number: int, **fields: Any) -> list[Event]:
    return [
        made(f"bot{i}", HOUR + chance.uniform(0, 22 * HOUR), chance,
             **({"ip": f"203.0.113.{i * 3}", "email_domain": "inbox.example", "user_agent": "Browser/7"} | fields))
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_new_mail_domain_from_one_network_with_one_program() -> None:
    for seed in range(3):
        events = [*ordinary(seed), *farm(Random(seed), 24)]
        assert alerts(events, "signup_groups", "signup_burst_network", "signup_agent", "signup_site") == []
        (alert,) = last_versions(alerts(events, "signup_hoster")).values()
        assert (alert.entity.type, alert.policy, alert.severity) == ("site", "fake_accounts", "medium")
        assert set(alert.accounts) == {f"bot{i}" for i in range(24)}
        assert "24 accounts were made within 24 h from 24 addresses of one network and with one program" in alert.reason
        assert "all with one mail domain that no sign-up of the weeks before had" in alert.reason


def test_quiet_on_an_office_on_homes_and_on_all_sorts_of_programs() -> None:
    for seed in range(3):
        chance = Random(seed)
        office = [*ordinary(seed), *farm(chance, 40, ip="203.0.113.9")]
        floors = [
            made(f"staff{i}", HOUR + i * 600.0, chance, ip=f"203.0.113.{i % 5}", email_domain="firm.example",
                 user_agent="Browser/7") for i in range(40)
        ]  # fmt: skip
        campus = [
            made(f"pupil{i}", HOUR + i * 600.0, chance, ip=f"203.0.113.{i}", email_domain="school.example",
                 user_agent=f"Browser/{chance.randint(1, 9)}") for i in range(60)
        ]  # fmt: skip
        homes = [
            made(f"home{i}", HOUR + i * 600.0, chance, email_domain="firm.example", user_agent="Browser/7")
            for i in range(40)
        ]
        assert alerts(office, "signup_hoster") == []
        assert alerts([*ordinary(seed), *floors, *homes], "signup_hoster") == []
        assert alerts([*ordinary(seed), *campus], "signup_hoster") == []


def test_quiet_on_those_invited_on_known_mail_on_what_is_not_told_and_in_a_first_week() -> None:
    chance = Random(4)
    assert alerts([*ordinary(4), *farm(chance, 40, invited_by="admin")], "signup_hoster") == []
    assert alerts([*ordinary(4), *farm(chance, 40, email_domain="mail.example")], "signup_hoster") == []
    assert alerts([*ordinary(4), *farm(chance, 40, user_agent=None)], "signup_hoster") == []
    assert alerts([*ordinary(4, start=-5), *farm(chance, 40)], "signup_hoster") == []
