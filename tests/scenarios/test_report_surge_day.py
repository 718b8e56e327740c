"""Surges of reports on one account that take a day."""

from __future__ import annotations

import re
from random import Random

import pytest

from schemas.event import Decision, Event
from tests.scenarios.test_report_surge import (
    DAY,
    HOUR,
    Mixed,
    history,
    known_for_a_fortnight,
    people,
    posts,
    reading,
    reported,
)
from tests.support.scenario import alerts, event, last_versions

BOTH = ("report_surge", "report_surge_day")


def over(names: list[str], hours: float, target: str = "target") -> Mixed:
    """Return a report of each name on one account, at an even pace."""
    return [reported(target, i * hours * HOUR / len(names), name) for i, name in enumerate(names)]


def test_reports_each_of_another_thing_are_told_and_how_much_was_posted_is_asked() -> None:
    each = [event("content.reported", "target", n * HOUR, content_id=f"upload{n}", reporter=name, reason=f"r{n % 3}")
            for n, name in enumerate(people(20))]  # fmt: skip
    (alert,) = last_versions(alerts(each, *BOTH)).values()
    told = re.search(
        r"Their 20 reports are of ([0-9]+) different things of it or more, and give 3 reasons", alert.reason
    )
    assert told is not None
    assert 10 <= int(told[1]) <= 20
    assert alert.suggested_action.endswith(" See how much target had posted.")


@pytest.mark.parametrize(("number", "hours"), [(30, 24), (15, 24), (8, 8)])
def test_fires_once_on_people_who_report_one_account_over_the_day(number: int, hours: int) -> None:
    (alert,) = last_versions(alerts(over(people(number), hours), *BOTH)).values()
    assert (alert.signals[0].detector, alert.entity.id, alert.policy) == ("report_surge_day", "target", "report_abuse")
    assert alert.accounts == ["target", *people(number)]
    assert alert.reason == (
        f"{number} people reported target within 24 h (usual for accounts: 1.1); {number} reports in all. "
        "All give one reason (spam)."
    )
    if number < 30:
        assert alert.suggested_action.endswith(
            "If not, target is the victim of people who report together to have it taken down: reject the reports, and "
            "see what the reporters have in common and what else they reported."
        )


def test_fires_on_a_crowd_over_the_day() -> None:
    assert alerts(over(people(30), 24), "report_surge_day")


def test_a_crowd_of_any_size_is_not_high_over_a_day_unless_most_were_rejected_before() -> None:
    assert {one.severity for one in alerts(over(people(70), 24), "report_surge_day")} == {"medium"}
    rejected = alerts([*history(people(40), "benign"), *over(people(40), 24)], "report_surge_day")
    assert {one.severity for one in rejected} == {"high"}
    strangers = alerts([*history(people(20), "benign"), *over(people(50), 24)], "report_surge_day")
    assert last_versions(strangers).popitem()[1].severity == "medium"


def test_fires_once_where_the_hour_and_the_day_both_see_it() -> None:
    found = last_versions(alerts(over(people(60), 6), *BOTH)).values()
    assert {one.detector for alert in found for one in alert.signals} == set(BOTH)
    (lead,) = {alert.campaign_id for alert in found}
    assert lead is not None


def test_fires_on_six_whose_reports_are_upheld_and_on_no_fewer() -> None:
    past = history(people(6), "violation")
    (alert,) = last_versions(alerts([*past, *over(people(6), 12)], "report_surge_day")).values()
    assert alert.signals[0].evidence["count_in_window"] == 10.5
    assert "earlier reports of 6 of them were mostly upheld" in alert.reason
    assert alerts([*past, *over(people(5), 12)], "report_surge_day") == []


def test_quiet_on_what_comes_within_the_hour() -> None:
    assert alerts(over(people(12), 0.9), "report_surge_day") == []
    assert alerts(over(people(12), 0.9), "report_surge")
    late: Mixed = [reported("target", 5 * HOUR * i, f"late{i}") for i in range(1, 3)]
    assert alerts([*over(people(6), 0.9), *late], *BOTH) == []  # the hour has not told of them


def test_fires_on_new_accounts_within_the_hour_and_names_who_comes_after_it() -> None:
    late: Mixed = [reported("target", 5 * HOUR * i, f"late{i}") for i in range(1, 4)]
    crowd = [*known_for_a_fortnight(people(9), -2 * DAY), *over(people(12), 0.9), *late]
    found = last_versions(alerts(crowd, *BOTH)).values()
    (lead,) = [alert for alert in found if alert.campaign_id == alert.alert_id]
    assert set(lead.accounts) == {"target", *people(12), "late1", "late2", "late3"}
    (old,) = last_versions(
        alerts([*known_for_a_fortnight([], -2 * DAY), *over(people(12), 0.9), *late], *BOTH)
    ).values()
    assert set(old.accounts) == {"target", *people(12)}  # of long standing: who comes later may be anybody


def test_quiet_on_twenty_whose_reports_are_rejected() -> None:
    names = people(20)
    assert alerts([*history(names, "benign"), *over(names, 20)], "report_surge_day") == []
    assert alerts(over(names, 20), "report_surge_day")


def test_quiet_on_one_angry_user_and_on_a_few() -> None:
    angry: Mixed = [reported("target", i * 300.0, "angry") for i in range(280)]
    assert alerts([*angry, *over(people(5), 20)], "report_surge_day") == []


def test_quiet_on_a_popular_seller_whom_some_report_every_day() -> None:
    random = Random(5)
    events = [reported("seller", day * DAY + random.uniform(0, DAY), f"buyer{day}-{i}")
              for day in range(40) for i in range(random.choice([1, 2, 3, 4, 5]))]  # fmt: skip
    assert alerts(events, "report_surge_day") == []


def test_quiet_on_people_who_come_all_day_long_upon_what_was_posted_that_day() -> None:
    """The last of seventeen reports it fourteen hours after it was posted."""
    assert alerts([*posts(6), *reading(17, 6, gap=1800.0)], *BOTH) == []
    assert alerts([*posts(30), *reading(17, 30, gap=1800.0)], "report_surge_day")
    assert alerts([*posts(6), *reading(17, 6, gap=120.0)], "report_surge")  # within the hour nobody else comes


def test_fires_on_very_many_who_report_what_was_posted_that_day_and_on_new_accounts() -> None:
    assert alerts([*posts(6), *reading(140, 6, gap=300.0)], "report_surge_day")
    known = [event("account.signup", f"known{day}", -day * DAY) for day in range(1, 14)]
    made = [event("account.signup", f"user{i}", -2 * DAY + i * 60.0) for i in range(17)]
    assert alerts([*known, *made, *posts(6), *reading(17, 6, gap=1800.0)], "report_surge_day")


def reasoned(names: list[str], shares: tuple[int, ...], hours: float = 22) -> Mixed:
    """Return reports over the day; of each row of as many as `shares` say, so many give reason 0, 1, and so on."""
    reasons = [f"reason{i}" for i, share in enumerate(shares) for _ in range(share)]
    found = over(names, hours)
    for i, one in enumerate(found):
        one.reason = reasons[i * 7 % len(reasons)]  # type: ignore[union-attr]
    return found


def test_quiet_on_a_page_that_many_see_and_some_dislike_each_for_a_reason_of_their_own() -> None:
    assert alerts(reasoned(people(24), (2, 2, 2, 1, 1, 1)), *BOTH) == []


@pytest.mark.parametrize(
    ("number", "shares"), [(24, (1, 1, 1, 1)), (24, (6, 1, 1, 1, 1)), (24, (1,)), (140, (2, 2, 2, 1, 1, 1))]
)
def test_fires_on_few_reasons_or_one_above_all_or_very_many_people(number: int, shares: tuple[int, ...]) -> None:
    assert alerts(reasoned(people(number), shares), "report_surge_day")


def test_fires_on_many_reasons_of_people_who_were_rejected_before() -> None:
    past = history(people(40), "benign")
    assert alerts([*past, *reasoned(people(40), (2, 2, 2, 1, 1, 1))], "report_surge_day")


def test_what_people_of_long_standing_report_once_each_over_a_day_is_low_and_what_others_do_is_not() -> None:
    known = [event("account.signup", f"early{i}", -(10 - i) * DAY) for i in range(9)]

    def graded(*crowd: Event | Decision) -> str:
        (alert,) = last_versions(alerts([*known, *crowd], "report_surge_day")).values()
        assert ("nothing says that those who reported it acted together" in alert.suggested_action) is (
            alert.severity == "low"
        )
        return str(alert.severity)

    assert graded(*over(people(21), 16)) == "low"
    assert graded(*over(people(10), 16)) == "medium"
    stray = [reported("target", (3 + i) * HOUR, f"neighbour{i}", f"c{i + 2}") for i in range(4)]
    assert graded(*over(people(21), 16), *stray[:1]) == "low"
    assert graded(*over(people(21), 16), *stray) == "medium"
    made = [event("account.signup", name, -2 * DAY) for name in people(7)]
    assert graded(*made, *over(people(21), 16)) == "medium"
    again = [reported("target", (1 + i) * HOUR, f"user{i}") for i in range(8)]
    assert graded(*over(people(21), 16), *again) == "medium"
    assert graded(*history(people(6), "benign"), *over(people(21), 16)) == "medium"


def seller(signed_up: float, payers: int = 24) -> Mixed:
    """Return an account that signs up on a site known for longer, and is paid four days later, and four days ago."""
    new = signed_up + 4 * DAY
    early = [(f"first{i}", new + i * HOUR) for i in range(4)]
    paid = [*early, *[(f"user{i}", max(new, -4 * DAY) + i * HOUR) for i in range(payers)]]
    return [
        *known_for_a_fortnight([], signed_up),
        event("account.signup", "target", signed_up),
        *[event("account.payment", name, at, outcome=True, merchant="target") for name, at in paid],
    ]


def test_fires_as_medium_on_customers_of_an_account_that_came_to_sell_lately() -> None:
    """A false organizer of eight days; 24 paid him, and nine say so once the evening is over."""
    (alert,) = last_versions(alerts([*seller(-8 * DAY), *over(people(9), 12)], *BOTH)).values()
    assert (alert.severity, alert.entity.id) == ("medium", "target")
    assert "All 9 had paid it before, and it had signed up within four weeks." in alert.reason
    assert alert.suggested_action.startswith("Hold what target is paid and has paid out while you look at what was")
    assert alert.signals[0].evidence["by_payers_of_a_new_account"] == 9


def test_quiet_but_for_a_low_row_on_customers_of_a_seller_of_long_standing() -> None:
    (alert,) = last_versions(alerts([*seller(-31 * DAY), *over(people(9), 12)], *BOTH)).values()
    assert alert.severity == "low"
    assert "All 9 had paid it before." in alert.reason


def test_where_few_of_those_who_report_a_new_seller_had_paid_it_they_are_no_customers() -> None:
    (alert,) = last_versions(alerts([*seller(-8 * DAY, payers=4), *over(people(9), 12)], *BOTH)).values()
    assert "4 of 9 had paid it before." in alert.reason


def harmed(number: int, share: float) -> Mixed:
    """Return readers of what was posted that day, so many of whom call it phishing or a fake shop, others spam."""
    found = reading(number, 6, gap=1800.0)
    for i, one in enumerate(found):
        harm = ("phishing", "phishing", "fake_shop")[i % 3]
        one.reason = harm if i * 3 % 10 < 10 * share else "spam"  # type: ignore[union-attr]
    return [*posts(6), *found]


def test_fires_on_a_false_banks_page_that_its_readers_report_within_the_day() -> None:
    (alert,) = last_versions(alerts(harmed(17, 0.8), *BOTH)).values()
    assert (alert.severity, alert.entity.id) == ("medium", "target")
    assert "Reasons given: phishing (8), fake_shop (5), spam (4)." in alert.reason


def test_quiet_on_readers_of_whom_few_say_that_somebody_is_harmed_and_on_seven() -> None:
    assert alerts(harmed(17, 0.4), *BOTH) == []
    assert alerts(harmed(7, 1.0), *BOTH) == []
