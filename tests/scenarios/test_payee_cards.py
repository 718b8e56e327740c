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
