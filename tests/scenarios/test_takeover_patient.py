"""Scenarios: an account guessed at now and then for two weeks and then entered; and how gravely an entry is told."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

HOME, THIEF, DAY, HOUR = "198.51.100.1", "203.0.113.7", 86_400.0, 3600.0
OWNER: dict[str, Any] = {"device": "laptop", "asn": 64500, "country": "DE", "user_agent": "browser 1"}
STRANGER: dict[str, Any] = {"device": "box", "asn": 64999, "country": "BR", "user_agent": "browser 2"}


def past() -> list[Event]:
    return [entered("alice", -day * DAY, HOME, **OWNER) for day in range(1, 30)]


def guesses(many: int, each_day: int, **fields: Any) -> list[Event]:
    """Return failures from ever other homes, until a day before the entry."""
    return [failed("alice", -DAY - n * DAY / each_day, f"{60 + n}.{n}.7.9", country="VN", asn=60_000 + n,
                   **{name: f"{told}{n}" for name, told in fields.items()}) for n in range(many)]  # fmt: skip


@pytest.mark.parametrize("client", [{"device": "d"}, {"user_agent": "b"}])
def test_fires_on_an_entry_after_two_weeks_of_guesses_with_a_client_for_each(client: dict[str, str]) -> None:
    events = [*past(), *guesses(24, 2, **client), entered("alice", 0, THIEF, **STRANGER)]
    (alert,) = last_versions(alerts(events, "takeover")).values()
    assert "in the two weeks before" in alert.reason
    assert int(alert.signals[0].evidence["clients_failed_in_two_weeks"]) > 12
    assert alerts([*past(), entered("alice", 0, THIEF, **STRANGER)], "takeover") == []


def test_quiet_on_the_owner_who_comes_from_home_meanwhile_and_on_a_new_telephone_there() -> None:
    events = [*past(), *guesses(24, 2, device="d"), entered("alice", 0, HOME, **OWNER),
              entered("alice", HOUR, HOME, **{**OWNER, "device": "phone"})]  # fmt: skip
    assert alerts(events, "takeover") == []


def test_quiet_on_one_client_that_goes_wrong_for_two_weeks_and_on_guesses_of_last_month() -> None:
    broken = [failed("alice", -DAY - n * HOUR * 12, f"{60 + n}.{n}.7.9", device="sync") for n in range(26)]
    journey = entered("alice", 0, THIEF, **STRANGER)
    assert alerts([*past(), *broken, journey], "takeover") == []
    old = [failed("alice", one.time - 15 * DAY, f"{n}.9.9.9", device=one.device)
           for n, one in enumerate(guesses(24, 2, device="d"), 60)]  # fmt: skip
    assert alerts([*past(), *old, journey], "takeover") == []


def test_quiet_on_a_traveller_of_whom_two_lists_had_a_password() -> None:
    events = [*past(), *guesses(2, 1, device="d"), entered("alice", 0, THIEF, **STRANGER)]
    assert alerts(events, "takeover") == []


def reset_abroad(*changes: str, fails: int = 0) -> list[Event]:
    known = [entered("alice", -day * DAY, HOME, **OWNER) for day in (3, 5, 7, 9)]
    tried = [failed("alice", -1000.0 - n, THIEF, **STRANGER) for n in range(fails)]
    reset = event("account.password_reset", "alice", -300.0, ip=THIEF, **STRANGER)
    done = [event(f"account.{what}", "alice", 200.0, ip=THIEF, **STRANGER) for what in changes]
    return [*known, *tried, reset, entered("alice", 0, THIEF, **STRANGER), *done]


def test_who_came_by_a_reset_is_told_as_surely_somebody_else_only_where_all_together_is_grave() -> None:
    """A holiday, a lost telephone: the owner holds his mailbox and sets another. With all locked it is grave."""
    assert alerts(reset_abroad("email_changed"), "takeover") == []
    lock = ("email_changed", "mfa_changed")
    for changes, severity in ((lock, "medium"), ((*lock, "api_key_created"), "critical")):
        (alert,) = last_versions(alerts(reset_abroad(*changes), "takeover")).values()
        assert alert.severity == severity


def test_nor_is_who_comes_from_a_place_as_the_owner_often_does() -> None:
    known = [entered("alice", -day * DAY, f"198.51.{day}.1", **{**OWNER, "device": f"d{day}"}) for day in range(2, 9)]
    phone = {**OWNER, "device": "phone"}
    fails = [failed("alice", -900.0 + n, "198.51.99.1", **phone) for n in range(12)]
    changes = [event(f"account.{what}", "alice", 200.0, ip="198.51.99.1", **phone)
               for what in ("email_changed", "mfa_changed")]  # fmt: skip
    (alert,) = last_versions(alerts([*known, *fails, entered("alice", 0, "198.51.99.1", **phone), *changes],
                                    "takeover")).values()  # fmt: skip
    assert float(alert.signals[0].evidence["novelty_log10"]) < 1.0
    assert alert.severity == "high"
