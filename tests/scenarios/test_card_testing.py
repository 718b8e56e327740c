"""Card testing from an account, an address and a device; renewals and sales."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

ALL = ("card_testing", "card_testing_address", "card_testing_device")


def paid(subject: str, at: float, card: str | None, outcome: bool = True, **fields: Any) -> Event:
    return event("account.payment", subject, at, card=card, outcome=outcome, **fields)


def refused(subject: str, at: float, card: str | None, **fields: Any) -> Event:
    return paid(subject, at, card, False, reason=fields.pop("reason", "do_not_honor"), **fields)


def test_fires_on_an_account_that_tries_a_list_of_cards() -> None:
    events = [refused("thief", i * 15.0, f"card{i}", amount_minor=100.0) for i in range(30)]
    (alert,) = last_versions(alerts(events, *ALL)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("account", "thief", "payment_fraud")
    assert alert.accounts == ["thief"]


def test_says_at_which_merchant_most_were_refused() -> None:
    def told(shop: str, other: str) -> str:
        shops = [shop, other, shop]
        events = [refused("thief", i * 15.0, f"card{i}", merchant=shops[i % 3]) for i in range(30)]
        (alert,) = last_versions(alerts([*events, paid("thief", 451.0, "c", merchant=shop)], "card_testing")).values()
        return alert.reason

    assert told("tutor-7", "tutor-8").endswith(
        "30 of 31 payments in that time were refused; 20 of 30 refusals were at tutor-7."
    )
    assert told("tutor-7", "tutor-7").endswith("; 30 of 30 refusals were at tutor-7.")
    assert told("", "tutor-8").endswith("31 payments in that time were refused.")


def buyer(subject: str, outcomes: str, start: float = 0.0) -> list[Event]:
    """Return one who tries a card for each letter: t is taken, r refused, b taken at the second time."""
    found: list[Event] = []
    amounts: dict[str, Any] = {"amount_minor": 15_000.0, "currency": "USD", "device": "own", "ip": "203.0.113.5"}
    for i, came in enumerate(outcomes):
        if came in "rb":
            found.append(refused(subject, start + 180.0 * i, f"{subject}-card{i}", **amounts))
        if came in "tb":
            found.append(paid(subject, start + 180.0 * i + 60, f"{subject}-card{i}", **amounts))
    return found


def test_fires_on_a_new_account_that_goes_on_to_other_cards_after_two_were_taken() -> None:
    (alert,) = last_versions(alerts(buyer("thief", "bbtrr"), "card_testing")).values()
    assert alert.accounts == ["thief"]
    assert "One account tried 5 cards within 60 min (usual: 1.1); 4 of 7 payments" in alert.reason
    assert alert.reason.endswith("were refused; 450.00 USD went through in all.")


def test_quiet_on_a_new_account_whose_cards_are_taken_or_that_stops_at_the_one_that_is() -> None:
    for outcomes in ("ttttr", "ttrrt", "rrrrt", "bbr"):
        assert alerts(buyer("ann", outcomes), "card_testing") == []


def test_quiet_on_an_account_that_paid_before_and_goes_on_after_two_were_taken() -> None:
    known = [event("account.signup", "ann", -8 * 86_400.0, device="own", ip="203.0.113.5")]
    assert alerts([*known, *buyer("ann", "t", -7.9 * 86_400.0), *buyer("ann", "bbtrr")], "card_testing") == []


def test_fires_where_each_try_has_an_account_of_its_own() -> None:
    events = [refused(f"fresh{i}", i * 15.0, f"card{i}", ip="203.0.113.9", amount_minor=100.0) for i in range(30)]
    (alert,) = last_versions(alerts(events, *ALL)).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("ip", "203.0.113.9", 30)


def test_fires_on_a_device_behind_changing_addresses() -> None:
    events = [refused(f"fresh{i}", i * 15.0, f"card{i}", ip=f"10.0.{i}.1", device="d1") for i in range(30)]
    (alert,) = last_versions(alerts(events, *ALL)).values()
    assert (alert.entity.type, alert.entity.id) == ("device", "d1")


def test_fires_on_a_device_whose_list_of_cards_is_mostly_good() -> None:
    events = [paid(f"fresh{i}", i * 60.0, f"card{i}", i % 3 > 0, reason=None if i % 3 else "do_not_honor", device="d1")
              for i in range(30)]  # fmt: skip
    assert len(last_versions(alerts(events, "card_testing_device"))) == 1


def test_quiet_on_a_till_that_takes_the_card_of_whoever_comes_by_in_an_outage_too() -> None:
    reasons = {i: "do_not_honor" if i == 7 else "processor_error" for i in (7, *range(30, 40))}
    events = [paid(f"guest{i}", i * 120.0, f"card{i}", i not in reasons, reason=reasons.get(i), device="till")
              for i in range(60)]  # fmt: skip
    assert alerts(events, "card_testing_device") == []


def test_quiet_on_a_donation_tablet_where_one_card_in_ten_is_refused() -> None:
    events = [paid(f"guest{i}", i * 200.0, f"card{i}", device="tablet", ip="198.51.100.7") for i in range(40)]
    events[5::10] = [refused(f"guest{i}", i * 200.0, f"card{i}", device="tablet") for i in range(5, 40, 10)]
    assert alerts(events, *ALL) == []


def test_fires_on_a_device_where_half_of_a_list_is_refused() -> None:
    tries = [(paid, refused)[i % 2](f"fresh{i}", i * 60.0, f"card{i}", device="d1") for i in range(30)]
    (alert,) = last_versions(alerts(tries, "card_testing_device")).values()
    assert "One device tried 30 cards within 60 min (usual: 1.1); 15 of 30 payments" in alert.reason


def test_fires_on_a_device_of_whose_refused_cards_one_lacks_funds_beside_as_many_refused_otherwise() -> None:
    why = [None, None, "do_not_honor", None, "stolen_card", "insufficient_funds", "do_not_honor"]
    tries = [paid(f"fresh{i}", i * 400.0, f"card{i}", reason is None, reason=reason, device="d1")
             for i, reason in enumerate(why)]  # fmt: skip
    assert len(last_versions(alerts(tries, "card_testing_device"))) == 1
    for one in tries:
        one.reason = one.reason and "insufficient_funds"
    assert alerts(tries, "card_testing_device") == []


def stall(refused_of_ten: int) -> list[Event]:
    """Return an organiser of years who takes strangers' gifts on a tablet, under his own account."""
    day = 86_400.0
    known = [
        event("account.usage", "organiser", at * day, device="own", ip="203.0.113.5", product="feed")
        for at in (-9.0, -2.0)
    ]
    return known + [
        (refused if i % 10 < refused_of_ten else paid)(
            "organiser", i * 360.0, f"card{i}", device="tablet", ip="198.51.100.7"
        )
        for i in range(34)
    ]


def test_quiet_on_a_stall_that_takes_gifts_under_one_account_that_never_paid() -> None:
    assert alerts(stall(1), "card_testing") == []
    assert alerts(stall(6), "card_testing")


def test_quiet_on_a_teacher_some_of_whose_pupils_parents_lack_funds_and_not_on_cards_refused_otherwise() -> None:
    trip = stall(1)
    for i, one in enumerate([one for one in trip if one.type == "account.payment"][:21]):
        one.outcome, one.reason = i % 3 != 0, None if i % 3 else "insufficient_funds"
    assert alerts(trip, "card_testing") == []
    for one in trip:
        one.reason = one.reason and "do_not_honor"
    assert alerts(trip, "card_testing")


def test_fires_on_an_old_account_of_whose_first_cards_half_are_refused() -> None:
    (alert,) = last_versions(alerts(stall(5)[:10], "card_testing")).values()
    assert alert.accounts == ["organiser"]


def test_fires_on_refusals_without_a_card() -> None:
    events = [refused("thief", i * 15.0, None, reason="invalid_cvc") for i in range(30)]
    (alert,) = last_versions(alerts(events, "card_testing")).values()
    assert "30 payments that name no card" in alert.reason
    assert "issuers" not in alert.suggested_action


def test_quiet_on_a_declined_renewal_wave_from_the_shops_own_server() -> None:
    events = [refused(f"user{i}", i * 0.5, f"card{i}", ip="192.0.2.1", reason="insufficient_funds", amount_minor=999.0)
              for i in range(400)]  # fmt: skip
    assert alerts(events, *ALL) == []


def test_quiet_on_large_gifts_at_one_address_that_cards_may_not_pay() -> None:
    words = ("limit_exceeded", "Insufficient Funds", "Withdrawal amount exceeded", "card-expired")
    events = [refused(f"guest{i}", i * 60.0, f"card{i}", ip="192.0.2.1", reason=words[i % 4]) for i in range(40)]
    assert alerts(events, "card_testing_address") == []
    assert alerts([refused("guest", one.time, one.card, ip=one.ip) for one in events], "card_testing_address")


def test_quiet_on_a_renewal_wave_refused_for_reasons_unknown_without_an_address() -> None:
    assert alerts([refused(f"user{i}", i * 0.5, f"card{i}") for i in range(400)], *ALL) == []


def test_quiet_on_a_sale_behind_a_carrier_address() -> None:
    events = [paid(f"user{i}", i * 2.0, f"card{i}", ip="198.51.100.1", amount_minor=199.0) for i in range(400)]
    assert alerts(events, *ALL) == []


def test_quiet_on_one_card_tried_again_and_again() -> None:
    events = [refused("alice", i * 20.0, "card1", ip="198.51.100.7", device="d") for i in range(100)]
    assert alerts(events, *ALL) == []


def test_quiet_on_a_buyer_and_an_office_who_try_all_their_cards_while_the_processor_is_down() -> None:
    reasons = ["processor_error", "issuer_unavailable", "try_again_later", "Gateway timeout", "timed-out"]
    events = [refused(f"buyer{i % 3}", i * 60.0, f"card{i}", ip="198.51.100.1", device="till", reason=reasons[i % 5])
              for i in range(60)]  # fmt: skip
    assert alerts(events, *ALL) == []


def test_fires_where_a_reason_only_sounds_like_the_processors_own_or_is_unknown() -> None:
    reasons = ["do_not_try_again", "processor_declined", "R7-2"]
    events = [refused("thief", i * 15.0, f"card{i}", reason=reasons[i % 3]) for i in range(30)]
    assert len(last_versions(alerts(events, "card_testing"))) == 1


def test_tells_all_payments_of_the_hour_beside_the_refusals_that_are_counted() -> None:
    """Six of 47 go through, before, between and after; one has no funds: "41 of 41" would hide them."""
    list_ = [refused(f"fresh{i % 23}", 60.0 + i * 60.0, f"card{i % 23}", ip="203.0.113.9") for i in range(40)]
    went = [
        paid(f"fresh{i}", at, f"good{i}", ip="203.0.113.9") for i, at in enumerate((5.0, 90.0, 95.0, 900.0, 2500.0))
    ]
    poor = [refused("fresh1", 300.0, "card1", ip="203.0.113.9", reason="insufficient_funds")]
    (alert,) = last_versions(alerts([*list_, *went, *poor], "card_testing_address")).values()
    assert "At one address 23 cards were refused within 60 min" in alert.reason
    assert "41 of 46 payments in that time were refused" in alert.reason
    assert alert.signals[0].evidence["payments_in_window"] == 46


def test_tells_the_payments_of_the_window_and_not_of_a_longer_run() -> None:
    tries = [refused(f"fresh{i}", i * 300.0, f"card{i}", ip="203.0.113.9") for i in range(36)]
    (alert,) = last_versions(alerts(tries, "card_testing_address")).values()
    assert "12 cards were refused within 60 min (usual: 1.1); 12 of 12 payments in that time" in alert.reason


def test_counts_as_payments_what_met_an_outage_too() -> None:
    tries = [refused("thief", i * 15.0, f"card{i}") for i in range(30)]
    tries += [refused("thief", i * 60.0, f"card{i}", reason="processor_error") for i in range(4)]
    (alert,) = last_versions(alerts(tries, "card_testing")).values()
    assert "One account tried 30 cards within 60 min (usual: 1.1); 34 of 34 payments in that time" in alert.reason


def mistyped(slips: int, **fields: Any) -> list[Event]:
    """Return somebody who mistypes a card's number so often before it is right, and has paid with another before."""
    wrong = [refused("ann", 40.0 + i * 35.0, f"slip{i}", reason="invalid_number", **fields) for i in range(slips)]
    return [paid("ann", 0.0, "old", **fields), *wrong, paid("ann", 45.0 + slips * 35.0, "right", **fields)]


def test_quiet_on_a_card_number_mistyped_a_few_times() -> None:
    for slips in (2, 4, 6):
        assert alerts(mistyped(slips, device="own"), "card_testing", "card_testing_device") == []
        assert alerts(mistyped(slips, device="own")[::-1], "card_testing", "card_testing_device") == []


def test_fires_on_numbers_made_up_and_on_a_list_some_of_whose_numbers_are_no_cards() -> None:
    for name in ("card_testing", "card_testing_device"):
        assert len(last_versions(alerts(mistyped(9, device="own"), name))) == 1
        list_ = [refused("thief", i * 60.0, f"card{i}", reason=("invalid_number", "do_not_honor")[i % 2], device="d")
                 for i in range(8)]  # fmt: skip
        assert len(last_versions(alerts(list_, name))) == 1
    many = [paid("thief", 900.0 + i * 60.0, f"card{i}", device="d") for i in range(6)]
    assert len(last_versions(alerts([*mistyped(4), *many], "card_testing"))) == 1


def test_quiet_on_a_wallet_gone_through_until_a_card_is_taken_and_not_on_who_goes_on() -> None:
    wallet = [refused("old", i * 120.0, f"card{i}", reason="3ds_failed", device="own") for i in range(5)]
    wallet.append(paid("old", 600.0, "card5", device="own"))
    further = refused("old", 720.0, "card6", reason="3ds_failed", device="own")
    for name in ("card_testing", "card_testing_device"):
        assert alerts(wallet, name) == []
        assert len(last_versions(alerts([*wallet, further], name))) == 1
        assert len(last_versions(alerts([*wallet, paid("old", 720.0, "card6", device="own")], name))) == 1


def agency(cards: int, *, refusals: int = 3, days: float = 8.0) -> list[Event]:
    """Return an account that signed up and paid so long ago, and then orders for clients, each with his own card."""
    at: dict[str, Any] = {"device": "desk", "ip": "203.0.113.5"}
    signed_up = event("account.signup", "agency", -days * 86_400.0, **at)
    known = [signed_up, paid("agency", 3_600.0 - days * 86_400.0, "own", **at)]
    reasons = ["3ds_failed" if i < refusals else None for i in range(cards)]
    orders = [paid("agency", i * 300.0, f"client{i}", reason is None, reason=reason, **at)
              for i, reason in enumerate(reasons)]  # fmt: skip
    again = [paid("agency", i * 300.0 + 120.0, f"client{i}", **at) for i in range(min(2, refusals))]
    return sorted([*known, *orders, *again], key=lambda one: one.time)


def test_quiet_on_an_agency_that_has_paid_before_and_pays_with_its_clients_cards() -> None:
    assert alerts(agency(6), "card_testing") == []
    assert alerts(agency(10, refusals=0), "card_testing") == []


def test_fires_on_such_cards_of_a_new_account_and_on_a_list_of_refused_ones_of_an_old_one() -> None:
    assert len(last_versions(alerts(agency(8, days=2.0), "card_testing"))) == 1
    assert len(last_versions(alerts(agency(9, refusals=6), "card_testing"))) == 1
    bought = [one for one in agency(8) if one.card != "own"]
    assert len(last_versions(alerts(bought, "card_testing"))) == 1
