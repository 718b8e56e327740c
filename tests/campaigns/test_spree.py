"""Accounts with nothing in common are one attacker's where there are many more of them than ever; else each its own."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from pipeline.campaigns.board import Board
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names

DAY = 24 * HOUR
CARDS: dict[str, Any] = {"detector": "card_testing", "policy": "payment_fraud"}


def cheat(number: int, at: float, **fields: Any) -> Finding:
    """Return a new account that tries cards, from a device and an address of its own."""
    name = f"t{number}"
    facts: dict[str, Any] = {**CARDS, "entity": f"account:{name}", "ties": (f"device:d{number}",), **fields}
    return finding(name, at, at + 1500, [name], **facts)


def some(count: int, gap: float, start: float = 20 * DAY, **fields: Any) -> list[Finding]:
    return [cheat(n, start + n * gap, **fields) for n in range(count)]


def old(days: float, gap: float) -> list[Finding]:
    """Return what the site saw before: of another kind, by which it is known, and testers every `gap`."""
    site = finding("old", 0, HOUR, names("x", 30), entity="site:*", detector="login_site")
    return [site, *(cheat(900 + n, n * gap) for n in range(1, int(days * DAY / gap)))]


def campaigns(*findings: Finding) -> set[frozenset[str]]:
    """Return the campaigns of those found last."""
    board = Board(10_000.0, 2.5, HOUR)
    for one in findings:
        board.put(one)
    return {
        group for group in board.campaigns(board.found) if any(name in {f"t{n}" for n in range(50)} for name in group)
    }


@pytest.mark.parametrize("seed", range(4))
def test_testers_within_hours_on_a_site_that_knows_none_are_one_alert_in_any_order(seed: int) -> None:
    rng = Random(seed)
    parts = [*old(20, 19 * DAY), *some(7, rng.uniform(0.5, 3) * HOUR)]
    rng.shuffle(parts)
    assert campaigns(*parts) == {frozenset(f"t{n}" for n in range(7))}


def test_testers_who_keep_working_days_are_one_alert() -> None:
    days = [cheat(5 * day + n, (20 + day) * DAY + (9 + n) * HOUR) for day in range(3) for n in range(5)]
    assert campaigns(*old(20, 19 * DAY), *days) == {frozenset(f"t{n}" for n in range(15))}


def test_where_such_accounts_come_all_the_time_each_is_an_alert() -> None:
    assert len(campaigns(*old(20, 6 * HOUR), *some(7, 2 * HOUR))) == 7


def test_two_are_a_coincidence_and_so_is_one_a_day() -> None:
    assert len(campaigns(*old(20, 19 * DAY), *some(2, HOUR))) == 2
    assert len(campaigns(*old(20, 19 * DAY), *some(5, DAY))) == 5


def test_on_a_site_that_nobody_knows_yet_nothing_is_unusual() -> None:
    assert len(campaigns(*some(7, 2 * HOUR, start=0.0))) == 7


def taken(number: int, at: float, *changed: str, **fields: Any) -> Finding:
    """Return an account that was entered from a place of its own, and what was changed there."""
    facts: dict[str, Any] = {"detector": "takeover", "policy": "account_security", **fields}
    found = cheat(number, at, **facts)
    found.alert.signals[0].evidence |= {"new_address": 1, **dict.fromkeys(changed, 1)}
    return found


BOTH = "email_changed", "mfa_changed"


def test_orders_to_a_model_are_one_alert_where_nobody_gives_them_else() -> None:
    order: dict[str, Any] = {"detector": "prompt_attack", "policy": "prompt_attack"}
    assert len(campaigns(*old(20, 19 * DAY), *some(9, 4 * HOUR, **order))) == 1
    daily = [cheat(900 + n, n * 12 * HOUR, **order) for n in range(1, 40)]
    assert len(campaigns(*old(20, 19 * DAY), *daily, *some(9, 4 * HOUR, **order))) == 9
    spam: dict[str, Any] = {"detector": "spam_text", "policy": "spam"}
    assert len(campaigns(*old(20, 19 * DAY), *some(9, 4 * HOUR, **spam))) == 9


def letters(detector: str, count: int = 7) -> list[Finding]:
    """Return what was found of newcomers who write to strangers, half an hour after one another."""
    return some(count, HOUR / 2, detector=detector, policy="spam")


@pytest.mark.parametrize("detector", ["first_contacts", "first_contacts_day", "leads_scattered"])
def test_newcomers_who_write_to_strangers_are_one_alert_where_nobody_does_else(detector: str) -> None:
    assert campaigns(*old(20, 19 * DAY), *letters(detector)) == {frozenset(f"t{n}" for n in range(7))}


def test_who_writes_one_text_to_many_is_an_alert_each_and_so_are_two_or_where_they_come_all_the_time() -> None:
    before = [cheat(900 + n, n * 6 * HOUR, detector="posting_burst", policy="spam") for n in range(1, 80)]
    assert len(campaigns(*old(20, 19 * DAY), *letters("mass_contact"))) == 7
    assert len(campaigns(*old(20, 19 * DAY), *letters("first_contacts", 2))) == 2
    assert len(campaigns(*before, *letters("first_contacts"))) == 7


@pytest.mark.parametrize("seed", range(4))
def test_accounts_in_which_the_same_was_changed_are_one_alert_in_any_order(seed: int) -> None:
    rng = Random(seed)
    wave = [taken(n, 20 * DAY + n * 9 * HOUR, *BOTH) for n in range(7)]
    grown = [taken(n, 20 * DAY + n * 9 * HOUR, *BOTH[:1]) for n in range(7)]  # as told first, of some
    parts = [*old(20, 19 * DAY), *wave]
    rng.shuffle(parts)
    assert campaigns(*rng.sample(grown, 4), *parts) == {frozenset(f"t{n}" for n in range(7))}


def test_accounts_in_which_nothing_was_changed_yet_are_one_alert_if_each_was_entered_from_somewhere_new() -> None:
    travel = [taken(n, 20 * DAY + n * 3 * HOUR, detector="impossible_travel") for n in range(5)]
    assert len(campaigns(*old(20, 19 * DAY), *travel)) == 1
    posts = [taken(n, 20 * DAY + n * DAY, detector="posting_elsewhere") for n in range(4)]
    for one in posts:  # abroad, on whichever address
        one.alert.signals[0].evidence |= {"new_address": 0, "new_country": 1}
    assert len(campaigns(*old(20, 19 * DAY), *posts)) == 1
    assert len(campaigns(*old(20, 19 * DAY), *travel[:2], *posts[2:])) == 4  # two of either kind


def test_one_that_was_guessed_is_not_of_those_whose_passwords_were_known() -> None:
    phished = [taken(n, 20 * DAY + n * 3 * HOUR, *BOTH) for n in range(4)]
    guessed = taken(4, 20 * DAY + 4.5 * HOUR, *BOTH)
    guessed.alert.signals[0].evidence["failures_before"] = 60
    assert campaigns(*old(20, 19 * DAY), *phished, guessed) == {frozenset({"t0", "t1", "t2", "t3"}), frozenset({"t4"})}


def test_who_moved_abroad_is_none_of_those_entered_at_their_own_provider() -> None:
    near = [taken(n, 20 * DAY + n * 3 * HOUR, *BOTH) for n in range(4)]
    moved = taken(4, 20 * DAY + 4.5 * HOUR, *BOTH)
    moved.alert.signals[0].evidence["new_country"] = 1
    assert campaigns(*old(20, 19 * DAY), *near, moved) == {frozenset({"t0", "t1", "t2", "t3"}), frozenset({"t4"})}


def on_one_device(number: int, at: float) -> Finding:
    return taken(number, at, *BOTH, ties=(f"device:d{number}", "device:thief"))


@pytest.mark.parametrize("seed", range(3))
def test_an_owner_who_does_the_same_is_no_part_of_accounts_that_one_device_joins(seed: int) -> None:
    """By hand: a dozen on one telephone are one thief's, he and an owner two; with two more they are a spree."""
    rng, joined = Random(seed), {f"t{n}" for n in range(12)}
    parts = [*old(20, 19 * DAY), *[on_one_device(n, 20 * DAY + n * 2 * HOUR) for n in range(12)]]
    owner, others = taken(20, 21 * DAY, *BOTH), [taken(n, 20.5 * DAY + n * HOUR / 4, *BOTH) for n in (21, 22)]
    rng.shuffle(parts)
    assert campaigns(*parts, owner) == {frozenset(joined), frozenset({"t20"})}
    assert campaigns(*parts, owner, *others) == {frozenset({*joined, "t20", "t21", "t22"})}


def test_a_new_card_is_no_other_way_in() -> None:
    ways = [BOTH, (*BOTH, "payment"), BOTH]
    found = campaigns(*old(20, 19 * DAY), *[taken(n, 20 * DAY + n * HOUR, *way) for n, way in enumerate(ways)])
    assert found == {frozenset({"t0", "t1", "t2"})}


def test_accounts_changed_in_other_ways_or_days_apart_or_two_or_as_usual_are_alerts_each() -> None:
    ways = [BOTH, BOTH[:1], BOTH[1:], ("api_key_created",), ("email_changed", "payment")]
    assert len(campaigns(*old(20, 19 * DAY), *[taken(n, 20 * DAY + n * HOUR, *way) for n, way in enumerate(ways)])) == 5
    assert len(campaigns(*old(20, 19 * DAY), *[taken(n, (20 + 1.6 * n) * DAY, *BOTH) for n in range(5)])) == 5
    assert len(campaigns(*old(20, 19 * DAY), *[taken(n, 20 * DAY + n * HOUR, *BOTH) for n in range(2)])) == 2
    before = [taken(900 + n, n * DAY, *BOTH) for n in range(1, 20)]
    assert (
        len(campaigns(*old(20, 19 * DAY), *before, *[taken(n, 20 * DAY + n * 3 * HOUR, *BOTH) for n in range(5)])) == 5
    )


def test_what_is_counted_is_what_was_changed_in_the_end() -> None:
    board = Board(10_000.0, 2.5, HOUR)
    board.put(taken(1, 0.0))
    board.put(taken(1, 0.0, *BOTH))
    counted = {kind for kind, slots in board.beginnings.slots.items() if any(slots.values())}
    assert counted == {f"account_security{kind}" for kind in ("", " alone", " taken email_changed mfa_changed")}


def test_accounts_of_an_attack_on_the_whole_site_do_not_bring_the_rest_of_a_spree_into_it() -> None:
    at = 20 * DAY
    site = finding("t40", at, at + HOUR, names("x", 30), entity="site:*", detector="login_site",
                   policy="account_security")  # fmt: skip
    spree = [taken(n, at + n * 30 * HOUR, *BOTH) for n in range(5)]  # the first during the hour
    found = campaigns(*old(20, 19 * DAY), site, *spree)
    assert found == {frozenset({"t40", "t0"}), frozenset({"t1", "t2", "t3", "t4"})}


def test_accounts_taken_over_are_no_spree_where_nothing_shows_that_somebody_came_in() -> None:
    stolen: dict[str, Any] = {"detector": "takeover", "policy": "account_security"}
    assert len(campaigns(*old(20, 19 * DAY), *some(5, 2 * HOUR, **stolen))) == 5


FARM: dict[str, Any] = {"detector": "signup_device_slow", "policy": "fake_accounts"}


def phones(count: int, gap: float, kind: str = "device", **fields: Any) -> list[Finding]:
    """Return phones, begun one after the other, on each of which a dozen accounts of its own are made in two days."""
    facts: dict[str, Any] = {**FARM, **fields}
    starts = [20 * DAY + n * gap for n in range(count)]
    return [finding(f"t{n}", at, at + 2 * DAY, names(f"f{n}-", 12), entity=f"{kind}:p{n}", **facts)
            for n, at in enumerate(starts)]  # fmt: skip


def earlier(gap: float) -> list[Finding]:
    """Return what the site saw before, among it such phones every `gap`."""
    many = [finding(f"o{n}", n * gap, n * gap + HOUR, names(f"o{n}-", 12), entity=f"device:o{n}", **FARM)
            for n in range(1, int(20 * DAY / gap))]  # fmt: skip
    return [*old(20, 19 * DAY)[:1], *many]


def test_phones_of_a_farm_within_days_on_a_site_that_knows_none_are_one_alert() -> None:
    assert campaigns(*earlier(19.5 * DAY), *phones(3, 1.5 * DAY)) == {frozenset({"t0", "t1", "t2"})}
    cards = phones(4, DAY, "card", detector="card_sharing", policy="payment_fraud")
    assert len(campaigns(*earlier(19.5 * DAY), *cards[::-1])) == 1


def test_phones_that_are_two_or_come_all_the_time_or_are_told_by_different_detectors_are_alerts_each() -> None:
    assert len(campaigns(*earlier(19.5 * DAY), *phones(2, DAY))) == 2
    assert len(campaigns(*earlier(2 * DAY), *phones(4, 1.5 * DAY))) == 4
    other = phones(3, 1.5 * DAY)[2:], phones(2, 1.5 * DAY, detector="quota_cycling_slow", policy="api_abuse")
    assert len(campaigns(*earlier(19.5 * DAY), *other[0], *other[1])) == 3
    entered = phones(4, DAY, detector="entry_fanout", policy="account_security")
    assert len(campaigns(*earlier(19.5 * DAY), *entered)) == 4


PATIENT: dict[str, Any] = {"detector": "login_guessing_address", "policy": "account_security"}


def lists(count: int, gap: float = HOUR, lasted: float = DAY, tried: int = 60, **fields: Any) -> list[Finding]:
    """Return addresses, begun one after the other, from each of which accounts of its own are tried now and then."""
    starts, facts = [20 * DAY + n * gap for n in range(count)], {**PATIENT, **fields}
    return [finding(f"t{n}", at, at + lasted, names(f"f{n}-", tried), entity=f"ip:203.0.{n}.7", **facts)
            for n, at in enumerate(starts)]  # fmt: skip


def lists_before(gap: float) -> list[Finding]:
    """Return what the site saw before, among it such addresses every `gap`."""
    many = [finding(f"o{n}", n * gap, n * gap + DAY, names(f"o{n}-", 60), entity=f"ip:198.51.{n}.9", **PATIENT)
            for n in range(1, int(20 * DAY / gap))]  # fmt: skip
    return [*old(20, 19 * DAY)[:1], *many]


def test_addresses_from_which_a_list_is_tried_by_turns_on_a_site_that_knows_none_are_one_alert() -> None:
    assert campaigns(*lists_before(15 * DAY), *lists(3)) == {frozenset({"t0", "t1", "t2"})}
    assert len(campaigns(*lists_before(15 * DAY), *lists(5, 4 * HOUR)[::-1])) == 1


def test_addresses_that_are_two_or_usual_or_after_each_other_or_at_other_paces_or_loud_are_alerts_each() -> None:
    assert len(campaigns(*lists_before(15 * DAY), *lists(2))) == 2
    assert len(campaigns(*lists_before(2 * DAY), *lists(4))) == 4
    assert len(campaigns(*lists_before(15 * DAY), *lists(4, 8 * HOUR))) == 4
    assert len(campaigns(*lists_before(15 * DAY), *lists(4, 2 * HOUR, lasted=HOUR))) == 4
    assert len(campaigns(*lists_before(15 * DAY), *lists(2), lists(3, tried=400)[2])) == 3
    assert len(campaigns(*lists_before(15 * DAY), *lists(4, 2 * HOUR, detector="login_fanout"))) == 4


def fast(count: int) -> list[Finding]:
    """Return phones on each of which thirty accounts are made within the hour, one night."""
    at = 23.4 * DAY
    return [finding(f"t{30 + n}", at + n * 60, at + HOUR, names(f"fast{n}-", 30), entity=f"device:q{n}",
                    **FARM) for n in range(count)]  # fmt: skip


def test_phones_of_two_farms_at_different_paces_are_two_alerts() -> None:
    slow, quick = {f"t{n}" for n in range(5)}, {f"t{30 + n}" for n in range(4)}
    assert campaigns(*earlier(19.5 * DAY), *phones(5, DAY), *fast(4)) == {frozenset(slow), frozenset(quick)}


def test_a_farm_that_was_too_many_at_first_stays_one_alert_when_it_slows_down() -> None:
    later = [finding(f"t{n}", (12 + 2.5 * n) * DAY, (14 + 2.5 * n) * DAY, names(f"f{n}-", 12), entity=f"device:p{n}",
                     **FARM) for n in range(4, 9)]  # fmt: skip
    assert len(campaigns(*earlier(9.5 * DAY), *phones(4, 0.5 * DAY), *later)) == 1
    assert len(campaigns(*earlier(9.5 * DAY), *later)) == 5
