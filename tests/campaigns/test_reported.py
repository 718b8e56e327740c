"""Who of a campaign was reported, who reported, and who is accused of something else."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.campaigns.reported import in_turns, told_apart
from schemas.alert import Alert, Entity
from tests.support.alerts import alert

CROWD = ["bea", "cid", "dan"]


def surge(name: str = "ann", crowd: list[str] = CROWD) -> Alert:
    accounts = [name, *crowd]
    one = alert(f"surge-{name}", entity=Entity("account", name), accounts=accounts, accounts_total=len(accounts))
    return replace(one, signals=[replace(one.signals[0], evidence={"account_reported": name})])


def other(*accounts: str, total: int = 0) -> Alert:
    return alert("other", accounts=list(accounts), accounts_total=total or len(accounts))


def test_reports_alone_say_who_was_reported_and_how_many_did_it() -> None:
    assert told_apart([surge(), surge()], 4) == ": ann, reported, and 3 others who reported it"
    assert told_apart([surge(), surge("bob")], 5) == ": ann, bob, reported, and 3 others who reported them"


def test_who_was_entered_and_then_reported_is_the_case_and_not_the_reporters() -> None:
    assert told_apart([other("ann"), surge()], 4) == ": ann, and 3 others who only reported it"


def test_those_a_farm_reported_are_named_apart_from_it() -> None:
    farm = [other(*CROWD), surge(), surge("bob")]
    assert told_apart(farm, 5) == " (only reported by others: ann, bob)"
    assert told_apart([other("ann", *CROWD), surge()], 4) == " (reported by others, too: ann)"
    assert told_apart([other("ann", total=60), surge()], 63) == " (reported by others, too: ann)"
    many = [other(*CROWD), *[surge(f"v{n}") for n in range(9)]]
    assert told_apart(many, 12) == " (only reported by others: 9)"
    assert told_apart([other("ann"), other("bob")], 2) == ""


def test_the_accused_come_before_those_of_reports() -> None:
    entered = [surge(), other("ann")]
    assert in_turns(entered, [one.accounts for one in entered]) == [[["ann"]], [["ann", "bea", "cid", "dan"]], [[]]]
    farm = [other(*CROWD), surge(crowd=[*CROWD, "eve"])]
    assert in_turns(farm, [one.accounts for one in farm]) == [[CROWD], [[*CROWD, "eve"]], [["ann"]]]
    assert in_turns([surge()], [["ann", "bea"]]) == [[["ann", "bea"]]]
