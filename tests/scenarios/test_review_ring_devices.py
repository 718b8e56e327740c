"""A ring of reviewers on a handful of telephones, and devices on which several honest people review."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "review_ring_devices"
HOUR, DAY = 3600.0, 86_400.0


def review(name: str, at: float, device: str, ip: str, target: str) -> Event:
    return event("content.posted", name, at, content_id=f"c-{name}-{at:.0f}", kind="review", device=device, ip=ip,
                 target=target)  # fmt: skip


def ring(devices: int = 4, each: int = 3, *, things: int = 5, addresses: int = 3, first: float = 0.0,
         mutual: bool = False) -> list[Event]:  # fmt: skip
    """Return accounts in turn on a few telephones, a carrier's addresses between them; each reviews two things."""
    found = []
    for i in range(devices):
        for k in range(each):
            for n in range(2):
                number = (i + 2 * k + n) % things
                thing = f"ring{number % devices}-{number % each}" if mutual else f"client{number}"
                at = first + (k * 30 + i) * HOUR + n * 2 * HOUR
                found.append(review(f"ring{i}-{k}", at, f"phone{i}", f"198.18.7.{(i + k) % addresses}", thing))
    return found


def people(days: int = 8, a_day: int = 12) -> list[Event]:
    """Return new people's reviews as they are: each on a device of its own, of whatever there is."""
    return [review(f"person{i}", i * DAY / a_day, f"own{i}", f"203.0.{i // 250}.{i % 250}", f"thing{i % 70}")
            for i in range(days * a_day)]  # fmt: skip


def test_fires_on_four_telephones_with_three_accounts_each_that_review_a_few_clients() -> None:
    (alert,) = last_versions(alerts([*people(), *ring()], NAME)).values()
    assert set(alert.accounts) == {f"ring{i}-{k}" for i in range(4) for k in range(3)}
    assert alert.reason.startswith(
        "On each of 4 devices 3 or more accounts reviewed on their first day of posting within 7 days, 12 accounts in "
        "all, and mostly the same 5 things; of "
    )
    told = alert.signals[0].evidence
    assert (told["devices"], told["things_in_common"], told["reviewed_among_them"]) == (4, 5, 0)


def test_fires_on_accounts_that_review_each_other() -> None:
    (alert,) = last_versions(alerts([*people(), *ring(mutual=True)], NAME)).values()
    assert ", of which 5 are accounts of these; of " in alert.reason


def test_fires_on_one_ring_once_and_names_those_who_come_later() -> None:
    later = ring(1, 3, first=4 * DAY)
    for one in later:
        one.subject, one.device = f"later-{one.subject}", "another"
    (alert,) = last_versions(alerts([*people(), *ring(), *later], NAME)).values()
    assert len(alert.accounts) == 15


@pytest.mark.parametrize(("devices", "each"), [(2, 9), (12, 2)])
def test_quiet_on_two_devices_and_on_two_accounts_each(devices: int, each: int) -> None:
    assert alerts([*people(), *ring(devices, each)], NAME) == []


def test_quiet_on_classrooms_and_counters() -> None:
    assert alerts([*people(), *ring(8, 5, addresses=1)], NAME) == []
    branches = [review(f"guest{i}-{k}", k * HOUR + i, f"tablet{i}", f"198.18.{i}.{k % 3}", f"branch{i}")
                for i in range(8) for k in range(12)]  # fmt: skip
    assert alerts([*people(), *branches], NAME) == []


def test_quiet_on_an_office_whose_people_posted_before() -> None:
    before = [review(f"ring{i}-{k}", 0.0, f"desk{i}-{k}", "198.18.9.9", f"thing{i}{k}")
              for i in range(6) for k in range(4)]  # fmt: skip
    assert alerts([*people(), *before, *ring(6, 4, first=2 * DAY)], NAME) == []


def test_quiet_on_telephones_whose_accounts_review_nothing_in_common() -> None:
    found = ring(6, 4)
    for i, one in enumerate(found):
        one.target = f"own-client{i}"
    assert alerts([*people(), *found], NAME) == []
