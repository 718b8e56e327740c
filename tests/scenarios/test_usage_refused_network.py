"""Links guessed slowly from the addresses of one network, and networks where strangers are honestly refused."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME = "usage_refused_network"
HOUR = 3600.0


def asked(at: float, host: int, status: int, subject: str | None = None, network: str = "203.0.113") -> Event:
    ip = f"{network}.{host}"
    return event("account.usage", subject or f"unknown:{ip}", at, ip=ip, status=status, requests=1.0, product="share")


def guessed(seed: int, hours: float = 24.0, hosts: int = 14, given: float = 0.03, status: int = 404) -> list[Event]:
    """Return some twenty requests an hour, each from one of a few addresses; three in a hundred are given."""
    random, at, events = Random(seed), 0.0, list[Event]()
    while (at := at + random.expovariate(20 / HOUR)) < hours * HOUR:
        events.append(asked(at, 10 + random.randrange(hosts), 200 if random.random() < given else status))
    return events


def test_fires_on_links_that_are_guessed_slowly_from_one_network() -> None:
    for seed in range(3):
        found = alerts(guessed(seed), NAME)
        (alert,) = last_versions(found).values()
        assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", "203.0.113.0/24", "api_abuse")
        assert "from 14 addresses" in alert.reason
        assert found[0].emitted_at < "2026-01-05T20"


def test_fires_on_numbers_tried_at_one_address_one_after_the_other_of_which_some_fit() -> None:
    """A hundred an hour are too slow for `usage_refused`, which wants six a minute."""
    walked = [asked(i * 36.0, 9, 200 if i % 30 == 29 else 404) for i in range(250)]
    (alert,) = last_versions(alerts(walked, NAME)).values()
    assert "from 1 address; 8 were answered, and hardly any before. Nearly all are of one product" in alert.reason
    assert "know" in alert.suggested_action and "signed up with it" in alert.suggested_action


def test_quiet_on_one_address_where_none_or_two_fit_or_all_sorts_of_things_are_asked_for() -> None:
    for fits in (0, 2):
        walked = [asked(i * 36.0, 9, 200 if i % 80 == 79 and i // 80 < fits else 404) for i in range(250)]
        assert alerts(walked, NAME) == []
    events = [asked(i * 36.0, 9, 200 if i % 30 == 29 else 404) for i in range(250)]
    for i, one in enumerate(events):
        one.product = f"page{i % 3}"
    assert alerts(events, NAME) == []


def test_quiet_on_one_address_or_two_and_on_an_outage() -> None:
    assert alerts(guessed(1, hosts=2, given=0.0), NAME) == []
    assert (
        alerts([asked(i * 180.0, 9, 404) for i in range(400)] + [asked(i * 7000.0, i, 404) for i in range(9)], NAME)
        == []
    )
    assert alerts(guessed(1, status=503), NAME) == []


@pytest.mark.parametrize("gone", [0.3, 0.8])
def test_quiet_on_a_crawler_that_follows_old_links(gone: float) -> None:
    assert alerts(guessed(2, hours=72.0, given=1 - gone), NAME) == []


def test_quiet_on_monitors_of_a_page_that_is_gone_now() -> None:
    before = [asked(-100 * HOUR + i * 300.0, i % 4, 200) for i in range(1000)]
    assert alerts([*before, *(asked(i * 300.0, i % 4, 404) for i in range(500))], NAME) == []


def test_quiet_on_customers_whatever_they_ask_for_and_on_keys_and_sessions_that_have_expired() -> None:
    named = [asked(i * 60.0, i % 9, 404, "customer") for i in range(600)]
    expired = [asked(i * 60.0, i % 9, 401) for i in range(600)]
    keys = [event("account.usage", f"unknown:203.0.113.{i % 9}", i * 60.0, ip=f"203.0.113.{i % 9}", status=403,
                  key="k1", requests=1.0) for i in range(600)]  # fmt: skip
    assert all(alerts(events, NAME) == [] for events in (named, expired, keys))


def test_quiet_on_strangers_of_many_networks() -> None:
    random = Random(4)
    events = [
        asked(i * 60.0, random.randrange(250), 404, network=f"198.{random.randrange(200)}.9") for i in range(1500)
    ]
    assert alerts(events, NAME) == []
