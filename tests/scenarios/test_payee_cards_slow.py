"""Stolen cards spent at a thief's own page, an account or two a day, and payees whose new customers are refused."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "payee_cards_slow"
HOUR, DAY = 3600.0, 86_400.0


def payer(i: int, at: float, cards: int, *, to: str = "page", kind: str = "guest", device: str | None = None,
          reason: str = "insufficient_funds", taken: bool = True) -> list[Event]:  # fmt: skip
    """Return a new account that tries so many cards in turn, of which the last is taken."""
    place, own = f"198.18.{i % 250}.7", device or f"{kind}-own{i}"
    found = [event("account.signup", f"{kind}{i}", at, device=own, ip=place)]
    found += [
        event("account.payment", f"{kind}{i}", at + 900.0 + 120.0 * k, card=f"{kind}-card{i}-{k}", device=own, ip=place,
              merchant=to, outcome=taken and k == cards - 1, reason=None if taken and k == cards - 1 else reason,
              amount_minor=48_000.0)
        for k in range(cards)
    ]  # fmt: skip
    return found


def spent(number: int = 8, hours: float = 14.0, *, cards: int = 3, reason: str = "insufficient_funds") -> list[Event]:
    return [one for i in range(number) for one in payer(i, i * hours * HOUR, cards, reason=reason)]


def test_fires_on_new_accounts_each_of_which_goes_on_to_the_next_card() -> None:
    (alert,) = last_versions(alerts(spent(), NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("merchant", "page", "payment_fraud")
    assert alert.reason == (
        "8 of the 8 new accounts that paid one payee (page), or tried to, within the 7 days that tell most each used "
        "two cards or more, some of them refused (usual: one in ten of a payee's new accounts): 24 cards, 16 of which "
        "were refused."
    )
    assert set(alert.accounts) == {f"guest{i}" for i in range(8)}
    told = alert.signals[0].evidence
    assert (told["new_accounts"], told["new_accounts_with_several_cards"], told["refused"]) == (8, 8, 16)


def test_says_what_money_of_theirs_went_through_and_how_many_accounts_there_are_over_longer() -> None:
    friend = payer(0, 3 * HOUR, 1, kind="friend")
    events = [*spent(20), *friend]
    for one in events:
        one.currency = "USD"
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert "; 20 such accounts in all; 9,600.00 USD of theirs went through." in alert.reason
    assert alert.signals[0].evidence["went_through_minor_USD"] == 960_000


def test_fires_whatever_the_cards_are_refused_for() -> None:
    assert len(last_versions(alerts(spent(reason="do_not_honor"), NAME))) == 1


def test_names_nobody_who_paid_with_one_card_beside_them() -> None:
    friends = [one for i in range(3) for one in payer(i, i * 30 * HOUR, 1, kind="friend")]
    (alert,) = last_versions(alerts([*spent(10), *friends], NAME)).values()
    assert set(alert.accounts) == {f"guest{i}" for i in range(10)}
    assert alert.reason.startswith("10 of the 13 new accounts that paid one payee")


def test_quiet_on_a_few_among_a_shops_new_customers() -> None:
    customers = [one for i in range(60) for one in payer(i, i * 2 * HOUR, 2 if i % 7 == 0 else 1, kind="buyer")]
    assert alerts(customers, NAME) == []


def test_quiet_on_few_on_one_device_and_on_what_comes_within_the_hour() -> None:
    assert alerts(spent(4), NAME) == []
    counter = [one for i in range(8) for one in payer(i, i * 14 * HOUR, 3, device="counter")]
    assert alerts(counter, NAME) == []
    assert alerts(spent(8, hours=0.1), NAME) == []  # for card_testing_site


def test_quiet_while_the_processor_is_down_and_where_each_card_is_taken() -> None:
    assert alerts(spent(reason="processor_error"), NAME) == []
    split = [one for i in range(8) for k in range(3)
             for one in payer(i, i * 14 * HOUR + k * 600.0, 1, kind=f"split{k}-")]  # fmt: skip
    for one in split:
        one.subject = one.subject.partition("-")[2] or one.subject
    assert alerts(split, NAME) == []


def test_quiet_on_a_payee_whose_new_customers_do_so_every_week() -> None:
    weeks = [one for i in range(60) for one in payer(i, (i - 60) * 14 * HOUR, 3, kind="before")]
    found = last_versions(alerts([*weeks, *spent()], NAME)).values()
    assert not {name for alert in found for name in alert.accounts if name.startswith("guest")}


def test_of_a_payee_whom_all_pay_it_shows_the_accused_alone_and_does_not_hold_it_against_the_payee() -> None:
    customers = [one for i in range(200) for one in payer(i, (i - 300) * HOUR, 1, to="us", kind="customer")]
    known = [
        event("account.payment", f"customer{i}", i * HOUR, card=f"customer-card{i}-0", device=f"customer-own{i}",
              ip=f"198.18.{i % 250}.7", merchant="us", outcome=True)
        for i in range(140)
    ]  # fmt: skip
    thieves = [one for i in range(20) for one in payer(i, 7 * HOUR * i, 4, to="us", kind="thief")]
    (alert,) = last_versions(alerts([*customers, *known, *thieves], NAME)).values()
    assert alert.accounts_total == 20
    assert set(alert.accounts) == {f"thief{i}" for i in range(20)}
    paid = {one.id: one.subject for one in [*customers, *known, *thieves]}
    assert {paid[name][:5] for name in alert.evidence_event_ids} == {"thief"}
    assert "It is the accounts that are accused, not the payee, which " in alert.reason
    assert "payout" not in alert.suggested_action


def old(i: int, at: float, reasons: list[str | None], *, kind: str = "old") -> list[Event]:
    """Return an account of a month ago that tries so many cards; `reasons`: of their refusals, None for one taken."""
    own, place = f"{kind}-own{i}", f"198.19.{i % 250}.7"
    known = [event("account.login", f"{kind}{i}", (i - 720) * HOUR, outcome=True, device=own, ip=place)]
    return known + [
        event("account.payment", f"{kind}{i}", at + 900.0 * k, card=f"{kind}-card{i}-{k}", device=own, ip=place,
              merchant="house", outcome=reason is None, reason=reason, amount_minor=1_000.0)
        for k, reason in enumerate(reasons)
    ]  # fmt: skip


def customers(number: int = 30) -> list[Event]:
    """Return old customers of whom every fifth is refused once, and pays with another card."""
    found: list[Event] = []
    for i in range(number):
        found += old(i, i * 5 * HOUR, ["do_not_honor", None] if i % 5 == 0 else [None], kind="customer")
    return found


def test_fires_on_old_accounts_of_which_two_cards_each_are_refused_and_names_these_alone() -> None:
    testers = [one for i in range(12) for one in old(i, i * 13 * HOUR, ["stolen_card", "wrong_cvc", None][i % 2 :])]
    refused = [one for i in range(9) for one in old(50 + i, i * 17 * HOUR, ["stolen_card", "wrong_cvc"])]
    (alert,) = last_versions(alerts([*customers(), *testers, *refused], NAME)).values()
    assert set(alert.accounts) == {f"old{i}" for i in [*range(0, 12, 2), *range(50, 59)]}
    assert "most of them not new, had two cards or more refused for reasons that may lie in the card" in alert.reason
    assert "other cards paid as well." in alert.reason
    assert alert.signals[0].evidence["accounts_refused_twice"] == 15


def test_fires_where_all_new_payers_use_several_cards_of_which_a_quarter_is_refused() -> None:
    """They are on three devices that move about, and a third of them has no card refused."""
    refused, spent_ = ("0", "01", ""), [one for i in range(9) for one in payer(i, i * 13 * HOUR, 4)]
    for one in spent_:
        one.device = f"moving{int(one.subject[-1]) % 3}"
        if one.card and one.card[-1] not in refused[int(one.subject[-1]) % 3]:
            one.outcome, one.reason = True, None
    (alert,) = last_versions(alerts(spent_, NAME)).values()
    assert alert.reason.startswith("9 of the 9 new accounts that paid one payee (page), or tried to")
    assert "each used two cards or more on 3 devices, some of them refused" in alert.reason
    assert set(alert.accounts) == {f"guest{i}" for i in range(9)}
    assert "a thief" not in alert.reason
    assert "hold its payout" in alert.suggested_action


def test_quiet_on_customers_who_go_on_to_another_card_and_on_a_day_of_refusals() -> None:
    assert alerts(customers(60), NAME) == []
    fault = [one for i in range(20) for one in old(i, i * 0.5 * HOUR, ["do_not_honor", "do_not_honor"])]
    assert alerts([*customers(), *fault], NAME) == []


def test_who_mistypes_a_new_card_is_not_named_with_testers_and_numbers_made_up_for_days_are() -> None:
    slips = ["expired_card", "incorrect_number", "incorrect_number", None]
    owners = [one for i in range(9) for one in old(80 + i, i * 10 * HOUR, slips)]
    refused = [one for i in range(15) for one in old(50 + i, i * 10 * HOUR, ["stolen_card", "wrong_cvc"])]
    (alert,) = last_versions(alerts([*customers(), *owners, *refused], NAME)).values()
    assert set(alert.accounts) == {f"old{50 + i}" for i in range(15)}
    made_up = [one for i in range(15) for one in old(50 + i, i * 7 * HOUR, ["incorrect_number"] * 2)]
    assert alerts([*customers(), *made_up], NAME) == []
    for one in made_up:
        if one.card and one.card.endswith("-1"):
            one.time += DAY  # the next number a day later, as no owner does
    (alert,) = last_versions(alerts([*customers(), *made_up], NAME)).values()
    assert len(alert.accounts) == 15


def patient(
    number: int = 9, hours: float = 33.0, reasons: tuple[str | None, ...] = ("stolen_card", None)
) -> list[Event]:
    """Return old accounts of which one card each is refused at a payee, and the next taken, one every day or two."""
    return [one for i in range(number) for one in old(i, i * hours * HOUR, list(reasons))]


def test_fires_where_all_who_pay_in_two_weeks_are_refused_first_and_pay_with_the_next_card() -> None:
    (alert,) = last_versions(alerts(patient(), NAME)).values()
    assert set(alert.accounts) == {f"old{i}" for i in range(9)}
    assert alert.reason == (
        "9 of the 9 accounts, new or not, that paid one payee (house), or tried to, within the 14 days that tell most "
        "had a card refused for a reason that may lie in it, on 9 days and 9 devices, and each of them went on to "
        "another (usual: one in ten): 18 cards in all."
    )
    assert "see whose the payee is" in alert.suggested_action


def test_quiet_on_six_such_on_who_lacks_funds_on_a_fault_and_where_others_pay_too() -> None:
    others = [one for i in range(5) for one in old(i, i * 60 * HOUR, [None], kind="other")]
    made = patient(6), patient(reasons=("insufficient_funds", None)), patient(hours=0.5), [*patient(), *others]
    for events in made:
        assert alerts(events, NAME) == []


def test_quiet_where_no_other_card_is_tried_and_where_they_are_months_apart() -> None:
    for events in (patient(14, reasons=("stolen_card",)), patient(hours=200.0)):
        assert alerts(events, NAME) == []
