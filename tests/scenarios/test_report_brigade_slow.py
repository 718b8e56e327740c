"""Brigades that take weeks: each reports something else of the same accounts, or one thing of one after the other."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.scenarios.test_report_brigade import DAY, everybody
from tests.support.scenario import alerts, event, last_versions


def report(account: str, content: str, reporter: str, at: float) -> Event:
    return event("content.reported", account, at, content_id=content, reporter=reporter, reason="abuse")


def circle(members: int = 6, accounts: int = 3, days: float = 12.0) -> list[Event]:
    """Return reports of each member on each account, twice, of ever another content and on days of its own."""
    random = Random(5)
    return [report(f"critic{i}", f"post{i}-{j}-{k}", f"slow{j}", random.uniform(0, days) * DAY)
            for i in range(accounts) for j in range(members) for k in range(2)]  # fmt: skip


def passers(number: int, accounts: int = 3) -> list[Event]:
    """Return reports of people who come by, of each account."""
    random = Random(6)
    return [report(f"critic{i}", f"post{i}", f"passer{i}-{j}", random.uniform(0, 12) * DAY)
            for i in range(accounts) for j in range(number)]  # fmt: skip


def test_fires_on_the_same_few_who_report_the_same_accounts_for_another_thing_each() -> None:
    (alert,) = last_versions(alerts([*everybody(1, 300), *circle()], "report_brigade")).values()
    assert alert.accounts == [f"slow{j}" for j in range(6)]
    assert alert.reason == (
        "6 people reported hardly anybody but the same few accounts within 4 weeks, each of them three of these or "
        "more, mostly on days when the others did not; hardly one would have done so by chance; so far 6 such "
        "reporters and 3 accounts reported (critic0, critic1, critic2); all 11 reports of theirs in those hours give "
        "one reason, abuse."
    )


def test_quiet_where_others_report_these_accounts_too_and_on_four_people() -> None:
    assert alerts([*circle(), *passers(6)], "report_brigade") == []
    assert alerts(circle(members=4), "report_brigade") == []
    assert alerts(circle(accounts=2), "report_brigade") == []


def test_quiet_on_regulars_who_meet_their_trolls_half_of_the_time() -> None:
    for seed in range(3):
        random = Random(seed)
        met = [report(f"troll{i}", f"post{i}-{j}", f"regular{j}", random.uniform(0, 20) * DAY)
               for i in range(6) for j in range(9) if random.random() < 0.5]  # fmt: skip
        assert alerts(met, "report_brigade") == []


def through(members: int = 9, days: float = 6.0, contents: int = 8, each: int = 3) -> list[Event]:
    """Return reports of people who go through what one account has posted, each three or four of it."""
    random = Random(4)
    return [report("rival", f"thing{k}", f"hired{j}", random.uniform(0, days) * DAY)
            for j in range(members) for k in random.sample(range(contents), each + j % 2)]  # fmt: skip


def test_fires_on_people_who_come_back_to_one_account_for_one_thing_after_the_other() -> None:
    (alert,) = last_versions(alerts([*everybody(1, 300), *through()], "report_brigade")).values()
    assert set(alert.accounts) <= {f"hired{j}" for j in range(9)}
    assert len(alert.accounts) >= 6
    assert " people who reported one account in 4 weeks came back on another day for another thing" in alert.reason
    assert alert.reason.endswith(" and 1 account reported (rival).")
    assert "; of so many " in alert.reason


def test_fires_on_a_dozen_who_come_back_once() -> None:
    (alert,) = last_versions(alerts([*everybody(1, 300), *through(16, 11.0, 3, 2)], "report_brigade")).values()
    assert len(alert.accounts) >= 10
    # Of 8 who report two things and 8 who report three, one reported both within one night.
    assert alert.reason.startswith("15 (who made 38 reports in 11 days) of the 16 people who reported one account ")


def test_quiet_on_a_handful_who_come_back_once() -> None:
    assert alerts([*everybody(1, 300), *through(5, 11.0, 3, 2)], "report_brigade") == []


def followed(members: int = 9, posts: int = 7, spread: float = 22.0, each: int = 2) -> list[Event]:
    """Return reports of what one account posts every 30 hours, within `spread` hours: each of some of it."""
    random = Random(1)
    return [report("firm", f"mailing{k}", f"old{j}", k * 1.25 * DAY + random.uniform(0, spread) * 3600.0)
            for j in range(members) for k in random.sample(range(posts), each + j % 2)]  # fmt: skip


def test_fires_on_people_who_come_back_to_what_one_account_has_just_posted() -> None:
    others = [report("firm", f"mailing{k}", f"reader{k}", (k * 1.25 + 0.1) * DAY) for k in range(3)]
    (alert,) = last_versions(alerts([*everybody(1, 300), *followed(), *others], "report_brigade")).values()
    assert set(alert.accounts) == {f"old{j}" for j in range(9)}


def test_quiet_on_the_watchers_of_one_show() -> None:
    shows = followed(posts=4, spread=3.0, each=3)
    assert alerts([*everybody(1, 300), *shows], "report_brigade") == []


def test_quiet_on_four_angry_users_and_on_people_who_report_as_much_elsewhere() -> None:
    assert alerts(through(members=4), "report_brigade") == []
    random = Random(3)
    others = [report(f"t{random.randrange(300)}", f"c{n}", f"hired{n % 9}", random.uniform(0, 6) * DAY)
              for n in range(40)]  # fmt: skip
    assert alerts([*through(), *others], "report_brigade") == []


def test_quiet_where_most_come_once_and_where_they_come_together() -> None:
    once = [report("rival", f"thing{n % 8}", f"buyer{n}", n * 0.1 * DAY) for n in range(60)]
    assert alerts([*through(), *once], "report_brigade") == []
    matches = [report("cheater", f"match{day}", f"player{j}", day * 2 * DAY + j * 700.0)
               for day in range(5) for j in range(9)]  # fmt: skip
    assert alerts(matches, "report_brigade") == []


def test_quiet_where_each_met_with_something_else_of_it() -> None:
    random = Random(2)
    met = [report("troll", f"post{j}-{k}", f"regular{j}", random.uniform(0, 20) * DAY)
           for j in range(9) for k in range(4)]  # fmt: skip
    assert alerts(met, "report_brigade") == []


def in_turn(members: int = 11, apart: float = 18 * 3600.0) -> list[Event]:
    """Return reports of people who report one rival, one after the other, and then the next."""
    return [report(f"rival{i}", f"listing{i}", f"hired{j}", (i * members + j) * apart)
            for i in range(2) for j in range(members)]  # fmt: skip


def test_fires_on_a_dozen_who_report_two_accounts_one_after_the_other() -> None:
    (alert,) = last_versions(alerts([*everybody(1, 300), *in_turn()], "report_brigade")).values()
    assert set(alert.accounts) == {f"hired{j}" for j in range(11)}
    assert alert.reason == (
        "11 people reported the same two accounts within 4 weeks and hardly anybody else, mostly on days when "
        "the others did not; of those who come upon one of them, about 3 would come upon the other; so far 11 such "
        "reporters and 2 accounts reported (rival0, rival1)."
    )


def test_quiet_on_two_accounts_met_with_together_by_fewer_or_by_people_who_report_much() -> None:
    assert alerts(in_turn(apart=600.0), "report_brigade") == []
    assert alerts(in_turn(members=9), "report_brigade") == []
    much = [report(f"other{j}-{k}", "post", f"hired{j}", k * 86_400.0) for j in range(11) for k in range(2)]
    assert alerts([*much, *in_turn()], "report_brigade") == []
