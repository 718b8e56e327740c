"""Codes guessed day after day, a handful a day, on a site whose people mistype one now and then."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from schemas.event import GRANTED, Event
from schemas.site_usual import SiteUsual
from tests.scenarios.test_code_guessing import DAY, redeemed
from tests.support.scenario import alerts, event, last_versions, shipped

NAME = "code_guessing_slow"


def site(days: int = 14, people: int = 12, product: str = "redeem", most: int = 4) -> list[Event]:
    """Return days on which some mistype a code, one to four times (or `most`), each on one day alone."""
    return [redeemed((i // people + 0.1) * DAY + i % people * 5000.0 + j * 40.0, f"user{i}", product=product)
            for i in range(days * people) for j in range(1 + i % most)]  # fmt: skip


def tried(account: str, days: int, times: int = 8, first: float = 8.4, **fields: Any) -> list[Event]:
    """Return codes that an account tries at night, day after day."""
    return [redeemed((first + day) * DAY + i * 300.0, account, **fields) for day in range(days) for i in range(times)]


def played(*tries: list[Event], days: int = 14, people: int = 12, most: int = 4) -> list[Event]:
    return sorted([*site(days, people, most=most), *[one for some in tries for one in some]], key=lambda one: one.time)


def test_fires_on_three_accounts_that_each_try_twelve_codes_a_day() -> None:
    """From the fourth day on: 3 accounts, 5 days at last, 12 tries a day; at most 4 are usual."""
    versions = alerts(played(*[tried(f"thief{i}", 5, 12) for i in range(3)]), NAME)
    assert versions[0].signals[0].evidence["refused_in_all"] == 144  # told before the fifth day's
    (alert,) = last_versions(versions).values()
    assert (alert.entity.type, alert.accounts) == ("site", ["thief0", "thief1", "thief2"])
    evidence = alert.signals[0].evidence
    assert [evidence[name] for name in ("accounts", "days_at_most", "refused_in_all")] == [3, 5, 180]
    assert "3 accounts were each refused the same product 6 times or more on 5 days of 14" in alert.reason
    assert "180 times in all" in alert.reason
    assert "99 in 100 were at most 4 times" in alert.reason


def test_fires_on_one_account_whose_days_lie_apart() -> None:
    days = [one for first in (4.3, 6.5, 9.2, 11.4, 13.1) for one in tried("thief", 1, 10, first)]
    (alert,) = last_versions(alerts(played(days), NAME)).values()
    assert alert.accounts == ["thief"]
    assert alert.reason.startswith("One account was refused the same product 6 times or more on ")


def test_quiet_on_three_days_and_on_few_tries_however_often() -> None:
    assert alerts(played(tried("smudged", 3, 20), tried("daily", 1, 5, 9.1), tried("weekly", 6, 5)), NAME) == []


def test_quiet_on_a_page_that_is_gone_and_that_many_ask_for_now_and_then() -> None:
    """Ten ask three times a day for what is gone, one nine times: beside codes mistyped alone he would be told."""
    pages, busy = [tried(f"reader{i}", 6, 3, 6.2) for i in range(10)], tried("busy", 6, 9, 6.3)
    assert alerts(played(busy), NAME) != []
    assert alerts(played(*pages, busy), NAME) == []


def test_quiet_on_a_release_that_breaks_a_page_for_most() -> None:
    """At a door where 24 were refused in six days, a hundred apps ask ten times a day for five days."""
    apps = [tried(f"app{i}", 5, 10, 7.1 + i * 0.001) for i in range(100)]
    assert alerts(played(*apps, days=14, people=4), NAME) == []


def test_quiet_on_who_has_always_asked_for_what_is_gone() -> None:
    assert alerts(played(tried("tab", 14, 9, 0.2), people=3), NAME) == []


@pytest.mark.parametrize("fields", [{"key": "k1"}, {"product": "other"}, {"status": 429}])
def test_quiet_on_programs_with_a_key_at_unknown_doors_and_on_rate_limits(fields: dict[str, Any]) -> None:
    assert alerts(played(tried("program", 6, 30, **fields)), NAME) == []


def test_quiet_in_a_sites_first_days() -> None:
    assert alerts(played(tried("thief", 4, 12, 0.5), days=5), NAME) == []


def roaming(accounts: int, days: int = 5, times: int = 3, providers: int = 9, name: str = "thief") -> list[Event]:
    """Return accounts that each try a few codes a day, from one home line after the other."""
    return [redeemed((8.3 + day) * DAY + k * 60.0 + i * 9000.0, f"{name}{k}", asn=100 + (day * times + i) % providers)
            for k in range(accounts) for day in range(days) for i in range(times)]  # fmt: skip


def test_fires_on_accounts_that_each_try_three_codes_a_day_from_ever_other_lines() -> None:
    """45 tries a day are twice the site's own; each account alone has fewer than who mistypes a code four times."""
    versions = alerts(played(roaming(15), most=2), NAME)
    assert versions[0].signals[0].evidence["refused_in_all"] == 15 * 3 * 3  # told once the third day is over
    (alert,) = last_versions(versions).values()
    assert (len(alert.accounts), alert.signals[0].evidence["refused_in_all"]) == (15, 225)
    assert (
        "15 accounts were each refused the same product on 5 days of 14, a few times a day, each from 4" in alert.reason
    )


def test_names_first_who_was_given_what_the_code_opens() -> None:
    """One code of the ninth fits, on a new line; who knew his code, and who is let in where he was, are not named."""
    fits = redeemed(9.9 * DAY, "thief9", 200, asn=100, ip="198.51.100.9")
    tries = [*roaming(15), fits, redeemed(9.9 * DAY, "user7", 200), redeemed(9.9 * DAY, "thief2", 200, asn=100)]
    (alert,) = last_versions(alerts(played(tries, most=2), NAME)).values()
    assert (alert.accounts[0], alert.signals[0].evidence["given_later"]) == ("thief9", 1)
    assert alert.reason.endswith("One was given it afterwards from a line new to it, and is named first.")


@pytest.mark.parametrize("tries", [roaming(15, providers=3), roaming(4), roaming(15, days=2), roaming(15, times=1)])
def test_quiet_on_who_is_in_few_places_or_few_or_seldom(tries: list[Event]) -> None:
    assert alerts(played(tries, most=2), NAME) == []


def test_quiet_on_a_broken_page_that_some_ask_for_from_behind_anonymisers() -> None:
    homes = roaming(30, providers=1, name="app")
    assert alerts(played(homes, roaming(12), most=2), NAME) == []
    assert alerts(played(roaming(12), most=2), NAME) != []


def homes(accounts: int, days: int = 8, times: int = 3, name: str = "thief") -> list[Event]:
    """Return accounts that each try a few codes a day, from home."""
    return [one for k in range(accounts) for one in tried(f"{name}{k}", days, times, 5.3 + k * 0.001, asn=100 + k)]


def test_fires_on_a_few_accounts_that_try_three_codes_a_day_from_home_for_more_than_a_week() -> None:
    """24 codes each; of the others none is refused on two days."""
    versions = alerts(played(homes(5), most=2), NAME)
    assert versions[0].signals[0].evidence["refused_in_all"] == 5 * 3 * 6  # told once the sixth day is over
    (alert,) = last_versions(versions).values()
    assert alert.accounts == [f"thief{k}" for k in range(5)]
    assert "5 accounts were each refused the same product again and again on 8 days of 14" in alert.reason
    assert "nine in ten were at most 2 times" in alert.reason


def test_fires_on_more_accounts_that_try_six_codes_a_day_from_home_on_five_days() -> None:
    """Two days before, one account guessed all day, whose tries are all that 99 in 100 show from then on."""
    burst = tried("early", 2, 200, 5.1)
    versions = alerts(played(burst, homes(20, days=5, times=6)), NAME)
    assert versions[0].signals[0].evidence["refused_in_all"] == 20 * 6 * 4  # told once the fourth day is over
    (alert,) = last_versions(versions).values()
    assert (len(alert.accounts), alert.signals[0].evidence["refused_in_all"]) == (20, 600)
    assert "20 accounts were each refused the same product again and again on 5 days of 14" in alert.reason


@pytest.mark.parametrize("tries", [homes(2), homes(5, days=5), homes(5, times=2), homes(20, days=3, times=6)])
def test_quiet_on_two_at_home_or_a_few_days_or_twice_a_day(tries: list[Event]) -> None:
    assert alerts(played(tries, most=2), NAME) == []


def test_quiet_on_a_few_at_home_where_others_come_back_day_after_day_too() -> None:
    pages = homes(12, times=1, name="reader")
    assert alerts(played(homes(5), pages, most=2), NAME) == []


def test_quiet_on_a_prize_of_the_day_at_which_most_try_again() -> None:
    """The day's word is guessed at a door by thirty players, up to nine times each, for five days."""
    players = [one for k in range(30) for one in tried(f"player{k}", 5, 3 + k % 7, 5.3 + k * 0.001)]
    assert alerts(played(players, people=4), NAME) == []


@pytest.mark.parametrize(("people", "most"), [(2, 8), (1, 2)])
def test_quiet_at_a_door_hardly_known_where_others_are_refused_as_often_or_few(people: int, most: int) -> None:
    assert alerts(played(homes(10, times=5), people=people, most=most), NAME) == []


def test_fires_on_ten_at_home_at_a_door_hardly_known_as_they_begin() -> None:
    """Ten days on which others were refused are known then; from the second day on most of those known are theirs."""
    (alert,) = last_versions(alerts(played(homes(10, times=5), people=2, most=2), NAME)).values()
    assert alert.accounts == [f"thief{k}" for k in range(10)]
    assert "10 accounts were each refused the same product again and again on " in alert.reason
    assert "on which others were refused it, nine in ten were at most 2 times" in alert.reason


def newborn(accounts: int, times: int = 180, others: int = 2, tries: int = 1, *, joined: bool = True) -> list[Event]:
    """Return the third day of a site on which newcomers try codes; a few others mistyped some since the first."""
    names = [f"new{k}" for k in range(accounts)]
    signed = [event("account.signup", name, 2.3 * DAY, ip="203.0.113.7") for name in names if joined]
    codes = [redeemed(2.4 * DAY + i * 50.0, name) for name in names for i in range(times)]
    honest = [redeemed((day + 0.5) * DAY + k * 900.0 + i * 30.0, f"user{day}{k}")
              for day in range(3) for k in range(others) for i in range(tries)]  # fmt: skip
    return sorted([*signed, *codes, *honest], key=lambda one: one.time)


def test_fires_on_newcomers_that_try_codes_for_hours_before_anything_is_known_of_the_site() -> None:
    (alert,) = last_versions(alerts(newborn(4), NAME)).values()
    assert alert.accounts == [f"new{k}" for k in range(4)]
    assert "4 accounts that had signed up within the week were refused the same product 720 times" in alert.reason
    assert "of 6 days on which another account was turned away so far, none was more than 1 time." in alert.reason


def test_fires_on_several_newcomers_where_nobody_else_was_ever_turned_away_from_what_is_given_by_its_name() -> None:
    (alert,) = last_versions(alerts(newborn(4, others=0), NAME)).values()
    assert (alert.accounts, alert.severity) == ([f"new{k}" for k in range(4)], "medium")
    assert "Nobody else ever was, though codes are given there by its name." in alert.reason


def test_tells_which_product_it_was_how_often_a_try_fitted_and_shows_several_of_one_accounts() -> None:
    hits = [redeemed(2.4 * DAY + 50.0 * i + 20.0, "new0", status=200) for i in (60, 90, 120)]
    hits = [replace(one, novel=GRANTED) for one in hits]
    (alert,) = last_versions(alerts([*newborn(1), *hits], NAME)).values()
    assert "The product is redeem. It was given 3 times after several refusals: so often a try fitted." in alert.reason
    assert alert.signals[0].evidence["given"] == 3
    assert len(alert.evidence_event_ids) == 8


@pytest.mark.parametrize("tries", [
    newborn(4, joined=False), newborn(4, times=39), newborn(2, others=0), newborn(7), newborn(4, tries=38),
    [replace(one, product="queue/ticket") for one in newborn(4, others=0)],
])  # fmt: skip
def test_quiet_there_on_older_accounts_few_tries_and_where_others_are_few_or_refused_as_well(
    tries: list[Event],
) -> None:
    """A page at which newcomers wait refuses all of them, and each as long as he waits."""
    assert alerts(tries, NAME) == []


def older(fits: tuple[int, ...] = (60, 90, 120), others: int = 3, status: int = 409) -> list[Event]:
    """Return 180 codes that an account of some months tries in a day, of which some fit, and others turned away."""
    codes = [redeemed(6.4 * DAY + i * 50.0, "aged", 200 if i in fits else 404) for i in range(180)]
    honest = [redeemed((1.5 + k) * DAY, f"user{k}", status) for k in range(others)]
    return sorted([*codes, *honest, redeemed(0.2 * DAY, "user9", 200)], key=lambda one: one.time)


def test_fires_on_an_older_account_whose_codes_fit_between_others_where_people_met_taken_ones_alone() -> None:
    (alert,) = last_versions(alerts(older(), NAME)).values()
    assert (alert.accounts, alert.severity) == (["aged"], "high")
    assert alert.reason.startswith("One account was refused the same product 177 times on one day")
    assert "of 3 days on which another account was turned away so far, none was more than 1 time" in alert.reason
    assert "It was given 3 times after several refusals" in alert.reason


@pytest.mark.parametrize(
    "tries", [older(fits=(60,)), older(others=2), older(tuple(range(150, 180))), older(status=429)]
)
def test_quiet_on_who_waits_and_then_has_it_and_where_hardly_anybody_was_turned_away(tries: list[Event]) -> None:
    assert alerts(tries, NAME) == []


def test_quiet_on_older_accounts_at_a_new_page_where_most_wait_and_are_answered_by_turns() -> None:
    """An inbox that says 404 while it is empty: two wait at it all day, a third looked on three days before."""
    third = [replace(one, subject="user0") if one.subject.startswith("user") else one for one in older()]
    second = [replace(one, id=f"b-{one.id}", subject="other") for one in third if one.subject == "aged"]
    assert len(alerts(third, NAME)) > 0
    assert alerts(sorted([*third, *second], key=lambda one: one.time), NAME) == []


def test_what_is_missing_where_nothing_is_known_of_the_site() -> None:
    tries, known = newborn(1)[-1], played(most=2)[-1]
    for name in ("code_guessing", "code_guessing_address", NAME):
        detector = shipped(name)
        assert detector.lacks(tries, detector.fresh()).startswith("nothing is known of this site yet")
        assert not detector.lacks(replace(known, site=SiteUsual()), detector.fresh()).startswith("nothing")
