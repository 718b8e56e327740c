"""Where an account's API keys are used is not where its owner is, and the other way round both are the key's."""

from __future__ import annotations

from typing import Any

from detectors.strange import all_new, news, strange
from pipeline.keystate import KeyState
from pipeline.subject_past import enrich
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, NEW_TODAY, Event
from tests.support.scenario import alerts, entered, event, last_versions

PLACES = NEW_IP | NEW_DEVICE | NEW_COUNTRY | NEW_ASN | NEW_AGENT
SERVER: dict[str, Any] = {"ip": "192.0.2.7", "device": "vm-1", "country": "US", "asn": 64501, "user_agent": "sdk/1"}
HOME: dict[str, Any] = {"ip": "198.51.100.1", "device": "d", "country": "DE", "asn": 64500, "user_agent": "Firefox/9"}
DAY = 86_400.0


def keyed(at: float, place: dict[str, Any] = SERVER, key: str = "k1") -> Event:
    return event("account.usage", "ann", at, key=key, units=10.0, **place)


def login(at: float, place: dict[str, Any] = HOME) -> Event:
    return entered("ann", at, **place)


def last_of(*events: Event) -> Event:
    """Return the last event as the engine shows it, with the others in its account's past."""
    state = KeyState()
    for one in events:
        enrich(one, state)
    return events[-1]


def server(days: int, since: float = 0.0) -> list[Event]:
    return [keyed(since + i * 7200.0) for i in range(days * 12)]


def test_an_owner_is_not_strange_at_home_since_his_server_was_seen_first() -> None:
    first = last_of(*server(9), login(9 * DAY))
    assert news(first) & PLACES == 0
    assert first.novel & (NEW_ACCOUNT | NEW_TODAY) == NEW_ACCOUNT  # known for days, but from nowhere that is his
    assert not all_new(first)
    again = last_of(*server(9), login(9 * DAY), login(10 * DAY))
    assert again.novel == 0


def test_where_only_a_key_was_used_a_login_is_strange() -> None:
    thief = last_of(login(-DAY), *server(9), login(9 * DAY, SERVER))
    assert news(thief) & PLACES == PLACES
    assert strange(thief)


def test_an_attempt_that_fails_where_a_key_is_used_is_a_script_with_an_old_password() -> None:
    script = {**SERVER, "device": None}
    failed = last_of(login(-DAY), *server(9), event("account.login", "ann", 9 * DAY, outcome=False, **script))
    assert not strange(failed)
    assert strange(last_of(login(-DAY), *server(9), entered("ann", 9 * DAY, **script)))


def test_a_key_is_at_home_where_it_was_used_and_where_its_owner_was() -> None:
    assert last_of(login(-DAY), *server(9), keyed(9 * DAY, HOME)).novel == 0
    assert last_of(login(-DAY), *server(9), keyed(9 * DAY)).novel == 0
    assert news(last_of(login(-DAY), *server(9), keyed(9 * DAY, {**SERVER, "ip": "203.0.113.9"}))) & PLACES == NEW_IP


def test_what_is_used_without_a_key_is_its_owners() -> None:
    app = [keyed(i * 7200.0, HOME, key="") for i in range(30)]
    assert last_of(*app, login(9 * DAY)).novel == 0


def test_who_has_used_a_key_for_days_pays_for_the_first_time_as_no_newcomer() -> None:
    bought = event("account.payment", "ann", 9 * DAY, outcome=True, amount_minor=500.0, card="c", **HOME)
    assert not last_of(*server(9), bought).novel & NEW_ACCOUNT
    assert last_of(event("account.payment", "bob", 9 * DAY, outcome=True, **HOME)).novel & NEW_ACCOUNT


def changes(at: float, place: dict[str, Any]) -> list[Event]:
    """Return a login, and a new address of mail minutes after."""
    return [login(at, place), event("account.email_changed", "ann", at + 90.0, **place)]


def test_quiet_on_a_developer_who_changes_his_mail_address_at_home_the_day_after_his_server_was_seen() -> None:
    assert alerts([*server(9), *changes(9 * DAY, HOME)], "takeover") == []


def test_fires_on_a_thief_who_logs_in_on_the_server_where_he_uses_the_key_that_he_took() -> None:
    events = [*[login(i * DAY) for i in range(-20, 0)], *server(3), *changes(3 * DAY, SERVER)]
    (alert,) = last_versions(alerts(events, "takeover")).values()
    assert alert.entity.id == "ann"
