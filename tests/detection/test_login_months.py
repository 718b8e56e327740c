"""What the login detectors find in months of other sites, and that they raise no false alert there."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from detectors.catalogue import CATALOGUE
from tests.detection.login_log import spread
from tests.detection.login_months import SITES, month
from tests.detection.login_scores import measure

NAMES = [detector.name for detector in CATALOGUE if detector.area == "account_security"]
DAYS = 12


@pytest.mark.parametrize(("title", "least"), [
    ("as the public one", 0.96), ("few users, weak passwords", 0.85), ("many users, strong passwords", 1.0),
    ("clumsy owners", 0.96),
])  # fmt: skip
def test_finds_the_attacks_of_another_site_at_once_and_nothing_else(title: str, least: float) -> None:
    scores = measure(month(7, replace(SITES[title], days=DAYS)), NAMES)
    assert scores.found >= least * scores.attacks > 0
    assert scores.false == []
    assert scores.delay_s <= 10


def test_finds_them_with_a_new_address_per_attempt() -> None:
    scores = measure(spread(month(7, replace(SITES["as the public one"], days=DAYS))), NAMES)
    assert scores.found >= 0.95 * scores.attacks > 0
    assert scores.false == []


def test_quiet_on_a_busy_site_of_clumsy_people() -> None:
    log = month(8, replace(SITES["no attacks, clumsy"], days=DAYS))
    log.abusive.add(log.events[0].id)  # the measure asks for one; it is no attack
    assert measure(log, NAMES).false == []


def test_the_same_seed_gives_the_same_month() -> None:
    site = replace(SITES["as the public one"], days=2)
    assert month(3, site).events == month(3, site).events != month(4, site).events
