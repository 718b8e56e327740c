"""Stolen cards that pay a page of the thief's own, a card an hour, and honest tills, tablets and testers' victims."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "payee_cards"
MINUTE, DAY = 60.0, 86_400.0


def gift(i: int, at: float, device: str, *, taken: bool = True, to: str = "page", kind: str = "guest",
         ip: str | None = None, reason: str = "card_declined") -> Event:  # fmt: skip
    return event("account.payment", f"{kind}{i}", at, card=f"{kind}-card{i}", device=device, merchant=to, outcome=taken,
                 ip=ip or f"198.{18 + i % 2}.{i % 250}.7", reason=None if taken else reason,
                 amount_minor=48_000.0)  # fmt: skip


def cashed(seed: int = 0, refused: int = 3) -> list[Event]:
    """Return 38 gifts from four telephones, each card from another network; every so many is refused."""
    random = Random(seed)
    return [gift(i, i * 15 * MINUTE + random.uniform(0, 600), f"d{random.randrange(4)}", taken=i % refused != 0)
            for i in range(38)]  # fmt: skip


def friends() -> list[Event]:
    return [gift(i, i * 67 * MINUTE, f"own{i}", kind="friend") for i in range(6)]


def test_fires_on_a_list_of_cards_of_which_a_third_is_refused() -> None:
    (alert,) = last_versions(alerts([*cashed(), *friends()], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("merchant", "page", "payment_fraud")
    assert set(alert.accounts) == {f"guest{i}" for i in range(38)}
    assert "38 cards of new accounts paid one payee (page), or tried to, within 24 h from 4 devices" in alert.reason
    assert "from 38 networks; 13 of the cards were refused" in alert.reason
    assert "44 cards paid it in all" in alert.reason


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_it_does_whatever_the_order_of_devices(seed: int) -> None:
    assert len(last_versions(alerts(cashed(seed), NAME))) == 1


def test_quiet_on_tablets_of_a_charity_that_stand_somewhere() -> None:
    """Even where a third of the cards is refused."""
    assert (
        alerts([gift(i, i * 300.0, f"t{i % 4}", taken=i % 3 != 0, ip=f"192.0.2.{i % 4}") for i in range(120)], NAME)
        == []
    )


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_it_is_quiet_on_tablets_that_move_about_with_an_ordinary_share_refused(seed: int) -> None:
    random = Random(seed)
    assert alerts([gift(i, i * 300.0, f"t{i % 4}", taken=random.random() > 0.1) for i in range(120)], NAME) == []


def test_quiet_on_a_page_that_goes_round_while_many_are_refused() -> None:
    assert alerts([gift(i, i * 30.0, f"own{i}", taken=i % 3 != 0) for i in range(300)], NAME) == []


def test_quiet_on_what_testers_pay_most_of_whose_cards_are_refused() -> None:
    """The site's own top-up, a gift card, an old page: whoever is paid by that is a victim."""
    assert alerts(cashed(refused=1), NAME) == []
    assert alerts([gift(i, i * 600.0, f"d{i % 4}", taken=i % 3 == 0, to="topup") for i in range(60)], NAME) == []


def test_quiet_on_telephones_while_the_processor_is_down() -> None:
    down = [gift(i, i * 300.0, f"t{i % 3}", taken=i % 3 != 0, reason="processor_error") for i in range(60)]
    assert alerts(down, NAME) == []


def test_quiet_on_customers_known_for_long_and_on_one_who_tries_all_cards() -> None:
    made = [event("account.signup", f"guest{i}", i * 10.0, ip=f"203.0.113.{i}") for i in range(38)]
    paid = [gift(i, 4 * DAY + i * 900.0, f"own{i}", to="shop") for i in range(38)]
    later = [gift(i, 8 * DAY + i * 900.0, f"d{i % 4}", taken=i % 3 != 0) for i in range(38)]
    assert alerts([*made, *paid, *later], NAME) == []
    assert alerts([gift(i, i * 300.0, f"d{i % 2}", taken=i % 2 != 0) for i in range(8)], NAME) == []


def tries(cards: int, accounts: int, *, taken: int = 4, hours: float = 20.0, to: str = "page") -> list[Event]:
    """Return a tester's cards at one payee: new accounts with a device each, minutes old; every so many is taken."""
    each = cards // accounts
    found = []
    for i in range(accounts):
        at = i * hours * 3600.0 / accounts
        found.append(event("account.signup", f"tester{i}", at, device=f"own{i}", ip=f"198.18.{i}.7"))
        found += [
            event("account.payment", f"tester{i}", at + 300.0 + 60.0 * k, card=f"stolen{i}-{k}", device=f"own{i}",
                  ip=f"198.18.{i}.7", merchant=to, outcome=(i * each + k) % taken == 0, amount_minor=290.0,
                  reason=None if (i * each + k) % taken == 0 else "do_not_honor")
            for k in range(each)
        ]  # fmt: skip
    return found


def test_fires_on_new_accounts_that_test_cards_on_one_payee_a_few_at_a_time() -> None:
    (alert,) = last_versions(alerts(tries(36, 12), NAME)).values()
    assert alert.reason == (
        "12 new accounts on 12 devices tried 36 cards on one payee (page) within 24 h, a few at a time; 27 of the "
        "cards were refused for reasons that may lie in the card and never taken."
    )
    assert set(alert.accounts) == {f"tester{i}" for i in range(12)}
    told = alert.signals[0].evidence
    assert (told["tried_cards"], told["refused"], told["new_accounts"]) == (36, 27, 12)


def test_tells_how_many_accounts_there_are_in_all_where_a_day_has_fewer() -> None:
    (alert,) = last_versions(alerts(tries(60, 20, hours=40.0), NAME)).values()
    assert alert.accounts_total == 20
    assert alert.reason.endswith(" never taken; 20 such accounts in all.")
    (alert,) = last_versions(alerts(tries(120, 40), NAME)).values()
    assert alert.reason.startswith("40 new accounts")
    assert (alert.accounts_total, len(alert.accounts)) == (40, 40)


def test_quiet_on_newcomers_who_are_taken_for_the_most_part_who_are_few_or_come_within_the_hour() -> None:
    assert alerts(tries(36, 12, taken=2), NAME) == []
    assert alerts(tries(36, 4), NAME) == []  # few: for card_testing and its kin
    assert alerts(tries(36, 12, hours=0.8), NAME) == []  # for card_testing_site
    unfunded = tries(36, 12)
    for one in unfunded:
        one.reason = one.reason and "insufficient_funds"
    assert alerts(unfunded, NAME) == []


def test_quiet_on_newcomers_at_a_payee_whom_as_many_pay_every_day() -> None:
    crowd = [
        event("account.payment", f"fan{day}-{i}", (day - 20) * DAY + i * 1200.0, card=f"fan-card{day}-{i}",
              merchant="page", device=f"fan-own{day}-{i}", ip=f"198.19.{i}.7", outcome=True)
        for day in range(21) for i in range(60)
    ]  # fmt: skip
    assert alerts([*crowd, *tries(36, 12)], NAME) == []
