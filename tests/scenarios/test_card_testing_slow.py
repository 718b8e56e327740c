"""A few cards a day on one account, day after day."""

from __future__ import annotations

from random import Random
from typing import Any

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions, shipped

DAY = 86_400.0
FAST, SLOW = "card_testing", "card_testing_slow"


def paid(subject: str, at: float, card: str | None, outcome: bool = True, **fields: Any) -> Event:
    return event("account.payment", subject, at, card=card, outcome=outcome, amount_minor=100.0, **fields)


def refused(subject: str, at: float, card: str | None, reason: str = "invalid_cvc", **fields: Any) -> Event:
    return paid(subject, at, card, False, reason=reason, **fields)


def own(subject: str, weeks: int) -> list[Event]:
    """Return an owner's past: a purchase every third day with one card."""
    return [paid(subject, -i * 3 * DAY, f"{subject}-card") for i in range(1, weeks * 7 // 3)]


def test_fires_on_four_new_cards_a_day_on_an_old_account() -> None:
    tries = [
        paid("bought", day * DAY + k * 400.0, f"stolen{day}-{k}") if k == 2 and day % 2 else
        refused("bought", day * DAY + k * 400.0, f"stolen{day}-{k}")
        for day in range(6) for k in range(4)
    ]  # fmt: skip
    for one in tries:
        one.merchant = "tutor-7"
    found = alerts([*own("bought", 4), *tries], FAST, SLOW)
    (alert,) = last_versions(found).values()
    assert (alert.entity.id, alert.signals[0].detector, alert.policy) == ("bought", SLOW, "payment_fraud")
    assert found[0].emitted_at < "2026-01-09"  # of six days, on the fourth
    assert alert.signals[0].evidence["cards_taken"] == 3
    assert "in 21 payments; 3 cards were taken in that time; 21 of 21 refusals were at tutor-7." in alert.reason


def test_quiet_on_one_card_declined_again_and_again_with_and_without_its_name() -> None:
    dunned = [refused("late", i * DAY / 4, "card1", "do_not_honor") for i in range(60)]
    unnamed = [refused("later", i * DAY / 4, None, "do_not_honor") for i in range(60)]
    assert alerts([*dunned, *unnamed], SLOW) == []


def test_quiet_on_two_or_three_cards_tried_once_and_on_a_family() -> None:
    moved = [refused(f"moved{i}", i * 600.0 + k * 90.0, f"m{i}-{k}", "3ds_failed") for i in range(50) for k in range(3)]
    family = [
        refused("family", i * DAY / 3, f"f{i % 5}", "do_not_honor") if i % 4 == 0 else paid("family", i * DAY / 3,
                                                                                            f"f{i % 5}")
        for i in range(60)
    ]  # fmt: skip
    assert alerts([*moved, *family], SLOW) == []


def test_quiet_on_a_travel_agents_account_with_hundreds_of_cards_that_are_mostly_taken() -> None:
    random = Random(3)
    events = [
        paid("agent", i * 1200.0, f"guest{i}", fine := random.random() > 0.08, reason=None if fine else "do_not_honor")
        for i in range(2000)
    ]
    assert alerts(events, SLOW) == []


def test_quiet_on_renewals_of_a_firms_cards_refused_for_funds_or_by_an_outage() -> None:
    reasons = ["insufficient_funds", "expired_card", "processor_unavailable"]
    events = [refused("firm", i * DAY / 4, f"seat{i}", reasons[i % 3]) for i in range(60)]
    assert alerts(events, SLOW) == []


def test_quiet_on_what_the_quick_look_has_seen() -> None:
    tries = [refused("thief", 3000.0 + i * 15.0, f"card{i}") for i in range(30)]
    assert {alert.signals[0].detector for alert in alerts(tries, FAST, SLOW)} == {FAST}


def test_what_comes_within_an_hour_is_left_to_the_hour_whenever_it_comes() -> None:
    for start in range(0, 7200, 720):  # within one stretch of two hours, and across two
        cards = [refused("tester", start + i * 60.0, f"card{i}") for i in range(24)]
        assert alerts(cards, FAST)
        assert alerts(cards, SLOW) == []


def gifts(subject: str, cards: int, of_refused: int) -> list[Event]:
    """Return gifts bought with card after card over two days; so many of them are refused once, and taken later."""
    found = []
    for i in range(cards):
        at, card = i * 3 * 3600.0, f"{subject}-gift{i}"
        if i * of_refused // cards < (i + 1) * of_refused // cards:
            found.append(refused(subject, at, card, "do_not_honor"))
        found += [paid(subject, at + 1800.0 * k, card) for k in (1, 2)]
    return found


def test_fires_on_a_new_account_with_card_after_card_though_all_are_taken_in_the_end() -> None:
    signup = event("account.signup", "reseller", -DAY)
    (alert,) = last_versions(alerts([signup, *gifts("reseller", 12, 10)], SLOW)).values()
    assert "On one account 10 cards were refused" in alert.reason
    assert alerts([*own("reseller", 4), *gifts("reseller", 12, 10)], SLOW) == []  # an old one
    assert alerts([signup, *gifts("reseller", 24, 10)], SLOW) == []  # a new till
    assert alerts([signup, *gifts("reseller", 12, 5)], SLOW) == []


def leisurely(subject: str, lost: int) -> list[Event]:
    """Return a list tried on an old account: two cards a day refused, two taken in all, and some without funds."""
    tries = [refused(subject, i * DAY / 2, f"{subject}-bad{i}", "do_not_honor") for i in range(11)]
    empty = [refused(subject, (i + 0.2) * DAY / 2, f"{subject}-empty{i}", "insufficient_funds") for i in range(lost)]
    taken = [paid(subject, (i + 4.4) * DAY / 2, f"{subject}-taken{i}") for i in range(2)]
    return [*own(subject, 2), *sorted([*tries, *empty, *taken], key=lambda one: one.time)]


def test_fires_on_a_list_of_which_as_many_cards_are_without_funds() -> None:
    (alert,) = last_versions(alerts(leisurely("thief", 8), SLOW)).values()
    assert "11 cards were refused" in alert.reason
    assert alert.signals[0].evidence["cards_without_funds"] == 8
    assert "8 more were without funds" in alert.reason
    assert alerts(leisurely("customer", 0), SLOW) == []


def test_a_score_is_no_higher_than_what_the_week_is_judged_by() -> None:
    detector, scores = shipped(SLOW), list[float]()
    engine = Engine((detector,), {SLOW: "live"}, EngineSettings(), RecordingMetrics())
    local = LocalPipeline(engine, lambda _: None, lambda _event, _detector, signal: scores.append(signal.score))
    local.take_all(leisurely("customer", 0))
    assert 0.4 < max(scores) < 0.5
