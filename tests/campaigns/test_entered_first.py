"""Whom a campaign's alert lists first: the accounts that were entered."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from pipeline.campaigns.entered_first import listed_first
from pipeline.campaigns.merge import merged
from schemas.finding import Finding
from tests.campaigns.findings import finding, names


def tried(number: int, *, entered: int = 0) -> Finding:
    """Make a finding of one address that tried twelve accounts."""
    crowd = names(f"tried{number}-", 12)
    reason = f"12 accounts failed at address {number}.{listed_first(entered, 12, 12)}"
    return replace(finding(f"a{number:02}", 60 * number, 600, crowd, entity=f"ip:192.0.2.{number}", reason=reason),
                   entered=entered)  # fmt: skip


def test_accounts_entered_stay_first_however_many_were_only_tried() -> None:
    site = replace(finding("site", 0, 600, names("in", 14) + names("out", 36), entity="site:*", total=300), entered=14)
    parts = [site, *map(tried, range(25))]
    alert = merged(parts, 50)
    assert set(alert.accounts[:14]) == set(names("in", 14))
    assert len(alert.accounts) == 50
    assert alert.reason.endswith(" Of the accounts listed the first 14 got in.")
    assert alert.accounts_entered == 14
    assert alert == merged(parts[::-1], 50)


def test_entered_are_those_that_any_part_says_to_be() -> None:
    taken = finding("taken", 300, 600, ["ann"], entity="account:ann", detector="takeover")
    alert = merged([tried(1, entered=1), taken, tried(2)], 50)
    assert set(alert.accounts[:2]) == {"ann", "tried1-0"}
    assert alert.reason.count("accounts listed") == 1
    assert "\nAlso, of account ann: " in alert.reason  # nothing else told of her
    assert alert.reason.endswith("\nOf the accounts listed the first 2 got in.")


def test_more_than_are_listed_are_counted() -> None:
    many = replace(finding("many", 0, 600, names("in", 60), entity="site:*", total=300), entered=60)
    alert = merged([many, tried(1)], 50)
    assert alert.reason.endswith(" All 50 accounts listed got in, and 10 that are not listed.")
    assert alert.accounts_entered == 50


def test_nothing_is_said_of_the_order_where_all_were_entered() -> None:
    taken = [finding(name, 0, 600, [name], entity=f"account:{name}", detector="takeover") for name in ("ann", "bob")]
    alert = merged(taken, 50)
    assert "accounts listed" not in alert.reason
    assert alert.accounts_entered == 2


def abroad(**fields: Any) -> Finding:
    crowd = names("abroad", 20)
    return replace(finding("abroad", 0, 600, crowd, entity="site:*", total=300, detector="login_site_abroad", **fields),
                   entered=6)  # fmt: skip


def test_who_only_came_from_abroad_counts_as_entered_only_beside_nobody_who_got_in_for_sure() -> None:
    program = replace(finding("agent", 0, 900, names("in", 3) + names("out", 17), entity="site:*", total=400,
                              severity="critical", detector="login_agent"), entered=3)  # fmt: skip
    alert = merged([abroad(), program], 50)
    assert alert.accounts[:9] == [*names("in", 3), *names("abroad", 6)]
    assert alert.accounts_entered == 3
    assert alert.reason.endswith(" Of the accounts listed the first 3 got in.")
    assert merged([abroad(), tried(1)], 50).accounts_entered == 6


def test_who_came_from_abroad_and_did_something_there_counts_beside_who_got_in_for_sure() -> None:
    program = replace(finding("agent", 0, 900, names("in", 3) + names("out", 17), entity="site:*", total=400,
                              severity="critical", detector="login_agent"), entered=3)  # fmt: skip
    done = abroad()
    signal = replace(done.alert.signals[0], evidence={"taken": 6})
    done = replace(done, alert=replace(done.alert, signals=[signal]))
    assert merged([done, program], 50).accounts_entered == 9


def test_a_device_of_some_hours_does_not_head_what_the_whole_site_shows_for_days() -> None:
    phone = replace(finding("phone", 0, 600, names("phone", 12), entity="device:p1", severity="critical",
                            detector="second_factor_fanout", reason="The phone."), entered=3)  # fmt: skip
    site = replace(finding("agent", 0, 900, names("in", 40), entity="site:*", total=400, severity="critical",
                           detector="login_agent", reason="The program."), entered=4)  # fmt: skip
    assert merged([phone, site], 50).reason.index("The program.") < merged([phone, site], 50).reason.index("The phone.")
    more = replace(phone, entered=9)
    assert merged([more, site], 50).reason.index("The phone.") < merged([more, site], 50).reason.index("The program.")


def test_advice_on_those_named_first_names_them_where_others_come_before() -> None:
    of_first = abroad(suggested_action="End the sessions of the 6 accounts named first.")
    alert = merged([of_first, tried(1)], 50)
    named = ", ".join(names("abroad", 6))
    assert f"End the sessions of {named}." in alert.suggested_action


def test_each_way_in_that_was_seen_of_the_whole_site_is_told_with_its_advice() -> None:
    ways = ("login_agent", "login_site", "login_site_slow")
    facts: dict[str, Any] = {"entity": "site:*", "severity": "critical"}
    seen = [finding(name, 0, 900, names("in", 40), detector=name, suggested_action=f"Do {name}.", priority=9.0 - number,
                    **facts) for number, name in enumerate(ways)]  # fmt: skip
    alert = merged(seen, 50)
    assert alert.suggested_action == "Do login_agent.\nDo login_site."  # the slow one looks for the same
    assert alert.reason.count("\nAlso") == 1
