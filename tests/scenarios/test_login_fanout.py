"""Credential stuffing from one address."""

from __future__ import annotations

from tests.support.scenario import alerts, entered, failed, last_versions

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
