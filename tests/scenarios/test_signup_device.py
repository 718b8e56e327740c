"""Sign-ups on one device from anywhere."""

from __future__ import annotations

from random import Random
from typing import Any

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions


def made(name: str, at: float, device: str | None) -> Event:
    ip = f"203.{hash_of(name) % 250}.{hash_of(name) // 250 % 250}.7"
    return event("account.signup", name, at, device=device, ip=ip, email_domain="mailinator.com")


DAY = 86_400.0
MAILS = ["mail.example", "post.example", "letters.example"]


def at_home(name: str, at: float, device: str, network: int = 0, **fields: Any) -> Event:
    """Return a sign-up with real mail from one of the networks that a device is used in."""
    told = {"email_domain": MAILS[hash_of(name) % 3], "handle": "thomas", "ip": f"198.51.{network}.7"}
    return event("account.signup", name, at, device=device, **(told | fields))


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


def row(first: int, count: int = 19) -> list[Event]:
    return [at_home(f"given{i}", i * 700.0, "tablet", handle=f"welcome-{first + i:04}", email_domain="aid.example")
            for i in range(count)]  # fmt: skip


def test_quiet_on_a_charity_that_hands_out_accounts_numbered_in_a_row() -> None:
    assert alerts(row(400), "signup_device") == []
    assert alerts(row(1290), "signup_device") == []


def test_fires_on_numbers_that_were_drawn_and_on_very_many_in_a_row() -> None:
    drawn = [replace(one, handle=f"welcome-{1000 + hash_of(one.subject) * 7919 % 9000}") for one in row(400)]
    assert alerts(drawn, "signup_device")
    assert alerts(row(1, 60), "signup_device")


def test_quiet_on_a_family_and_on_a_class_with_a_device_each() -> None:
    family = [made(f"child{i}", i * 300.0, "tablet") for i in range(4)]
    pupils = [made(f"pupil{i}", i * 20.0, f"device{i}") for i in range(40)]
    unknown = [made(f"any{i}", i * 20.0, None) for i in range(40)]
    assert alerts([*family, *pupils, *unknown], "signup_device") == []


def test_quiet_on_a_terminal_on_which_as_many_are_made_every_day() -> None:
    events = [made(f"d{day}-{i}", day * 86_400.0 + i * 900.0, "kiosk") for day in range(30) for i in range(3 + day % 2)]
    last = [made(f"last{i}", 30 * 86_400.0 + i * 900.0, "kiosk") for i in range(7)]
    assert alerts([*events, *last], "signup_device") == []


def terminal(seed: int, a_day: int, days: int, device: str = "kiosk") -> list[Event]:
    """Return a shop's days: as many customers as come, in opening hours, at one address but for the odd day."""
    chance, found = Random(seed), []
    for day in range(days):
        for i in range(max(0, round(chance.gauss(a_day, a_day / 3)))):
            at = day * DAY + chance.uniform(0, 9 * 3600.0)
            found.append(at_home(f"s{seed}-{day}-{i}", at, device, network=chance.random() < 0.03))
    return sorted(found, key=lambda one: one.time)


def test_quiet_on_a_terminal_from_its_first_day_on() -> None:
    for seed in range(4):
        assert alerts(terminal(seed, 3 + 3 * seed, 24), "signup_device", "signup_device_slow") == []


def test_quiet_on_the_tablets_of_a_fair_and_of_a_lesson() -> None:
    events = [at_home(f"g{i}", i * 300.0, f"tablet{i % 3}") for i in range(66)]
    assert alerts(events, "signup_device", "signup_device_slow") == []


def test_fires_on_a_device_that_stays_where_it_is_with_throw_away_mail_or_very_many() -> None:
    mail = [at_home(f"bot{i}", i * 3000.0, "phone", email_domain="mailinator.com") for i in range(6)]
    (alert,) = last_versions(alerts(mail, "signup_device")).values()
    assert "6 accounts were made on one device within a day, from 1 network (" in alert.reason
    assert alerts([at_home(f"bot{i}", i * 500.0, "phone") for i in range(60)], "signup_device")


def phone(seed: int, accounts: int, days: float, device: str = "phone") -> list[Event]:
    """Return a farm's: two or three a day, from home, a carrier and a cafe."""
    chance = Random(seed)
    return [
        at_home(f"bot{seed}-{i}", DAY * days * i / accounts, device, network=chance.choice([1, 1, 2, 3, 4]))
        for i in range(accounts)
    ]


def test_fires_on_a_phone_that_makes_a_few_a_day_from_place_to_place() -> None:
    for seed in range(4):
        events = phone(seed, 12, 5.5)
        assert alerts(events, "signup_device") == []
        (alert,) = last_versions(alerts(events, "signup_device_slow")).values()
        assert (alert.entity.id, alert.accounts_total, alert.severity) == ("phone", 12, "medium")
        assert "accounts were made on one device within 7 days, from " in alert.reason


def test_quiet_on_a_family_that_is_on_a_journey() -> None:
    events = [at_home(f"kin{i}", i * DAY, "tablet", network=i) for i in range(5)]
    assert alerts(events, "signup_device", "signup_device_slow") == []


def test_fires_on_twenty_at_home_in_an_hour_with_names_built_alike_and_mail_of_one_domain() -> None:
    names, new = ("lena", "piotr", "ida", "sabine"), "new.example"
    farm = [
        at_home(f"f{i}", i * 170.0, "phone", i % 2, email_domain=new, handle=f"{names[i % 4]}{10007 + 79 * i}")
        for i in range(20)
    ]
    (alert,) = last_versions(alerts(farm, "signup_device")).values()
    assert alert.accounts_total == 20
    assert "; nearly all with one mail domain and a name with digits, all built alike." in alert.reason
    shop = [replace(one, email_domain=MAILS[i % 3]) for i, one in enumerate(farm)]
    school = [replace(one, handle=f"lena{2008 + i % 5}") for i, one in enumerate(farm)]
    assert alerts(shop, "signup_device") == alerts(school, "signup_device") == []


def test_quiet_on_an_agency_that_sets_up_its_clients_each_with_a_mail_domain_of_its_own() -> None:
    shops = [at_home(f"shop{i}", i * 480.0, "laptop", email_domain=f"shop{i}.example") for i in range(45)]
    clients = [replace(one, invited_by="agency") for one in shops]
    assert alerts(clients, "signup_device") == []
    farm = [replace(one, email_domain=MAILS[i % 3]) for i, one in enumerate(clients)]
    crowd = [replace(one, invited_by=f"friend{i}") for i, one in enumerate(shops)]
    for events in (farm, crowd, shops):  # one of the two signs is not enough
        (alert,) = last_versions(alerts(events, "signup_device")).values()
        assert "inviter" not in str(alert.signals[0].evidence)
