"""Sign-ups on one device from anywhere."""

from __future__ import annotations

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def made(name: str, at: float, device: str | None) -> Event:
    ip = f"203.{hash_of(name) % 250}.{hash_of(name) // 250 % 250}.7"
    return event("account.signup", name, at, device=device, ip=ip, email_domain="mailinator.com")


def hash_of(name: str) -> int:
    return sum(ord(c) * 31**i for i, c in enumerate(name))


def test_fires_on_account_after_account_on_one_phone() -> None:
    events = [made(f"new{i}", i * 1500.0, "phone") for i in range(12)]
    (alert,) = last_versions(alerts(events, "signup_device")).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("device", "phone", 12)


def test_says_how_many_have_throw_away_mail_only_where_any_have() -> None:
    told = [made(f"new{i}", i * 1500.0, "phone") for i in range(12)]
    (alert,) = last_versions(alerts(told, "signup_device")).values()
    assert "; 12 of them with a throw-away mail domain." in alert.reason
    for domain in (None, "example.org"):  # not told, and on no list: neither clears anybody
        (alert,) = last_versions(alerts([replace(one, email_domain=domain) for one in told], "signup_device")).values()
        assert "mail" not in alert.reason


def test_quiet_on_a_family_and_on_a_class_with_a_device_each() -> None:
    family = [made(f"child{i}", i * 300.0, "tablet") for i in range(4)]
    pupils = [made(f"pupil{i}", i * 20.0, f"device{i}") for i in range(40)]
    unknown = [made(f"any{i}", i * 20.0, None) for i in range(40)]
    assert alerts([*family, *pupils, *unknown], "signup_device") == []


def test_quiet_on_a_terminal_on_which_as_many_are_made_every_day() -> None:
    events = [made(f"d{day}-{i}", day * 86_400.0 + i * 900.0, "kiosk") for day in range(30) for i in range(3 + day % 2)]
    last = [made(f"last{i}", 30 * 86_400.0 + i * 900.0, "kiosk") for i in range(7)]
    assert alerts([*events, *last], "signup_device") == []
