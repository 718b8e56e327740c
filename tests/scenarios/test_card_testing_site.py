"""Card testing so thin that only the site's sum shows it."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR = 3600.0


def paid(number: int, at: float, *, outcome: bool, reason: str | None = None) -> Event:
    ip = f"192.0.{number % 250}.{number // 250 % 250}"
    return event("account.payment", f"u{number}", at, card=f"c{number}", ip=ip, outcome=outcome, reason=reason,
                 amount_minor=900.0)  # fmt: skip


def honest(seed: int, hours: int, an_hour: int = 40) -> list[Event]:
    random = Random(seed)
    return [_one(random, (hour - hours) * HOUR) for hour in range(hours + 3) for _ in range(an_hour)]


def _one(random: Random, at: float, why: tuple[str, ...] = ("declined",)) -> Event:
    fine = random.random() > 0.06
    reason = None if fine else random.choice(why)
    return paid(random.randrange(3000), at + random.uniform(0, HOUR), outcome=fine, reason=reason)


def test_fires_on_a_new_card_account_and_address_for_each_attempt() -> None:
    tests = [paid(10_000 + i, i * 40.0, outcome=i % 10 == 0, reason="declined" if i % 10 else None) for i in range(80)]
    found = last_versions(alerts([*honest(1, 48), *tests], "card_testing_site"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.policy) == ("site", "payment_fraud")
    assert len([name for name in alert.accounts if int(name[1:]) >= 10_000]) > 0.8 * len(alert.accounts)
    assert alert.accounts_total >= 70


def test_its_row_says_what_the_cards_were_refused_for_and_where_most_were() -> None:
    tests = [
        paid(10_000 + i, i * 40.0, outcome=False, reason="stolen_card" if i % 4 else "invalid_cvc") for i in range(80)
    ]
    at_one = [replace(one, merchant="m9") for one in tests]
    (alert,) = last_versions(alerts([*honest(1, 48), *at_one], "card_testing_site")).values()
    assert "for stolen_card, " in alert.reason
    assert "were at m9." in alert.reason
    assert str(alert.signals[0].evidence["reasons"]).startswith("stolen_card: ")


def test_quiet_on_a_release_that_sells_out() -> None:
    drop = [paid(10_000 + i, i * 5.0, outcome=i % 3 == 0, reason="out_of_stock" if i % 3 else None) for i in range(300)]
    assert alerts([*honest(6, 48), *drop], "card_testing_site") == []


def test_quiet_on_ordinary_refusals_and_on_a_sale() -> None:
    sale = [_one(Random(i), 0.0) for i in range(600)]
    assert alerts([*honest(2, 72), *sale], "card_testing_site") == []


def test_quiet_on_a_renewal_wave() -> None:
    wave = [paid(10_000 + i, i * 5.0, outcome=i % 2 == 0, reason="insufficient_funds") for i in range(600)]
    assert alerts([*honest(3, 48), *wave], "card_testing_site") == []


def test_quiet_when_the_processor_is_down() -> None:
    random = Random(5)
    before = [e for e in honest(4, 48) if not 0 <= e.time - 1_767_600_000.0 < 2 * HOUR]
    down = [paid(random.randrange(3000), random.uniform(0, 2 * HOUR), outcome=i % 20 == 0, reason="error")
            for i in range(120)]  # fmt: skip
    assert alerts([*before, *down], "card_testing_site") == []


def test_quiet_when_the_processor_says_that_it_is_down_though_some_payments_go_through() -> None:
    down = [paid(10_000 + i, i * 60.0, outcome=i % 10 == 0, reason="processor_error" if i % 10 else None)
            for i in range(60)]  # fmt: skip
    assert alerts([*honest(5, 72, an_hour=6), *down], "card_testing_site") == []


def test_quiet_on_one_account_with_many_cards() -> None:
    tries = [
        event("account.payment", "one", i * 30.0, card=f"x{i}", outcome=False, reason="declined") for i in range(60)
    ]
    assert alerts([*honest(6, 24), *tries], "card_testing_site") == []


def test_quiet_on_one_account_with_many_cards_among_as_many_honest_refusals_as_make_a_crowd() -> None:
    """An account a card every three minutes, or twelve at once, and ten buyers a card each."""
    for apart in (180.0, 2.0):
        tries = [event("account.payment", "one", 600.0 + i * apart, card=f"x{i}", outcome=False, reason="declined")
                 for i in range(20)]  # fmt: skip
        honest_ = [paid(20_000 + i, i * 300.0, outcome=False, reason="declined") for i in range(10)]
        assert alerts([*honest(6, 48), *honest_, *tries], "card_testing_site") == []


WORDS = ("do_not_honor", "do_not_honor", "invalid_cvc", "stolen_card")


def weeks(seed: int, hours: int = 240, an_hour: int = 40) -> list[Event]:
    """Return days of honest payments, refused with several reasons."""
    random = Random(seed)
    return [_one(random, (hour - hours) * HOUR, WORDS) for hour in range(hours + 3) for _ in range(an_hour)]


def fault(seed: int, at: float, number: int = 120, hours: float = 1.2, reason: str = "code_9x17") -> list[Event]:
    """Return payments refused beside those of `weeks`, of accounts known for long."""
    random = Random(seed)
    return [paid(random.randrange(3000), at + random.uniform(0, hours * HOUR), outcome=False, reason=reason)
            for _ in range(number)]  # fmt: skip


def test_quiet_on_a_fault_that_has_a_word_of_its_own_though_payments_go_through() -> None:
    for seed in (11, 12):
        assert alerts([*weeks(seed), *fault(seed, 0.0), *fault(seed, -120 * HOUR)], "card_testing_site") == []


def test_fires_on_cards_refused_with_a_word_that_is_known() -> None:
    tests = [paid(i % 3000, i * 40.0, outcome=False, reason="stolen_card") for i in range(80)]
    assert len(last_versions(alerts([*weeks(13), *tests], "card_testing_site"))) == 1


def test_fires_on_new_accounts_refused_with_a_word_that_is_new() -> None:
    """A rule that the product has just made for them."""
    tests = [paid(10_000 + i, i * 40.0, outcome=False, reason="velocity_rule_7") for i in range(80)]
    assert len(last_versions(alerts([*weeks(14), *tests], "card_testing_site"))) == 1


def test_fires_on_cards_tested_during_a_fault() -> None:
    """What is refused with other words beside it is no part of it."""
    tests = [paid(10_000 + i, 300 + i * 30.0, outcome=False, reason=WORDS[i % 4]) for i in range(100)]
    assert len(last_versions(alerts([*weeks(15), *fault(15, 0.0, 60), *tests], "card_testing_site"))) == 1


def renewed(chance: Random, number: int, at: float = 0.0, first: int = 0) -> list[Event]:
    """Return renewals that the product makes by itself within two hours: a third are refused."""
    words = ("declined", "do_not_honor", "insufficient_funds")
    return [
        event("account.payment", f"u{first + i}", at + chance.uniform(0, 2 * HOUR), card=f"c{first + i}",
              outcome=i % 3 > 0, reason=words[i // 3 % 3] if i % 3 == 0 else None, amount_minor=1900.0)
        for i in range(number)
    ]  # fmt: skip


def test_quiet_on_renewals_of_known_accounts_refused_with_whatever_words() -> None:
    for seed in range(3):
        assert alerts([*weeks(seed), *renewed(Random(seed), 300)], "card_testing_site") == []


def test_quiet_on_a_wave_of_renewals_of_which_some_are_of_accounts_of_the_week() -> None:
    for seed in range(3):
        fresh = renewed(Random(seed + 9), 90, first=20_000)
        assert alerts([*weeks(seed), *renewed(Random(seed), 300), *fresh], "card_testing_site") == []


def test_quiet_on_the_renewals_of_a_first_night() -> None:
    """Nothing is known yet of who renews; who signed up an hour before is new all the same."""
    night = [event("account.payment", f"u{20_000 + i}", i * 40.0, card=f"c{i}", outcome=i % 3 > 1, reason="declined")
             for i in range(85)]  # fmt: skip
    assert alerts([*honest(4, 3), *night], "card_testing_site") == []
    joined = [event("account.signup", one.subject, -HOUR + i, ip="192.0.2.1") for i, one in enumerate(night)]
    assert alerts([*honest(4, 3), *joined, *night], "card_testing_site")


def test_fires_on_newcomers_of_whom_no_address_is_told_and_on_cards_tried_beside_renewals() -> None:
    tests = [event("account.payment", f"new{i}", i * 40.0, card=f"x{i}", outcome=False, reason="declined")
             for i in range(80)]  # fmt: skip
    assert len(last_versions(alerts([*weeks(16), *tests], "card_testing_site"))) == 1
    typed = [paid(i % 3000, i * 40.0, outcome=False, reason=WORDS[i % 4]) for i in range(80)]
    assert len(last_versions(alerts([*weeks(17), *renewed(Random(17), 300), *typed], "card_testing_site"))) == 1


def again(first: int, at: float, after: float, *, card: str = "c") -> list[Event]:
    """Return six buyers who are refused once and pay a little later, all with the same card or with another."""
    later = [event("account.payment", f"u{first + i}", at + i * 90.0 + after, card=f"{card}{first + i}",
                   ip=f"192.0.2.{i}", outcome=True, amount_minor=4200.0) for i in range(6)]  # fmt: skip
    return [*[paid(first + i, at + i * 90.0, outcome=False, reason="declined") for i in range(6)], *later]


def test_names_no_buyer_who_paid_minutes_later_with_the_card_that_was_refused() -> None:
    """Who paid with another card, as testers do, or before it was refused, or had a second one refused, is named."""
    tests = [paid(10_000 + i, i * 40.0, outcome=False, reason="declined") for i in range(60)]
    owners, others = again(20_000, 300.0, 110.0), again(30_000, 330.0, 110.0, card="x")
    before = again(40_000, 700.0, -60.0)
    second = event("account.payment", "u20005", 1400.0, card="z", ip="192.0.2.5", outcome=False, reason="declined")
    found = last_versions(alerts([*honest(1, 48), *tests, *owners, *others, *before, second], "card_testing_site"))
    (alert,) = found.values()
    named = {number for number in (int(name[1:]) for name in alert.accounts) if number >= 10_000}
    assert named & set(range(20_000, 20_006)) == {20_005}
    assert named >= {*range(30_000, 30_006), *range(40_000, 40_006)}
    assert alert.accounts_total == len(alert.accounts) or len(alert.accounts) == 50
