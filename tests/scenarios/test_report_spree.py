"""One reporter of very many accounts."""

from __future__ import annotations

from schemas.event import Event
from tests.scenarios.test_report_surge import history
from tests.support.scenario import alerts, event, last_versions

DAY = 86_400.0


def reported(subject: str, at: float, reporter: str | None) -> Event:
    return event("content.reported", subject, at, content_id=f"c-{subject}", reporter=reporter, reason="spam")


def spree(reporter: str | None, number: int, at: float = 0.0, gap: float = 40.0) -> list[Event]:
    return [reported(f"user{at}-{i}", at + i * gap, reporter) for i in range(number)]


EARLIER = [reported("anybody", -8 * DAY, "reader")]  # since when reports are known


def test_fires_on_one_who_reports_a_hundred_accounts_within_the_hour() -> None:
    others = [reported(f"user{i}", i * 30.0, f"other{i % 40}") for i in range(100)]
    (alert,) = last_versions(alerts([*EARLIER, *others, *spree("flooder", 100)], "report_spree")).values()
    assert (alert.entity.type, alert.accounts, alert.policy) == ("site", ["flooder"], "report_abuse")
    assert alert.reason == (
        "One account reported 90 accounts within 60 min (usual for those who report: 2.0); 100 reports in all."
    )


def test_fires_within_a_quarter_of_an_hour() -> None:
    assert alerts([*EARLIER, *spree("flooder", 100)], "report_spree")[0].emitted_at <= "2026-01-05T08:15:00.000Z"


def test_fires_once_on_two_at_the_same_time() -> None:
    (alert,) = last_versions(alerts([*EARLIER, *spree("one", 40), *spree("two", 60, 1.0)], "report_spree")).values()
    assert alert.accounts == ["one", "two"]
    assert alert.reason.startswith("2 accounts, the busiest of which reported 60 accounts")


def test_fires_on_far_more_than_a_patrol_ever_reported() -> None:
    past = [one for day in (-2, -1) for one in spree("patrol", 22, day * DAY)]
    assert last_versions(alerts([*EARLIER, *past, *spree("patrol", 600, 0.0, 4.0)], "report_spree"))


def test_quiet_on_a_patrol_after_its_first_days() -> None:
    past = [one for day in range(-10, 0) for one in spree("patrol", 19 + day % 2, day * DAY)]
    events = [*past, *spree("patrol", 80, 0.0, 30.0)]
    assert alerts([*EARLIER, *events], "report_spree") == []


def test_quiet_on_one_whose_reports_are_upheld() -> None:
    past = history(["moderator"], "violation")
    assert alerts([*EARLIER, *past, *spree("moderator", 100)], "report_spree") == []


def test_quiet_on_one_angry_user_and_on_some_reports() -> None:
    angry = [reported("target", i * 10.0, "angry") for i in range(300)]
    assert alerts([*EARLIER, *angry, *spree("tidy", 18)], "report_spree") == []


def test_quiet_on_a_report_now_and_then_and_on_unnamed_ones() -> None:
    assert alerts([*EARLIER, *spree("slow", 200, gap=400.0), *spree(None, 200)], "report_spree") == []


def test_quiet_on_moderators_whose_first_shift_is_the_first_that_is_seen() -> None:
    shift = [one for name in range(4) for one in spree(f"moderator{name}", 60, name * 100.0, 70.0)]
    curator = spree("curator", 36, 5 * DAY, 110.0)
    assert alerts([*shift, *curator], "report_spree") == []


def test_fires_on_a_program_in_the_first_week() -> None:
    (alert,) = last_versions(alerts(spree("program", 200, gap=10.0), "report_spree")).values()
    assert alert.accounts == ["program"]


def test_one_who_reports_a_wave_of_new_accounts_is_low_and_one_who_reports_others_is_not() -> None:
    founders = [event("account.signup", f"founder{day}", -day * DAY) for day in range(10)]
    wave = [event("account.signup", f"user0.0-{i}", -DAY + i * 60.0) for i in range(30)]
    (low,) = last_versions(alerts([*founders, *EARLIER, *wave, *spree("tidy", 30)], "report_spree")).values()
    assert (low.severity, low.accounts) == ("low", ["tidy"])
    assert low.reason.endswith("30 were about accounts that had signed up within the week, as after a wave of them.")
    assert low.suggested_action.startswith("Look at the accounts reported first.")
    (alert,) = last_versions(alerts([*founders, *EARLIER, *wave[:24], *spree("angry", 30)], "report_spree")).values()
    assert alert.severity == "medium"
    assert alert.signals[0].evidence["reports_of_accounts_of_a_week"] == 24
