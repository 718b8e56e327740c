"""Apps that keep an old password, each on its owner's telephone, and lists that are tried with as many devices."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed

DAY, HOUR = 86_400.0, 3600.0
PHONES = 34


def site(accounts: int = 2000, days: float = 3.0) -> list[Event]:
    """Return logins of accounts at home, each once a day, until a day later."""
    random, events = Random(3), []
    for at in sorted(random.uniform(-days * DAY, DAY) for _ in range(int(accounts * (days + 1)))):
        user = random.randrange(accounts)
        events.append(entered(f"user{user}", at, f"198.51.{user >> 8}.{user & 255}", device=f"d{user}"))
    return events


def app(hours: float, *, own: bool = True, accounts: int = PHONES) -> list[Event]:
    """Return a telephone's tries, every three to six hours, on an account that never came by it."""
    random, events = Random(5), []
    for i in range(accounts):
        at = random.uniform(0, 24 * HOUR)
        while at < hours * HOUR:
            ip = f"100.{64 + i % 9}.{random.randrange(200)}.{i}"
            device = f"phone{i}" if own else f"phone{random.randrange(10**6)}"
            events.append(failed(f"user{i}", at, ip, device=device))
            at += random.uniform(3 * HOUR, 6 * HOUR)
    return sorted(events, key=lambda one: one.time)


def test_quiet_on_an_app_that_tries_old_passwords_on_its_owners_telephones() -> None:
    assert alerts([*site(), *app(23)], "login_site_slow") == []


def test_fires_where_each_try_has_a_device_of_its_own_and_where_one_device_tries_all() -> None:
    assert alerts([*site(), *app(23, own=False, accounts=60)], "login_site_slow")
    shared = app(23, accounts=60)
    for one in shared:
        one.device = "box"
    assert alerts([*site(), *shared], "login_site_slow")
