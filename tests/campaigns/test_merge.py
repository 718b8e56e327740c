"""What a campaign's alert tells of its parts first."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.campaigns.merge import merged
from schemas.finding import Finding
from schemas.values import Severity
from tests.campaigns.findings import HOUR, finding, names


def part(name: str, entity: str, severity: Severity, priority: float, count: int) -> Finding:
    return finding(name, 0, 600, names("u", count), entity=entity, severity=severity, priority=priority,
                   reason=f"what {name} says.", suggested_action=f"Do what {name} says.")  # fmt: skip


SITE = part("site", "site:*", "high", 2.5, 400)
NETWORK = part("network", "ip:203.0.113.0/24", "high", 2.5, 400)
SMALL = part("small", "ip:203.0.113.9", "medium", 0.75, 20)
TRAVEL = part("travel", "account:u2", "high", 2.5, 1)
TAKEOVER = part("takeover", "account:u3", "critical", 7.5, 1)


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ((SITE, NETWORK), "network"),
        ((SITE, SMALL), "site"),
        ((SMALL, TRAVEL), "small"),
        ((NETWORK, TAKEOVER), "takeover"),
    ],
)
def test_first_comes_what_is_critical_then_a_crowd_then_a_named_place(parts: tuple[Finding, ...], first: str) -> None:
    alert = merged(parts, 50)
    assert alert.reason.partition("\nAlso")[0].endswith(f": what {first} says.")
    assert f"Do what {first} says." in alert.suggested_action.splitlines()[0]
    assert alert == merged(parts[::-1], 50)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((SITE, NETWORK), "Above all: what network says."),  # of the alert's own entity
        ((part("tries", "device:d7", "high", 3.0, 1), part("place", "ip:192.0.2.9", "high", 2.5, 1)),
         "Above all, of device d7: what tries says."),
        ((part("wide", "site:*", "high", 3.0, 9), part("place", "ip:192.0.2.9", "high", 2.5, 1)),
         "Above all, of the whole site: what wide says."),
        ((part("zone", "ip:192.0.2.8", "high", 3.0, 9), part("place", "ip:192.0.2.7", "high", 2.5, 1)),
         "Above all, of address 192.0.2.8: what zone says."),
    ],
)  # fmt: skip
def test_says_of_which_entity_the_first_sentence_is_where_it_is_not_the_alerts(
    parts: tuple[Finding, ...], said: str
) -> None:
    assert said in merged(parts, 50).reason


@pytest.mark.parametrize("detector", ["usage_spike", "usage_series"])
@pytest.mark.parametrize("priority", [0.75, 2.5])
def test_how_much_a_key_was_used_is_not_said_before_where_it_was_used(priority: float, detector: str) -> None:
    much, elsewhere = (
        finding(name, 0, 600, ["u1"], entity="key:k1", detector=by, priority=worth, reason=f"what {name} says.")
        for name, by, worth in (("much", detector, priority), ("elsewhere", "key_elsewhere", 0.75))
    )
    much.alert.signals[0].score, elsewhere.alert.signals[0].score = 0.9, 0.5
    assert "Above all: what elsewhere says." in merged((much, elsewhere), 50).reason


def test_one_journey_is_not_said_before_all_the_devices_of_a_shared_account() -> None:
    journey, shared = (
        finding(name, 0, 600, ["u1"], entity="account:u1", detector=name, priority=priority,
                reason=f"what {name} says.")
        for name, priority in (("impossible_travel", 2.5), ("account_sharing", 0.75))
    )  # fmt: skip
    assert "Above all: what account_sharing says." in merged((journey, shared), 50).reason


@pytest.mark.parametrize(("detector", "first"), [("entry_fanout", "crowd"), ("login_fanout", "takeover")])
def test_a_crowd_that_was_all_entered_is_said_before_one_of_them_that_is_critical(detector: str, first: str) -> None:
    crowd = finding("crowd", 0, 600, ["u3", "u4", "u5"], entity="ip:192.0.2.1", detector=detector, priority=2.5,
                    reason="what crowd says.")  # fmt: skip
    assert f": what {first} says." in merged((TAKEOVER, crowd), 50).reason.partition("Also")[0]


def test_a_second_kind_of_abuse_is_said_with_what_to_do_about_it() -> None:
    cards = part("cards", "device:d7", "high", 3.0, 1)
    cards.alert.policy = "payment_fraud"
    alert = merged((TAKEOVER, cards, TRAVEL), 50)
    assert "Above all, of account u3: what takeover says.\nAlso, of device d7: what cards says." in alert.reason
    assert alert.suggested_action == "Account u3: Do what takeover says.\nDevice d7: Do what cards says."
    assert "travel says" not in alert.reason  # of the first one's kind: nothing new


def test_what_counts_most_of_the_accounts_is_said_where_nothing_else_counts_them() -> None:
    alert = merged((TAKEOVER, SMALL, NETWORK), 50)
    assert alert.reason.endswith(
        "what takeover says.\n"
        "Also, of network 203.0.113.0/24 (of 400 accounts, 20 of which other parts name, too): what network says."
    )  # 400 accounts are accused by it
    assert alert.suggested_action == (
        "Account u3: Do what takeover says.\nNetwork 203.0.113.0/24: Do what network says. "
        "Listed are 50 of 400 accounts."
    )
    few = [part(f"hotel{n}", f"ip:198.51.100.{n}", "high", 2.5, 1) for n in range(9)]
    for n, one in enumerate(few):
        one.crowd[:] = [n]
    assert "Also" not in merged(few, 50).reason  # each of them counts little of what the first does not


@pytest.mark.parametrize(("accounts", "first"), [(4, "wide"), (8, "device")])
def test_what_all_do_is_said_in_place_of_what_one_of_their_devices_did(accounts: int, first: str) -> None:
    """Of 16 accounts 4 are on one device, and worth more; where 8 are, it is most of what there is to say."""
    device = part("device", "device:d1", "medium", 2.5, accounts)
    alert = merged(
        (part("wide", "site:*", "medium", 2.0, 16), device, part("other", "device:d2", "medium", 1.0, 4)), 50
    )
    assert f": what {first} says." in alert.reason
    assert alert.suggested_action == f"Do what {first} says."


def test_who_was_entered_is_said_before_a_wider_crowd_that_is_as_grave() -> None:
    entered = finding("entered", 0, 600, names("u", 4), entity="ip:192.0.2.1", detector="entry_fanout",
                      priority=2.5, reason="what entered says.")  # fmt: skip
    tried = finding("tried", 0, 600, names("u", 40), entity="site:*", priority=2.0, reason="what tried says.")
    assert "what entered says." in merged((entered, tried), 50).reason.partition("Also")[0]


def reports(name: str, entity: str, reporters: list[str]) -> Finding:
    return finding(name, 0, 600, reporters, entity=entity, policy="report_abuse", reason=f"what {name} says.")


def test_a_brigades_campaign_names_nobody_who_reported_one_of_its_accounts_alone() -> None:
    surges = [
        reports("one", "account:s1", ["s1", "u1", "u2", "u3", "own1"]),
        reports("day", "account:s1", ["s1", "u1", "u2", "own1", "own2"]),  # of the same account: no second one
        reports("two", "account:s2", ["s2", "u1", "u2", "u3", "u4", "own3"]),
    ]
    brigade = reports("brigade", "site:*", ["u1", "u2", "u4"])
    alert = merged([*surges, brigade], 50)
    assert sorted(alert.accounts) == ["s1", "s2", "u1", "u2", "u3", "u4"]
    assert alert.accounts_total == 6
    assert "One campaign of 6 accounts" in alert.reason
    assert merged([brigade, *surges[::-1]], 50) == alert
    assert "own3" in merged(surges, 50).accounts  # no brigade is known: a third of each alert is in the other
    another = reports("another", "account:s4", ["s4", *names("v", 12), "u1"])  # most are no part of this brigade
    assert {"v0", "v11"} <= set(merged([*surges, another, brigade], 50).accounts)
    crowd = [*names("w", 600), "u1", "u2"]
    assert merged([*surges, reports("three", "account:s3", crowd), brigade], 50).accounts_total > 600  # not all kept


def test_that_a_list_is_cut_is_said_once_whatever_its_parts_say() -> None:
    cut = " Listed are 50 of 400 accounts."
    parts = [replace(one, alert=replace(one.alert, accounts=one.alert.accounts[:50],
                                        suggested_action=one.alert.suggested_action + cut))
             for one in (SITE, NETWORK)]  # fmt: skip
    assert merged(parts, 50).suggested_action == f"Do what network says.{cut}"


def entry(number: int, *ties: str) -> Finding:
    """Return an account that was entered."""
    name = f"a{number}"
    facts: dict[str, Any] = {"detector": "takeover", "policy": "account_security", "priority": 7.5}
    return finding(name, number * HOUR, number * HOUR + 60, [name], entity=f"account:{name}", ties=ties, **facts)


def test_entries_that_share_nothing_are_worth_no_more_than_one_and_say_so() -> None:
    alone = merged([entry(n, f"device:d{n}", "range:1.2.0.0/16") for n in range(4)], 50)  # each with his own
    assert (alone.priority, alone.accounts_total) == (7.5, 4)
    assert "on 4 accounts. They share no device, address or payee, only what was done in each" in alone.reason


def test_entries_say_which_provider_and_program_most_came_with_and_what_was_done_in_each() -> None:
    parts = [entry(n, f"device:d{n}") for n in range(10)]
    for number, part in enumerate(parts):
        part.alert.signals[0].evidence |= {"provider": "AS49505" if number else "AS1", "email_changed": 1}
        part.alert.signals[0].evidence |= {"program": "Chrome 131"} if number < 3 else {}
    parts[1].alert.signals[0].evidence["paid"] = "218.00 USD"
    alert = merged(parts, 50)
    assert "They share no device, address or payee, only provider AS49505 (9) and what was done in each" in alert.reason
    assert "a1 on 2026-01-05 at 13:00, mail changed, 218.00 USD paid; a2 on " in alert.reason
    assert "a7 on 2026-01-05 at 19:00, mail changed; and 2 more. " in alert.reason
    assert alert.suggested_action.startswith("Do this for each account listed, as far as it was done there: ")


def test_what_is_advised_of_each_account_listed_names_none_of_them() -> None:
    parts = [entry(n, "ip:1.2.3.4") for n in range(4)]
    for number, part in enumerate(parts):  # the row's own account is told otherwise than the others
        key, priority = ("revoke the API key, " if number else ""), 7.5 + number
        told = f"End its sessions, {key}undo the changes."
        parts[number] = replace(part, alert=replace(part.alert, suggested_action=told, priority=priority))
    action = merged(parts, 50).suggested_action
    assert action.startswith("Do this for each account listed, as far as it was done there: End its sessions, revoke")
    assert not re.search(r"[Aa]ccount a\d", action)


def test_guessed_entries_are_worth_as_many_as_they_are_whatever_they_share() -> None:
    parts = [entry(n, f"device:d{n}") for n in range(4)]
    for part in parts:
        part.alert.signals[0].evidence["failures_before"] = 30
    guessed = merged(parts, 50)
    assert guessed.priority == 30.0
    assert "each was entered after more failures than an owner has" in guessed.reason
    parts[0].alert.signals[0].evidence["failures_before"] = 2
    assert merged(parts, 50).priority == 7.5


def test_entries_say_what_most_of_them_share_and_are_worth_as_many() -> None:
    parts = [entry(0, "device:d0", "ip:1.2.3.4"), entry(1, "device:d0", "ip:1.2.3.4"), entry(2, "ip:5.6.7.8")]
    shared = merged([*parts, entry(3, "device:d0"), entry(3, "device:d3")], 50)
    assert shared.priority == 22.5  # three of one thief
    assert "on 4 accounts. 3 of the accounts share device d0. Above all" in shared.reason
    crowd = finding("crowd", 0, HOUR, ["a0", "a1"], entity="device:d0", detector="entry_fanout_device")
    assert " share " not in merged([*parts, crowd], 50).reason  # its own sentence says it


def test_entries_from_a_few_addresses_say_which_and_to_look_who_else_got_in_there() -> None:
    parts = [entry(n, f"ip:194.87.216.{14 + n % 2}", "range:194.87.0.0/16") for n in range(3)]
    alert = merged(parts, 50)
    assert "3 of the accounts share addresses of 194.87.0.0/16 (194.87.216.14 and 194.87.216.15)." in alert.reason
    assert " Look who else got in at 194.87.216.14 and 194.87.216.15: " in alert.suggested_action
    carrier = merged([entry(n, f"ip:194.87.216.{n}", "range:194.87.0.0/16") for n in range(6)], 50)
    assert "share addresses of 194.87.0.0/16." in carrier.reason
    assert "who else" not in carrier.suggested_action


def trier(number: int, *ties: str) -> Finding:
    """Return an account that tested cards."""
    name = f"a{number}"
    facts: dict[str, Any] = {"detector": "card_testing_slow", "policy": "payment_fraud"}
    return finding(name, number * HOUR, number * HOUR + 60, [name], entity=f"account:{name}", ties=ties, **facts)


def test_accounts_that_test_cards_say_what_they_share_or_that_nothing_told_is_shared() -> None:
    alone = merged([trier(n, f"device:d{n}") for n in range(3)], 50)
    assert "on 3 accounts. They share no device, address or payee that is told here: they are one row" in alone.reason
    shared = merged([trier(0, "device:d0"), trier(1, "device:d0"), trier(2, "device:d2")], 50)
    assert "on 3 accounts. 2 of the accounts share device d0. Above all" in shared.reason
    assert " share " not in merged([SMALL, TRAVEL, trier(0)], 50).reason


def test_who_invited_more_accounts_than_the_device_that_is_told_has_is_told_too() -> None:
    farm: dict[str, Any] = {"policy": "fake_accounts", "severity": "high"}
    by_device = finding("phone", 0, HOUR, names("f", 38), entity="device:d0", detector="signup_device",
                        priority=9.0, **farm)  # fmt: skip
    chain = {"entity": "site:*", "detector": "signup_chain", "suggested_action": "Look at r1.", "priority": 2.0, **farm}
    told = merged([by_device, finding("chain", 0, HOUR, names("f", 64), **chain)], 50)
    assert "Also, of the whole site (of 64 accounts, 38 of which other parts name, too): " in told.reason
    assert told.suggested_action.endswith("Look at r1. Listed are 50 of 64 accounts.")
    few = merged([by_device, finding("chain", 0, HOUR, names("f", 12), **chain)], 50)
    assert "Look at r1." not in few.suggested_action


def guesser(number: int, *ties: str) -> Finding:
    """Return an account that guessed codes."""
    name = f"a{number}"
    facts: dict[str, Any] = {"detector": "code_guessing", "policy": "api_abuse"}
    return finding(name, number * HOUR, number * HOUR + 60, [name], entity=f"account:{name}", ties=ties, **facts)


def test_accounts_that_guess_codes_say_all_that_joins_them_and_nothing_where_that_is_not_told() -> None:
    box = ("device:d0", "ip:203.0.113.9")
    joined = merged([guesser(n, *box) for n in range(3)], 50)
    assert "on 3 accounts. 3 of the accounts share device d0 and address 203.0.113.9. Above all" in joined.reason
    moved = merged([*(guesser(n, *box) for n in range(2)), guesser(2, "device:d0")], 50)
    assert "on 3 accounts. 3 of the accounts share device d0. Above all" in moved.reason
    assert " share " not in merged([guesser(n, f"device:d{n}") for n in range(3)], 50).reason


@pytest.mark.parametrize(("others", "head"), [(200, "cards"), (3, "payee")])
def test_a_payee_whom_many_others_pay_does_not_carry_on_for_what_came_later(others: int, head: str) -> None:
    payee = finding("payee", 0, 600, names("u", 12), entity="merchant:us", policy="payment_fraud")
    payee.alert.signals[0].evidence["other_cards"] = others
    cards = finding("cards", 300, 900, names("u", 12), entity="site:*", policy="payment_fraud")
    assert merged([payee, cards], 50).alert_id == head


def test_what_was_spent_by_who_got_in_is_said_with_what_to_hold() -> None:
    entered = part("entered", "device:d7", "critical", 7.5, 7)
    spent = finding("spent", 0, 600, names("u", 7), entity="device:d7", detector="entry_spending", severity="critical",
                    priority=2.5, reason="what spent says.", suggested_action="Hold these payments.")  # fmt: skip
    alert = merged((entered, spent), 50)
    assert "Above all: what entered says." in alert.reason
    assert alert.reason.endswith("what spent says.")
    assert alert.suggested_action == "Do what entered says.\nHold these payments."


def mailing(number: int, people: int, score: float, **fields: Any) -> Finding:
    name = f"{people} people"
    found = finding(name, number * HOUR, number * HOUR + 600, ["mailer"], entity="account:mailer", policy="spam",
                    detector="mass_contact", reason=f"wrote to {name}.", **fields)  # fmt: skip
    signal = replace(found.alert.signals[0], score=score, evidence={"count_in_window": people})
    return replace(found, alert=replace(found.alert, signals=[signal]))


def test_of_two_mailings_of_one_account_the_larger_is_told_though_the_other_scores_higher() -> None:
    first, second = mailing(0, 285, 0.66), mailing(9, 105, 0.72)
    assert "Above all: wrote to 285 people." in merged((first, second), 50).reason
    assert merged((first, second), 50) == merged((second, first), 50)
    graver = mailing(9, 105, 0.72, severity="critical")
    assert "Above all: wrote to 105 people." in merged((first, graver), 50).reason


def test_what_is_advised_of_new_accounts_is_said_once() -> None:
    """A farm on one address, told of the whole site, too: both advise to hold the accounts until they verify."""
    burst = finding("burst", 0, 600, names("u", 9), policy="fake_accounts", severity="critical",
                    suggested_action="Hold the accounts until they verify; look at what they do first.")  # fmt: skip
    site = finding("site", 0, 600, names("u", 40), policy="fake_accounts", entity="site:*",
                   suggested_action="Hold the accounts until they verify; ask for a confirmed address.")  # fmt: skip
    assert merged((burst, site), 50).suggested_action == (
        "Hold the accounts until they verify; look at what they do first.\nThe whole site: Ask for a confirmed address."
    )
