"""Accounts that review the same few shops, and reviewers of one town who meet in them."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.scenarios.test_review_wave import review
from tests.support.scenario import alerts, last_versions

NAME, HOUR, DAY = "review_ring", 3600.0, 86_400.0


def site(days: int = 14, a_day: int = 200) -> list[Event]:
    """Return reviews of 400 shops in ten towns, some much visited, by people of these towns."""
    chosen, found = Random(3), []
    for i in range(days * a_day):
        at, town = i // a_day * DAY + chosen.uniform(0, 20) * HOUR, chosen.randrange(10)
        name, shop = f"{town}-person{int(150 * chosen.random() ** 2)}", f"{town}-shop{int(40 * chosen.random() ** 2)}"
        found.append(review(name, at, shop))
    return found


def ring(accounts: int, shops: int, days: float = 6.0, at: float = 7 * DAY, name: str = "paid") -> list[Event]:
    """Return accounts that each review the same shops of two towns, in an order of their own."""
    chosen = Random(accounts)
    return [review(f"{name}{i}", at + chosen.uniform(0, days) * DAY, f"{j % 2}-shop{30 + j // 2}")
            for i in range(accounts) for j in range(shops)]  # fmt: skip


def test_fires_on_accounts_that_praise_the_same_shops_over_days() -> None:
    (alert,) = last_versions(alerts([*site(), *ring(12, 5)], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "spam")
    assert {name for name in alert.accounts if name.startswith("paid")} == {f"paid{i}" for i in range(12)}
    assert "12 accounts reviewed the same 5 things within 14 days" in alert.reason
    assert "0-shop30, 0-shop31, 0-shop32, 1-shop30, 1-shop31" in alert.reason


def test_fires_on_seven_that_run_four_places_down() -> None:
    assert alerts([*site(), *ring(7, 4, 4.0)], NAME)


def test_quiet_on_a_town_and_on_friends_on_a_journey() -> None:
    assert alerts([*site(), *ring(5, 4, 2.0, name="friend")], NAME) == []


def test_quiet_on_a_crowd_that_comes_for_one_thing_and_on_what_is_popular() -> None:
    crowd = [review(f"fan{i}", 6 * DAY + i * 300.0, "0-shop33") for i in range(60)]
    popular = [review(f"buyer{i}", 7 * DAY + i * 900.0 + j * 60.0, f"new{j}")
               for i in range(150) for j in range(3) if i % 3 == j or i % 4 == 0 or i % 7 == j]  # fmt: skip
    assert alerts([*site(), *crowd, *popular], NAME) == []


def bought(accounts: int, *things: str, days: float = 5.0) -> list[Event]:
    """Return accounts that each praise the same things within a day."""
    return [review(f"paid{i}", 8 * DAY + i * days / accounts * DAY + j * HOUR, thing)
            for i in range(accounts) for j, thing in enumerate(things)]  # fmt: skip


def test_fires_where_hardly_anybody_else_reviewed_the_new_ones_beside_one_that_was_known() -> None:
    praised = bought(14, "0-shop30", "new1", "new2")
    joined = [review(f"guest{i}", 9 * DAY + i * DAY, "new1") for i in range(4)]
    (alert,) = last_versions(alerts([*site(), *praised, *joined], NAME)).values()
    assert set(alert.accounts) == {f"paid{i}" for i in range(14)}
    assert "reviewed the same 3 things" in alert.reason


def test_tells_a_ring_once_whoever_else_reviews_its_things_a_week_later() -> None:
    praised, late = bought(14, "0-shop30", "0-shop31", "1-shop32"), 8 * DAY + 5 * DAY + 7 * DAY
    guests = [review(f"guest{i}", late + i * HOUR, "0-shop30") for i in range(4)]
    assert len(last_versions(alerts([*site(21, 100), *praised, *guests], NAME))) == 1


def test_quiet_on_new_things_only_and_on_a_launch_beside_one_that_was_known() -> None:
    assert alerts([*site(), *bought(14, "new0", "new1", "new2")], NAME) == []
    of_each = [review(f"fan{i}", 9 * DAY + i * HOUR, f"new{i % 2}") for i in range(30)]
    assert alerts([*site(), *bought(14, "0-shop30", "new0", "new1"), *of_each], NAME) == []


def test_quiet_on_those_who_review_all_that_there_is() -> None:
    critics = [review(f"critic{i}", 5 * DAY + i * 400.0 + j * 2 * HOUR, f"{i % 2}-shop{j % 40}")
               for i in range(16) for j in range(30) if (i + j) % 3]  # fmt: skip
    assert alerts([*site(), *critics], NAME) == []


def test_quiet_on_an_import() -> None:
    imported = [review(f"paid{i}", 6 * DAY + i * 60.0 + j, f"0-shop{30 + j}", ip=None, source="/import")
                for i in range(12) for j in range(5)]  # fmt: skip
    assert alerts([*site(), *imported], NAME) == []


def listed(accounts: int, days: float, shops: int = 6) -> list[Event]:
    """Return accounts that each review five of the same shops of as many towns, one every few days."""
    chosen, found = Random(5), []
    for i in range(accounts):
        for j in chosen.sample(range(shops), 5):
            found.append(review(f"paid{i}", (3 + chosen.uniform(0, days)) * DAY, f"{j}-shop{j}"))
    return found


def plain(people: int = 450) -> list[Event]:
    """Return what people of six towns review in a fortnight: one to four shops each, of the ten of a town."""
    chosen = Random(4)
    return [review(f"guest{i}", chosen.uniform(0, 14) * DAY, f"{i % 6}-shop{chosen.randrange(10)}")
            for i in range(people) for _ in range(1 + i % 4)]  # fmt: skip


def test_fires_on_old_accounts_that_are_given_a_list_of_which_each_leaves_something_out() -> None:
    (alert,) = last_versions(alerts([*plain(), *listed(12, 10.5)], NAME)).values()
    assert set(alert.accounts) == {f"paid{i}" for i in range(12)}
    assert "12 accounts reviewed hardly anything but the same 6 things within 14 days" in alert.reason
    assert "reviews of 72 that they could have written" in alert.reason
    assert 50 <= int(alert.signals[0].evidence["reviews_of_these_by_the_ring"]) <= 60


def test_quiet_on_visitors_of_a_festival_and_on_a_book_club_beside_the_same_towns() -> None:
    festival = [review(f"visitor{i}", 6 * DAY + i * 300.0 + j * 6 * HOUR, f"{j}-shop{j}")
                for i in range(24) for j in range(6) if (i + j) % 5]  # fmt: skip
    chosen = Random(6)
    club = [review(f"reader{i}", chosen.uniform(0, 13) * DAY, f"book{j}")
            for i in range(12) for j in range(6) if (i + j) % 5]  # fmt: skip
    village = [review(f"villager{i}", chosen.uniform(0, 13) * DAY, f"village-shop{j}")
               for i in range(40) for j in chosen.sample(range(8), 3 + i % 3)]  # fmt: skip
    assert alerts([*plain(), *festival, *club, *village], NAME) == []


def begun(accounts: int, days: float, countries: str, first: str = "paid") -> list[Event]:
    """Return accounts that each review four or five of six things, in turns from countries of two letters."""
    chosen, found = Random(7), []
    for i in range(accounts):
        for j in chosen.sample(range(6), 4 + i % 2):
            at, where = (6 + chosen.uniform(0, days)) * DAY, countries.split()[i % len(countries.split())]
            found.append(review(f"{first}{i}", at, f"obscure{j}", country=where))
    return found


def test_fires_on_accounts_of_many_countries_that_begin_with_what_nobody_else_reviews() -> None:
    late = [review(f"guest{i}", 9 * DAY + i * HOUR, f"obscure{i}", country="FR") for i in range(4)]
    (alert,) = last_versions(alerts([*plain(), *begun(14, 4.5, "DE US IN GB"), *late], NAME)).values()
    assert set(alert.accounts) == {f"paid{i}" for i in range(14)}
    assert "14 accounts of 4 countries reviewed hardly anything but the same 6 things within 14 days" in alert.reason
    assert (alert.severity, alert.signals[0].evidence["countries"]) == ("medium", 4)


def test_quiet_on_a_club_of_one_country_and_on_one_across_a_border() -> None:
    club, border = begun(14, 9.0, "DE", "reader"), begun(14, 9.0, "DE FR", "cook")
    assert alerts([*plain(), *club], NAME) == []
    assert alerts([*plain(), *border], NAME) == []


def test_quiet_on_fans_of_many_countries_some_of_whom_wrote_before() -> None:
    fans, where = begun(14, 9.0, "DE US IN GB", "fan"), ("DE", "US", "IN", "GB")
    before = [review(f"fan{i}", i * HOUR, f"0-shop{i}", country=where[i % 4]) for i in range(0, 14, 3)]
    assert alerts([*plain(), *before, *fans], NAME) == []


def test_quiet_on_visitors_from_everywhere_who_come_on_one_day() -> None:
    assert alerts([*plain(), *begun(14, 0.9, "DE US IN GB", "visitor")], NAME) == []
