"""An account that somebody aims at, or accounts of one thief, are an alert beside a list that was tried on all."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest

from pipeline.campaigns.board import Board
from pipeline.campaigns.crowd import seconds
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names

SITE: dict[str, Any] = {"entity": "site:*", "detector": "login_site_slow"}
TRIED = names("w", 500)


def counted(one: Finding, **evidence: float) -> Finding:
    """Return a finding whose detector tells what it counted."""
    (signal, *_) = one.alert.signals
    signals = [msgspec.structs.replace(signal, evidence={**signal.evidence, **evidence})]
    return msgspec.structs.replace(one, alert=msgspec.structs.replace(one.alert, signals=signals))


def stuffing(hours: float = 9, each: float = 1.2) -> Finding:
    """Return a list of 500 accounts, tried so many times each over the whole site."""
    return counted(finding("list", 0, hours * HOUR, TRIED, **SITE), events=500 * each)


def guessed(name: str, tries: int, at: float, hours: float = 0.3) -> Finding:
    """Return an account that was tried so often."""
    one = finding(f"guess-{name}", at, at + hours * HOUR, [name], entity=f"account:{name}", detector="login_guessing")
    return counted(one, count_in_window=tries, window_s=86_400)


def taken(name: str, at: float, device: str = "", *, reset: bool = False) -> Finding:
    """Return an account that was entered and changed, where it was `reset` with a password set anew."""
    one = finding(f"taken-{name}", at, at + 300, [name], entity=f"account:{name}", detector="takeover",
                  ties=(f"device:{device}",) if device else ())  # fmt: skip
    return counted(one, new_address=1, reset_before=int(reset))


def campaigns(*findings: Finding) -> set[frozenset[str]]:
    board = Board(10_000.0, 2.5, HOUR)
    for one in findings:
        board.put(one)
    return set(board.campaigns(board.found))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["w7", "stranger"])
def test_an_account_guessed_and_taken_while_a_list_is_tried_is_an_alert_of_its_own(name: str, seed: int) -> None:
    """Whether the list has it or not."""
    parts = [stuffing(), guessed(name, 240, 3 * HOUR), taken(name, 3.4 * HOUR)]
    Random(seed).shuffle(parts)
    assert campaigns(*parts) == {frozenset({"list"}), frozenset({f"guess-{name}", f"taken-{name}"})}


def test_an_account_guessed_at_for_days_is_none_of_those_entered_in_a_lists_pauses() -> None:
    """Three others were, each from a place of its own, and stay with it."""
    long = guessed("w7", 50, 5 * HOUR, 120)
    entered = [taken(f"w{n}", (10 + n) * HOUR) for n in (1, 2, 3)]
    old = finding("old", -20 * 24 * HOUR, -20 * 24 * HOUR + HOUR, names("x", 30), **SITE)
    assert campaigns(old, stuffing(), long, *entered) == {
        frozenset({"old"}), frozenset({"list", "taken-w1", "taken-w2", "taken-w3"}), frozenset({"guess-w7"}),
    }  # fmt: skip


def test_an_account_on_which_the_list_has_a_few_passwords_is_a_part_of_it() -> None:
    assert len(campaigns(stuffing(), guessed("w7", 8, 3 * HOUR), taken("w7", 3.4 * HOUR))) == 1
    assert len(campaigns(stuffing(each=30), guessed("w7", 60, 3 * HOUR))) == 1


def test_a_thiefs_accounts_one_of_which_a_list_was_tried_on_are_an_alert_of_their_own() -> None:
    """Seven on one device, hours after the list, and one of them while it was tried."""
    at = [8.5 * HOUR, *[(13 + n) * HOUR for n in range(6)]]
    thief = [taken(f"w{n}", time, "box") for n, time in enumerate(at)]
    assert campaigns(stuffing(), *thief) == {frozenset({"list"}), frozenset(f"taken-w{n}" for n in range(7))}


def test_accounts_of_one_device_that_were_entered_while_a_list_was_tried_are_a_part_of_it() -> None:
    thief = [taken(f"w{n}", (1 + n) * HOUR, "box") for n in range(4)]
    assert len(campaigns(stuffing(), *thief, taken("w9", 12 * HOUR, "box"))) == 1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["w7", "stranger"])
def test_an_account_entered_by_a_reset_while_passwords_are_tried_is_an_alert_of_its_own(name: str, seed: int) -> None:
    """Its owner, who mistyped meanwhile, or somebody who has the mailbox; one entered without is the list's."""
    parts = [stuffing(), taken(name, 3.4 * HOUR, reset=True), taken("w8", 3.5 * HOUR)]
    Random(seed).shuffle(parts)
    assert campaigns(*parts) == {frozenset({"list", "taken-w8"}), frozenset({f"taken-{name}"})}


def test_accounts_entered_by_resets_are_a_part_of_the_resets_on_a_list_and_of_what_came_from_one_device() -> None:
    asked: dict[str, Any] = {"entity": "ip:203.0.113.7", "detector": "reset_enumeration"}
    resets = finding("resets", 0, 2 * HOUR, names("w", 40), **asked)
    assert len(campaigns(resets, taken("w7", HOUR, reset=True))) == 1
    thief = [taken(f"w{n}", (1 + n) * HOUR, "box", reset=n == 2) for n in range(4)]
    assert len({one for one in campaigns(stuffing(), *thief) if "taken-w2" in one and "taken-w1" in one}) == 1


@pytest.mark.parametrize("name", ["w7", "stranger"])
def test_an_account_guessed_at_for_two_weeks_and_then_taken_is_no_part_of_one_nights_list(name: str) -> None:
    """By a client or two in each night; but a list that was tried for as many days may have tried it all that time."""
    patient = counted(taken(name, 3.4 * HOUR), clients_failed_in_two_weeks=25)
    assert campaigns(stuffing(), patient) == {frozenset({"list"}), frozenset({f"taken-{name}"})}
    assert len(campaigns(stuffing(hours=60), patient)) == 1


def told(one: Finding, **evidence: str | float) -> Finding:
    """Return a finding with more evidence."""
    one.alert.signals[0].evidence |= evidence
    return one


def test_an_account_taken_from_another_provider_than_that_of_the_whole_list_shares_but_the_night() -> None:
    """Where the list has tried the account, he has the password from there, wherever he comes from then."""
    night = told(stuffing(), providers="AS9009: 580, AS1: 2")
    assert campaigns(night, told(taken("stranger", 3.4 * HOUR), provider="AS5089")) == {
        frozenset({"list"}), frozenset({"taken-stranger"}),
    }  # fmt: skip
    assert len(campaigns(night, told(taken("w7", 3.4 * HOUR), provider="AS5089"))) == 1
    assert len(campaigns(night, told(taken("stranger", 3.4 * HOUR), provider="AS9009"))) == 1
    some = told(stuffing(), providers="AS9009: 300")  # the others came from anywhere
    assert len(campaigns(some, told(taken("stranger", 3.4 * HOUR), provider="AS5089"))) == 1


@pytest.mark.parametrize(("met", "parts"), [(names("w", 40), 1), (names("w", 160)[100:140], 2)])
def test_an_address_that_tries_many_is_part_of_a_patient_list_only_by_what_was_tried_in_its_hour(
    met: list[str], parts: int
) -> None:
    """It meets some of any list's accounts: forty that this one tried in that hour, or as many of the hours before."""
    seen = {name: 15.2 * HOUR if number < 40 else number / 10 * HOUR for number, name in enumerate(names("w", 160))}
    slow = finding("slow", 0, 16 * HOUR, list(seen), entity="site:*", detector="login_agent")
    slow.since[:] = seconds(slow.crowd, [seen], 0.0)
    loud = finding("loud", 15 * HOUR, 15.7 * HOUR, [*met, *names("x", 280)], entity="ip:198.51.100.37")
    assert len(campaigns(slow, loud)) == parts


def days_of_strangers(entered: int, days: float = 6) -> Finding:
    """Return what was seen of logins from abroad for days: the first accounts are named as got into."""
    return msgspec.structs.replace(
        finding("abroad", 0, days * 24 * HOUR, TRIED, entity="site:*", detector="login_site_abroad"), entered=entered
    )


def test_an_account_entered_in_days_of_strangers_is_a_part_of_them_only_where_they_tell_of_it() -> None:
    first, other = taken("w0", 30 * HOUR), taken("w450", 80 * HOUR)
    alone = {frozenset({"abroad", "taken-w0"}), frozenset({"taken-w450"})}
    assert campaigns(days_of_strangers(2), first, other) == alone
    assert len(campaigns(days_of_strangers(0), other)) == 1  # it says of nobody who got in
    assert len(campaigns(days_of_strangers(2, days=0.5), taken("w450", 2 * HOUR))) == 1


def test_a_list_of_names_that_do_not_exist_is_beside_an_account_that_is_guessed_at() -> None:
    """Whoever tries such names is told with no account, for a worker to count by."""
    unknown = counted(finding("names", 0, HOUR, [], detector="user_enumeration"), events=900)
    for order in (1, -1):
        parts = [unknown, guessed("w7", 240, 600.0)][::order]
        assert campaigns(*parts) == {frozenset({"names"}), frozenset({"guess-w7"})}
