"""New accounts that try two cards each, ten a day among very many honest ones, for days."""

from __future__ import annotations

import pytest

from tests.scenarios.test_card_testing_newcomers_day import DAY, HOUR, NOW, by_testers, site
from tests.support.scenario import alerts, last_versions

NAME, ONE_DAY = "card_testing_newcomers_slow", "card_testing_newcomers_day"


def test_fires_on_testers_whom_a_day_hides_among_many_new_accounts() -> None:
    events = [*site(new=lambda _: 120, refused=lambda _: 0.03, days=14), *by_testers(36, 4 * DAY)]
    found = last_versions(alerts(events, NAME, ONE_DAY)).values()
    assert {alert.signals[0].detector for alert in found} == {NAME}
    (alert,) = found
    bots = {name for name in alert.accounts if name.startswith("bot")}
    assert len(bots) >= 30
    assert alert.accounts_total - len(bots) <= 10
    assert "within 96 h over the whole site" in alert.reason
    assert alert.first_seen > "2026-01-12"  # not before most of what it accuses


@pytest.mark.parametrize("seed", range(2, 6))
def test_quiet_on_a_site_where_one_in_fifteen_is_refused(seed: int) -> None:
    assert alerts(site(seed, refused=lambda _: 0.07), NAME) == []
    assert alerts(site(seed, new=lambda _: 120, refused=lambda _: 0.04, days=8), NAME) == []


def test_quiet_on_a_campaign_on_a_fault_and_on_lack_of_funds() -> None:
    campaign = site(2, new=lambda hour: 120 if NOW * 24 <= hour < NOW * 24 + 30 else 12, refused=lambda _: 0.04)
    assert alerts(campaign, NAME) == []
    fault = site(4, refused=lambda hour: 1.0 if NOW * 24 + 8 <= hour < NOW * 24 + 20 else 0.04, new=lambda _: 30)
    assert alerts(fault, NAME) == []
    assert alerts([*site(), *by_testers(36, 4 * DAY, reason="insufficient_funds")], NAME) == []


def test_quiet_on_a_card_an_account_and_on_a_handful() -> None:
    assert alerts([*site(refused=lambda _: 0.04), *by_testers(36, 4 * DAY, cards=1)], NAME) == []
    assert alerts([*site(refused=lambda _: 0.04), *by_testers(5, 90 * HOUR)], NAME) == []


def test_quiet_on_an_evening_of_testers_which_the_day_tells() -> None:
    events = [*site(), *by_testers(14, 2 * HOUR)]
    assert alerts(events, NAME) == []
    assert {alert.signals[0].detector for alert in alerts(events, NAME, ONE_DAY)} == {ONE_DAY}
