"""Farms that only the sum over the site shows: an unknown mail domain, a few accounts a device; and who looks alike."""

from __future__ import annotations

from random import Random
from typing import Any

from msgspec import structs

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
MAILS = ["mail.example"] * 6 + ["post.example"] * 3 + ["letters.example"]
COUNTRIES = ["DE", "FR", "IT", "US", "ES", "AT"]
OFFICE = "198.51.100.9"


def made(name: str, at: float, chance: Random, **fields: Any) -> Event:
    told = {
        "ip": ".".join(str(chance.randint(1, 250)) for _ in range(4)), "device": f"dev-{name}",
        "email_domain": chance.choice(MAILS), "country": chance.choice(COUNTRIES), "handle": "maria_1990",
    }  # fmt: skip
    return event("account.signup", name, at, **(told | fields))


def ordinary(seed: int, a_day: int = 30, days: int = 14, start: int = -12) -> list[Event]:
    """Return people who come when they like; a domain of its own brings one or two, a family's tablet three."""
    chance, found = Random(seed), []
    for number in range(a_day * days):
        at = (start + chance.random() * days) * DAY
        mail = f"own{number}.example" if number % 9 == 0 else chance.choice(MAILS)
        for member in range(3 if number % 150 == 0 else 1 + (number % 36 == 0)):
            found.append(made(f"u{number}-{member}", at + member * 60.0, chance, device=f"d{number}", ip=f"{number}",
                              email_domain=mail))  # fmt: skip
    return found


def one_domain(chance: Random, number: int, **fields: Any) -> list[Event]:
    told = {"email_domain": "inbox.example"} | fields
    return [made(f"bot{i}", HOUR + chance.uniform(0, 20 * HOUR), chance, **told) for i in range(number)]


def phones(chance: Random, number: int, accounts: int = 3) -> list[Event]:
    return [
        made(f"bot{i}-{j}", HOUR + chance.uniform(0, 2 * DAY), chance, device=f"phone{i}")
        for i in range(number) for j in range(accounts)
    ]  # fmt: skip


def test_fires_on_a_mail_domain_that_nobody_had() -> None:
    events = [*ordinary(1), *one_domain(Random(1), 10)]
    others = ("signup_site", "signup_site_slow", "signup_burst", "signup_burst_network", "signup_device")
    assert alerts(events, *others) == []
    (alert,) = last_versions(alerts(events, "signup_groups")).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "fake_accounts", "medium")
    assert set(alert.accounts) == {f"bot{i}" for i in range(10)}
    assert "10 accounts were made within a day, from 10 networks and " in alert.reason
    assert "with one mail domain that no sign-up of the weeks before had" in alert.reason
    assert alert.signals[0].evidence["mail_domains"] == "inbox.example"
    shown, bots = set(alert.evidence_event_ids), {one.id for one in events if one.subject.startswith("bot")}
    assert shown
    assert shown <= bots


def test_fires_on_phones_with_three_accounts_each() -> None:
    events = [*ordinary(2), *phones(Random(2), 10)]
    assert alerts(events, "signup_device", "signup_site_slow") == []
    (alert,) = last_versions(alerts(events, "signup_groups")).values()
    assert set(alert.accounts) == {f"bot{i}-{j}" for i in range(10) for j in range(3)}
    assert "10 devices had 3 or more accounts from 3 or more networks each" in alert.reason


def test_fires_on_devices_with_an_address_each() -> None:
    chance = Random(3)
    farm = [
        made(f"bot{i}-{j}", HOUR + chance.uniform(0, 2 * DAY), chance, device=f"phone{i}", ip=f"{i + 20}.7.7.7")
        for i in range(25) for j in range(3)
    ]  # fmt: skip
    (alert,) = last_versions(alerts([*ordinary(3), *farm], "signup_groups")).values()
    assert sum(name.startswith("bot") for name in alert.accounts) >= 0.8 * len(alert.accounts)
    assert alert.accounts_total <= 81  # and the families of those days: nothing tells them apart


PROGRAMS = [f"Browser/{release}.0 ({system})" for release in range(130, 134) for system in ("Mac", "PC", "Phone")]


def with_programs(events: list[Event], seed: int, since: float = 99 * DAY, new: str = "") -> list[Event]:
    """Give everybody a program, and from some time on two in three the `new` one."""
    chance = Random(seed)
    return [
        structs.replace(
            one, user_agent=new if chance.random() < 2 / 3 and one.time >= since else chance.choice(PROGRAMS)
        )
        for one in events
    ]


def of_program(chance: Random, number: int, domains: int, hours: float = 60.0, **fields: Any) -> list[Event]:
    """Return accounts with one program and some domains, none of which brings eight networks within a day."""
    told = {"user_agent": "Browser/101.0 (Unix)"} | fields
    mails, times = [f"box{i % domains}.example" for i in range(number)], hours * HOUR
    return [
        made(f"bot{i}", HOUR + chance.uniform(0, times), chance, **({"email_domain": mail} | told))
        for i, mail in enumerate(mails)
    ]


def test_fires_on_a_new_program_whose_accounts_have_domains_of_their_own() -> None:
    farm = of_program(Random(9), 24, 4)
    events = [*with_programs(ordinary(9), 9), *farm]
    assert alerts(events, "signup_agent", "signup_site", "signup_site_slow", "signup_names") == []
    (alert,) = last_versions(alerts(events, "signup_groups")).values()
    assert set(alert.accounts) == {one.subject for one in farm}
    assert (alert.entity.type, alert.severity) == ("site", "medium")
    assert "with one program (user agent) that no sign-up of the weeks before had named" in alert.reason
    assert "one of 4 mail domains that hardly anybody with another program has" in alert.reason


def test_fires_on_a_domain_from_countries_that_hardly_anybody_comes_from() -> None:
    chance = Random(10)
    farm = [made(f"bot{i}", HOUR + i * 1.5 * HOUR, chance, email_domain="inbox.example",
                 country="PH ID VN BR IT DE".split()[i % 6]) for i in range(12)]  # fmt: skip
    (alert,) = last_versions(alerts([*ordinary(10), *farm], "signup_groups")).values()
    assert set(alert.accounts) == {f"bot{i}" for i in range(12)}


def test_quiet_on_a_release_on_the_day_on_which_schools_join() -> None:
    chance = Random(11)
    schools = [
        made(f"pupil{i}", chance.uniform(0, 2 * DAY), chance, email_domain=f"school{i % 4}.example", country="DE")
        for i in range(24)
    ]  # fmt: skip
    events = with_programs([*ordinary(11), *schools], 11, since=0.0, new="App/9.0 (Phone)")
    assert alerts(events, "signup_groups") == []


def test_quiet_on_a_firm_whose_people_have_a_program_of_its_own() -> None:
    homes = of_program(Random(12), 14, 1, country="DE", user_agent="Firm/1.0 (Managed)")
    office = of_program(Random(13), 30, 2, ip=OFFICE, user_agent="Firm/1.0 (Managed)")
    for staff in (homes, office):
        assert alerts([*with_programs(ordinary(12), 12), *staff], "signup_groups") == []


def test_quiet_on_customers_of_a_partner_each_with_a_domain_of_its_own() -> None:
    shops = of_program(Random(14), 60, 60, user_agent="Partner/2.0")
    assert alerts([*with_programs(ordinary(14), 14), *shops], "signup_groups") == []


def test_quiet_on_a_campaign_that_brings_a_new_program_with_the_mail_that_people_have() -> None:
    chance = Random(15)
    crowd = [made(f"new{i}", chance.uniform(0, DAY), chance, user_agent="App/1.0 (TV)") for i in range(150)]
    assert alerts([*with_programs(ordinary(15), 15), *crowd], "signup_groups") == []


def test_quiet_on_a_firm_at_its_office_and_on_one_that_is_invited() -> None:
    chance = Random(4)
    office = one_domain(chance, 30, email_domain="firm.example", ip=OFFICE)
    homes = one_domain(chance, 8, email_domain="firm.example")
    guests = [made(f"guest{i}", chance.uniform(0, DAY), chance, email_domain="club.example", invited_by="chair")
              for i in range(20)]  # fmt: skip
    mixed = [
        *office,
        *(made(f"home{i}", one.time % DAY, chance, email_domain="firm.example") for i, one in enumerate(homes)),
    ]
    assert alerts([*ordinary(4), *mixed, *guests], "signup_groups") == []


def test_quiet_on_a_small_firm_whose_people_join_from_their_homes() -> None:
    assert (
        alerts(
            [
                *ordinary(5),
                *one_domain(Random(5), 12, country="DE"),
                made("bot12", 9 * HOUR, Random(5), country="FR", email_domain="inbox.example"),
            ],
            "signup_groups",
        )
        == []
    )


def test_doubts_a_large_firm_whose_people_join_from_their_homes() -> None:
    (alert,) = last_versions(alerts([*ordinary(5), *one_domain(Random(5), 30, country="DE")], "signup_groups")).values()
    assert alert.severity == "low"


def test_quiet_on_a_launch_in_a_country_with_its_own_providers() -> None:
    chance = Random(6)
    launch = [
        made(f"pl{i}", chance.uniform(0, 2 * DAY), chance, country="PL", email_domain=f"poczta{i % 3}.example")
        for i in range(200)
    ]  # fmt: skip
    assert alerts([*ordinary(6), *launch], "signup_groups") == []


def test_quiet_on_a_sites_first_days() -> None:
    assert alerts([*ordinary(7, 100, 7, 0), *one_domain(Random(7), 12)], "signup_groups") == []


def test_quiet_on_a_schools_tablets_and_where_firms_join_all_the_time() -> None:
    chance = Random(8)
    tablets = [
        made(f"pupil{tablet}-{lesson}", lesson * DAY / 2 + tablet, chance, device=f"tablet{tablet}", ip=OFFICE)
        for tablet in range(25) for lesson in range(4)
    ]  # fmt: skip
    firms = [
        made(f"staff{day}-{i}", day * DAY + i * 600.0, chance, email_domain=f"firm{day}.example")
        for day in range(-10, 0) for i in range(5 + day % 3)
    ]  # fmt: skip
    assert alerts([*ordinary(8), *tablets], "signup_groups") == []
    assert alerts([*ordinary(8), *firms, *one_domain(chance, 12)], "signup_groups") == []
