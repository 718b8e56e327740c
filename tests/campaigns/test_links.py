"""What joins two findings, and what does not, however much of it there is."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.campaigns.crowd import KEPT, overlap, sketch, union
from pipeline.campaigns.later import again, entered_from
from pipeline.campaigns.links import Scale, aside, together, victim
from pipeline.campaigns.links import surprise as between
from pipeline.campaigns.sides import side
from pipeline.campaigns.timing import during, timing
from schemas.finding import Finding
from schemas.values import Area
from tests.campaigns.findings import HOUR, finding, names

LEVEL = 2.5
SCALE = Scale(10_000.0)
APART = 8 * HOUR  # so far apart that beginning then says little
ONE_IN_THREE = 0.5


def surprise(one: Finding, other: Finding, scale: Scale) -> float:
    return between(side(one), side(other), scale)


def test_sketches_tell_the_size_of_a_union_and_what_two_share() -> None:
    left, right = names("u", 4000), names("u", 6000)[3000:]
    crowds = [(sketch(left), 4000), (sketch(right), 3000)]
    assert len(crowds[0][0]) == KEPT
    assert union(crowds) == pytest.approx(6000, rel=0.1)
    shared, expected = overlap(*crowds[0], *crowds[1], population=10_000.0)
    assert shared > 10 * 0.05 * expected
    assert union([(sketch(["a", "b"]), 2), (sketch(["b", "c"]), 2)]) == 3


def test_one_account_in_common_joins_small_crowds() -> None:
    device = finding("a", 0, 600, names("u", 4), entity="device:d1", policy="payment_fraud")
    account = finding("b", APART, APART + 60, ["u2"], entity="account:u2", policy="payment_fraud")
    assert surprise(device, account, SCALE) >= LEVEL


def test_a_carriers_address_with_thousands_of_accounts_joins_none_of_them() -> None:
    """Of 10,000 accounts 3,000 are behind it: that one of them is says nothing."""
    carrier = finding("a", 0, 600, names("u", 3000), total=3000)
    for name in ("u0", "u7", "u2999"):
        account = finding("b", APART, APART + 60, [name], entity=f"account:{name}", ties=("ip:100.64.0.1",))
        assert surprise(carrier, account, SCALE) < ONE_IN_THREE + 1.0


def test_what_is_told_of_one_payee_is_joined_unless_many_others_pay_it() -> None:
    def pair(others: int) -> float:
        told: dict[str, Any] = {"entity": "merchant:us", "policy": "payment_fraud"}
        one = finding("a", 0, 60, names("u", 8), **told)
        other = finding("b", APART, APART + 60, names("v", 8), **told)
        for each in (one, other):
            each.alert.signals[0].evidence["other_cards"] = others
        return surprise(one, other, SCALE)

    assert pair(5) >= LEVEL
    assert pair(200) < LEVEL


def test_a_device_joins_strangers_and_a_popular_domain_or_address_alone_does_not() -> None:
    def pair(tie: str) -> float:
        one = finding("a", 0, 60, ["u1"], entity="account:u1", ties=(tie,), policy="spam")
        other = finding("b", APART, APART + 60, ["u2"], entity="account:u2", ties=(tie,), policy="payment_fraud")
        return surprise(one, other, SCALE)

    assert pair("device:d1") >= LEVEL
    assert pair("card:c1") >= LEVEL
    assert pair("ip:100.64.0.1") < LEVEL
    assert pair("domain:videos.example") < LEVEL


def test_beginning_within_seconds_joins_and_in_the_same_hour_does_not() -> None:
    def apart(seconds: float, policy: str = "account_security") -> float:
        one = finding("a", 0, 900, names("u", 30), entity="ip:192.0.2.1")
        other = finding("b", seconds, 900 + seconds, names("v", 30), entity="ip:198.51.100.2", policy=policy)
        return surprise(one, other, SCALE)

    assert apart(5) >= LEVEL
    assert apart(3000) < LEVEL
    assert apart(5, policy="spam") == 0.0


def test_minutes_apart_joins_only_what_keeps_one_pace() -> None:
    """One program that takes turns between two addresses, and a second one that is five times as fast."""
    one = finding("a", 0, 1700, names("u", 120), entity="ip:192.0.2.1")
    turns = finding("b", 130, 1790, names("v", 118), entity="ip:198.51.100.2")
    faster = finding("b", 130, 1790, names("v", 600), entity="ip:198.51.100.2")
    assert surprise(one, turns, SCALE) >= LEVEL
    assert surprise(one, faster, SCALE) < LEVEL


def noticed(at: float, crowd: int, of: str = "u2") -> float:
    """Return what joins an account's own finding, `at` seconds after a crowd's first, to that of the crowd."""
    wave = finding("a", 0, 4800, names("u", crowd), entity="content:f1", policy="spam")
    wave.since = [3000] * len(wave.crowd)
    return surprise(wave, finding("b", at - 2000, at, [of], entity=f"account:{of}"), SCALE)


def test_an_account_noticed_when_it_took_part_joins_and_one_noticed_hours_apart_does_not() -> None:
    assert noticed(2960, 60) >= LEVEL
    assert noticed(7000, 60) < LEVEL
    assert noticed(2960, 60, of="v1") == 0.0


def test_in_a_hub_the_moment_says_no_more_than_the_account() -> None:
    assert noticed(2960, 500) >= LEVEL > noticed(2960, 3000)


def test_where_attacks_begin_all_day_beginning_together_says_less() -> None:
    one = finding("a", 0, 900, names("u", 30), entity="ip:192.0.2.1")
    other = finding("b", 20, 900, names("v", 30), entity="ip:198.51.100.2")
    assert surprise(one, other, Scale(10_000.0, a_day=1.0)) >= LEVEL
    assert surprise(one, other, Scale(10_000.0, a_day=50.0)) < LEVEL


def test_what_is_over_an_idle_hour_before_is_not_compared() -> None:
    one = side(finding("a", 0, 60, ["u1"], ties=("device:d",)))
    others = {
        "near": side(finding("b", 60 + HOUR, 90 + HOUR, ["u1"])),
        "late": side(finding("b", 61 + HOUR, 90 + HOUR, ["u2"], ties=("device:d",))),
        "shadow": side(finding("b", 0, 60, ["u1"], mode="shadow")),
    }
    assert [name for name, _ in together(one, {"one": one, **others}, HOUR)] == ["near"]


def test_what_has_nothing_in_common_is_not_compared() -> None:
    one = side(finding("a", 0, 60, ["u1"], entity="account:u1", policy="spam", ties=("device:d",)))
    others = {
        "another area": side(finding("b", 0, 60, ["u2"], entity="account:u2", policy="payment_fraud")),
        "an hour later": side(finding("b", HOUR, HOUR + 60, ["u3"], entity="account:u3", policy="spam")),
        "at once": side(finding("b", 30, 60, ["u4"], entity="account:u4", policy="spam")),
        "its device": side(finding("b", 0, 60, ["u5"], entity="device:d", policy="payment_fraud")),
        "its account": side(finding("b", 0, 60, ["u1"], entity="card:c", policy="payment_fraud")),
    }
    assert [name for name, _ in together(one, others, HOUR)] == ["at once", "its device", "its account"]


def test_a_device_id_that_half_of_the_site_has_ties_nobody_to_it() -> None:
    """Some clients give the same id to all: it says of nobody that he belongs to the others."""
    crowd = finding("a", 0, 600, names("u", 5000), entity="device:same", policy="fake_accounts")
    account = finding("b", APART, APART + 60, ["u2"], entity="account:u2", ties=("device:same",))
    few = finding("c", 0, 600, names("u", 5), entity="device:same", policy="fake_accounts")
    stranger = finding("d", APART, APART + 60, ["v1"], entity="account:v1", ties=("device:same",))
    assert surprise(crowd, account, SCALE) < 1.0
    assert surprise(few, stranger, SCALE) >= LEVEL


def test_two_pieces_of_a_text_or_a_number_join_within_two_days_and_one_piece_or_a_later_one_does_not() -> None:
    def pair(apart: float, *ties: str) -> float:
        one = finding("a", 0, 60, ["u1"], entity="account:u1", ties=ties, policy="spam")
        other = finding("b", apart, apart + 60, ["u2"], entity="account:u2", ties=ties, policy="spam")
        near = dict(together(side(one), {"b": side(other)}, HOUR))
        return surprise(one, other, SCALE) if near else 0.0

    assert pair(40 * HOUR, "content:p1", "like:0a") >= LEVEL
    assert pair(40 * HOUR, "like:0a", "like:1b") >= LEVEL
    assert pair(40 * HOUR, "contact:n1") >= LEVEL
    assert pair(50 * HOUR, "contact:n1") == 0.0
    assert pair(40 * HOUR, "like:0a", "domain:videos.example") < LEVEL
    assert pair(50 * HOUR, "like:0a", "like:1b") == 0.0
    assert pair(40 * HOUR, "device:d1") == 0.0  # that is for what is active together


def later(crowd: list[str], apart: float, policy: Area = "report_abuse") -> float:
    """Return what joins reporters of one account to those of another, who began `apart` seconds after these ended."""
    one = finding("a", 0, HOUR, names("u", 20), entity="account:v1", policy=policy)
    other = finding("b", HOUR + apart, 2 * HOUR + apart, crowd, entity="account:v2", policy=policy)
    return again(side(one), side(other), SCALE.population, HOUR)


def test_the_same_people_again_join_within_three_days_and_as_reporters_within_a_week() -> None:
    assert later(names("u", 16), 26 * HOUR, "fake_accounts") >= LEVEL
    assert later(names("u", 16), 80 * HOUR, "fake_accounts") == 0.0
    assert later(names("u", 16), 80 * HOUR) >= LEVEL
    assert later(names("u", 16), 180 * HOUR) == 0.0


def test_a_list_tried_again_joins_the_first_and_two_lists_that_hold_the_same_old_accounts_do_not() -> None:
    """The whole of it or what is left, from another network two days later; two hands' lists share who is in both."""
    first = finding("a", 0, HOUR, names("u", 360))

    def tried(crowd: list[str]) -> float:
        other = finding("b", 50 * HOUR, 58 * HOUR, crowd, entity="range:198.51.100.0/24")
        return again(side(first), side(other), SCALE.population, HOUR)

    assert tried(names("u", 360)) >= LEVEL
    assert tried(names("u", 90)) >= LEVEL
    assert tried([*names("u", 73), *names("w", 97)]) == 0.0


def test_accounts_made_together_join_what_they_are_used_for_within_a_week() -> None:
    def used(crowd: list[str], apart: float, first: Area = "fake_accounts", then: Area = "spam") -> float:
        made = finding("a", 0, HOUR, names("u", 12), entity="device:d1", policy=first)
        push = finding("b", HOUR + apart, 9 * HOUR + apart, crowd, entity="domain:shop.example", policy=then)
        return again(side(made), side(push), SCALE.population, HOUR)

    aged = 162 * HOUR
    assert used(names("u", 34), aged) >= LEVEL
    assert used([*names("u", 5), *names("w", 20)], aged) == 0.0  # less than half of them
    assert used(names("u", 34), 170 * HOUR) == 0.0
    assert used(names("u", 34), aged, "spam", "fake_accounts") == 0.0
    assert used(names("u", 34), aged, "spam", "payment_fraud") == 0.0


def test_a_brigade_that_takes_turns_joins_and_a_crowd_in_which_it_took_part_does_not() -> None:
    """Each reports some of ten sellers' accounts with half of its people; an event is cancelled, many are angry."""
    turns, angry = [*names("u", 8), *names("w", 6)], [*names("u", 8), *names("w", 26)]
    assert later(turns, HOUR) >= LEVEL
    assert later(angry, HOUR) < 0.0

    def listed(crowd: list[str]) -> float:
        brigade = finding("b", APART, APART + HOUR, names("u", 10), entity="site:*", policy="report_abuse")
        surge = finding("a", 0, APART, crowd, entity="account:v1", policy="report_abuse")
        return surprise(surge, brigade, SCALE)

    many = finding("c", 0, HOUR, ["u1"], entity="account:u1", policy="report_abuse", detector="report_spree")
    surge = finding("a", 0, APART, names("u", 20), entity="account:v1", policy="report_abuse")
    assert surprise(surge, many, SCALE) >= LEVEL  # who reports many is one of them
    assert listed([*names("u", 8), *names("w", 8)]) >= LEVEL
    assert listed([*names("u", 10), *names("w", 12)]) == 0.0


def test_two_sums_over_the_site_of_different_kinds_join_if_most_of_one_is_in_the_other() -> None:
    """Accounts that are made log in, too: three of nine who came from new addresses were made that hour."""

    def pair(shared: int, policy: Area = "fake_accounts", entity: str = "site:*") -> float:
        logins = finding("a", 0, HOUR, [*names("u", shared), *names("w", 9 - shared)], entity="site:*")
        farm = finding("b", HOUR, 5 * HOUR, names("u", 14), entity=entity, policy=policy)
        return surprise(logins, farm, SCALE)

    assert pair(3) == pair(2, entity="device:d1") == 0.0
    assert pair(6) >= LEVEL
    assert pair(5, entity="device:d1") >= LEVEL
    assert pair(2, "account_security", "device:d1") >= LEVEL


def test_a_sum_of_several_telephones_is_not_joined_to_what_one_of_them_is_told_for() -> None:
    """Three of 26 accounts: all of the smaller crowd, and hardly any of the larger."""

    def pair(number: int) -> float:
        devices = finding("a", 0, HOUR, names("u", 26), entity="site:*", policy="fake_accounts")
        told = finding("b", HOUR, 5 * HOUR, names("u", number), entity="site:*", policy="spam")
        return surprise(devices, told, SCALE)

    assert pair(3) == 0.0
    assert pair(6) >= LEVEL


@pytest.mark.parametrize(("posting", "joined"), [(9, False), (3, True)])
def test_who_posts_joins_an_address_that_tried_most_of_them_and_not_two_of_many(posting: int, joined: bool) -> None:
    tried = finding("a", 0, 900, [f"u{i}" for i in range(18)], entity="ip:203.0.113.9", policy="account_security")
    names = ["u0", "u1", *[f"s{i}" for i in range(posting - 2)]]
    told = finding("b", 0, 3000, names, entity="content:contact-number-7f", policy="spam")
    assert (surprise(tried, told, Scale(2258.0)) >= LEVEL) == joined


def entered(name: str, first: float, *ties: str, **evidence: int) -> Finding:
    made = finding(name, first, first + 60, [name], entity=f"account:{name}", detector="takeover", ties=ties)
    made.alert.signals[0].evidence.update(evidence)
    return made


def test_two_lists_of_a_small_sites_accounts_join_days_apart_only_if_nearly_all_of_the_smaller_is_in_the_larger() -> (
    None
):
    """494 of 880 accounts were tried on Monday: of 141 whose resets another hand asks for on Thursday, 79 by chance."""
    stuffed = side(finding("a", 0, HOUR, names("u", 494)))

    def asked(crowd: list[str]) -> float:
        resets = finding("b", 70 * HOUR, 72 * HOUR, crowd, entity="ip:198.51.100.9", detector="reset_enumeration")
        return again(side(resets), stuffed, SCALE.population, 2 * HOUR)

    assert asked([*names("u", 79), *names("w", 62)]) < LEVEL
    assert asked([*names("u", 130), *names("w", 11)]) >= LEVEL


def test_two_accounts_entered_from_one_new_address_within_three_days_join() -> None:
    def pair(apart: float, tie: str, **evidence: int) -> bool:
        one, other = side(entered("u1", 0, "ip:192.0.2.1", **evidence)), side(entered("u2", apart, tie, **evidence))
        return entered_from(one, other) and "b" in dict(together(one, {"b": other}, HOUR))

    assert pair(70 * HOUR, "ip:192.0.2.1", new_address=1)
    assert not pair(80 * HOUR, "ip:192.0.2.1", new_address=1)
    assert not pair(30 * HOUR, "ip:192.0.2.2", new_address=1)
    assert not pair(30 * HOUR, "ip:192.0.2.1", new_address=0)
    apart = [side(entered(f"u{n}", n * HOUR, "ip:192.0.2.1", f"device:d{n}", new_address=1)) for n in (1, 2)]
    assert not entered_from(apart[0], apart[1])  # two thieves behind one carrier
    ties = [(f"ip:192.0.{n}.1", "range:192.0.0.0/16") for n in (1, 2)]
    ranged = [side(entered(f"u{n}", n * 9 * HOUR, *ties[n - 1], new_address=1)) for n in (1, 2)]
    assert entered_from(ranged[0], ranged[1])


def test_two_emptied_accounts_join_within_a_week_if_one_payee_got_their_money() -> None:
    def pair(days: float, payee: str) -> bool:
        ties = [("ip:192.0.2.1", "payee:iban-7"), ("ip:198.51.100.4", payee)]
        one, other = (side(entered(f"u{n}", n * days * 24 * HOUR, *ties[n], new_address=1)) for n in (0, 1))
        return entered_from(one, other) and "b" in dict(together(one, {"b": other}, HOUR))

    assert [pair(days, "payee:iban-7") for days in (3.5, 6.5, 7.5)] == [True, True, False]
    assert not pair(3.5, "payee:iban-8")


def test_two_accounts_join_that_one_program_uses_at_once_at_one_pace() -> None:
    """Gift cards are guessed by three accounts, as many by each, which began minutes apart."""

    def pair(count: int, detector: str = "code_guessing") -> float:
        found = []
        for name, first, tries in (("u1", 0, 139), ("u2", 190, count)):
            one = finding(name, first, 6 * HOUR, [name], entity=f"account:{name}", detector=detector if first else
                          "code_guessing", policy="api_abuse")  # fmt: skip
            one.alert.signals[0].evidence.update({"count_in_window": tries, "window_s": 86_400})
            found.append(one)
        return surprise(found[0], found[1], SCALE)

    assert pair(139) >= LEVEL
    assert pair(60) < LEVEL
    assert pair(139, "usage_spike") < LEVEL


def test_what_goes_on_for_days_after_an_attack_on_the_site_is_no_part_of_it() -> None:
    site = finding("a", 0, 6 * HOUR, names("u", 400), entity="site:*")
    victim_ = finding("b", HOUR / 2, HOUR, ["u1"], entity="account:u1")
    guessed = finding("c", HOUR / 2, 40 * HOUR, ["u1"], entity="account:u1")
    assert during(site, victim_, 1.0) >= 2.0
    assert during(site, guessed, 1.0) == timing(site, guessed, 1.0) == 0.0


def test_a_few_of_them_again_join_nothing() -> None:
    """Some people report much: four of twenty may meet by chance; and one that is in both says nothing for days."""
    assert later([*names("u", 4), *names("w", 16)], 26 * HOUR) == 0.0
    assert later(["u1"], 26 * HOUR) == 0.0


def test_a_crowd_of_which_all_others_are_a_part_joins_none_of_them_later() -> None:
    """Half a site was tried by a list of names: that a ring was among these says nothing."""
    tried = side(finding("a", 0, HOUR, names("u", 450)))
    ring = side(finding("b", 9 * HOUR, 10 * HOUR, names("u", 40), entity="card:c1", policy="payment_fraud"))
    assert again(tried, ring, SCALE.population, HOUR) == 0.0


def test_the_same_entity_again_is_another_alert() -> None:
    one, other = finding("a", 0, HOUR, names("u", 20)), finding("b", 9 * HOUR, 10 * HOUR, names("u", 20))
    assert again(side(one), side(other), SCALE.population, HOUR) == 0.0


def test_addresses_of_one_network_that_do_the_same_within_the_hour_join() -> None:
    def pair(ip: str, apart: float = 1200.0, detector: str = "key_guessing") -> float:
        one = finding("a", 0, 600, [], entity="ip:203.0.113.7", detector="key_guessing")
        return surprise(one, finding("b", apart, apart + 600, [], entity=f"ip:{ip}", detector=detector), SCALE)

    assert pair("203.0.113.9") >= LEVEL
    assert pair("203.0.114.9") < LEVEL
    assert pair("203.0.113.9", apart=3700.0) < LEVEL
    assert pair("203.0.113.9", detector="login_fanout") < LEVEL


def test_networks_of_one_provider_that_fail_for_days_join_whenever_each_began() -> None:
    def pair(provider: str) -> float:
        one, other = (
            finding(name, apart, 50 * HOUR, names(name, 60), entity=f"ip:203.0.{net}.0/24", ties=(f"provider:{whose}",),
                    detector="login_fanout_network_slow")
            for name, net, whose, apart in (("a", 113, "AS64500", 0.0), ("b", 201, provider, 3 * HOUR))
        )  # fmt: skip
        return surprise(one, other, SCALE)

    assert pair("AS64500") >= LEVEL
    assert pair("AS64501") < LEVEL


def test_addresses_in_three_networks_join_and_those_of_one_or_two_do_not() -> None:
    def pair(*addresses: str, detector: str = "signup_burst", more: int = 0) -> float:
        ties = [f"ip:{address}" for address in addresses]
        mine, theirs = ((*ties, *[f"ip:10.{side_}.{net}.1" for net in range(more)]) for side_ in (1, 2))
        one = finding("a", 0, 60, names("u", 9), entity="device:d1", ties=mine, policy="fake_accounts")
        other = finding("b", APART, APART + 60, names("v", 9), entity="device:d2", ties=theirs, policy="fake_accounts",
                        detector=detector)  # fmt: skip
        return surprise(one, other, SCALE)

    assert pair("192.0.2.1", "198.51.100.1", "203.0.113.1") >= LEVEL
    assert pair("192.0.2.1", "198.51.100.1") < LEVEL
    assert pair("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4") < LEVEL
    # Two phones that are found for the same: two networks will do, if they are a good part of all.
    assert pair("192.0.2.1", "198.51.100.1", detector="login_fanout", more=6) >= LEVEL
    assert pair("192.0.2.1", "198.51.100.1", detector="login_fanout", more=7) < LEVEL
    assert pair("203.0.113.1", "203.0.113.2", "203.0.113.3", detector="login_fanout") < LEVEL


def test_an_account_of_a_crowd_is_its_victim_unless_it_came_from_the_same_place() -> None:
    crowd = side(finding("a", 0, 600, names("u", 30), ties=("device:d1",)))
    assert victim(crowd, side(finding("b", 0, 60, ["u1"], entity="account:u1")))
    assert not victim(crowd, side(finding("b", 0, 60, ["u1"], entity="account:u1", ties=("device:d1",))))
    assert not victim(crowd, side(finding("b", 0, 60, ["u1", "u2"], entity="account:u1")))


def test_an_account_that_a_sum_over_the_site_does_not_count_is_no_part_of_it_but_where_it_was_entered() -> None:
    """Forty tell a number within days: who thanks his donors meanwhile is none of them."""

    def joined(policy: Area, account: str) -> float:
        site = finding("a", 0, 40 * HOUR, names("u", 40), entity="site:*", policy=policy)
        return during(site, finding("b", HOUR, HOUR, [account], entity=f"account:{account}", policy=policy), 1.0)

    assert joined("spam", "u7") >= LEVEL
    assert joined("spam", "thankful") == joined("report_abuse", "thankful") == 0.0
    assert joined("account_security", "entered") >= LEVEL


def test_who_came_in_without_a_reset_is_no_part_of_resets_that_are_asked_for_meanwhile() -> None:
    site = finding("s", 0, HOUR, names("x", 30), entity="site:*", detector="reset_enumeration_site",
                   policy="account_security")  # fmt: skip
    found = []
    for told in ({"reset_before": 0}, {"reset_before": 1}, {"password_reset": 1, "reset_before": 0}, {}):
        one = finding("b", 60, 90, ["y"], entity="account:y", detector="takeover", policy="account_security")
        one.alert.signals[0].evidence.update(told)
        found.append(aside(side(site), side(one)))
    assert found == [True, False, False, False]


def test_accounts_that_staff_opened_for_a_caller_are_no_part_of_those_that_were_tried_meanwhile() -> None:
    """Four of five are on the list, as hundreds are: who calls staff needs no list."""

    def joined(small: str, large: str) -> float:
        tried = finding("s", 0, 20 * HOUR, names("x", 400), entity="site:*", detector=large,
                        policy="account_security")  # fmt: skip
        one = finding("b", 5 * HOUR, 9 * HOUR, names("x", 5), entity="site:*", detector=small,
                      policy="account_security")  # fmt: skip
        return surprise(tried, one, Scale(2000.0))

    assert joined("entry_fanout_staff", "login_agent") == joined("entry_fanout_staff", "reset_enumeration") == 0.0
    assert joined("login_site", "login_agent") - joined("takeover_shops", "login_agent") == pytest.approx(1.0)
    assert joined("takeover_shops", "login_agent") > 0.0
