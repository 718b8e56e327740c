"""Newcomers who review one thing: a bombing, bought praise; and crowds that are none."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions

HOUR, DAY = 3600.0, 86_400.0


def review(subject: str, at: float, target: str, **fields: object) -> Event:
    """Return a review from an address of the subject's own."""
    here = {"ip": f"10.{hash_of(subject) % 200}.{hash_of(subject) % 251}.7", **fields}
    return event("content.posted", subject, at, content_id=f"c-{subject}-{at}", kind="review", target=target, **here)


def hash_of(name: str) -> int:
    return Random(name).randrange(1 << 30)


def site(new: float, days: int = 7, a_day: int = 150) -> list[Event]:
    """Return days of reviews of 60 shops, a share `new` of them by newcomers."""
    chosen, found = Random(days), []
    for day in range(-days, 1):
        for i in range(a_day):
            at, own = day * DAY + chosen.uniform(0, 20) * HOUR, chosen.random() < new
            name = f"new{day}-{i}" if own else f"member{chosen.randrange(60)}"
            found.append(review(name, at, f"shop{int(60 * chosen.random() ** 2)}"))
    return found


def wave(
    number: int, gap: float = 900.0, target: str = "shop55", at: float = 5 * HOUR, **fields: object
) -> list[Event]:
    return [review(f"paid{i}", at + i * gap, target, **fields) for i in range(number)]


def test_fires_on_newcomers_who_praise_one_place() -> None:
    (alert,) = last_versions(alerts([*site(0.2), *wave(15)], "review_wave")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", "shop55", "spam")
    assert {name for name in alert.accounts if name.startswith("paid")} == {f"paid{i}" for i in range(15)}
    assert "15 accounts reviewed one thing within 6 h, each in its first hour of posting" in alert.reason
    assert "% are from a first hour of posting." in alert.reason
    assert alert.suggested_action.endswith("to show for it, or only small ones made for it.")
    assert 0.15 <= float(alert.signals[0].evidence["site_share_of_newcomers"]) <= 0.35


def test_quiet_where_members_come_as_well() -> None:
    members = [review(f"member{i}", 5 * HOUR + i * 400.0, "shop55") for i in range(25)]
    assert alerts([*site(0.2), *wave(15), *members], "review_wave") == []


def test_quiet_where_most_reviewers_are_newcomers() -> None:
    assert alerts([*site(0.7), *wave(15)], "review_wave") == []
    assert alerts([*site(0.7), *wave(60, gap=300.0)], "review_wave")


def test_quiet_on_an_import_and_on_messages() -> None:
    assert alerts([*site(0.2), *wave(40, gap=60.0, ip=None, source="/import")], "review_wave") == []
    posted = wave(15)
    for one in posted:
        one.kind = "message"
    assert alerts([*site(0.2), *posted], "review_wave") == []


def test_quiet_on_a_place_whose_reviewers_are_always_new() -> None:
    """As a theme park's are, who open an account for it."""
    before = [e for day in range(-6, 0) for e in (
        review(f"guest{day}-{i}", day * DAY + 5 * HOUR + i * 900.0, "park") for i in range(13))]  # fmt: skip
    assert alerts([*site(0.2), *before, *wave(15, target="park")], "review_wave") == []


def bought(reviews: list[Event], outcome: bool = True, before: float = 2 * DAY) -> list[Event]:
    """Return what the reviewers paid the seller of what they reviewed, so long before."""
    return [event("account.payment", one.subject, one.time - START - before, outcome=outcome,
                  merchant=(one.target or "").partition("/")[0]) for one in reviews]  # fmt: skip


def test_quiet_on_customers_whom_a_shop_asks_and_not_on_who_was_refused_or_pays_that_day() -> None:
    for target in ("shop55", "shop55/mug"):
        asked = wave(30, gap=300.0, target=target)
        assert alerts([*site(0.2), *bought(asked), *asked], "review_wave") == []
        assert alerts([*site(0.2), *bought(asked, outcome=False), *asked], "review_wave")
        assert alerts([*site(0.2), *bought(asked, before=HOUR), *asked], "review_wave")


def test_fires_on_who_did_not_buy_where_most_reviewers_are_new_customers() -> None:
    """As in a shop whose customers write once: without payments it is a site where most reviewers are newcomers."""
    customers = [one for one in site(0.7) if one.subject.startswith("new")]
    paid, few = bought(customers), wave(20)
    assert alerts([*site(0.7), *few], "review_wave") == []
    (alert,) = last_versions(alerts([*paid, *site(0.7), *few, *bought(few[:2])], "review_wave")).values()
    assert {f"paid{i}" for i in range(2, 20)} <= set(alert.accounts)
    assert alert.signals[0].evidence["count_in_window"] == 18


def test_quiet_before_the_site_is_known() -> None:
    assert alerts([*site(0.2, days=2), *wave(15)], "review_wave") == []


def test_fires_on_praise_that_comes_a_few_an_hour_for_days() -> None:
    paid = [*wave(14, 2400.0, "shop99", -18 * HOUR), *wave(28, 2400.0, "shop99", 4 * HOUR)[14:]]
    assert alerts([*site(0.5), *paid], "review_wave") == []
    (alert,) = last_versions(alerts([*site(0.5), *paid], "review_wave_slow")).values()
    assert (alert.entity.id, alert.policy) == ("shop99", "spam")
    assert "28 accounts reviewed one thing within 72 h, each in its first hour of posting" in alert.reason


def test_quiet_within_days_where_members_come_as_well_and_on_what_comes_at_once() -> None:
    paid, members = wave(28, gap=4000.0, at=-20 * HOUR), [
        review(f"member{i}", -20 * HOUR + i * 8000.0, "shop55") for i in range(12)
    ]  # fmt: skip
    assert alerts([*site(0.3), *paid, *members], "review_wave_slow") == []
    assert alerts([*site(0.3), *wave(15)], "review_wave_slow") == []
    assert alerts([*site(0.7), *wave(20, gap=4000.0)], "review_wave_slow") == []


def praise(number: int, target: str = "aunt") -> list[Event]:
    """Return praise for somebody of whom nobody had written, one each hour and a half."""
    return wave(number, gap=5400.0, target=target, at=-14 * HOUR)


def test_fires_on_a_dozen_who_praise_one_private_seller_where_few_reviewers_are_new() -> None:
    (alert,) = last_versions(alerts([*site(0.1), *praise(12)], "review_wave_slow")).values()
    assert (alert.entity.id, set(alert.accounts)) == ("aunt", {f"paid{i}" for i in range(12)})


def test_quiet_on_eight_whom_a_shop_has_asked_and_on_a_dozen_where_many_reviewers_are_new() -> None:
    assert alerts([*site(0.1), *praise(8)], "review_wave", "review_wave_slow") == []
    assert alerts([*site(0.5), *praise(12)], "review_wave", "review_wave_slow") == []


def signed_up(names: list[str], at: float) -> list[Event]:
    return [event("account.signup", name, at + i * 60.0) for i, name in enumerate(names)]


def test_fires_on_a_dozen_who_signed_up_for_it_where_half_of_the_reviewers_never_posted_before() -> None:
    """Most who review for the first time have been there for long; `report_surge` is what keeps sign-ups known."""
    joined = signed_up([f"new{day}-{i}" for day in range(-7, 1) for i in range(0, 150, 12)], -8 * DAY)
    made = signed_up([f"paid{i}" for i in range(12)], -20 * HOUR)
    both = ("review_wave_slow", "report_surge")
    assert alerts([*site(0.5), *praise(12)], *both) == []
    assert alerts([*site(0.5), *joined, *praise(12)], *both) == []
    (alert,) = last_versions(alerts([*site(0.5), *joined, *made, *praise(12)], *both)).values()
    assert set(alert.accounts) == {f"paid{i}" for i in range(12)}
    assert " 12 signed up within the week, as " in alert.reason
    assert alert.signals[0].evidence["made_within_the_week"] == 12


def test_quiet_on_a_dozen_who_signed_up_for_it_where_half_of_the_reviewers_do() -> None:
    all_of = [event("account.signup", one.subject, (one.time - START) - 900.0) for one in site(0.5)
              if one.subject.startswith("new")]  # fmt: skip
    made = signed_up([f"paid{i}" for i in range(12)], -20 * HOUR)
    assert alerts([*site(0.5), *all_of, *made, *praise(12)], "review_wave_slow", "report_surge") == []


def joiners(used: bool = True, days: int = 7) -> list[Event]:
    """Return days of people who sign up, use something (or not), and review one thing in the evening."""
    found = []
    for day in range(-days, 0):
        for i in range(4):
            name, at = f"joiner{day}-{i}", day * DAY + i * HOUR
            found += [event("account.signup", name, at), review(name, at + 5 * HOUR, f"shop{(day + i) % 40}")]
            found += [event("account.usage", name, at + 2 * HOUR, product="stay")] if used else []
    return found


def evening(used: bool, usually: bool = True, status: int = 200) -> str:
    """Return how grave a dozen's praise is, and the sentence's end, by whether they, and others, used something."""
    made = signed_up([f"paid{i}" for i in range(30)], -20 * HOUR)
    first = [event("account.usage", f"paid{i}", -6 * HOUR, product="stay", status=status) for i in range(30 * used)]
    told = [*site(0.2), *joiners(usually), *made, *first, *wave(30, 300.0)]
    (alert,) = [one for one in last_versions(alerts(told, "review_wave", "report_surge")).values()]
    return f"{alert.severity}: {alert.reason.rpartition('have. ')[2] if 'here before' in alert.reason else ''}"


def test_fires_more_gravely_on_who_never_used_anything_where_such_reviewers_have() -> None:
    assert evening(used=False) == (
        "high: None of these 30 had used or paid anything here before; on a usual day 100 % of such reviewers have."
    )
    assert evening(used=True) == (
        "medium: All 30 had used or paid something here before; on a usual day 100 % of such reviewers have."
    )


def test_fires_as_ever_where_reviewers_use_nothing_first_and_takes_no_refusal_for_use() -> None:
    assert evening(used=True, usually=False) == evening(used=False, usually=False) == "high: "
    assert evening(used=True, status=403).startswith("high: None of these 30 ")


def by_the_piece(number: int = 14, gap: float = DAY, used: bool = False, others: int = 0) -> list[Event]:
    """Return accounts that sign up, three days later review one thing, and never come again; and members who do so."""
    found = signed_up([f"new{day}-{i}" for day in range(-15, 1) for i in range(0, 30, 12)], -16 * DAY)
    for i in range(number):
        at = -14 * DAY + i * gap
        found += [event("account.signup", f"paid{i}", at - 3 * DAY), review(f"paid{i}", at, "aunt")]
        found += [event("account.usage", f"paid{i}", at - 2 * DAY, product="stay")] if used else []
    members = [review(f"member{i}", -14 * DAY + (i + 0.5) * DAY, "aunt") for i in range(others)]
    return sorted([*site(0.2, days=18, a_day=30), *found, *members], key=lambda one: one.time)


def test_fires_on_accounts_made_for_praise_that_comes_one_a_day_for_a_fortnight() -> None:
    (alert,) = last_versions(alerts(by_the_piece(others=4), "review_wave_slow", "report_surge")).values()
    assert (alert.entity.id, set(alert.accounts)) == ("aunt", {f"paid{i}" for i in range(14)})
    assert (
        " accounts that reviewed one thing within 15 days had signed up within the week before and had" in alert.reason
    )
    evidence = alert.signals[0].evidence
    assert (evidence["idle"], evidence["days"]) == (14, 15)
    assert 14 < int(evidence["reviewers"]) <= 18


def test_quiet_on_so_few_a_day_where_others_come_or_they_use_something_or_at_once_or_eight() -> None:
    for events in (by_the_piece(others=12), by_the_piece(used=True), by_the_piece(gap=0.01 * DAY), by_the_piece(8)):
        assert alerts(events, "review_wave_slow", "report_surge") == []


def test_a_club_of_long_standing_at_one_address_is_low_and_newcomers_there_are_not() -> None:
    joined = signed_up([f"new{day}-{i}" for day in range(-7, 1) for i in range(0, 150, 12)], -8 * DAY)
    club = [review(f"reader{i}", 5 * HOUR + i * 300.0, "shop55", ip="198.51.100.9", device=f"phone{i}")
            for i in range(14)]  # fmt: skip
    both = ("review_wave", "report_surge")
    (alert,) = last_versions(alerts([*site(0.2), *joined, *club], *both)).values()
    assert alert.severity == "low"
    assert "All came from one address, with a device each, and had signed up longer ago" in alert.reason
    assert alert.suggested_action.startswith("Read a few: a club that meets, or a class")
    made = signed_up([f"reader{i}" for i in range(14)], -20 * HOUR)
    (alert,) = last_versions(alerts([*site(0.2), *joined, *made, *club], *both)).values()
    assert alert.severity != "low"
    few = [review(f"reader{i}", 5 * HOUR + i * 300.0, "shop55", ip="198.51.100.9", device=f"phone{i % 3}")
           for i in range(14)]  # fmt: skip
    (alert,) = last_versions(alerts([*site(0.2), *joined, *few], *both)).values()
    assert alert.severity != "low"
    assert "one address" not in alert.reason
