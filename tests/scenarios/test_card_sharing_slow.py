"""One free trial after the other on one card, and those who open accounts for others."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "card_sharing_slow", 3600.0, 86_400.0
HOME = "81.150.22.9"


def opened(name: str, at: float, device: str | None = "phone", card: str = "card1", fine: bool = True,
           signs_up: bool = True) -> list[Event]:  # fmt: skip
    """Return an account's sign-up and its first payment, two minutes later."""
    paid = event("account.payment", name, at + 120.0, ip=HOME, device=device, card=card, outcome=fine,
                 amount_minor=100.0, merchant="trial", reason=None if fine else "do_not_honor")  # fmt: skip
    return [event("account.signup", name, at, ip=HOME, device=device), paid] if signs_up else [paid]


def in_turn(accounts: int, every: float = 2.5 * DAY) -> list[Event]:
    """Return trials of which one begins as the last is over, give or take some hours."""
    return [one for i in range(accounts) for one in opened(f"trial{i}", i * every + i * 7 % 5 * HOUR)]


def test_fires_on_trials_taken_in_turn_on_one_card() -> None:
    (alert,) = last_versions(alerts(in_turn(10), NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("device", "phone", "payment_fraud")
    assert alert.accounts == [f"trial{i}" for i in range(10)]
    assert "10 accounts signed up on one device (phone) within 28 days, on 10 days" in alert.reason
    assert alert.severity == "medium"


def test_fires_where_they_pay_some_days_later() -> None:
    late = [e for i in range(9) for e in opened(f"trial{i}", i * 2.5 * DAY)]
    for one in late:
        one.time += 3 * DAY * (one.type == "account.payment")
    assert alerts(sorted(late, key=lambda one: one.time), NAME)


def test_quiet_on_a_family_and_on_six() -> None:
    assert alerts(in_turn(4, 6 * DAY), NAME) == []
    assert alerts(in_turn(6), NAME) == []


def test_quiet_on_a_class_and_on_one_that_gets_two_a_day() -> None:
    at_once = [one for i in range(25) for one in opened(f"pupil{i}", i * 120.0)]
    of_days = [one for i in range(24) for one in opened(f"pupil{i}", i // 2 * DAY + i % 2 * HOUR)]
    assert alerts(sorted(at_once, key=lambda one: one.time), NAME) == []
    assert alerts(of_days, NAME) == []


def test_quiet_on_a_reseller_and_on_an_office_that_opens_accounts_as_people_come() -> None:
    for seed in range(8):
        chosen = Random(seed)
        times = sorted(chosen.uniform(0, 26 * DAY) for _ in range(14))
        assert alerts([one for i, at in enumerate(times) for one in opened(f"customer{i}", at)], NAME) == []


def test_quiet_on_an_employer_whose_people_have_devices_of_their_own() -> None:
    hires = [one for i in range(10) for one in opened(f"hire{i}", i * 2.5 * DAY, device=f"laptop{i}")]
    assert alerts(hires, NAME) == []


def test_quiet_on_guests_on_cards_of_many_and_on_refused_ones() -> None:
    guests = [one for i in range(20) for one in opened(f"guest{i}", i * DAY, signs_up=False)]
    of_many = [one for i in range(20) for one in opened(f"buyer{i}", i * DAY, card=f"card{i}")]
    refused = [one for i in range(20) for one in opened(f"tried{i}", i * DAY, fine=False)]
    assert alerts(guests, NAME) == []
    assert alerts(of_many, NAME) == []
    assert alerts(refused, NAME) == []


def test_quiet_on_accounts_a_month_apart_and_without_a_device() -> None:
    assert alerts(in_turn(9, 9 * DAY), NAME) == []
    assert alerts([one for i in range(10) for one in opened(f"trial{i}", i * 2 * DAY, device=None)], NAME) == []
