"""The same reporters on one account after another."""

from __future__ import annotations

from random import Random

from schemas.event import Decision, Event
from tests.support.scenario import START, alerts, decided, event, last_versions

HOUR = 3600.0


def reported(subject: str, at: float, reporter: str | None) -> Event:
    return event("content.reported", subject, at, content_id=f"c-{subject}", reporter=reporter, reason="spam")


def brigade(target: str, at: float, members: int = 8) -> list[Event]:
    return [reported(target, at + i * 100.0, f"brigade{i}") for i in range(members)]


def everybody(seed: int, reports: int) -> list[Event]:
    random = Random(seed)
    return [reported(f"t{random.randrange(60)}", random.uniform(0, 72 * HOUR), f"u{random.randrange(400)}")
            for _ in range(reports)]  # fmt: skip


def test_fires_on_a_group_that_goes_from_one_account_to_the_next() -> None:
    events = [e for i in range(3) for e in brigade(f"victim{i}", i * 7 * HOUR)]
    (alert,) = last_versions(alerts([*everybody(1, 300), *events], "report_brigade")).values()
    assert (alert.entity.type, alert.policy) == ("site", "report_abuse")
    assert set(alert.accounts) == {f"brigade{i}" for i in range(8)}
    assert alert.signals[0].evidence["reporters_in_common"] == 8
    assert alert.signals[0].evidence["reported"] == "victim0, victim1, victim2"
    assert "; so far 8 such reporters and 3 accounts reported (victim0, victim1, victim2); all 8 " in alert.reason
    assert alert.reason.endswith("; all 8 reports of theirs in those hours give one reason, spam.")
    assert alert.signals[0].evidence["of_one_reason"] == alert.signals[0].evidence["reports_of_first_group"] == 8


def test_fires_and_shows_reports_of_those_accused_alone() -> None:
    events = [e for i in range(3) for e in brigade(f"victim{i}", i * 7 * HOUR)]
    others = [reported(f"rude{i}", 14 * HOUR + i, f"guest{i}") for i in range(12)]  # just before them, in their hour
    events += [reported("victim2", 14 * HOUR + 50.0, "honest"), *others]
    mine = {one.id for one in events if (one.reporter or "").startswith("brigade")}
    (alert,) = last_versions(alerts([*everybody(1, 300), *events], "report_brigade")).values()
    assert len(alert.evidence_event_ids) == 8
    assert set(alert.evidence_event_ids) <= mine


def test_fires_on_two_groups_within_a_day_and_tells_them_apart() -> None:
    others = [
        reported(f"star{i}", (20 + i * 5) * HOUR + j * 100.0, f"other{j:02d}") for i in range(4) for j in range(12)
    ]
    events = [e for i in range(3) for e in brigade(f"victim{i}", i * 7 * HOUR, 6)]
    (alert,) = last_versions(alerts([*events, *others], "report_brigade")).values()
    assert alert.reason == (
        "12 people reported the same three accounts or more within 3 days; "
        "about 1 would have done so by chance; so far 12 such reporters and 4 "
        "accounts reported (star0, star1, star2, star3); all 24 reports of theirs in those hours give one reason, "
        "spam. Apart from them, with fewer than three quiet days between: 6 "
        "such reporters and 3 accounts reported (victim0, victim1, victim2)."
    )
    assert alert.accounts == [*(f"other{j:02d}" for j in range(12)), *(f"brigade{i}" for i in range(6))]
    assert alert.signals[0].evidence["groups"] == 2


def test_fires_on_one_group_though_its_members_change() -> None:
    events = [
        reported(f"victim{i}", i * 9 * HOUR + j * 100.0, f"brigade{(j + i) % 12}") for i in range(8) for j in range(9)
    ]
    (alert,) = last_versions(alerts(events, "report_brigade")).values()
    assert alert.signals[0].evidence["groups"] == 1
    assert alert.accounts_total == 12
    assert "Apart" not in alert.reason


def test_fires_though_others_report_the_same_accounts() -> None:
    events = [e for i in range(4) for e in brigade(f"victim{i}", i * 5 * HOUR, 10)]
    noise = [reported(f"victim{i % 4}", i * HOUR, f"u{i}") for i in range(24)]
    found = last_versions(alerts([*events, *noise], "report_brigade")).values()
    assert {name for alert in found for name in alert.accounts} == {f"brigade{i}" for i in range(10)}


def test_quiet_on_one_angry_user_and_on_a_couple() -> None:
    events = [reported(f"t{i % 9}", i * 60.0, name) for i in range(90) for name in ("angry", "friend", "other")]
    assert alerts(events, "report_brigade") == []


def test_quiet_on_a_surge_against_one_account() -> None:
    assert alerts([reported("star", i * 30.0, f"u{i}") for i in range(200)], "report_brigade") == []


def test_quiet_on_ordinary_reports_and_on_a_channel_with_few_people() -> None:
    random = Random(3)
    channel = [f"m{i}" for i in range(30)]
    same = [reported(f"spammer{i}", i * 4 * HOUR + j, name)
            for i in range(6) for j, name in enumerate(random.sample(channel, 7))]  # fmt: skip
    assert alerts([*everybody(2, 2000), *same], "report_brigade") == []


def test_quiet_on_people_on_patrol() -> None:
    events = [reported(f"spammer{i}", i * 1200.0 + j * 9, f"patrol{j}") for i in range(-60, 60) for j in range(7)]
    found = [alert for alert in alerts(events, "report_brigade") if alert.first_seen >= "2026-01-05T08"]
    assert found == []


def judged(target: str, at: float, verdict: str) -> Decision:
    return decided(target, at, verdict, content_id=f"c-{target}")


def history(names: list[str], verdict: str, days: int = 4) -> list[Event | Decision]:
    """Return a report of each name a week apart from others', each on another account, with a verdict a day later."""
    found: list[Event | Decision] = []
    for day in range(days):
        for i, name in enumerate(names):
            target, at = f"of-{name}-{day}", (-8 * days + day * 7 + i * 0.1) * 24 * HOUR
            found += [reported(target, at, name), judged(target, at + 24 * HOUR, verdict)]
    return found


def test_fires_on_people_whose_reports_are_rejected_on_their_first_common_target() -> None:
    names = [f"brigade{i}" for i in range(7)]
    found = last_versions(alerts([*history(names, "benign"), *brigade("victim", 0.0, 7)], "report_brigade")).values()
    assert {name for alert in found for name in alert.accounts} == set(names)
    assert "rejected reported one account within 3 days" in next(iter(found)).reason


def test_quiet_on_people_whose_reports_are_upheld() -> None:
    names = [f"brigade{i}" for i in range(8)]
    events = [e for i in range(4) for e in brigade(f"spammer{i}", i * 7 * HOUR)]
    assert alerts(events, "report_brigade")
    assert alerts([*history(names, "violation"), *events], "report_brigade") == []


def test_quiet_on_one_who_is_always_rejected_among_others() -> None:
    events = [*history(["angry", "other", "third"], "benign", days=8), *everybody(4, 300)]
    surge = [reported("star", HOUR + i * 60.0, name) for i, name in enumerate(["angry", "other", "third"])]
    assert alerts([*events, *surge], "report_brigade") == []


def test_quiet_where_the_verdict_was_about_something_else() -> None:
    names = [f"brigade{i}" for i in range(7)]
    other = [decided(one.subject, one.time - START, one.verdict, content_id="another") if isinstance(one, Decision)
             else one for one in history(names, "benign")]  # fmt: skip
    assert alerts([*other, *brigade("victim", 0.0, 7)], "report_brigade") == []


DAY = 24 * HOUR


def ring(victims: int, members: int = 7, apart: float = 4 * DAY) -> list[Event]:
    return [reported(f"victim{i}", i * apart + j * 900.0, f"ring{j}") for i in range(victims) for j in range(members)]


def test_fires_on_a_group_that_takes_a_victim_every_four_days() -> None:
    events = [*everybody(1, 300), *ring(5)]
    found = list(last_versions(alerts(events, "report_brigade")).values())
    assert [set(alert.accounts) for alert in found] == [{f"ring{j}" for j in range(7)}] * 3
    assert found[0].signals[0].evidence["reported"] == "victim0, victim1, victim2"
    assert found[0].reason == (
        "7 people, few of whom report much else, reported the same three accounts or more in the last 4 weeks, be it "
        "at once or over days; hardly one would have done "
        "so by chance; so far 7 such reporters and 3 accounts reported (victim0, victim1, victim2)."
    )


def test_fires_once_on_a_group_that_takes_a_victim_every_other_day() -> None:
    (alert,) = last_versions(alerts([*everybody(1, 300), *ring(6, apart=2.2 * DAY)], "report_brigade")).values()
    assert set(alert.accounts) == {f"ring{j}" for j in range(7)}
    assert alert.signals[0].evidence["accounts_reported"] == 6


def test_fires_on_such_a_group_though_each_reports_others_too() -> None:
    random = Random(7)
    others = [reported(f"t{random.randrange(200)}", random.uniform(-2, 8) * DAY, f"ring{j}")
              for j in range(7) for _ in range(2)]  # fmt: skip
    assert alerts([*ring(4), *others], "report_brigade")


def test_quiet_on_two_victims_and_on_four_friends() -> None:
    assert alerts(ring(2), "report_brigade") == []
    assert alerts(ring(5, members=4), "report_brigade") == []


def test_quiet_on_the_regulars_of_a_server_over_weeks() -> None:
    """They are a dozen, half of them report each spammer, and one comes every other day."""
    for seed in range(3):
        random = Random(seed)
        regulars = [f"regular{j}" for j in range(12)]
        events = [reported(f"spammer{i}", i * 3.1 * DAY + j * 600.0, name)
                  for i in range(12) for j, name in enumerate(sorted(random.sample(regulars, 6)))]  # fmt: skip
        assert alerts(events, "report_brigade") == []


def test_quiet_on_moderators_who_meet_over_weeks() -> None:
    shift = [reported(f"other{day}-{j}-{i}", day * DAY + j * 30.0 + i * 300.0, f"mod{j}")
             for day in range(12) for j in range(6) for i in range(8)]  # fmt: skip
    same = [reported(f"spammer{i}", i * 3.1 * DAY + j * 600.0, f"mod{j}") for i in range(4) for j in range(6)]
    assert alerts([*shift, *same], "report_brigade") == []


def test_quiet_on_fans_who_report_one_spammer_again_and_again() -> None:
    events = [reported("spammer", i * 4 * DAY + j * 600.0, f"fan{j}") for i in range(6) for j in range(9)]
    assert alerts(events, "report_brigade") == []


def joined(names: list[str], at: float) -> list[Event]:
    """Return sign-ups, a minute apart, and one on each day of the fortnight before: they are known for as long."""
    new = [event("account.signup", name, at + i * 60.0) for i, name in enumerate(names)]
    return [*[event("account.signup", f"founder{day}", at - (14 - day) * DAY) for day in range(14)], *new]


def again(days: int, members: int = 14, since: int = 0) -> list[Event]:
    """Return reports of some people on one account at the same hour of some days."""
    return [
        reported("rival", i * 2 * DAY + j * 200.0, f"hired{j + since}") for i in range(days) for j in range(members)
    ]


def test_fires_on_people_who_signed_up_for_one_account_and_report_it_again() -> None:
    made = joined([f"hired{j}" for j in range(9)], -DAY)
    (alert,) = last_versions(alerts([*made, *again(2)], "report_brigade")).values()
    assert set(alert.accounts) == {f"hired{j}" for j in range(14)}
    assert alert.reason == (
        "14 people who had reported one account reported it again on another day; about 5 "
        "would have done so by chance; 9 of them had signed up within the week; so far 14 such reporters and 1 "
        "account reported (rival); all 14 reports of theirs in those hours give one reason, spam."
    )


def test_says_how_many_of_a_group_had_signed_up_within_the_week() -> None:
    made = joined([f"brigade{j}" for j in range(6)], -DAY)
    within = [e for i in range(3) for e in brigade(f"victim{i}", i * 7 * HOUR)]
    (alert,) = last_versions(alerts([*made, *everybody(1, 300), *within], "report_brigade")).values()
    assert "three accounts or more within 3 days; hardly one" in alert.reason
    assert "; 6 of them had signed up within the week; so far 8 such reporters" in alert.reason


def test_quiet_on_one_day_on_others_the_next_and_on_a_few_new_accounts_among_fans() -> None:
    made = joined([f"hired{j}" for j in range(9)], -DAY)
    assert alerts([*made, *again(1)], "report_brigade") == []
    others = [e for e in again(2, since=20) if e.time > again(1)[-1].time]
    assert alerts([*made, *again(1), *others], "report_brigade") == []
    assert alerts([*joined(["hired0", "hired1", "hired2"], -DAY), *again(4)], "report_brigade") == []


def thinned(victims: int) -> list[Event]:
    """Return reports of eighteen people, of whom four in six take part each time, a victim every four days."""
    return [reported(f"speaker{i}", i * 4 * DAY + j * 1500.0, f"listener{j}")
            for i in range(victims) for j in range(18) if (j + i) % 6 > (i > 1)]  # fmt: skip


def test_fires_on_people_of_whom_some_are_missing_where_each_time_it_is_a_surge() -> None:
    (alert,) = last_versions(alerts(thinned(3), "report_brigade")).values()
    assert (
        "few of whom report much else, reported the same three accounts or more in the last 4 weeks, be it "
        in alert.reason
    )
    assert alerts(thinned(2), "report_brigade") == []


def test_quiet_on_a_group_that_is_few_in_a_crowd_of_others() -> None:
    others = [reported("speaker2", 8 * DAY + j * 900.0, f"reader{j}") for j in range(30)]
    alone = thinned(3)
    assert alerts([*alone, *others], "report_brigade") == []


def apart(accounts: int, members: int = 9, days: float = 12.0) -> list[Event]:
    """Return reports of a circle: six of nine members report each account's one content, each on a day of its own."""
    random = Random(5)
    return [reported(f"critic{i}", random.uniform(0, days) * DAY, f"slow{j}")
            for i in range(accounts) for j in random.sample(range(members), 2 * members // 3)]  # fmt: skip


def test_fires_on_the_same_few_who_report_the_same_few_each_on_a_day_of_its_own() -> None:
    (alert,) = last_versions(alerts([*everybody(1, 300), *apart(8)], "report_brigade")).values()
    assert set(alert.accounts) == {f"slow{j}" for j in range(9)}
    assert alert.signals[0].evidence["accounts_reported"] == 8
    assert (
        "9 people reported hardly anything but the same few things of several accounts within 4 weeks" in alert.reason
    )


def test_quiet_on_such_reporters_who_report_much_else_and_on_four_of_them() -> None:
    random = Random(7)
    others = [reported(f"t{random.randrange(300)}", random.uniform(0, 12) * DAY, f"slow{j}")
              for j in range(9) for _ in range(8)]  # fmt: skip
    assert alerts([*apart(8), *others], "report_brigade") == []
    assert alerts(apart(8, members=4), "report_brigade") == []


def test_quiet_on_regulars_who_come_upon_each_thing_within_three_days_and_on_their_troll() -> None:
    random, regulars = Random(8), [f"regular{j}" for j in range(9)]
    found = [reported(f"bad{i}", (i + random.uniform(0, 3)) * DAY, name)
             for i in range(8) for name in random.sample(regulars, 4)]  # fmt: skip
    troll = [event("content.reported", f"troll{i % 3}", (i + random.uniform(0, 0.2)) * DAY, content_id=f"post{i}",
                   reporter=name, reason="abuse")
             for i in range(12) for name in random.sample(regulars, 2)]  # fmt: skip
    assert alerts([*found, *troll], "report_brigade") == []
