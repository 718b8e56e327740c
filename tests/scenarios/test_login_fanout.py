"""Credential stuffing from one address."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

ATTACKER, OFFICE = "203.0.113.7", "198.51.100.1"


def test_fires_on_many_accounts_from_one_address() -> None:
    events = [failed(f"user{i}", i * 2.0, ATTACKER) for i in range(12)]
    events += [entered("user3", -86_400, "192.0.2.3"), entered("user3", 30.0, ATTACKER)]
    found = last_versions(alerts(events, "login_fanout"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.entity.id) == ("ip", ATTACKER)
    assert alert.accounts[0] == "user3"  # the one that was entered comes first
    assert alert.accounts_total == 12
    assert alert.severity == "critical"


def test_fires_within_seconds_of_the_fifth_account() -> None:
    found = alerts([failed(f"user{i}", i * 2.0, ATTACKER) for i in range(12)], "login_fanout")
    assert found[0].emitted_at <= "2026-01-05T08:00:12.000Z"


def test_asks_for_no_reset_where_nobody_got_in() -> None:
    failures = [failed(f"user{i}", i * 2.0, ATTACKER) for i in range(12)]
    for entries, advice in (([], "no account was seen entered"), ([entered("user3", 30.0, ATTACKER)], "Reset the acc")):
        known = [entered("user3", -86_400, "192.0.2.3")]
        (alert,) = last_versions(alerts([*known, *failures, *entries], "login_fanout")).values()
        assert advice in alert.suggested_action
        assert ("Reset" in alert.suggested_action) is bool(alert.accounts_entered)


def test_quiet_on_a_client_that_retries_one_account() -> None:
    assert alerts([failed("alice", i * 1.0, ATTACKER) for i in range(500)], "login_fanout") == []


def test_quiet_on_an_office_that_has_always_mistyped_a_little() -> None:
    events = []
    for day in range(10):
        for i in range(4 + day % 2):
            events += [failed(f"staff{i}", day * 86_400 + i * 40.0, OFFICE)]
            events += [entered(f"staff{i}", day * 86_400 + i * 40.0 + 9, OFFICE)]
    assert alerts(events, "login_fanout") == []


def test_fires_on_four_accounts_tried_faster_than_hands_can() -> None:
    (alert,) = last_versions(alerts([failed(f"user{i}", i * 1.5, ATTACKER) for i in range(4)], "login_fanout")).values()
    assert alert.accounts == ["user0", "user1", "user2", "user3"]


def test_names_no_user_of_the_address_but_the_attempted() -> None:
    events = [entered(f"staff{i}", day * 86_400 + i * 60.0, OFFICE) for day in range(5) for i in range(10)]
    events += [failed(f"victim{i}", 5 * 86_400 + i * 3.0, OFFICE) for i in range(12)]
    events += [failed("staff1", 5 * 86_400 + 5.0, OFFICE), entered("staff2", 5 * 86_400 + 6.0, OFFICE)]
    (alert,) = last_versions(alerts(events, "login_fanout")).values()
    assert set(alert.accounts) == {f"victim{i}" for i in range(12)}


def test_quiet_on_a_carrier_whose_customers_come_and_go() -> None:
    events = []
    for i in range(2000):
        events += [failed(f"user{i}", i * 60.0, OFFICE)] if i % 8 == 0 else []
        events += [entered(f"user{i}", i * 60.0 + 9, OFFICE)]
    assert alerts(events, "login_fanout") == []


def test_quiet_on_an_office_after_its_sign_on_failed() -> None:
    before = [entered(f"staff{i}", -86_400 + i * 20.0, OFFICE) for i in range(60)]
    assert alerts([*before, *(failed(f"staff{i}", i * 2.0, OFFICE) for i in range(60))], "login_fanout") == []


def hotel(guests: int, slips: int, gap: float, at: float = 0.0) -> list[Event]:
    """Return colleagues who log in at one new address, each known from home; the first `slips` mistype once."""
    events = [entered(f"guest{i}", at - 86_400 + i, f"192.0.2.{i % 250}") for i in range(guests)]
    for i in range(guests):
        events += [failed(f"guest{i}", at + i * 7 % guests * gap, OFFICE)] if i < slips else []
        events.append(entered(f"guest{i}", at + i * 7 % guests * gap + 15, OFFICE))
    return events


@pytest.mark.parametrize(("guests", "slips"), [(65, 5), (24, 6), (1000, 80)])
def test_modest_about_colleagues_at_a_new_place_and_names_only_those_who_failed(guests: int, slips: int) -> None:
    for alert in last_versions(alerts(hotel(guests, slips, 420 / guests), "login_fanout", "user_enumeration")).values():
        assert alert.severity in ("low", "medium", "high")
        assert set(alert.accounts) <= {f"guest{i}" for i in range(slips)}
        assert "as where people come to a new place" in alert.reason


def test_says_at_least_where_not_all_who_logged_in_are_told_apart() -> None:
    (alert,) = last_versions(alerts(hotel(200, 8, 2.0), "login_fanout")).values()
    assert "at least 64 accounts logged in" in alert.reason
    assert "usual for such addresses: 1" in alert.reason


@pytest.mark.parametrize("reason", ["idp_unavailable", "ServiceUnavailable", "upstream timed out", "server_error"])
def test_quiet_on_an_outage_that_says_so(reason: str) -> None:
    events = [failed(f"user{i % 40}", i * 3.0, ATTACKER, reason=reason) for i in range(160)]
    assert alerts(events, "login_fanout", "login_guessing_address", "user_enumeration") == []


def test_fires_during_an_outage_on_what_is_still_judged() -> None:
    out = [failed(f"user{i}", i * 3.0, OFFICE, reason="idp_unavailable") for i in range(40)]
    tries = [failed(f"user{i}", i * 3.0, ATTACKER) for i in range(12)]
    assert {alert.entity.id for alert in alerts([*out, *tries], "login_fanout")} == {ATTACKER}


def test_critical_where_few_of_many_were_entered_and_names_them_first() -> None:
    tries = [failed(f"user{i}", i * 2.0, ATTACKER) for i in range(60)]
    homes = [entered(f"user{i}", -86_400.0 + i, f"192.0.2.{i}") for i in range(70)]
    events = [*homes, *tries, *(entered(f"user{i}", i * 2.0 + 1, ATTACKER) for i in (7, 63, 66))]
    (alert,) = last_versions(alerts(events, "login_fanout")).values()
    assert (alert.severity, set(alert.accounts[:3])) == ("critical", {"user7", "user63", "user66"})
    assert alert.reason.startswith("60 accounts failed to log in from one address where they had never been, all")


def test_names_no_customer_of_a_busy_address_who_merely_got_in() -> None:
    """An attack from a carrier's shared address: as many of its customers as every hour are new to it."""
    busy = [entered(f"customer{i}", -86_400.0 + i * 60, OFFICE) for i in range(1440)]
    meanwhile = [entered(f"later{i}", i * 60.0, OFFICE) for i in range(10)]
    tries = [failed(f"victim{i}", i * 2.0, OFFICE) for i in range(300)]
    homes = [entered(f"{who}{i}", -172_800.0 + i, f"192.0.2.{i % 250}") for who in ("victim", "later", "customer")
             for i in range(1440)]  # fmt: skip
    (alert,) = last_versions(alerts([*homes, *busy, *meanwhile, *tries], "login_fanout")).values()
    assert alert.severity != "critical"
    assert all(name.startswith("victim") for name in alert.accounts)


@pytest.mark.parametrize("after", [4, 250, 299])
def test_does_not_name_as_entered_who_has_just_signed_up_there(after: float) -> None:
    """Three of the address's own are new to the product, and log in for the first time minutes after they signed up."""
    tries = [failed(f"user{i}", i * 5.0, ATTACKER) for i in range(60)]
    homes = [entered(f"user{i}", -86_400.0 + i, f"192.0.2.{i}") for i in range(70)]
    own = [one for i in range(3) for one in (event("account.signup", f"new{i}", i * 9.0 - 4, ip=ATTACKER),
                                             entered(f"new{i}", i * 9.0 - 4 + after, ATTACKER))]  # fmt: skip
    (alert,) = last_versions(alerts([*homes, *tries, *own], "login_fanout")).values()
    assert alert.severity != "critical"
    assert not {"new0", "new1", "new2"}.intersection(alert.accounts)
    assert "no account logged in there for the first time meanwhile" in alert.reason
    (alert,) = last_versions(alerts([*homes, *tries, *own, entered("user65", 90.0, ATTACKER)], "login_fanout")).values()
    assert (alert.severity, alert.accounts[0]) == ("critical", "user65")
    assert "new0" not in alert.accounts


def test_says_one_account_of_one() -> None:
    events = [failed(f"user{i}", i * 2.0, ATTACKER) for i in range(12)]
    events += [entered("user3", -86_400, "192.0.2.3"), entered("user3", 30.0, ATTACKER)]
    (alert,) = last_versions(alerts(events, "login_fanout")).values()
    assert "; 1 account logged in there for the first time meanwhile." in alert.reason


def test_names_nobody_who_got_in_before_the_list_was_tried() -> None:
    """Eight minutes earlier, and the first entry with the list itself two seconds before its first failure."""
    burst = [failed(f"user{i}", i * 2.0, ATTACKER) for i in range(12)]
    first, hit = entered("guest", -480.0, ATTACKER), entered("hit", -2.0, ATTACKER)
    (alert,) = last_versions(alerts([*burst, first], "login_fanout")).values()
    assert "guest" not in alert.accounts
    assert alert.severity != "critical"
    (alert,) = last_versions(alerts([*burst, first, hit], "login_fanout")).values()
    assert alert.accounts[0] == "hit"
    assert "guest" not in alert.accounts
    assert alert.severity == "critical"


def test_counts_the_accounts_that_nobody_knows_yet_in_what_it_says() -> None:
    (alert,) = last_versions(
        alerts([failed(f"user{i}", i * 20.0, ATTACKER) for i in range(30)], "login_fanout")
    ).values()
    assert ", all within 10 min" in alert.reason
    assert alert.signals[0].evidence["count_in_window"] == 30
    slow = [failed(f"user{i}", i * 15.0, ATTACKER) for i in range(80)]
    (alert,) = last_versions(alerts(slow, "login_fanout")).values()
    count = alert.signals[0].evidence["count_in_window"]
    assert f", {count:.0f} or more of them within 10 min" in alert.reason
    assert 30 <= float(count) <= 45


def test_an_account_that_becomes_known_amid_the_attack_is_counted_once() -> None:
    events = [entered(f"user{i}", -86_400.0, f"192.0.2.{i}") for i in range(12) if i != 3]
    events += [failed(f"user{i}", i * 4.0, ATTACKER) for i in range(12)]
    events += [entered("user3", -60.0, "192.0.2.3"), failed("user3", 420.0, ATTACKER)]
    (alert,) = last_versions(alerts(events, "login_fanout")).values()
    evidence = alert.signals[0].evidence
    assert (evidence["count_in_window"], evidence["distinct"], evidence["events"]) == (12, 12, 13)
