"""Reviews by account after account on telephones that move about, and by guests on the tablet at a counter."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "review_devices", 3600.0, 86_400.0


def review(subject: str, at: float, device: str | None, ip: str | None, **fields: Any) -> Event:
    told: dict[str, Any] = {"kind": "review", "target": "clinic", **fields}
    return event("content.posted", subject, at, content_id=f"c{subject}", device=device, ip=ip, **told)


def farm(phones: int, each: int, step: float = 9 * HOUR, **fields: Any) -> list[Event]:
    """Return accounts that take turns on a few telephones, each at another provider."""
    return [
        review(f"fan{i}-{phone}", i * step + phone * HOUR, f"phone{phone}", f"{20 + i}.{phone}.3.4", **fields)
        for i in range(each) for phone in range(phones)
    ]  # fmt: skip


def lodged(phones: int, each: int, homes: int = 9) -> list[Event]:
    """Return accounts that take turns on a few telephones, which stay in their networks."""
    return [
        review(f"fan{i}-{phone}", i * 9 * HOUR % (6 * DAY) + phone * HOUR, f"phone{phone}", f"20.7.{phone % homes}.4")
        for i in range(each) for phone in range(phones)
    ]  # fmt: skip


def tablet(guests: int, homes: int = 1) -> list[Event]:
    """Return guests who review a place on its tablet, at its address or by its carrier."""
    return [review(f"guest{i}", i * HOUR, "tablet", f"90.{i % homes}.7.{i}") for i in range(guests)]


def others(count: int) -> list[Event]:
    return [review(f"own{i}", i * 3 * HOUR, f"own{i}", f"60.{i}.1.1") for i in range(count)]


def test_fires_on_a_few_telephones_with_account_after_account() -> None:
    (alert,) = last_versions(alerts([*farm(4, 4), *others(3)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", "clinic", "spam")
    assert sorted(alert.accounts) == sorted(f"fan{i}-{phone}" for i in range(4) for phone in range(4))
    assert "16 accounts reviewed one thing within 7 days" in alert.reason
    assert (
        "on only 4 devices that went from provider to provider (16 in sum): 12 came on a device on which another of "
        "them had before, from one more provider (usual: hardly ever one)." in alert.reason
    )
    assert "3 other new accounts reviewed it, from other devices." in alert.reason


def test_fires_on_one_telephone_with_six_accounts() -> None:
    assert alerts(farm(1, 6), NAME)


def test_fires_on_three_telephones_that_stay_each_where_it_is() -> None:
    (alert,) = last_versions(alerts([*lodged(3, 5), *others(3)], NAME)).values()
    assert sorted(alert.accounts) == sorted(f"fan{i}-{phone}" for i in range(5) for phone in range(3))
    assert (
        "on only 3 devices in 3 networks: 12 came on a device on which another of them had before (usual: hardly ever"
        in alert.reason
    )


def family(step: float) -> list[Event]:
    """Return three who each review a thing on each of their four devices, at home, at work and under way."""
    return [
        review(f"kin{who}", (3 * device + who) * step, f"device{device}", f"{20 + (who + device) % 3}.1.1.1")
        for device in range(4) for who in range(3)
    ]  # fmt: skip


def aged(reviews: list[Event]) -> list[Event]:
    """Let who reviews have posted a week before, each on a device and at an address of his own."""
    names = sorted({one.subject for one in reviews})
    return [
        *[event("content.posted", name, i * 60.0 - 7 * DAY, content_id=f"old{i}", kind="comment", target=f"t{i}",
                device=f"own-{name}", ip=f"70.{i}.1.1") for i, name in enumerate(names)],
        *reviews,
    ]  # fmt: skip


def test_fires_on_old_accounts_in_turn_on_telephones_new_to_them() -> None:
    (alert,) = last_versions(alerts(aged([*farm(2, 6), *others(3)]), NAME)).values()
    assert sorted(alert.accounts) == sorted(f"fan{i}-{phone}" for i in range(6) for phone in range(2))
    assert "each had posted on days before, and came on a device new to it, on only 2 devices" in alert.reason
    assert alert.signals[0].evidence["on_first_day_of_posting"] == 0


def test_fires_on_old_and_new_accounts_together_and_says_how_many_were_new() -> None:
    reviews = farm(1, 8)
    (alert,) = last_versions(alerts([*aged(reviews[:5]), *reviews[5:]], NAME)).values()
    assert "3 of them on the first day on which they posted, the others on a device new to them" in alert.reason


def test_quiet_on_old_accounts_that_stay_and_on_a_family_with_many_devices() -> None:
    assert alerts(aged(lodged(3, 5)), NAME) == []
    assert alerts(aged(tablet(40, homes=2)), NAME) == []
    assert alerts(family(step=HOUR), NAME) == []
    assert alerts(aged(family(step=9 * HOUR)), NAME) == []


def test_fires_where_the_provider_is_told() -> None:
    events = farm(2, 4)
    for i, one in enumerate(events):
        one.ip, one.asn = "192.0.2.7", 100 + i // 2
    assert alerts(events, NAME)


@pytest.mark.parametrize("homes", [1, 2])
def test_quiet_on_guests_at_the_counters_tablet(homes: int) -> None:
    assert alerts(tablet(60, homes), NAME) == []


def test_quiet_on_two_branches_tablets_and_on_three_tablets_of_one_place() -> None:
    assert alerts(lodged(2, 30), NAME) == []
    assert alerts(lodged(3, 20, homes=1), NAME) == []


def test_quiet_on_couples_and_on_a_device_each() -> None:
    couples = [
        review(f"{who}{n}", n * HOUR + at, f"d{n}", f"{at + 30:.0f}.{n}.1.1")
        for n in range(30) for who, at in (("she", 0.0), ("he", 60.0))
    ]  # fmt: skip
    assert alerts([*couples, *others(60)], NAME) == []


def test_quiet_on_what_is_no_review_or_tells_no_place_and_on_reviews_of_many_things() -> None:
    assert alerts(farm(4, 4, kind="message"), NAME) == []
    unplaced = farm(4, 4)
    for one in unplaced:
        one.ip = None
    assert alerts(unplaced, NAME) == []
    of_many = [review(f"c{i}", i * HOUR, "phone", f"20.{i}.1.1", target=f"thing{i}") for i in range(12)]
    assert alerts(of_many, NAME) == []


def test_quiet_on_a_farm_that_takes_months() -> None:
    assert alerts(farm(2, 8, step=9 * DAY), NAME) == []
