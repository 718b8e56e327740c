"""An attack on the whole site that pauses is one alert; what has nothing to do with it is none of its parts."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from pipeline.campaigns.board import Board
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names

SITE: dict[str, Any] = {"entity": "site:*", "detector": "login_site_slow"}


def episode(number: int, at: float, hours: float = 3.0, size: int = 60, **fields: Any) -> Finding:
    """Return what is seen of the whole site while an attack is loud enough; each on accounts of its own."""
    facts = {**SITE, **fields}
    return finding(f"wave{number}", at, at + hours * HOUR, names(f"w{number}_", size), **facts)


def campaigns(*findings: Finding) -> list[set[str]]:
    board = Board(10_000.0, 2.5, HOUR)
    for one in findings:
        board.put(one)
    return [set(group) for group in board.campaigns(board.found)]


@pytest.mark.parametrize("seed", range(4))
def test_a_slow_spray_over_five_days_is_one_alert_in_any_order(seed: int) -> None:
    rng, at, parts = Random(seed), 0.0, list[Finding]()
    for number in range(12):
        hours = rng.uniform(1, 12)
        parts.append(episode(number, at, hours, round(18 * hours)))
        at += (hours + rng.uniform(1.2, 20)) * HOUR
    rng.shuffle(parts)
    assert len(campaigns(*parts)) == 1


def test_two_sprays_three_days_apart_are_two_and_so_are_a_loud_and_a_quiet_one() -> None:
    assert len(campaigns(episode(0, 0.0), episode(1, 72 * HOUR))) == 2
    assert len(campaigns(episode(0, 0.0), episode(1, 12 * HOUR, size=600))) == 2


def test_other_detectors_and_other_kinds_of_abuse_go_on_by_themselves() -> None:
    assert len(campaigns(episode(0, 0.0), episode(1, 12 * HOUR, detector="card_testing_site"))) == 2
    cards: dict[str, Any] = {"detector": "card_testing_site", "policy": "payment_fraud"}
    assert len(campaigns(episode(0, 0.0, **cards), episode(1, 12 * HOUR, **cards))) == 2


@pytest.mark.parametrize(("program", "days", "alerts"), [("Chrome 90.0", 2, 1), ("Chrome 91.0", 2, 2),
                                                         ("Chrome 90.0", 4, 2), ("", 2, 2)])  # fmt: skip
def test_lists_tried_with_one_program_within_days_are_one_alert(program: str, days: int, alerts: int) -> None:
    first, other = (episode(n, n * (days * 24.0 + 3.0) * HOUR, size=60 * (1 + 9 * n), detector="login_agent")
                    for n in range(2))  # fmt: skip
    first.alert.signals[0].evidence["program"] = "Chrome 90.0" if program else ""
    other.alert.signals[0].evidence["program"] = program
    assert len(campaigns(first, other)) == len(campaigns(other, first)) == alerts


def test_a_minute_that_is_loud_within_a_patient_attack_is_a_part_of_it_if_its_accounts_are() -> None:
    """Of a thousand accounts a part is kept; that another is attacked so at the same time is hardly ever so."""
    patient = episode(0, 0.0, 27.0, 1200)
    loud = finding("loud", 6 * HOUR, 6.3 * HOUR, names("w0_", 17), entity="site:*", detector="login_site")
    assert len(campaigns(patient, loud)) == 1
    other = finding("loud", 6 * HOUR, 6.3 * HOUR, names("o", 17), entity="site:*", detector="login_site")
    assert len(campaigns(patient, other)) == 2


def test_what_belongs_to_one_episode_belongs_to_all() -> None:
    """An address that tried most of an episode's accounts, as found after the next."""
    place = finding("place", HOUR, 2 * HOUR, names("w0_", 40), entity="ip:192.0.2.7")
    assert campaigns(episode(0, 0.0), episode(1, 12 * HOUR), place) == [{"wave0", "wave1", "place"}]


def test_a_place_a_few_of_whose_accounts_were_tried_as_well_is_no_part_of_it() -> None:
    """Who tries a third of all customers tries some of those that somebody else has entered."""
    crowd = [*names("w0_", 3), *names("victim", 11)]
    place = finding("kit", 1000, 5 * HOUR, crowd, entity="ip:192.0.2.7", detector="entry_fanout")
    assert campaigns(episode(0, 0.0), place) == [{"kit"}, {"wave0"}]


@pytest.mark.parametrize(("shared", "joined"), [(5, True), (1, False)])
def test_what_was_seen_of_the_whole_site_for_a_minute_is_part_of_the_loud_place_that_it_came_from(
    shared: int, joined: bool
) -> None:
    """Of 17 accounts seen of the whole site 5 were tried from an address that tried 190 in two hours."""
    minute = finding("minute", HOUR, HOUR + 60, names("s", 17), entity="site:*", detector="login_site")
    place = finding("place", 0, 2 * HOUR, [*names("s", shared), *names("t", 190 - shared)], entity="ip:192.0.2.7")
    assert (len(campaigns(minute, place)) == 1) is joined


@pytest.mark.parametrize(("after", "joined"), [(60.0, True), (3 * HOUR, True), (30 * HOUR, False), (-500.0, False)])
def test_an_account_of_the_crowd_that_abuses_something_else_is_a_part_if_it_does_so_soon(
    after: float, joined: bool
) -> None:
    wave = episode(0, 0.0, 40.0, 180)
    wave.since = [600] * len(wave.crowd)
    cards = finding("cards", 600 + after, 90 * HOUR, ["w0_7"], entity="account:w0_7", detector="card_testing_slow",
                    policy="payment_fraud")  # fmt: skip
    assert (len(campaigns(wave, cards)) == 1) is joined


DAY = 24 * HOUR


def stolen(number: int, at: float, **fields: Any) -> Finding:
    """Return an account that was entered at the first attempt: none of the crowd's."""
    facts: dict[str, Any] = {"detector": "takeover", "severity": "critical", **fields}
    return finding(f"s{number}", at, at + 60, [f"s{number}"], entity=f"account:s{number}", **facts)


def known(days: int, thefts: int) -> list[Finding]:
    """Return what the site saw in the weeks before: it has been known for so long, and accounts were taken over."""
    past = finding("past", -days * DAY, -days * DAY + HOUR, names("p", 40), entity="device:p", policy="fake_accounts")
    return [past, *(stolen(100 + n, -days * DAY * n / thefts) for n in range(1, thefts))]


def mine(groups: list[set[str]]) -> set[frozenset[str]]:
    return {frozenset(group) for group in groups if any(name in {f"s{n}" for n in range(9)} for name in group)}


@pytest.mark.parametrize("seed", range(3))
def test_accounts_entered_in_the_pauses_of_an_attack_are_its_own_in_any_order(seed: int) -> None:
    rng = Random(seed)
    wave = [episode(n, n * 14 * HOUR) for n in range(5)]
    parts = [*known(20, 1), *wave, *(stolen(n, (8 + 9 * n) * HOUR) for n in range(6))]
    rng.shuffle(parts)
    assert mine(campaigns(*parts)) == {frozenset([*(f"wave{n}" for n in range(5)), *(f"s{n}" for n in range(6))])}


def test_where_accounts_are_taken_over_all_the_time_or_few_are_each_is_an_alert() -> None:
    wave = [episode(n, n * 14 * HOUR) for n in range(5)]
    late = [stolen(n, (8 + 14 * n) * HOUR) for n in range(5)]
    assert len(mine(campaigns(*known(20, 20), *wave, *late))) == 5
    assert len(mine(campaigns(*known(20, 1), *wave, *late[:2]))) == 2


def test_accounts_that_one_device_entered_stay_with_it() -> None:
    wave = [episode(n, n * 14 * HOUR) for n in range(5)]
    accounts = [stolen(n, (8 + 9 * n) * HOUR, ties=("device:thief",)) for n in range(5)]
    thief = finding("thief", 8 * HOUR, 50 * HOUR, [f"s{n}" for n in range(5)], entity="device:thief",
                    detector="entry_fanout_device")  # fmt: skip
    assert mine(campaigns(*known(20, 1), *wave, *accounts, thief)) == {
        frozenset(["thief", *(f"s{n}" for n in range(5))])
    }


def evening(count: int, at: float, apart: float) -> list[Finding]:
    """Return accounts taken one after the other, in each of which the address of its mail was changed."""
    taken = [stolen(n, at + n * apart) for n in range(count)]
    for one in taken:
        one.alert.signals[0].evidence.update(new_address=1, email_changed=1)
    return taken


@pytest.mark.parametrize("seed", range(3))
def test_accounts_taken_in_one_evening_of_a_list_that_is_tried_for_days_are_an_alert_of_their_own(seed: int) -> None:
    wave = [episode(n, n * 14 * HOUR, 11.0, 300) for n in range(5)]
    parts = [*known(20, 1), *wave, *evening(7, 30 * HOUR, 0.8 * HOUR)]
    Random(seed).shuffle(parts)
    assert mine(campaigns(*parts)) == {frozenset(f"s{n}" for n in range(7))}


@pytest.mark.parametrize(("at", "apart"), [(3 * HOUR, 9 * HOUR), (9 * HOUR, 4 * HOUR)])
def test_accounts_taken_in_one_way_all_through_a_list_are_what_it_got_into(at: float, apart: float) -> None:
    wave = [episode(n, n * 14 * HOUR, 11.0, 300) for n in range(5)]
    assert mine(campaigns(*known(20, 1), *wave, *evening(7, at, apart))) == {
        frozenset([*(f"wave{n}" for n in range(5)), *(f"s{n}" for n in range(7))])
    }


def test_accounts_taken_one_after_the_other_in_a_night_that_a_list_takes_are_what_it_got_into() -> None:
    night = episode(0, 0.0, 9.0, 600)
    assert mine(campaigns(*known(20, 1), night, *evening(5, 3 * HOUR, HOUR))) == {
        frozenset(["wave0", *(f"s{n}" for n in range(5))])
    }


@pytest.mark.parametrize(("area", "joined"), [("payment_fraud", False), ("fake_accounts", True)])
def test_what_one_of_a_sites_crowd_does_in_another_area_is_its_own_but_of_accounts_made_or_entered(
    area: str, joined: bool
) -> None:
    """One newcomer's card was refused, as thirty testers' were; within the hour his key is used all over the world."""
    crowd = finding("crowd", 0, 60 * HOUR, names("n", 30), detector="card_testing_newcomers_day", entity="site:*",
                    policy=area)  # fmt: skip
    crowd.since = [6 * 3600] * len(crowd.crowd)
    key = finding("key", 6.2 * HOUR, 7 * HOUR, ["n7"], entity="key:k7", detector="key_sharing", policy="api_abuse")
    assert (len(campaigns(crowd, key)) == 1) is joined
    assert (len(campaigns(key, crowd)) == 1) is joined


@pytest.mark.parametrize("tried", [False, True])
def test_what_is_entered_on_the_day_after_a_list_is_its_own_if_it_tried_these_accounts(tried: bool) -> None:
    """Nine hours of it, then accounts from ten hours after its end on: others' share nothing but the week with it."""
    wave = finding("wave0", 0.0, 9 * HOUR, [*names("w0_", 300), *(names("s", 5) if tried else ())], **SITE)
    late = [stolen(n, (19 + 2 * n) * HOUR) for n in range(5)]
    together = frozenset(["wave0", *(f"s{n}" for n in range(5))])
    apart = {frozenset([f"s{n}"]) for n in range(5)}
    assert mine(campaigns(*known(20, 1), wave, *late)) == ({together} if tried else apart)
    taken = evening(5, 19 * HOUR, 2 * HOUR)  # in one way: one thief's
    spree = frozenset(f"s{n}" for n in range(5))
    assert mine(campaigns(*known(20, 1), wave, *taken)) == ({together} if tried else {spree})


@pytest.mark.parametrize(("crowd", "joined"), [(60, False), (300, True)])
def test_who_has_one_program_is_part_of_days_of_strangers_only_if_many_of_these_have_it(
    crowd: int, *, joined: bool
) -> None:
    """A list of sixty accounts is tried within a night, and most of it shows among the thousand of that week."""
    week = finding("abroad", 0, 150 * HOUR, names("w", 1000), entity="site:*", detector="login_site_abroad")
    tried = [*names("w", crowd * 2 // 3), *names("o", crowd // 3)]
    night = finding("agent", 60 * HOUR, 71 * HOUR, tried, entity="site:*", detector="login_agent")
    assert (len(campaigns(week, night)) == 1) is joined


def test_accounts_taken_one_by_one_are_no_part_of_days_of_strangers_that_tried_some_of_them() -> None:
    week = finding("abroad", 0, 150 * HOUR, names("w", 230), entity="site:*", detector="login_site_abroad")
    few = [*names("w", 3), *names("o", 4)]
    payees = finding("payees", 20 * HOUR, 140 * HOUR, few, entity="site:*", detector="takeover_payees")
    assert len(campaigns(week, payees)) == 2


def test_an_account_entered_while_others_were_taken_one_by_one_is_no_part_of_that() -> None:
    """Who is paid out to three banks in a week says nothing of who was entered from abroad meanwhile."""
    week = finding("payouts", 0, 130 * HOUR, names("w", 3), entity="site:*", detector="takeover_payouts")
    other = finding("travel", 2 * HOUR, 2.2 * HOUR, names("o", 1), entity="account:o0", detector="impossible_travel")
    assert len(campaigns(week, other)) == 2
    same = finding("travel", 60 * HOUR, 60.2 * HOUR, names("w", 1), entity="account:w0", detector="impossible_travel")
    assert len(campaigns(week, same)) == 1
