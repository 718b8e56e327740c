"""Surges of reports on one account."""

from __future__ import annotations

from schemas.alert import Alert
from schemas.event import Decision, Event
from tests.support.scenario import alerts, decided, event, last_versions

HOUR, DAY = 3600.0, 86_400.0
Mixed = list[Event | Decision]


def reported(subject: str, at: float, reporter: str | None, content_id: str = "c1") -> Event:
    return event("content.reported", subject, at, content_id=content_id, reporter=reporter, reason="spam")


def crowd(names: list[str], at: float = 0.0) -> Mixed:
    """Return a report of each, half a minute apart, on one account."""
    return [reported("target", at + i * 30.0, name) for i, name in enumerate(names)]


def people(number: int, kind: str = "user") -> list[str]:
    return [f"{kind}{i}" for i in range(number)]


def history(names: list[str], *verdicts: str, reports: int = 12, until: float = -DAY, apart: float = 3 * DAY,
            about: dict[str, str] | None = None) -> Mixed:  # fmt: skip
    """Return reports of each name on one account after another, `apart`; reviewers say of each what `verdicts` say.

    The last verdict, an hour after the one before, is `until` seconds after the start.
    """
    found: Mixed = []
    for i, name in enumerate(names):
        for n in range(reports):
            subject, at = f"of-{name}-{n}", until - (reports - 1 - n) * apart
            found.append(reported(subject, at - 20 * HOUR - i * 60.0, name, f"c-{subject}"))
            told = about or {"content_id": f"c-{subject}"}
            found += [decided(subject, at - HOUR * back, verdict, **told)
                      for back, verdict in enumerate(reversed(verdicts))]  # fmt: skip
    return found


def test_fires_on_many_reporters_of_one_account() -> None:
    events = [reported("target", i * 30.0, f"user{i}") for i in range(25)]
    (alert,) = last_versions(alerts(events, "report_surge")).values()
    assert (alert.entity.id, alert.policy) == ("target", "report_abuse")
    assert alert.accounts[0] == "target"
    assert set(alert.accounts[1:]) == {f"user{i}" for i in range(25)}
    assert alert.reason == (
        "25 people reported target within 60 min (usual for accounts: 1.1); 25 reports in all. All give one "
        "reason (spam)."
    )
    assert "reporters" not in alert.signals[0].evidence  # of nobody is anything known
    assert alert.signals[0].evidence["account_reported"] == "target"


def test_fires_and_says_nothing_of_weights_that_change_nothing() -> None:
    past = [*history(["right"], "violation", reports=1), *history(["wrong"], "benign", reports=1)]
    (alert,) = last_versions(alerts([*past, *crowd([*people(20), "right", "wrong"])], "report_surge")).values()
    assert alert.reason.startswith("22 people reported target within 60 min (usual for accounts: 1.1)")


def test_fires_within_minutes() -> None:
    found = alerts([reported("target", i * 30.0, f"user{i}") for i in range(25)], "report_surge")
    assert found[0].emitted_at <= "2026-01-05T08:05:00.000Z"


def test_fires_on_seven_strangers_and_on_no_fewer() -> None:
    assert alerts(crowd(people(7)), "report_surge")
    assert alerts(crowd(people(6)), "report_surge") == []


def test_fires_on_five_whose_reports_are_upheld_and_on_no_fewer() -> None:
    past = history(people(5), "violation")
    (alert,) = last_versions(alerts([*past, *crowd(people(5))], "report_surge")).values()
    evidence = alert.signals[0].evidence
    assert (evidence["reporters"], evidence["with_upheld_reports"], evidence["with_rejected_reports"]) == (5, 5, 0)
    assert evidence["count_in_window"] == 8.75  # (2 + 12) / (4 + 12) is 1.75 times a half
    assert alert.reason.startswith(
        "5 people reported target within 60 min; earlier reports of 5 of them were mostly upheld, so that they "
        "weigh as much as 8.8 strangers (usual for accounts: 1.1)"
    )
    assert (alert.accounts, alert.accounts_total) == (["target"], 1)  # who are right as a rule are no case
    assert "right before" in alert.suggested_action
    assert alerts([*past, *crowd(people(4))], "report_surge") == []  # who weigh 7, as much as seven strangers


def test_fires_on_strangers_sooner_where_some_are_proven() -> None:
    past, names = history(people(3, "old"), "violation"), [*people(3, "old"), *people(7)]
    first, usual = (alerts(events, "report_surge")[0] for events in ([*past, *crowd(names)], crowd(names)))
    assert first.last_seen < usual.last_seen
    assert first.signals[0].evidence["reporters"] == 5


def test_fires_on_a_crowd_however_often_rejected_once_it_is_large() -> None:
    names = people(28)
    past = history(names, "benign")
    (alert,) = last_versions(alerts([*past, *crowd(names)], "report_surge")).values()
    assert "28 people" in alert.reason
    assert alert.severity == "high"
    assert last_versions(alerts(crowd(people(9)), "report_surge")).popitem()[1].severity == "medium"
    assert "28 of them were mostly rejected, so that they weigh as much as 7.0 strangers" in alert.reason
    assert alerts([*past, *crowd(names[:27])], "report_surge") == []


def test_quiet_on_twenty_whose_reports_are_rejected() -> None:
    names = people(20)
    assert alerts([*history(names, "benign"), *crowd(names)], "report_surge") == []
    assert alerts(crowd(names), "report_surge")


def test_quiet_on_a_few_strangers_among_those_whose_reports_are_rejected() -> None:
    names = people(12)
    past = history(names, "benign")
    assert alerts([*past, *crowd([*names, *people(3, "new")])], "report_surge") == []
    assert alerts([*past, *crowd([*names, *people(4, "new")])], "report_surge")  # 12 / 4 + 4


def test_quiet_on_one_proven_reporter_however_often() -> None:
    past = history(["proven"], "violation", reports=40)
    assert alerts([*past, *[reported("target", i * 10.0, "proven") for i in range(300)]], "report_surge") == []


def test_quiet_where_an_appeal_has_put_the_verdicts_right() -> None:
    names = people(5)
    assert alerts([*history(names, "violation", "benign"), *crowd(names)], "report_surge") == []
    assert alerts([*history(names, "benign", "violation"), *crowd(names)], "report_surge")


def test_quiet_until_verdicts_count_and_once_they_are_old() -> None:
    names = people(5)
    for told, counts in ((-HOUR - 1.0, True), (-HOUR, False), (-89 * DAY, True), (-91 * DAY, False)):
        past = history(names, "violation", until=told, apart=0.0)
        assert bool(alerts([*past, *crowd(names)], "report_surge")) is counts


def test_quiet_where_verdicts_are_about_something_else() -> None:
    names = people(5)
    for about in ({"content_id": "another"}, {"alert_id": "report_surge-" + "0" * 24}, {"policy": "api_abuse"}):
        past = history(names, "violation", about=about)
        assert alerts([*past, *crowd(names)], "report_surge") == []
    golden = history(names, "violation", about={"source": "golden"})
    assert alerts([*golden, *crowd(names)], "report_surge") == []
    assert alerts(
        [*history(names, "violation", about={"policy": "spam"}), *crowd(names)], "report_surge"
    )  # of the account


def test_quiet_on_one_angry_user() -> None:
    assert alerts([reported("target", i * 10.0, "angry") for i in range(300)], "report_surge") == []


def test_fires_on_very_many_reports_that_do_not_say_by_whom() -> None:
    events = [reported("target", i * 90.0, None) for i in range(80)]
    (alert,) = last_versions(alerts(events, "report_surge")).values()
    assert (alert.accounts, alert.accounts_total) == (["target"], 1)
    assert alert.signals[0].evidence["unnamed_reports"] == 40
    assert alert.reason == (
        "40 reports of target within 60 min do not say by whom; at a quarter each they weigh as much as 10.0 "
        "strangers (usual for accounts: 1.1); 80 reports in all. All give one reason (spam)."
    )
    assert alert.suggested_action.endswith("nobody is named who reported it: it may have been one person.")


def test_fires_on_named_and_unnamed_together() -> None:
    unnamed: Mixed = [reported("target", i * 60.0, None) for i in range(10)]
    (alert,) = last_versions(alerts([*crowd(people(6)), *unnamed], "report_surge")).values()
    assert alert.accounts == ["target", *people(6)]
    assert alert.reason.startswith("6 people reported target within 60 min, and 10 reports that do not say")


def test_quiet_on_some_reports_that_do_not_say_by_whom() -> None:
    assert alerts([reported("target", i * 10.0, None) for i in range(25)], "report_surge") == []


def test_quiet_on_a_well_known_account_that_is_always_reported() -> None:
    events = [
        reported("star", hour * 3600.0 + i * 200, f"user{hour}-{i}") for hour in range(120) for i in range(4 + hour % 3)
    ]
    assert alerts(events, "report_surge") == []


def posts(*ages_h: float) -> Mixed:
    """Return what the account had posted so long before the reports, the contents named by their age."""
    return [event("content.posted", "target", -age * HOUR, content_id=f"c{age}", kind="post", text=f"text of {age}")
            for age in ages_h]  # fmt: skip


def reading(number: int, age_h: float, gap: float = 120.0) -> Mixed:
    return [reported("target", i * gap, f"user{i}", f"c{age_h}") for i in range(number)]


def test_quiet_on_readers_who_report_what_was_just_posted() -> None:
    both = ("report_surge", "report_surge_day")
    assert alerts([*posts(300, 40, 0.2), *reading(30, 0.2)], *both) == []
    assert alerts([*posts(0.2), *reading(40, 0.2, gap=300.0)], *both) == []


def test_fires_on_reports_of_older_things_whatever_readers_report() -> None:
    assert alerts([*posts(300, 40, 0.2), *reading(12, 40)], "report_surge")
    readers = [reported("target", i * 60.0, f"reader{i}", "c0.2") for i in range(20)]
    (alert,) = last_versions(alerts([*posts(300, 40, 0.2), *reading(12, 300), *readers], "report_surge")).values()
    assert alert.signals[0].evidence["reported_something_older"] == 12


def test_fires_on_very_many_who_report_what_was_just_posted() -> None:
    assert alerts([*posts(0.2), *reading(150, 0.2, gap=20.0)], "report_surge")


def site(days: int = 10, a_day: int = 100, crowds: int = 0) -> Mixed:
    """Return days on which things are reported minutes after they were posted: by one or two, some by ten."""
    found: Mixed = []
    for n in range(days * a_day):
        at, name = -days * DAY + n * DAY / a_day, f"of{n}"
        found.append(event("content.posted", name, at, content_id=f"t{n}", kind="post", text=f"number {n}"))
        many = 10 if n % a_day == 3 and n // a_day < crowds else 1 + (n % 12 == 0)
        found += [reported(name, at + 900.0 + i * 90.0, f"r{n}-{i}", f"t{n}") for i in range(many)]
    return found


def test_fires_on_fewer_who_report_what_was_just_posted_where_nothing_new_ever_had_a_crowd() -> None:
    events = [*site(), *posts(0.2), *reading(40, 0.2, gap=60.0)]
    (alert,) = last_versions(alerts(events, "report_surge")).values()
    assert (alert.entity.id, alert.accounts_total) == ("target", 41)
    slowly = [*site(), *posts(0.2), *reading(40, 0.2, gap=300.0)]
    assert last_versions(alerts(slowly, "report_surge_day"))


def test_quiet_on_readers_where_new_things_have_a_crowd_now_and_then_and_where_few_are_reported() -> None:
    mob = [*posts(0.2), *reading(40, 0.2, gap=60.0)]
    assert alerts([*site(crowds=6), *mob], "report_surge", "report_surge_day") == []
    assert alerts([*site(a_day=15), *mob], "report_surge", "report_surge_day") == []
    assert alerts([*site(), *posts(0.2), *reading(24, 0.2)], "report_surge", "report_surge_day") == []


def test_fires_on_reports_that_do_not_say_of_what() -> None:
    bare = [event("content.reported", "target", i * 60.0, reporter=f"user{i}") for i in range(20)]
    assert alerts([*posts(0.2), *bare], "report_surge")


# New accounts, and opinions.


def known_for_a_fortnight(new: list[str], at: float) -> Mixed:
    """Return sign-ups: one on each day of a fortnight, then those of `new`, a minute apart."""
    days: Mixed = [event("account.signup", f"founder{day}", at - (14 - day) * DAY) for day in range(14)]
    return [*days, *[event("account.signup", name, at + i * 60.0) for i, name in enumerate(new)]]


def test_fires_on_new_accounts_that_report_what_was_just_posted() -> None:
    made = known_for_a_fortnight([f"user{i}" for i in range(11)], -2 * DAY)
    (alert,) = last_versions(alerts([*made, *posts(0.2), *reading(16, 0.2)], "report_surge")).values()
    assert alert.reason == (
        "16 people reported target, 11 of them within the 60 min that tell most (usual for accounts: 1.1); 16 "
        "reports in all. Of 16 reporters, 11 had signed up within the week before, 5 were not seen to. All give one "
        "reason (spam)."
    )
    assert alert.signals[0].evidence["by_accounts_of_a_week"] == 11
    few = known_for_a_fortnight(["user1", "user4", "user9"], -2 * DAY)
    assert alerts([*few, *posts(0.2), *reading(16, 0.2)], "report_surge") == []
    old = known_for_a_fortnight([f"user{i}" for i in range(11)], -8 * DAY)
    assert alerts([*old, *posts(0.2), *reading(16, 0.2)], "report_surge") == []


def several(number: int, reasons: int, contents: int = 1) -> Mixed:
    """Return a report of each of so many people within an hour."""
    return [event("content.reported", "target", i * 120.0, content_id=f"c{i % contents}", reporter=f"user{i}",
                  reason=f"reason{i % reasons}") for i in range(number)]  # fmt: skip


def test_says_how_new_the_reporters_are_where_that_alone_tells_nothing() -> None:
    for number, told in (
        (3, "Of 14 reporters, 3 had signed up within the week before, 11 were not seen to."),
        (0, "None of the 14 reporters was seen to sign up within the week before."),
    ):
        made = known_for_a_fortnight([f"user{i}" for i in range(number)], -2 * DAY)
        (alert,) = last_versions(alerts([*made, *several(14, 1)], "report_surge")).values()
        assert f"14 reports in all. {told}" in alert.reason
        evidence = alert.signals[0].evidence
        assert (evidence["by_accounts_of_a_week"], evidence["by_older_accounts"]) == (number, 14 - number)
    (alert,) = last_versions(alerts(several(14, 1), "report_surge")).values()
    assert alert.reason.endswith("14 reports in all. All give one reason (reason0).")  # no sign-up is known


def test_says_that_all_give_one_reason_for_what_was_not_new_where_both_are_known() -> None:
    agreed = " All give one reason (spam), and none is about what was posted within 4 h before."
    for age, events, one in ((40, site(), True), (0.2, site(), False), (40, [], False)):
        many = reading(16 if age == 40 else 60, age, gap=40.0)
        (alert,) = last_versions(alerts([*events, *posts(40, 0.2), *many], "report_surge")).values()
        assert alert.reason.endswith(agreed) == one
    mixed = [*site(), *posts(40), *[event("content.reported", "target", i * 60.0, content_id="c40", reporter=f"user{i}",
                                          reason="scam" if i else "spam") for i in range(16)]]  # fmt: skip
    (alert,) = last_versions(alerts(mixed, "report_surge")).values()
    assert agreed not in alert.reason


def test_says_of_how_many_the_age_lies_between_or_is_not_known() -> None:
    known = [*known_for_a_fortnight(["user0", "user1"], -2 * DAY), event("account.signup", "user2", -8.5 * DAY)]
    (alert,) = last_versions(alerts([*known, *several(14, 1)], "report_surge")).values()
    told = (
        "Of 14 reporters, 2 had signed up within the week before, 11 were not seen to; of the others it is not "
        "known (minutes before they reported, or just over a week ago)."
    )
    assert told in alert.reason


def test_an_opinion_is_low_and_a_crowd_that_agrees_or_is_new_is_not() -> None:
    known = known_for_a_fortnight([], -DAY)

    def low(*events: Event | Decision) -> bool:
        (alert,) = last_versions(alerts(events, "report_surge")).values()
        assert (alert.severity == "low") is ("for 3 reasons, and hardly one is a new account" in alert.reason)
        return alert.severity == "low"

    assert low(*known, *several(20, 3))
    assert not low(*known, *several(20, 1))
    assert not low(*known, *several(20, 3, contents=4))
    assert not low(*known, *several(10, 3))
    assert not low(*several(20, 3))  # nothing is known of sign-ups
    made = known_for_a_fortnight([f"user{i}" for i in range(12)], -2 * DAY)
    assert not low(*made, *several(20, 3))


def test_who_comes_upon_something_of_an_earlier_day_at_once_has_no_opinion() -> None:
    known, told = known_for_a_fortnight([], -DAY), site(a_day=15)
    old = [event("content.posted", "target", -2 * DAY, content_id="c0", kind="post", text="two days ago")]
    (alert,) = last_versions(alerts([*known, *told, *old, *several(20, 3)], "report_surge")).values()
    assert alert.severity == "medium"  # a seller's customers, who met with one fault, or people who were sent
    assert "They report one content, and give 3 reasons, as customers do who all met with one fault" in alert.reason
    for sent in (several(20, 1), several(20, 3, contents=4)):
        (alert,) = last_versions(alerts([*known, *told, *old, *sent], "report_surge")).values()
        assert alert.severity == "high"
        assert "as customers do" not in alert.reason
    that_day = [event("content.posted", "target", -8 * HOUR, content_id="c0", kind="post", text="this morning")]
    (alert,) = last_versions(alerts([*known, *told, *that_day, *several(20, 3)], "report_surge")).values()
    assert alert.severity == "low"
    new = [event("content.posted", "target", -HOUR, content_id="c0", kind="post", text="just now")]
    (alert,) = last_versions(alerts([*known, *told, *new, *several(180, 3)], "report_surge_day")).values()
    assert alert.severity == "low"
    (alert,) = last_versions(alerts([*known, *several(20, 3)], "report_surge")).values()
    assert alert.severity == "low"  # on a site that does not tell what is posted


def test_people_of_long_standing_who_differ_in_four_reasons_are_low_whatever_they_report_and_however_few_they_are() -> (
    None
):
    """A heated panel, a pay wall: they met with it in one hour, and what is reported is days old."""
    known, told = known_for_a_fortnight([], -DAY), site(a_day=15)
    old = [event("content.posted", "target", -2 * DAY, content_id="c0", kind="post", text="two days ago")]
    for number in (8, 20):
        found = alerts([*known, *told, *old, *several(number, 4)], "report_surge")
        (alert,) = last_versions(found).values()
        assert alert.severity == "low"
        assert "for 4 reasons, and hardly one is a new account" in alert.reason
        assert alert.suggested_action.endswith("nothing says that those who reported it acted together.")
    made = known_for_a_fortnight([f"user{i}" for i in range(12)], -2 * DAY)
    (alert,) = last_versions(alerts([*made, *told, *old, *several(20, 4)], "report_surge")).values()
    assert alert.severity != "low"


# How those who report stand to whom they report.


def paid(names: list[str], at: float = -5 * DAY) -> Mixed:
    return [event("account.payment", name, at, outcome=True, merchant="target") for name in names]


def told_of(*events: Event | Decision) -> list[Alert]:
    """Return the versions of the alert."""
    found = alerts([*known_for_a_fortnight([], -DAY), *events], "report_surge")
    return sorted(found, key=lambda one: one.version)


def test_customers_who_report_their_seller_are_low_from_the_first_version_on() -> None:
    versions = told_of(*paid(people(30)), *several(17, 1))
    assert {one.severity for one in versions} == {"low"}
    assert " All 17 had paid it before." in versions[-1].reason
    assert versions[-1].suggested_action == (
        "Look at what was reported of target (c0): most of those who reported it are its customers."
    )
    some = told_of(*paid([*people(4), *people(9, "other")]), *several(17, 1))[-1]
    assert some.severity != "low"
    assert " 4 of 17 had paid it before." in some.reason


def test_strangers_to_a_seller_who_come_within_an_hour_are_no_opinion_in_any_version() -> None:
    versions = told_of(*paid(people(9, "other")), *several(28, 3))
    assert [one.severity for one in versions] == sorted((one.severity for one in versions), reverse=True)
    assert versions[-1].severity == "high"
    assert versions[-1].reason.endswith(
        "Most came within one hour, and not to what had just been posted. None of them had paid it before, as others "
        "have."
    )
    hasty = told_of(*paid(people(9, "other")), *paid(people(28), -600.0), *several(28, 3))
    assert hasty[-1].severity == "high"  # who pays minutes before has met with nothing yet
    assert told_of(*paid(people(3, "other")), *several(28, 3))[-1].severity == "low"  # few ever pay it


def test_says_that_the_account_had_written_to_those_who_report_it() -> None:
    wrote = [event("content.posted", "target", -5 * HOUR + i * 60.0, content_id=f"m{i}", kind="message", text="hello",
                   target=f"user{i - 4}") for i in range(24)]  # fmt: skip
    answers = [event("content.posted", f"user{i}", -4 * HOUR + i, content_id=f"a{i}", kind="message", text="no",
                     target="target") for i in range(20)]  # fmt: skip
    known = known_for_a_fortnight([], -DAY)
    found = alerts([*known, *wrote, *answers, *several(20, 1)], "report_surge", "mass_contact")
    last = [one for one in found if one.signals[0].detector == "report_surge"][-1]
    assert " It had written to all 20 of them first." in last.reason
    assert last.suggested_action.startswith("Look at what target wrote: it had written first to most of those")
    first = [event("content.posted", f"user{i - 4}", -9 * HOUR + i, content_id=f"b{i}", kind="message", text="hey",
                   target="target") for i in range(24)]  # fmt: skip
    found = alerts([*known, *first, *wrote, *answers, *several(20, 1)], "report_surge", "mass_contact")
    assert not any("had written" in one.reason for one in found)  # who writes to it first has provoked the answer


def test_names_the_content_that_nearly_all_reports_are_about() -> None:
    (alert,) = last_versions(alerts(several(20, 1), "report_surge")).values()
    assert alert.signals[0].evidence["content_reported"] == "c0"
    assert "of target (c0) breaks the rules" in alert.suggested_action
    (alert,) = last_versions(alerts(several(20, 1, contents=4), "report_surge")).values()
    assert "content_reported" not in alert.signals[0].evidence
    assert "of target breaks the rules" in alert.suggested_action
