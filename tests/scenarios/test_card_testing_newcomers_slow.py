"""New accounts that try two cards each, ten a day among very many honest ones, for days."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.event import Event
from tests.scenarios.test_card_testing_newcomers_day import DAY, HOUR, NOW, by_testers, paid, site
from tests.support.scenario import alerts, event, last_versions

NAME, ONE_DAY = "card_testing_newcomers_slow", "card_testing_newcomers_day"


def aged(accounts: int = 6, cards: int = 4, days: float = 3, amount: Callable[[int], float] = lambda _: 200.0,
         fine: Callable[[int], bool] = lambda _: False, reason: str = "do_not_honor") -> list[Event]:  # fmt: skip
    """Return accounts made ten days before, each refused one card after the other over some days."""
    found: list[Event] = []
    for i in range(accounts):
        found.append(event("account.signup", f"old{i}", -DAY + i * HOUR))
        found.append(event("account.login", f"old{i}", (NOW - 1) * DAY + i * HOUR, outcome=True, ip="10.2.3.4"))
        for j in range(cards):
            one = paid(f"old{i}", NOW * DAY + i * HOUR + j * days * DAY / cards, f"y{i}-{j}", fine(j), reason)
            one.amount_minor, one.currency = amount(i * cards + j), "USD"
            found.append(one)
    return found


def test_fires_on_aged_accounts_refused_one_amount_card_after_card() -> None:
    (alert,) = last_versions(alerts([*site(refused=lambda _: 0.04), *aged()], NAME)).values()
    assert set(alert.accounts) == {f"old{i}" for i in range(6)}
    assert (alert.entity.type, alert.signals[0].evidence["amount_minor"]) == ("site", 200)
    assert alert.reason.startswith(
        "6 accounts, none of which signed up within the week, were each refused 3 cards or more on 2 days or more"
    )
    assert (
        "every time with one amount, 2.00 USD: 24 cards. In all, 6 such accounts were refused that amount"
        in alert.reason
    )


def unlucky(accounts: int, on: float = 0.0) -> list[Event]:
    """Return known accounts refused once each, spread over eight days."""
    found = [event("account.login", f"lost{i}", -DAY, outcome=True, ip="10.2.3.4") for i in range(accounts)]
    return found + [paid(f"lost{i}", (NOW + on + 8 * i / accounts) * DAY, f"z{i}", False) for i in range(accounts)]


def test_fires_on_aged_accounts_refused_card_after_card_in_a_week_whatever_the_amounts() -> None:
    testers = aged(accounts=8, cards=3, days=7, amount=lambda each: 200.0 + each)
    (alert,) = last_versions(alerts([*site(refused=lambda _: 0.0), *unlucky(12), *testers], NAME)).values()
    assert set(alert.accounts) == {f"old{i}" for i in range(8)}
    assert alert.reason.startswith(
        "8 accounts, none of which signed up within the week, were each refused 2 cards or more on 2 days or more"
    )
    assert (
        "within 8 days, for reasons that may lie in the cards: 24 cards. In all, 16 such accounts were refused"
        in alert.reason
    )
    assert "amount_minor" not in alert.signals[0].evidence


def test_says_with_which_amount_most_cards_were_refused_that_are_told_for_more_than_it() -> None:
    """Two of three cards with one amount, the third with one of its own: too few of each for that amount's sake."""
    testers = aged(accounts=8, cards=3, days=7, amount=lambda each: 300.0 if each % 3 else 900.0 + each)
    (alert,) = last_versions(alerts([*site(refused=lambda _: 0.0), *unlucky(12), *testers], NAME)).values()
    assert "24 cards, 16 of them with one amount, 3.00 USD. In all, 16 such accounts were refused any" in alert.reason
    assert {"amount_minor": 300, "cards_with_the_amount": 16}.items() <= alert.signals[0].evidence.items()


def test_fires_on_five_aged_accounts_refused_four_cards_beside_forty_refused_once() -> None:
    """By hand, of 45 refused and a share of one in 400: five so 6.9; of two cards and one in 25 it would be 1.4."""
    testers = aged(accounts=5, cards=5, days=7, amount=lambda each: 200.0 + each)
    (alert,) = last_versions(alerts([*site(refused=lambda _: 0.0), *unlucky(40), *testers], NAME)).values()
    assert set(alert.accounts) == {f"old{i}" for i in range(5)}
    assert "refused 4 cards or more on 2 days or more within 8 days" in alert.reason
    four = aged(accounts=4, cards=5, days=7, amount=lambda each: 200.0 + each)
    assert alerts([*site(refused=lambda _: 0.0), *unlucky(40), *four], NAME) == []


def test_names_new_accounts_and_known_ones_that_are_accused_in_the_same_days() -> None:
    new = by_testers(36, 4 * DAY)
    known = aged(accounts=6, cards=5, days=7, amount=lambda each: 200.0 + each)
    events = [*site(new=lambda _: 120, refused=lambda _: 0.03, days=14), *new, *known]
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert {f"old{i}" for i in range(6)} <= set(alert.accounts)
    assert len([name for name in alert.accounts if name.startswith("bot")]) >= 30
    assert " had card after card refused, named after these: maybe another's." in alert.reason


def test_quiet_on_renewals_that_the_product_tries_on_card_after_card() -> None:
    renewed = aged(accounts=8, cards=3, days=7, amount=lambda each: 200.0 + each)
    for one in renewed:
        if one.type == "account.payment":
            one.ip = one.device = one.user_agent = None
    assert alerts([*site(refused=lambda _: 0.0), *unlucky(12), *renewed], NAME) == []


def test_quiet_on_aged_accounts_beside_many_that_are_refused_and_on_a_fault_of_a_day_or_two() -> None:
    testers = aged(accounts=8, cards=2, days=7, amount=lambda each: 200.0 + each)
    assert alerts([*site(refused=lambda _: 0.0), *unlucky(150), *testers], NAME) == []
    fault = aged(accounts=20, cards=3, days=1.5, amount=lambda each: 200.0 + each)
    assert alerts([*site(refused=lambda _: 0.0), *fault], NAME) == []


def test_quiet_on_aged_accounts_that_are_few_or_try_two_cards_or_on_one_day_or_in_amounts_that_differ() -> None:
    for made in (aged(4), aged(cards=2), aged(days=0.2), aged(amount=lambda each: 200.0 + each)):
        assert alerts([*site(refused=lambda _: 0.04), *made], NAME) == []


def dormant(accounts: int = 6, cards: int = 2, home: bool = False) -> list[Event]:
    """Return accounts that lived quietly, each entered on one day on another device to try two cards."""
    found: list[Event] = []
    for i in range(accounts):
        at, own = (NOW - 4) * DAY + i * 14 * HOUR, {"ip": f"10.9.{i}.1", "device": f"own{i}"}
        found += [event("account.login", f"old{i}", at - day * DAY, outcome=True, **own) for day in (9, 5, 1)]
        away = own if home else {"ip": f"10.8.{i}.1", "device": f"box{i}"}
        found.append(event("account.login", f"old{i}", at, outcome=True, **away))
        for k in range(cards):
            one = paid(f"old{i}", at + 90.0 * (k + 1), f"d{i}-{k}", False)
            one.ip, one.device, one.amount_minor = away["ip"], away["device"], 100.0 + i
            found.append(one)
    return found


def test_fires_on_dormant_accounts_each_entered_once_to_try_two_cards() -> None:
    (alert,) = last_versions(alerts([*site(refused=lambda _: 0.04), *dormant()], NAME)).values()
    assert sorted(alert.accounts) == [f"old{i}" for i in range(6)]
    assert "each within hours after it was entered on a device and from an address new to it" in alert.reason
    assert "end the sessions made there and ask the owners" in alert.suggested_action


def test_quiet_on_as_many_at_home_on_few_and_on_one_card_each() -> None:
    for made in (dormant(home=True), dormant(4), dormant(cards=1)):
        assert alerts([*site(refused=lambda _: 0.04), *made], NAME) == []


def test_quiet_on_aged_accounts_that_are_few_of_those_refused_the_amount_or_lack_funds() -> None:
    once = [event("account.login", f"lost{i}", -DAY, outcome=True, ip="10.2.3.4") for i in range(20)]
    for i in range(20):
        one = paid(f"lost{i}", NOW * DAY + i * HOUR, f"z{i}", False)
        one.amount_minor, one.currency = 200.0, "USD"
        once.append(one)
    for made in ([*aged(), *once], aged(reason="insufficient_funds")):
        assert alerts([*site(refused=lambda _: 0.04), *made], NAME) == []


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
