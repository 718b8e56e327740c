"""Scenarios: a list tried with a program of its own, and programs that people have."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

NAME = "login_agent"
DAY, HOUR = 86_400.0, 3600.0


def home(number: int, fails: bool = False, at: float = 0.0, program: str = "") -> Event:
    """Return an attempt of an account on its own device at its own address."""
    make = failed if fails else entered
    return make(f"user{number}", at, f"198.51.{number >> 8}.{number & 255}", device=f"d{number}",
                user_agent=program or f"app {number % 5}", asn=3320, country="DE")  # fmt: skip


def people(days: int = 6) -> list[Event]:
    """Return a site on which 500 people log in a day, and some mistype on new telephones."""
    rng = Random(7)
    known = [home(rng.randrange(1000), at=-days * DAY + n * DAY / 500) for n in range(500 * days + 500)]
    new = [failed(f"user{rng.randrange(1000)}", -days * DAY + n * DAY / 20, f"100.{n}.0.1", device=f"n{n}",
                  user_agent=f"app {n % 5}", asn=3320, country="DE") for n in range(20 * days + 20)]  # fmt: skip
    return [*known, *new]


def tried(many: int, program: str = "app 0.9", *, first: int = 0, gap: float = 1200.0) -> list[Event]:
    """Return one try for each of some accounts, each from another address behind carriers, on a device of its own."""
    return [failed(f"user{first + n}", n * gap, f"{80 + n % 3}.64.{n % 20}.{n}", device=f"x{n}", user_agent=program,
                   asn=3320 + n % 3, country="DE") for n in range(many)]  # fmt: skip


def got_in(program: str = "app 0.9") -> list[Event]:
    return [entered(f"user{900 + n}", (n + 2) * 2 * HOUR, f"81.64.9.{n}", device=f"y{n}", user_agent=program, asn=3321,
                    country="DE") for n in range(2)]  # fmt: skip


def test_fires_on_a_patient_list_and_names_first_who_got_in_with_its_program() -> None:
    (alert,) = last_versions(alerts([*people(), *tried(60), *got_in()], NAME)).values()
    assert alert.severity == "critical"
    assert set(alert.accounts[:2]) == {"user900", "user901"}
    assert (alert.accounts_total, alert.accounts_entered) == (62, 2)
    assert alert.suggested_action.endswith(" Listed are 50 of 62 accounts.")
    assert alert.reason.endswith(" Of the accounts listed the first 2 got in.")
    assert "app 0.9" not in alert.reason


def test_shows_the_events_of_who_got_in() -> None:
    entries = got_in()
    (alert,) = last_versions(alerts([*people(), *tried(60), *entries], NAME)).values()
    assert {one.id for one in entries} < set(alert.evidence_event_ids)
    assert len(alert.evidence_event_ids) == 8


def test_who_got_in_with_it_days_before_the_list_was_told_is_named_and_speaks_for_nobody() -> None:
    early = [entered(f"user{900 + n}", -(n + 2) * DAY, f"81.64.9.{n}", device=f"y{n}", user_agent="app 0.9", asn=3321,
                     country="DE") for n in range(2)]  # fmt: skip
    (alert,) = last_versions(alerts(sorted([*people(), *early, *tried(60)], key=lambda e: e.time), NAME)).values()
    assert set(alert.accounts[:2]) == {"user900", "user901"}
    assert (alert.severity, alert.accounts_entered) == ("critical", 2)
    assert "nobody else came with it" in alert.reason


def test_names_the_program_that_can_be_blocked_where_it_names_itself() -> None:
    program = "Streetside/5.3.0 (Android 14; SM-A165F)"
    (alert,) = last_versions(alerts([*people(), *tried(60, program), *got_in(program)], NAME)).values()
    assert "all with one program: Streetside 5.3.0; 62 accounts in all within 20 h; that day" in alert.reason
    assert alert.signals[0].evidence["accounts"] == 62
    assert alert.signals[0].evidence["program"] == "Streetside 5.3.0"


def test_the_names_of_those_entered_stay_when_they_come_again() -> None:
    again = [entered("user900", 15 * HOUR + n * 60, "81.64.9.0", device="y0", user_agent="app 0.9") for n in range(9)]
    (alert,) = last_versions(alerts([*people(), *tried(60), *got_in(), *again], NAME)).values()
    assert set(alert.accounts[:2]) == {"user900", "user901"}


def test_who_got_in_on_the_second_day_is_named_although_the_first_days_did_so_with_the_same_program() -> None:
    program = "Streetside/5.3.0 (Android 14; SM-A165F)"
    late = entered("user902", 34 * HOUR, "81.64.9.9", device="y9", user_agent=program, asn=3321, country="DE")
    (alert,) = last_versions(alerts([*people(), *tried(120, program), *got_in(program), late], NAME)).values()
    assert set(alert.accounts[:3]) == {"user900", "user901", "user902"}
    assert alert.accounts_entered == 3
    assert "nobody else came with it" in alert.reason


def test_who_got_in_is_named_though_one_person_is_at_home_with_the_program_and_not_where_ten_are() -> None:
    """Of ten of them two may be on a journey; two entries beside one of them are the list's."""
    for others, entries in ((1, 2), (10, 0)):
        own = [home(n, at=HOUR + n, program="app 0.9") for n in range(others)]
        (alert,) = last_versions(alerts([*people(), *tried(60), *got_in(), *own], NAME)).values()
        assert alert.accounts_entered == entries


def test_quiet_on_the_same_with_a_program_that_people_have_and_on_a_few() -> None:
    assert alerts([*people(), *tried(60, "app 1")], NAME) == []
    assert alerts([*people(), *tried(11)], NAME) == []


def test_quiet_on_a_release_with_which_most_get_in_and_on_one_whose_login_is_broken_for_all() -> None:
    release = [home(n, at=n * 300.0, program="app 6") for n in range(120)]
    assert alerts([*people(), *release, *tried(40, "app 6", first=300, gap=900.0)], NAME) == []
    broken = [home(n, True, at=n * 300.0, program="app 6") for n in range(120)]
    assert alerts([*people(), *broken, *tried(40, "app 6", first=300, gap=900.0)], NAME) == []


def test_quiet_on_an_outage_that_says_so_and_on_a_site_that_nobody_has_watched_yet() -> None:
    down = [failed(one.subject, one.time - tried(1)[0].time, one.ip or "", user_agent="app 0.9", reason="unavailable")
            for one in tried(60)]  # fmt: skip
    assert alerts([*people(), *down], NAME) == []
    assert alerts(tried(60), NAME) == []


def test_quiet_on_a_loud_list_that_others_see() -> None:
    assert alerts([*people(), *tried(60, gap=60.0)], NAME) == []


def test_quiet_on_one_person_whose_script_tries_his_own_accounts() -> None:
    script = [failed(f"user{n % 6}", n * 300.0, f"82.1.{n}.9", user_agent="curl 9") for n in range(90)]
    assert alerts([*people(), *script], NAME) == []
