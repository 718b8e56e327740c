"""Stuffing from many addresses of one network."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, entered, failed, last_versions

DAY = 86_400.0


def known(number: int) -> list[Event]:
    return [entered(f"user{i}", -5 * DAY + i, f"192.0.2.{i % 200}") for i in range(number)]


def test_fires_on_one_attempt_from_each_address() -> None:
    tries = [failed(f"user{i}", i * 60.0, f"203.0.113.{i}") for i in range(30)]
    events = [*known(40), *tries, entered("user35", 1850.0, "203.0.113.99")]
    (alert,) = last_versions(alerts(events, "login_fanout_network")).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", "203.0.113.0/24")
    assert alert.severity == "critical"
    assert alert.accounts[0] == "user35"
    assert alert.signals[0].evidence["addresses"] == 30


def test_counts_apart_names_that_no_account_has() -> None:
    """Where the log leaves such names out, its address stands for them: no account, and none is named."""
    tries = [failed(f"user{i}", i * 60.0, f"203.0.113.{i}") for i in range(30)]
    nobody = [
        failed(f"unknown:203.0.113.{i}", i * 60.0 + 9, f"203.0.113.{i}", reason="unknown_user") for i in range(40)
    ]
    events = sorted([*known(40), *tries, *nobody], key=lambda each: each.time)
    (alert,) = last_versions(alerts(events, "login_fanout_network")).values()
    assert alert.reason.startswith(
        "30 accounts (and names that no account has, tried from 40 addresses, in 40 attempts) failed"
    )
    assert (alert.accounts_total, alert.signals[0].evidence["names_of_nobody"]) == (30, 40)
    assert not any(name.startswith("unknown:") for name in alert.accounts)


def test_fires_on_a_network_of_the_new_protocol() -> None:
    tries = [failed(f"user{i}", i * 90.0, f"2001:db8:7:{i:x}::1") for i in range(25)]
    assert alerts([*known(40), *tries], "login_fanout_network")


def test_quiet_on_one_loud_address() -> None:
    tries = [failed(f"user{i}", i * 5.0, "203.0.113.7") for i in range(60)]
    assert alerts([*known(60), *tries], "login_fanout_network") == []


def test_quiet_on_a_carrier_with_many_customers() -> None:
    events = known(300)
    for i in range(4000):
        events.append(entered(f"user{i % 300}", i * 40.0, f"203.0.113.{i % 250}"))
        if i % 8 == 0:
            events.append(failed(f"user{(i * 7) % 300}", i * 40.0 + 5, f"203.0.113.{(i * 3) % 250}"))
    assert alerts(events, "login_fanout_network") == []


def test_quiet_on_a_client_that_changes_its_address() -> None:
    tries = [failed("user1", i * 30.0, f"203.0.113.{i % 200}") for i in range(400)]
    assert alerts([*known(3), *tries], "login_fanout_network") == []


def test_quiet_on_a_carrier_while_sign_on_is_down() -> None:
    out = [failed(f"user{i % 40}", i * 20.0, f"203.0.113.{i % 60}", reason="idp_unavailable") for i in range(80)]
    later = [entered(f"user{i}", 1900.0 + i * 10, f"203.0.113.{i % 60}") for i in range(40)]
    assert alerts([*known(40), *out, *later], "login_fanout_network", "login_fanout_system") == []


def test_modest_where_all_get_in_after_an_outage_without_a_reason() -> None:
    """Whoever logs in meanwhile and never failed is not named."""
    out = [failed(f"user{i}", i * 30.0, f"203.0.113.{i}", reason="error") for i in range(40)]
    later = [entered(f"user{i}", 1300.0 + i * 10, f"203.0.113.{i % 60}") for i in range(60)]
    for alert in last_versions(alerts([*known(60), *out, *later], "login_fanout_network")).values():
        assert alert.severity != "critical"
        assert set(alert.accounts) <= {f"user{i}" for i in range(40)}


def test_names_first_who_was_entered_though_others_were_so_hours_before() -> None:
    """The attack's own entries are not what is usual there."""
    tries = [failed(f"user{i}", i * 30.0, f"203.0.113.{i % 200}") for i in range(480)]
    entries = [entered(f"user{500 + i}", 200.0 + i * 1800.0, f"203.0.113.{i}") for i in range(8)]
    (alert,) = last_versions(alerts([*known(520), *tries, *entries], "login_fanout_network")).values()
    assert alert.severity == "critical"
    assert set(alert.accounts[:8]) == {f"user{500 + i}" for i in range(8)}


def test_does_not_name_a_customer_on_a_phone_of_his_own_where_the_list_has_few_devices() -> None:
    tries = [failed(f"user{i}", i * 60.0, f"203.0.113.{i % 9}", device=f"box{i % 3}") for i in range(40)]
    thief = entered("user45", 1850.0, "203.0.113.5", device="box1")
    own = [entered("user44", 1800.0, "203.0.113.4", device="phone"), thief]
    (alert,) = last_versions(alerts([*known(50), *tries, *own], "login_fanout_network")).values()
    assert (alert.accounts[0], alert.severity) == ("user45", "critical")
    assert "user44" not in alert.accounts
    assert "2 accounts logged in from such addresses meanwhile (1 on a device that failed on nobody)" in alert.reason
    (alone,) = last_versions(alerts([*known(50), *tries, own[0]], "login_fanout_network")).values()
    assert alone.severity != "critical"
    assert "user44" not in alone.accounts


def test_names_who_got_in_where_devices_tell_nothing() -> None:
    """The list has a device for each account, or some attempts name none."""
    thief = entered("user45", 1850.0, "203.0.113.5", device="box")
    for devices in ([f"d{i}" for i in range(40)], ["box0", *[None] * 39]):
        tries = [failed(f"user{i}", i * 60.0, f"203.0.113.{i % 9}", device=one) for i, one in enumerate(devices)]
        (alert,) = last_versions(alerts([*known(50), *tries, thief], "login_fanout_network")).values()
        assert (alert.accounts[0], alert.severity) == ("user45", "critical")


def test_counts_the_accounts_that_nobody_knows_yet_in_what_it_says() -> None:
    tries = [failed(f"user{i}", i * 60.0, f"203.0.113.{i}") for i in range(30)]
    (alert,) = last_versions(alerts(tries, "login_fanout_network")).values()
    assert (
        "30 accounts failed to log in from 30 addresses of one network, all new to them; all within 60 min"
        in alert.reason
    )
