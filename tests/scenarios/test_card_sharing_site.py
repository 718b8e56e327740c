"""Several cards that each pay for one new account after the other, and firms and families whose cards do, too."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "card_sharing_site", 3600.0, 86_400.0


def joins(name: str, at: float, card: str, device: str | None = "own", ip: str | None = None, fine: bool = True,
          after: float = HOUR) -> list[Event]:  # fmt: skip
    """Return an account's sign-up and its first payment; by default on a device of its own."""
    place = {"device": f"phone-{name}" if device == "own" else device, "ip": ip}
    paid = event("account.payment", name, at + after, card=card, outcome=fine, amount_minor=900.0, merchant="shop",
                 reason=None if fine else "do_not_honor", **place)  # fmt: skip
    return [event("account.signup", name, at, **place), paid]


def shop(days: int = 28, a_day: int = 20, families: int = 0) -> list[Event]:
    """Return a shop's newcomers, each with a card of his own; in families a second or a third pays with it days on."""
    random, found = Random(1), list[Event]()
    for day in range(days):
        for n in range(a_day):
            found += joins(f"c{day}-{n}", (day + random.random()) * DAY, f"card-{day}-{n}")
    for n in range(families):
        for i in range(random.randint(2, 4)):
            found += joins(f"f{n}-{i}", (random.uniform(0, 8) + 5 * i) * DAY, f"family-{n}")
    return found


def ring(
    cards: int, each: int, since: float = 5 * DAY, every: float = 2 * DAY, device: str | None = "own"
) -> list[Event]:
    """Return cards that pay for an account every other day or so."""
    random = Random(2)
    times = [[since + (i + random.random()) * every for i in range(each)] for _ in range(cards)]
    return [
        one for n in range(cards) for i in range(each) for one in joins(f"r{n}-{i}", times[n][i], f"ring-{n}", device)
    ]


def test_fires_on_four_cards_that_take_turns_on_new_accounts() -> None:
    (alert,) = last_versions(alerts([*shop(), *ring(4, 7)], NAME)).values()
    assert (alert.entity.type, alert.policy, alert.severity) == ("site", "payment_fraud", "medium")
    assert set(alert.accounts) == {f"r{n}-{i}" for n in range(4) for i in range(7)}
    assert "4 cards (ring-3, ring-1, ring-2, ring-0) each paid for " in alert.reason
    assert all(one.startswith("e") for one in alert.evidence_event_ids)


def test_fires_where_addresses_or_nothing_is_told_in_place_of_devices() -> None:
    told = [
        joins(f"r{n}-{i}", (5 + 2 * i + n / 4) * DAY, f"ring-{n}", None, f"81.150.{n}.{i}")
        for n in range(4)
        for i in range(7)
    ]
    assert alerts([*shop(), *[one for some in told for one in some]], NAME)
    assert alerts([*shop(), *ring(4, 7, device=None)], NAME)


def test_quiet_on_a_shop_and_its_families() -> None:
    assert alerts(shop(), NAME) == []
    assert alerts(shop(families=60), NAME) == []


def test_quiet_on_two_firms_and_on_three_of_five_people() -> None:
    assert alerts([*shop(), *ring(2, 12, every=1.5 * DAY)], NAME) == []
    assert alerts([*shop(), *ring(3, 5)], NAME) == []


def test_quiet_where_colleagues_pay_with_their_firms_card() -> None:
    random, found = Random(3), list[Event]()
    for firm in range(80):
        for i in range(min(12, int(random.expovariate(1 / 2.5)) + 1)):
            found += joins(f"w{firm}-{i}", random.uniform(0, 27) * DAY, f"firm-{firm}")
    assert alerts(found, NAME) == []


def test_quiet_on_firms_that_come_as_they_did_in_earlier_weeks() -> None:
    found = shop(days=112)
    for firm in range(20):
        found += [one for i in range(8) for one in joins(f"w{firm}-{i}", (firm * 5.5 + i * 1.3) * DAY, f"firm-{firm}")]
    late = [one for one in alerts(found, NAME) if one.first_seen > "2026-03-15"]
    assert late == []


def test_quiet_on_what_comes_at_once_or_on_one_device_or_is_refused() -> None:
    classes = [one for n in range(4) for i in range(9) for one in joins(f"p{n}-{i}", 6 * DAY + i * 600.0, f"class-{n}")]
    assert alerts([*shop(), *classes], NAME) == []
    assert alerts([*shop(), *ring(4, 7, device="counter")], NAME) == []
    refused = [joins(f"r{n}-{i}", (5 + 2 * i) * DAY, f"ring-{n}", fine=False) for n in range(4) for i in range(7)]
    assert alerts([*shop(), *[one for some in refused for one in some]], NAME) == []


def test_quiet_on_accounts_that_are_no_longer_new() -> None:
    aged = [
        one for n in range(4) for i in range(7) for one in joins(f"r{n}-{i}", 2 * i * DAY, f"ring-{n}", after=8 * DAY)
    ]
    assert alerts([*shop(), *aged], NAME) == []


def test_fires_where_each_pays_within_minutes_of_its_sign_up() -> None:
    """A script is quicker than the five minutes after which a sign-up is known for sure."""
    random, times = Random(2), [5 * DAY + 2 * DAY * i for i in range(7)]
    paid = [one for n in range(4) for i, at in enumerate(times)
            for one in joins(f"r{n}-{i}", at + random.random() * DAY, f"ring-{n}", after=120.0)]  # fmt: skip
    (alert,) = last_versions(alerts([*shop(), *paid], NAME)).values()
    assert set(alert.accounts) == {f"r{n}-{i}" for n in range(4) for i in range(7)}


def test_fires_on_a_farm_that_mixes_cards_and_telephones_and_names_no_firm_of_the_same_weeks() -> None:
    farm = [one for n in range(4) for i in range(8)
            for one in joins(f"farm{n}-{i}", (5 + i + n / 5) * DAY, f"farm-{n}", f"phone{(n + i) % 7}")]  # fmt: skip
    firm = [one for i in range(9) for one in joins(f"clerk{i}", (5 + i) * DAY, "firm")]
    (alert,) = last_versions(alerts([*shop(), *farm, *firm], NAME)).values()
    assert {name[:4] for name in alert.accounts} == {"farm"}
    assert "4 cards (farm-" in alert.reason
