"""Codes guessed at one door, on a site whose people mistype one now and then."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "code_guessing", 3600.0, 86_400.0


def redeemed(at: float, account: str, status: int = 404, product: str = "redeem", **fields: object) -> Event:
    return event("account.usage", account, at, product=product, status=status, **{"ip": "203.0.113.7", **fields})


def site(days: int = 12, people: int = 12, product: str = "redeem") -> list[Event]:
    """Return days on which some mistype a code once or twice, and one in thirty nine times before it goes through."""
    random, events = Random(4), list[Event]()
    for i in range(days * people):
        at, tries = i // people * DAY + random.random() * 0.9 * DAY, 9 if i % 30 == 7 else random.choice((1, 2))
        events += [redeemed(at + j * 40.0, f"user{i}", product=product) for j in range(tries)]
        events.append(redeemed(at + tries * 40.0, f"user{i}", 200, product))
    return events


def guessed(day: float) -> list[Event]:
    """Return four hours of codes that one account guesses."""
    return [redeemed(day * DAY + i * 85.0, "thief") for i in range(170)]


def test_fires_on_an_account_that_guesses_codes_for_hours() -> None:
    (alert,) = last_versions(alerts([*site(), *guessed(11.2)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("account", "thief", ["thief"])
    assert "the same product (redeem) 170 times within 24 h" in alert.reason
    assert "99 in 100 were at most 9 times" in alert.reason


@pytest.mark.parametrize(("late", "hits"), [(300.0, 0), (3600.0, 3), (100_000.0, 0)])
def test_says_how_often_a_code_fitted_that_came_after_others_and_is_high_then(late: float, hits: int) -> None:
    """Not where it was among the first that he tried, nor a day after the last; what is another product's is none."""
    fits = [redeemed(11.2 * DAY + late + i, "thief", 200) for i in range(3)]
    other = [redeemed(11.2 * DAY + 3600.0, "thief", 200, "balance")]
    events = sorted([*site(), *guessed(11.2), *fits, *other], key=lambda one: one.time)
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert alert.signals[0].evidence.get("given", 0) == hits
    assert alert.severity == ("high" if hits else "medium")
    assert (f"It was answered {hits} times meanwhile: so often what it tried fitted." in alert.reason) == bool(hits)


def test_quiet_on_a_smudged_code_and_on_a_helper_that_tries_thirty() -> None:
    tried = [redeemed(11.2 * DAY + i * 5.0, "patient") for i in range(30)]
    assert alerts([*site(), *tried], NAME) == []


def test_quiet_on_a_page_that_is_gone_and_that_nobody_else_asks_for() -> None:
    polled = [redeemed(11.2 * DAY + i * 5.0, "browser", product="tile") for i in range(3000)]
    assert alerts([*site(), *polled], NAME) == []


def test_quiet_on_a_release_of_which_many_ask_for_what_is_gone() -> None:
    polled = [redeemed(day * DAY + k * 60.0 + i * 300.0, f"app{k}", product="tile")
              for day in range(12) for k in range(12) for i in range(100 + 10 * k)]  # fmt: skip
    assert alerts(polled, NAME) == []


def test_quiet_in_a_sites_first_days_and_on_programs_with_a_key() -> None:
    keyed = [redeemed(11.2 * DAY + i * 85.0, "program", key="k1") for i in range(170)]
    assert alerts([*site(), *guessed(2.2), *keyed], NAME) == []


@pytest.mark.parametrize(("people", "found"), [(2, 3), (1, 3), (0, 0)])
def test_fires_at_a_door_where_few_are_refused_on_who_is_more_than_all_of_them(people: int, found: int) -> None:
    """Three accounts on one computer, 240 codes each, where ten account-days or twenty had one refusal each."""
    honest = [redeemed(day * DAY + k * 9000.0, f"user{day}-{k}") for day in range(14) for k in range(people)]
    tries = [redeemed(13.4 * DAY + i * 90.0 + k, f"thief{k}", device="d1") for i in range(240) for k in range(3)]
    told = last_versions(alerts(sorted([*honest, *tries], key=lambda e: e.time), NAME)).values()
    assert len(told) == found
    usual = "earlier days on which an account without a key was refused it at all, none was more than 1"
    assert all(usual in a.reason for a in told)


def test_quiet_where_few_are_refused_on_who_is_no_more_than_they_together() -> None:
    honest = [redeemed(day * DAY + k * 9000.0 + i * 60.0, f"user{day}-{k}")
              for day in range(12) for k in range(2) for i in range(8)]  # fmt: skip
    tries = [redeemed(11.4 * DAY + i * 90.0, "patient") for i in range(140)]
    assert alerts(sorted([*honest, *tries], key=lambda e: e.time), NAME) == []


def cold(days: int, *, joined: bool, product: str = "giftcard", day: float = 5.4, fits: int = 0) -> list[Event]:
    """Return hours of two newborn (or older) accounts' codes, at a door at which one a day was refused for `days`.

    `fits`: how many of each, an hour and a half after the first.
    """
    honest = [redeemed((1.2 + i) * DAY + j * 60.0, f"user{i}", product=product) for i in range(days) for j in range(2)]
    others = [redeemed(i * DAY, f"shopper{i}", product="basket") for i in range(7)]
    names = ("thief0", "thief1")
    signed = [event("account.signup", name, day * DAY - 1800.0, ip="203.0.113.7") for name in names if joined]
    tries = [redeemed(day * DAY + i * 40.0, names[i % 2], product=product, device="d1") for i in range(220)]
    fitted = [redeemed(day * DAY + 5400.0 + i * 200.0, name, 200, product) for i in range(fits) for name in names]
    return sorted([*honest, *others, *signed, *tries, *fitted], key=lambda e: e.time)


def test_fires_on_newcomers_who_guess_where_hardly_anybody_is_known_to_be_refused() -> None:
    told = last_versions(alerts(cold(4, joined=True), NAME)).values()
    assert sorted(alert.entity.id for alert in told) == ["thief0", "thief1"]
    assert all("on other sites a mistyped code was refused 9 times in a day at most" in alert.reason for alert in told)


def test_quiet_there_on_older_accounts_and_at_a_door_where_nobody_was_refused_before() -> None:
    assert alerts(cold(4, joined=False), NAME) == []
    assert alerts(cold(2, joined=True), NAME) == []


@pytest.mark.parametrize("days", [2, 3])  # the first is the site's first, which says nothing
def test_fires_on_newcomers_whose_codes_fit_where_only_one_or_two_were_refused_before(days: int) -> None:
    told = last_versions(alerts(cold(days, joined=True, fits=2), NAME)).values()
    assert sorted((alert.entity.id, alert.severity) for alert in told) == [("thief0", "high"), ("thief1", "high")]
    assert all("answered 2 times meanwhile" in alert.reason for alert in told)


@pytest.mark.parametrize(("days", "joined", "fits"), [(1, True, 2), (3, False, 2), (3, True, 1)])
def test_quiet_there_where_nobody_was_refused_before_and_on_who_got_what_he_waited_for(
    days: int, joined: bool, fits: int
) -> None:
    assert alerts(cold(days, joined=joined, fits=fits), NAME) == []
