"""Scenarios: who of those that got in during an attack over the whole site is named, in whatever way he comes in."""

from __future__ import annotations

from random import Random

import pytest

from detectors.login_kit import asked_of, strangers
from detectors.login_not_its import SLIP_S, not_its
from detectors.login_places import Places
from detectors.tally import Tally
from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

HOUR, DAY = 3600.0, 86_400.0
HOME = {"device": "own", "country": "DE", "asn": 3320, "user_agent": "app 5"}
BOT = {"user_agent": "go-http/2", "country": "VN"}


def people() -> list[Event]:
    """Return two days of 3,000 people at home."""
    return [entered(f"user{i % 3000}", i * 60.0, f"198.51.{i % 3000 >> 8}.{i % 3000 & 255}", **HOME)
            for i in range(-3000, 2900)]  # fmt: skip


def attack(at: float) -> list[Event]:
    """Return a list tried by one program through a provider for each attempt, and three that got in."""
    tried = [failed(f"user{i}", at + i * 20.0, f"203.{i % 256}.9.{i // 256}", asn=60_000 + i, **BOT)
             for i in range(900)]  # fmt: skip
    in_ = [entered(f"user{2000 + i}", at + HOUR + i * 900, f"203.9.{i}.7", asn=70_000 + i, **BOT) for i in range(3)]
    return [*tried, *in_]


def told(events: list[Event]) -> Alert:
    found = last_versions(alerts(sorted(events, key=lambda one: one.time), "login_site_slow")).values()
    return max(found, key=lambda one: one.accounts_total)


def test_says_what_the_failures_share_and_whom_to_challenge() -> None:
    moved = [entered(f"user{i}", 2 * DAY + i * 500, f"151.3.4.{i}", **{**HOME, "device": f"new{i}"})
             for i in range(30)]  # fmt: skip
    alert = told([*people(), *attack(2 * DAY), *moved])
    assert "; of the 900 failures, 900 came with the program go-http 2 (as did " in alert.reason
    assert "900 from country VN (" in alert.reason
    assert alert.signals[0].evidence["program"] == "go-http 2: 900"
    assert "challenge who comes with the program go-http 2 or from country VN, and require" in alert.suggested_action


def test_tells_no_program_that_most_people_have_however_few_come_meanwhile() -> None:
    """At night, when hardly anybody logs in, the app of most people is that of most failures as well."""
    app = {"user_agent": "Homely/7.1 (phone)", "country": "VN"}
    moved = [entered(f"user{i}", i * 900.0, f"151.3.{i}.9", user_agent=f"Homely/7.1 (telephone {i})", asn=3320)
             for i in range(40)]  # fmt: skip
    tried = [failed(f"user{i}", 2 * DAY + i * 20.0, f"203.{i % 256}.9.{i // 256}", asn=60_000 + i, **app)
             for i in range(200)]  # fmt: skip
    reason = told([*people(), *moved, *tried]).reason
    assert "Homely 7.1" not in reason
    assert "of the 200 failures, 200 came from country VN (as did " in reason


def test_one_alone_who_came_by_another_client_and_from_elsewhere_is_not_named() -> None:
    """Strangers hardly ever come at night; but one on his journey is likelier than one entry in so few attempts."""
    each = [failed(f"user{i}", 2 * DAY + i * 20.0, f"203.{i % 256}.9.{i // 256}", asn=60_000 + i,
                   user_agent=f"App/{i}.0") for i in range(200)]  # fmt: skip
    trip = entered("user2500", 2 * DAY + 0.5 * HOUR, "151.3.4.5", device="trip", asn=30_722, user_agent="Trip/1")
    alert = told([*people(), *each, trip])
    assert "user2500" not in alert.accounts
    assert "who got in cannot be told, and nobody is named for that" in alert.reason


@pytest.mark.parametrize(("versions", "named"), [(10, False), (300, True)])
def test_one_alone_who_was_never_seen_before_is_named_by_what_hardly_anybody_else_has_only(
    versions: int, named: bool
) -> None:
    """Most failures have a browser that one in ten has: so may he, an owner seen for the first time."""
    own = [entered(f"user{i % 3000}", i * 60.0, f"198.51.{i % 3000 >> 8}.{i % 3000 & 255}", country="DE", asn=3320,
                   user_agent=f"Web/{i % versions}.0") for i in range(-3000, 2900)]  # fmt: skip
    tried = [failed(f"user{i}", 2 * DAY + i * 120.0, f"203.{i}.9.1", asn=60_000 + i,
                    user_agent="Web/7.0" if i % 10 < 7 else f"Other/{i}.0") for i in range(28)]  # fmt: skip
    first = entered("user5000", 2 * DAY + 0.5 * HOUR, "91.0.0.7", country="DE", asn=8881, user_agent="Web/7.0")
    alert = told([*own, *tried, first])
    assert ("user5000" in alert.accounts, alert.severity == "critical") == (named, named)


def test_nobody_is_named_on_a_first_day_on_which_all_come_from_new_addresses() -> None:
    """Each is seen for the first time, or has only been seen elsewhere an hour before."""
    own = [entered(f"user{900 + i}", -HOUR + i * 4.0, f"198.51.100.{i}", user_agent="app 4") for i in range(40)]
    own += [entered(f"user{900 + i}", i * 100.0, f"151.{i}.4.5", user_agent="app 5") for i in range(50)]
    tried = [failed(f"user{i}", i * 60.0, f"203.{i}.9.1", user_agent=f"Other/{i}.0") for i in range(140)]
    own += [entered("user3", -11 * HOUR, "109.42.3.3", user_agent="Moshidon/2.3 (iOS 17.6)")]
    own += [entered("user3", 2 * HOUR, "91.10.128.70", user_agent="Mozilla/5.0 (Android 14; Mobile) Firefox/129.0")]
    alert = told([*own, *tried])
    assert set(alert.accounts) & {one.subject for one in own} <= {"user3"}  # who was tried, and came back himself
    assert (alert.severity, alert.accounts_entered) == ("high", 0)
    assert "as all do on a site's first days: none is named for that" in alert.reason


def test_says_where_failures_share_nothing() -> None:
    each = [failed(f"user{i}", 2 * DAY + i * 20.0, f"203.{i % 256}.9.{i // 256}", asn=60_000 + i,
                   user_agent=f"App/{i}.0") for i in range(200)]  # fmt: skip
    alert = told([*people(), *each])
    assert "; the 200 failures share no program or provider that others do not have as often; " in alert.reason


def test_no_traveller_is_named_whose_program_is_none_of_the_attacks() -> None:
    """Strangers hardly ever come at night, so that their number alone would have named him, too."""
    trip = entered("user2500", 2 * DAY + 2 * HOUR, "151.3.4.5", device="trip", country="IT", asn=30_722,
                   user_agent="app 5")  # fmt: skip
    alert = told([*people(), *attack(2 * DAY), trip])
    assert set(alert.accounts[:3]) == {"user2000", "user2001", "user2002"}
    assert "user2500" not in alert.accounts
    assert alert.reason.endswith(" Of the accounts listed the first 3 got in.")


@pytest.mark.parametrize("again_s", [40.0, SLIP_S + 60.0])
def test_who_mistypes_on_a_new_computer_is_not_named_and_who_is_come_back_to_is(again_s: float) -> None:
    new = {"device": "new", "country": "DE", "asn": 8881, "user_agent": "browser 9"}
    at = 2 * DAY + 2 * HOUR
    slip = [failed("user2600", at, "91.0.0.7", **new), entered("user2600", at + again_s, "91.0.0.7", **new)]
    each = [failed(f"user{i}", 2 * DAY + i * 20.0, f"203.{i % 256}.9.{i // 256}", asn=60_000 + i, user_agent=f"b{i}")
            for i in range(900)]  # fmt: skip
    alert = told([*people(), *each, *slip])
    assert ("got in" in alert.reason) == (again_s > SLIP_S)
    assert alert.suggested_action.startswith("Reset the accounts" if again_s > SLIP_S else "Require")


@pytest.mark.parametrize(("signed", "named"), [(-20.0, False), (-400.0, False), (None, True)])
def test_who_has_just_signed_up_is_not_named_whatever_the_program(signed: float | None, named: bool) -> None:
    at, where = 2 * DAY + 2 * HOUR, {"user_agent": "go-http/2", "country": "DE", "asn": 3320}
    own = [event("account.signup", "fresh", at + signed, ip="91.0.0.7", **where)] if signed is not None else []
    alert = told([*people(), *attack(2 * DAY), *own, entered("fresh", at, "91.0.0.7", **where)])
    assert ("fresh" in alert.accounts) == named


@pytest.mark.parametrize("signed", [-80.0, -400.0, None])
def test_who_mistypes_a_password_just_chosen_is_not_named(signed: float | None) -> None:
    """Of sign-up and login one comes from the wireless network, the other from the carrier: one telephone."""
    at, phone = 2 * DAY + HOUR / 2, {**HOME, "device": "fresh's"}
    own = [event("account.signup", "fresh", at + signed, ip="91.0.0.7", **phone)] if signed is not None else []
    typos = [failed("fresh", at + i * 9.0, "80.1.2.3", **phone) for i in range(3)]
    alert = told([*people(), *attack(2 * DAY), *own, *typos])
    assert alert.accounts_total == 900 + 3 + (signed is None)


def test_what_few_failures_have_is_nobodys_kit_where_one_program_has_most() -> None:
    """A browser that a twentieth of the failures have is the site's own people's, who fail meanwhile as at any time."""
    run = Tally(n=100, first=0.0, last=1000.0, extra={"~c1": 62.0, "~c2": 24.0, "~c3": 10.0},
                strangers={"~c1  taken": 500.0, "~c2  other": 510.0, "~c3  owner": 520.0})  # fmt: skip
    assert asked_of(run) == {"~c": {"~c1", "~c2"}}
    assert {name for name, (_, shares) in strangers(run).items() if shares} == {"taken", "other"}
    kindred = [name for name, (_, shares) in strangers(run).items() if shares]
    slipped = Tally(n=100, first=0.0, last=1000.0, extra=run.extra, members={"owner": 250.0},
                    carried={" ~c3  owner": 520.0})  # fmt: skip
    assert not_its(slipped, kindred) == {"owner"}  # as who mistyped a moment before
    run.extra = {"~c1": 48.0, "~c2": 24.0, "~c3": 10.0}  # several kits
    assert asked_of(run) == {"~c": {"~c1", "~c2", "~c3"}}


def test_what_is_said_of_those_named_adds_up() -> None:
    rng = Random(1)
    known = [entered(f"never{i}", 2 * DAY + 2 * HOUR + i * 500, f"203.7.{i}.7", asn=80_000 + i, user_agent="go-http/2",
                     country=rng.choice(("VN", "BR"))) for i in range(4)]  # fmt: skip
    alert = told([*people(), *attack(2 * DAY), *known])
    assert "7 accounts logged in from new addresses with the programs that nearly all failures have" in alert.reason
    assert alert.reason.endswith(" Of the accounts listed the first 7 got in.")
    assert "more by" not in alert.reason


def test_nobody_is_its_who_came_before_its_first_failure_and_not_since() -> None:
    run = Tally(n=100, first=0.0, last=10_000.0, examples=[(1000.0, "e")],
                marked={"early": 100.0, "twice": 100.0, "first": 800.0, "late": 5000.0},
                carried={" ~c1  early": 100.0, " ~c1  twice": 100.0, " ~c2  twice": 4000.0})  # fmt: skip
    assert not_its(run, ()) == {"early"}


def test_who_tells_a_device_is_another_than_who_tells_none_at_a_carriers_address() -> None:
    found, fails = Places(), [failed(f"f{number}", number * 60.0, "100.64.0.1") for number in range(9)]
    for one in fails:
        found.note(one)
    for one in (entered("taken", 300.0, "100.64.0.1"), entered("customer", 310.0, "100.64.0.1", device="d1"),
                entered("another", 320.0, "100.64.0.1", device="d2")):  # fmt: skip
        found.note(one)
    assert found.taken(fails[0].time + HOUR).keys() == {"taken"}


def test_who_got_in_where_a_crowd_failed_within_minutes_is_another_attacks() -> None:
    """Days before the patient one, and told as that address's own: here eight fail in three minutes or in an hour."""
    for apart, whom in ((25.0, set[str]()), (500.0, {"taken"})):
        found = Places()
        for number in range(8):
            found.note(failed(f"f{number}", number * apart, "100.64.0.1"))
        last = entered("taken", 7 * apart, "100.64.0.1")
        found.note(last)
        assert found.taken(last.time + HOUR).keys() == whom
