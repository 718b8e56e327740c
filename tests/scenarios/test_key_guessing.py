"""Keys of nobody's that are tried at one address."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOST, RELAY, DAY = "key_guessing", "203.0.113.7", "198.51.100.1", 86_400.0


def tried(at: float, key: str, subject: str = "unauthenticated", ip: str = HOST, status: int = 401) -> Event:
    return event("account.usage", subject, at, ip=ip, key=key, status=status, requests=1.0, product="chat")


def answered(at: float, account: str, ip: str = HOST) -> Event:
    return event("account.usage", account, at, ip=ip, key=f"sk-{account}", status=200, requests=1.0, product="chat")


def test_fires_on_a_list_of_keys() -> None:
    events = [*(tried(i * 6.0, f"sk-{i}") for i in range(500)), tried(12_000.0, "sk-0")]
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert "500 in all; 0 accounts were answered there" in alert.reason


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("subject", ["Anonymous", "-", HOST, "unknown:203.0.113.7", None])
def test_fires_however_their_subject_is_told(subject: str | None, status: int) -> None:
    events = [tried(i * 6.0, f"sk-{i}", subject or f"sk-{i}", status=status) for i in range(60)]
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", HOST, "api_abuse")
    assert (alert.accounts, alert.severity) == ([f"unknown:{HOST}"], "high")


def test_names_the_account_whose_key_was_good() -> None:
    past = [answered(i * 3600.0 - 3 * DAY, "victim", "192.0.2.1") for i in range(70)]
    events = [tried(i * 6.0, f"sk-{i}") for i in range(200)] + [answered(700.0, "victim")]
    (alert,) = last_versions(alerts([*past, *events], NAME)).values()
    assert (alert.accounts, alert.severity) == (["victim"], "high")


def test_quiet_on_an_expired_key_and_on_a_firms_server_with_a_dozen() -> None:
    one = [tried(i * 1.0, "sk-old") for i in range(5000)]
    dozen = [tried(i * 2.0, f"sk-{i % 10}", ip="192.0.2.9") for i in range(5000)]
    assert alerts([*one, *dozen], NAME) == []


def test_quiet_on_customers_who_each_bring_an_old_key() -> None:
    past = [answered(i * 60.0 - DAY, f"c{i % 20}", RELAY) for i in range(1000)]
    assert alerts([*past, *(tried(i * 60.0, f"sk-{i % 20}", ip=RELAY) for i in range(120))], NAME) == []


def test_quiet_on_a_relay_while_keys_are_refused_to_everybody() -> None:
    past = [answered(i * 60.0 - DAY, f"c{i % 300}", RELAY) for i in range(1000)]
    assert alerts([*past, *(tried(i * 6.0, f"sk-{i % 300}", ip=RELAY) for i in range(600))], NAME) == []


def test_quiet_on_keys_whose_owners_are_named() -> None:
    assert alerts([tried(i * 6.0, f"sk-{i}", f"owner{i}") for i in range(300)], NAME) == []
