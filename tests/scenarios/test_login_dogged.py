"""Guessing by hand, from one address, at several accounts; and people who fail there honestly."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, failed, last_versions

NAME, GUESSER, DAY, HOUR = "login_guessing_address", "203.0.113.7", 86_400.0, 3600.0


def owners(number: int) -> list[Event]:
    """Return three logins of each of some owners at home."""
    return [
        entered(f"owner{i}", day * DAY + i, f"198.51.100.{i + 1}", device=f"d{i}") for i in range(number)
        for day in (-3, -2, -1)
    ]  # fmt: skip


def by_turns(number: int, each: int, pause: float = 160.0) -> list[Event]:
    """Return attempts on some owners, one after the other and again."""
    return [
        failed(f"owner{i}", (turn * number + i) * pause, GUESSER, device="other") for turn in range(each)
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_one_who_guesses_by_hand_at_eight_accounts_and_enters_one() -> None:
    guesses = by_turns(8, 13)
    inside = entered("owner3", 8 * 13 * 160.0 + HOUR / 4, GUESSER, device="other")
    (alert,) = last_versions(alerts([*owners(8), *guesses, inside], NAME)).values()
    assert (alert.entity.id, alert.severity, alert.accounts[0]) == (GUESSER, "critical", "owner3")
    assert "104 attempts from one address failed, on 8 accounts that had never been there" in alert.reason
    assert "8 of them 6 times or more each; 1 account logged in" in alert.reason


def test_fires_on_accounts_never_seen_whose_second_factor_is_pressed_until_one_gives_in() -> None:
    """On a site's first day no account is known, and what is sent names no device."""
    prompts = [failed(f"owner{i // 7}", i * 50.0, GUESSER, reason="mfa_failed") for i in range(49)]
    (alert,) = last_versions(alerts([*prompts, entered("owner5", 2100.0, GUESSER)], NAME)).values()
    assert (alert.entity.id, alert.severity, alert.accounts[0]) == (GUESSER, "critical", "owner5")
    assert "49 of the attempts at the second factor: whoever tries has these passwords; 1 account" in alert.reason
    assert alert.suggested_action.startswith("Reset the passwords of all accounts tried, end the sessions")


def test_quiet_on_people_never_seen_who_fail_at_a_carriers_address() -> None:
    """Three who go on and on among nine at most, as on the worst honest day."""
    going_on = [failed(f"old{i % 3}", i * 90.0, GUESSER, reason="mfa_failed") for i in range(36)]
    others = [failed(f"new{i}", i * 300.0, GUESSER) for i in range(6)]
    assert alerts([*going_on, *others], NAME) == []


def test_fires_within_the_hour_whatever_comes_last() -> None:
    guesses = by_turns(6, 7, pause=40.0)
    assert alerts([*owners(6), *guesses], NAME)
    one_by_one = [failed(f"owner{i // 7}", i * 40.0, GUESSER, device="other") for i in range(42)]
    assert alerts([*owners(6), *one_by_one], NAME)


def test_quiet_on_eight_who_fail_five_times_and_on_four_who_go_on() -> None:
    """A hotel's guests who type old passwords; a household of four that lost its note."""
    assert alerts([*owners(8), *by_turns(8, 5, pause=60.0)], NAME) == []
    assert alerts([*owners(8), *by_turns(4, 30), *by_turns(8, 1, pause=60.0)], NAME) == []


def test_quiet_on_a_carriers_address_where_some_go_on_and_on() -> None:
    """Hundreds log in there for the first time each hour: some fail six times, as they do everywhere."""
    there = [entered(f"guest{i}", i * 40.0, GUESSER, device=f"g{i}") for i in range(-1500, 0)]
    known = [event("account.login", f"guest{i}", i * 40.0 - 5 * DAY, outcome="success", ip=f"10.0.{i & 255}.{i % 7}")
             for i in range(-1500, 0)]  # fmt: skip
    assert alerts([*known, *owners(6), *there, *by_turns(6, 7, pause=90.0)], NAME) == []
