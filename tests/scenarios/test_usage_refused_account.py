"""Codes that an account guesses, and people who meet what is gone."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR = "usage_refused_account", 3600.0


def asked(at: float, product: str, status: int = 404, account: str = "ann", **fields: object) -> Event:
    return event("account.usage", account, at, product=product, status=status, ip="203.0.113.7", requests=1.0, **fields)


def test_fires_on_a_new_account_that_guesses_coupons() -> None:
    random = Random(3)
    events = [asked(i * 9.0, f"promo:{random.getrandbits(24):06X}", 200 if i % 70 == 69 else 404) for i in range(420)]
    events.append(asked(4 * HOUR, "menu", 200))
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("account", "ann", ["ann"])
    assert "different products that it had not been given before (usual for accounts: 1.5)" in alert.reason


def test_fires_on_codes_of_which_some_fall_into_one_slot() -> None:
    random = Random(8)
    events = [asked(i * 86.0, f"coupon:VIP{random.getrandbits(12):03X}") for i in range(85)]
    (alert,) = last_versions(alerts([*events, asked(4 * HOUR, "menu", 200)], NAME)).values()
    assert "for some 4" in alert.reason  # within an hour, and fewer than forty slots are taken


def test_fires_on_an_old_account_that_looks_for_orders_of_others() -> None:
    own = [asked(i * HOUR - 20 * 24 * HOUR, f"order/{i % 9}", 200) for i in range(480)]
    (alert,) = last_versions(
        alerts([*own, *(asked(i * 4.0, f"order/{i + 9}", 403) for i in range(300))], NAME)
    ).values()
    assert "300 with 403" in alert.reason


def test_quiet_on_a_helper_that_tries_all_coupons_it_knows_shop_after_shop() -> None:
    events = [asked(visit * 900.0 + i, f"promo:{i}", account=f"b{k}") for k in range(5) for visit in range(4)
              for i in range(30)]  # fmt: skip
    assert alerts(events, NAME) == []


def test_quiet_on_a_release_that_asks_for_what_is_gone_again_and_again() -> None:
    assert alerts([asked(i * 2.0, f"tile/{i % 12}") for i in range(3000)], NAME) == []


def test_quiet_on_what_was_the_accounts_own() -> None:
    own = [asked(i * 60.0 - 24 * HOUR, f"file/{i % 100}", 200) for i in range(1200)]
    assert alerts([*own, *(asked(i * 2.0, f"file/{i % 100}") for i in range(900))], NAME) == []


def test_quiet_on_a_reader_that_meets_dead_things_among_many() -> None:
    random = Random(4)
    events = [asked(i * 2.0, f"feed/{i}", 404 if random.random() < 0.2 else 200) for i in range(1800)]
    assert alerts(events, NAME) == []


def test_quiet_on_programs_with_a_key_and_where_nobody_is_named() -> None:
    keyed = [asked(i * 9.0, f"item/{i}", key="sk-1") for i in range(400)]
    nobody = [asked(i * 9.0, f"item/{i}", account="unknown:203.0.113.7") for i in range(400)]
    assert alerts([*keyed, *nobody], NAME) == []
