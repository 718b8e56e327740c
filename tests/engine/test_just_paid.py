"""Whether money is asked back soon after it was paid."""

from __future__ import annotations

from itertools import permutations

import pytest

from detectors.just_paid import KEPT, NEW_S, paid_out, pay, refunded
from detectors.profile import Profile
from schemas.event import PAID_OUT_NEW, REFUNDED
from tests.support.scenario import START, event


def paid(*times: float) -> Profile:
    """Return the profile of an account that paid at these seconds."""
    profile = Profile()
    for time in times:
        pay(profile, START + time)
    return profile


@pytest.mark.parametrize(("at", "told"), [(0.0, 0), (299.0, 0), (300.0, REFUNDED), (7200.0, REFUNDED), (7201.0, 0)])
def test_money_is_asked_back_five_minutes_to_two_hours_after_it_was_paid(at: float, told: int) -> None:
    assert refunded(paid(0.0), event("account.usage", "ann", at, product="refund")) == told


def test_what_is_refused_and_what_a_program_asks_is_no_round() -> None:
    for fields in ({"status": 422}, {"key": "k1"}):
        assert refunded(paid(0.0), event("account.usage", "ann", 600.0, product="refund", **fields)) == 0
    assert refunded(Profile(), event("account.usage", "ann", 600.0, product="refund")) == 0


def test_the_latest_payments_are_kept_in_whatever_order_they_come() -> None:
    found = {paid(*times).paid for times in permutations((0.0, 60.0, 120.0, 180.0, 240.0))}
    assert found == {tuple(START + time for time in (60.0, 120.0, 180.0, 240.0))}
    assert len(found.pop()) == KEPT


@pytest.mark.parametrize(("at", "told"), [(299.0, 0), (300.0, PAID_OUT_NEW), (NEW_S - 1, PAID_OUT_NEW), (NEW_S, 0)])
def test_a_newcomers_payout_is_one_of_four_weeks_without_a_card(at: float, told: int) -> None:
    joined = Profile(signed_up=START)
    assert paid_out(joined, event("account.payment", "ann", at, merchant="bank")) == told
    assert paid_out(joined, event("account.payment", "ann", at, merchant="bank", card="c")) == 0
    assert paid_out(Profile(), event("account.payment", "ann", at, merchant="bank")) == 0
