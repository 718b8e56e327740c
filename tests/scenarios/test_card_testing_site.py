"""Card testing so thin that only the site's sum shows it."""

from __future__ import annotations

from random import Random

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


def _one(random: Random, at: float) -> Event:
    fine = random.random() > 0.06
    return paid(random.randrange(3000), at + random.uniform(0, HOUR), outcome=fine, reason=None if fine else "declined")


def test_fires_on_a_new_card_account_and_address_for_each_attempt() -> None:
    tests = [paid(10_000 + i, i * 40.0, outcome=i % 10 == 0, reason="declined" if i % 10 else None) for i in range(80)]
    found = last_versions(alerts([*honest(1, 48), *tests], "card_testing_site"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.policy) == ("site", "payment_fraud")
    assert len([name for name in alert.accounts if int(name[1:]) >= 10_000]) > 0.8 * len(alert.accounts)
    assert alert.accounts_total >= 70


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
