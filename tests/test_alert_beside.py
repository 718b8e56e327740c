"""Which other alerts speak of an alert's accounts."""

from __future__ import annotations

from pipeline.alert_beside import beside
from schemas.alert import Alert, Entity
from tests.support.alerts import alert


def about(name: str, accounts: list[str], account: str | None = None, **fields: object) -> Alert:
    entity = Entity("account", account) if account else Entity("site", "*")
    facts: dict[str, object] = {"entity": entity, "accounts": accounts, "accounts_total": len(accounts), **fields}
    return alert(name, "takeover" if account else "login_site_abroad", **facts)


def test_an_account_with_a_row_of_its_own_is_told_on_both_sides() -> None:
    whole, own = about("whole", ["ann", "bob", "cid"]), about("own", ["bob"], "bob")
    assert beside(whole, [whole, own]) == [("own", ["bob"])]
    assert beside(own, [whole, own]) == [("whole", ["bob"])]


def test_what_was_joined_counts_for_what_it_was_joined_to() -> None:
    whole, other = about("whole", ["ann", "bob"]), about("other", ["dan"], campaign_id="other")
    part = about("part", ["bob"], "bob", campaign_id="other")
    assert beside(whole, [whole, other, part]) == [("other", ["bob"])]
    assert beside(other, [other, part]) == []


def test_two_crowds_share_whom_both_tell_as_entered_and_shadow_alerts_are_nobodys() -> None:
    one, two = (about(name, ["ann", "bob", "cid"], accounts_entered=entered) for name, entered in (("a", 2), ("b", 1)))
    assert beside(one, [one, two]) == [("b", ["ann"])]
    assert beside(one, [about("s", ["ann"], "ann", mode="shadow")]) == []
