"""Probing for accounts from one address."""

from __future__ import annotations

from tests.support.scenario import alerts, entered, failed, last_versions

PROBER, OFFICE = "203.0.113.7", "198.51.100.1"


def test_fires_on_a_list_of_names() -> None:
    events = [failed(f"name{i}", i * 20.0, PROBER, reason="unknown_user") for i in range(10)]
    (alert,) = last_versions(alerts(events, "user_enumeration")).values()
    assert (alert.entity.type, alert.entity.id) == ("ip", PROBER)
    assert alert.accounts_total == 10


def test_fires_on_a_patient_list() -> None:
    events = [failed(f"name{i}", i * 400.0, PROBER, reason="unknown_user") for i in range(12)]
    assert alerts(events, "user_enumeration")


def test_quiet_on_somebody_who_mistypes_a_name() -> None:
    events = [failed(f"jsmit{c}", i * 15.0, OFFICE, reason="unknown_user") for i, c in enumerate("jgy")]
    assert alerts([*events, entered("jsmith", 60.0, OFFICE)], "user_enumeration") == []


def test_quiet_on_one_name_tried_again_and_again() -> None:
    events = [failed("printer", i * 5.0, OFFICE, reason="unknown_user") for i in range(400)]
    assert alerts(events, "user_enumeration") == []


def test_quiet_on_wrong_passwords() -> None:
    assert alerts([failed(f"user{i}", i * 20.0, PROBER) for i in range(10)], "user_enumeration") == []
