"""Sign-ups that share nothing but throw-away mail or drawn handles, over the whole site."""

from __future__ import annotations

import re
from random import Random

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR = 3600.0
NAMES = ("maria", "thomas", "elena", "oliver", "amelia", "jonas", "anita", "daniel")


def made(name: str, at: float, random: Random, *, mail: str, handle: str) -> Event:
    ip = ".".join(str(random.randint(1, 250)) for _ in range(4))
    return event("account.signup", name, at, ip=ip, device=f"dev-{name}", email_domain=mail, handle=handle)


def honest(random: Random, number: int, start: float, lasts: float) -> list[Event]:
    return [made(f"u{start}-{i}", start + random.uniform(0, lasts), random,
                 mail="mailinator.com" if random.random() < 0.04 else "mail.example",
                 handle=f"{random.choice(NAMES)}_{random.randint(1960, 2008)}") for i in range(number)]  # fmt: skip


def test_fires_on_throw_away_mail_from_everywhere() -> None:
    random = Random(1)
    farm = [made(f"bot{i}", i * 70.0, random, mail="mailinator.com", handle="maria_1990") for i in range(45)]
    events = [*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm]
    (alert,) = last_versions(alerts(events, "signup_site")).values()
    assert (alert.entity.type, alert.policy) == ("site", "fake_accounts")
    assert sum(name.startswith("bot") for name in alert.accounts) >= 0.8 * len(alert.accounts)


def test_says_what_the_sign_ups_share() -> None:
    random = Random(1)
    farm = [replace(made(f"bot{i}", i * 70.0, random, mail="mailinator.com", handle="maria_1990"),
                    ip=f"203.0.113.{i}", user_agent="Reaper/2.1") for i in range(45)]  # fmt: skip
    events = [*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm]
    (alert,) = last_versions(alerts(events, "signup_site")).values()
    assert " 45 came with the program Reaper 2.1, " in alert.reason
    assert " from network 203.0.113/24, " in alert.reason
    assert (
        "challenge sign-ups with the program Reaper 2.1 or from network 203.0.113/24 or with mail at mailinator.com"
        in alert.suggested_action
    )


def test_quiet_on_names_of_many_consonants_with_an_initial() -> None:
    random = Random(12)
    names = ("schmidt", "wright", "schwartz", "hirsch", "lynch", "fritz", "schulz", "bright")
    staff = [made(f"new{i}", i * 70.0, random, mail="mail.example",
                  handle=f"{random.choice('bdfgmrst')}{random.choice(names)}{random.choice(('', '7', '84', '1990'))}")
             for i in range(45)]  # fmt: skip
    events = [*honest(random, 600, -48 * HOUR, 52 * HOUR), *staff]
    assert alerts(events, "signup_site", "signup_site_slow") == []


def test_fires_on_drawn_handles_from_everywhere() -> None:
    random = Random(2)
    drawn = ["".join(random.choice("bcdfghjklmnpqrstvwxz") for _ in range(9)) for _ in range(45)]
    farm = [made(f"bot{i}", i * 70.0, random, mail="mail.example", handle=name) for i, name in enumerate(drawn)]
    assert alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm], "signup_site")


def test_fires_on_names_with_a_drawn_hexadecimal_end() -> None:
    for seed in range(3):
        random = Random(seed)
        drawn = [f"{random.choice(NAMES)}{random.randrange(16**4):04x}" for _ in range(40)]
        farm = [made(f"bot{i}", i * 85.0, random, mail="mail.example", handle=name) for i, name in enumerate(drawn)]
        (alert,) = last_versions(alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm], "signup_site")).values()
        assert sum(name.startswith("bot") for name in alert.accounts) >= 0.8 * len(alert.accounts) >= 16


def test_fires_on_names_with_drawn_letters_and_digits_behind() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    for seed in range(3):
        random = Random(seed)
        drawn = [random.choice(NAMES) + "".join(random.choices(letters, k=random.randint(6, 8))) for _ in range(36)]
        farm = [made(f"bot{i}", i * 95.0, random, mail="mail.example", handle=name) for i, name in enumerate(drawn)]
        (alert,) = last_versions(alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm], "signup_site")).values()
        assert sum(name.startswith("bot") for name in alert.accounts) >= 0.8 * len(alert.accounts) >= 12


def test_quiet_on_clubs_cars_years_and_ordinals_among_names() -> None:
    for seed in range(3):
        random = Random(seed)
        ends = ("1860tsv", "bvb09", "gt86", "24hrs", "3rd2020", "2pac", "4x4", "_mk4", "fc1904", "90s", "80kmh", "sch7")
        names = [random.choice(NAMES) + random.choice(ends) for _ in range(150)]
        crowd = [made(f"fan{i}", i * 20.0, random, mail="mail.example", handle=name) for i, name in enumerate(names)]
        assert alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *crowd], "signup_site") == []


def test_quiet_on_names_with_years_and_with_words_after_a_digit() -> None:
    for seed in range(3):
        random = Random(seed)
        ends = ("4you", "2go", "3rd", "1985", "07", "7eleven", "2cool", "_ldn", "8", "00")
        names = [random.choice(NAMES) + random.choice(ends) for _ in range(150)]
        crowd = [made(f"fan{i}", i * 20.0, random, mail="mail.example", handle=name) for i, name in enumerate(names)]
        assert alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *crowd], "signup_site") == []


def test_says_nothing_of_mail_where_no_domain_is_told() -> None:
    random = Random(2)
    drawn = ["".join(random.choice("bcdfghjklmnpqrstvwxz") for _ in range(9)) for _ in range(45)]
    farm = [made(f"bot{i}", i * 70.0, random, mail="mail.example", handle=name) for i, name in enumerate(drawn)]
    events = [replace(one, email_domain=None) for one in [*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm]]
    (alert,) = last_versions(alerts(events, "signup_site")).values()
    assert "mail" not in alert.reason
    assert "came with a handle of random letters and digits" in alert.reason


def test_says_of_the_same_time_how_many_came_and_what_is_usual() -> None:
    """A farm of two hours and a half: numbers of the fullest hour stand beside what is usual within one."""
    random = Random(5)
    farm = [made(f"bot{i}", i * 60.0, random, mail="mailinator.com", handle=f"ann{i}") for i in range(150)]
    (alert,) = last_versions(alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *farm], "signup_site")).values()
    evidence = alert.signals[0].evidence
    found = re.search(r"^Of (\d+) sign-ups over the whole site within 1 h, (\d+) came with a throw-away", alert.reason)
    assert found is not None
    assert int(found[2]) <= 65 < int(found[1]) < 90
    assert f"(usual among as many sign-ups: {evidence['usual_in_window']:.1f}); of all " in alert.reason
    assert re.search(rf"; of all {evidence['signups']:.0f} within [23]\.\d h, ", alert.reason)
    assert f"{evidence['disposable']:.0f} did." in alert.reason


def test_quiet_on_a_launch_and_a_class() -> None:
    random = Random(3)
    events = [*honest(random, 600, -48 * HOUR, 52 * HOUR), *honest(random, 2000, HOUR, HOUR),
              *honest(random, 30, 5 * HOUR, 300.0)]  # fmt: skip
    assert alerts(events, "signup_site") == []


def test_quiet_on_a_class_with_handles_that_its_school_gives() -> None:
    random = Random(3)
    pupils = [made(f"pupil{i}", i * 70.0, random, mail="school.example",
                   handle=f"{random.choice(NAMES)}_2v{random.choice('bcd')}{i + 1}") for i in range(28)]  # fmt: skip
    assert alerts([*honest(random, 600, -48 * HOUR, 52 * HOUR), *pupils], "signup_site") == []


def test_quiet_where_such_mail_is_usual() -> None:
    random = Random(4)
    mails = ["mailinator.com" if random.random() < 0.3 else "mail.example" for _ in range(3000)]
    events = [made(f"u{i}", i * 100.0, random, handle="maria_1990", mail=mail) for i, mail in enumerate(mails)]
    late = [alert for alert in alerts(events, "signup_site") if alert.first_seen >= "2026-01-05T20"]
    assert late == []


def test_quiet_where_the_product_draws_everybodys_handle() -> None:
    """From the first day on: three or fifteen an hour, or sixty."""
    for rate, hours in ((3, 72), (15, 48), (60, 12)):
        random = Random(rate)
        ends = [f"{random.randrange(16**6):06x}" for _ in range(hours * rate)]
        for build in ("user{}", "u{}k7x5q"):
            crowd = [made(f"u{i}", random.uniform(0, hours * HOUR), random, mail="mail.example",
                          handle=build.format(end)) for i, end in enumerate(ends)]  # fmt: skip
            assert alerts(crowd, "signup_site", "signup_site_slow") == []


DAY = 24 * HOUR


def drip(random: Random, days: int, a_day: int, mail: str) -> list[Event]:
    at = [(day + random.random()) * DAY for day in range(days) for _ in range(a_day)]
    return [made(f"bot{i}", time, random, mail=mail, handle="maria_1990") for i, time in enumerate(at)]


def test_fires_on_a_few_accounts_a_day_with_throw_away_mail() -> None:
    random = Random(5)
    events = [*honest(random, 500, -28 * DAY, 40 * DAY), *drip(random, 10, 6, "mailinator.com")]
    assert alerts(events, "signup_site") == []
    (alert,) = last_versions(alerts(events, "signup_site_slow")).values()
    assert sum(name.startswith("bot") for name in alert.accounts) >= 0.7 * len(alert.accounts)


def test_quiet_for_weeks_and_leaves_to_the_hour_what_comes_within_one() -> None:
    random = Random(6)
    farm = [made(f"bot{i}", i * 70.0, random, mail="mailinator.com", handle="maria_1990") for i in range(45)]
    ordinary = honest(random, 800, -28 * DAY, 56 * DAY)
    assert alerts(ordinary, "signup_site_slow") == []
    assert alerts([*ordinary, *drip(random, 14, 6, "mail.example")], "signup_site_slow") == []
    assert alerts([*ordinary, *farm], "signup_site_slow") == []


def test_quiet_for_weeks_where_what_shows_lies_in_hours_that_show_it_by_themselves() -> None:
    random = Random(7)
    farm = [made(f"bot{i}", 600.0 + i * 160.0, random, mail="mailinator.com", handle="maria_1990") for i in range(45)]
    events = [*honest(random, 800, -28 * DAY, 56 * DAY), *farm]
    (alert,) = last_versions(alerts(events, "signup_site")).values()
    assert sum(name.startswith("bot") for name in alert.accounts) >= 0.8 * len(alert.accounts)
    assert alerts(events, "signup_site_slow") == []
