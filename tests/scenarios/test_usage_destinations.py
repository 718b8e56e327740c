"""Newcomers who alone have texts sent to a country, and the people who look a little like them."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "usage_destinations", 3600.0, 86_400.0


def text(name: str, at: float, to: str, ip: str, **fields: Any) -> Event:
    return event("account.usage", name, at, ip=ip, **({"product": f"invite.sms/{to}", "status": 200} | fields))


def customers(number: int = 40, known: int = 34) -> list[Event]:
    """Return accounts of two weeks that have texts sent to two countries, the last few of them signed up lately."""
    found = []
    for i in range(number):
        ip, since = f"10.{i}.0.1", -20 if i < known else 3
        found.append(event("account.signup", f"u{i}", since * DAY + i * 900.0, ip=ip))
        found.extend(text(f"u{i}", day * DAY + i * 900.0, "DE" if i % 2 else "GB", ip)
                     for day in range(max(since + 1, -9), 10, 2))  # fmt: skip
    return found


def pumps(number: int = 10, to: str = "PG", each: int = 12, **fields: Any) -> list[Event]:
    """Return newcomers of some days, each with a line of his own, who have texts sent to one country on three days."""
    found = []
    for i in range(number):
        ip = f"198.51.{i}.7"
        found.append(event("account.signup", f"pump{i}", (4 + i / 4) * DAY, ip=ip))
        times = [(5 + i / 4 + day) * DAY + j * 700.0 for day in range(3) for j in range(each)]
        found.extend(text(f"pump{i}", at, to, **({"ip": ip} | fields)) for at in times)
    return found


def test_fires_on_newcomers_who_alone_have_texts_sent_to_a_country() -> None:
    (alert,) = last_versions(alerts([*customers(), *pumps()], NAME)).values()
    assert (alert.entity.type, alert.policy) == ("site", "api_abuse")
    assert set(alert.accounts) == {f"pump{i}" for i in range(10)}
    assert "10 accounts not a week old, from 10 addresses, used 'invite.sms/PG' 360 times within 7 days" in alert.reason
    assert "up to 36 times each; no account known for longer went there" in alert.reason
    assert alert.signals[0].evidence["product"] == "invite.sms/PG"


def test_fires_on_two_countries_and_names_both() -> None:
    others = [one for one in pumps(9, "+53", each=5) if one.type == "account.usage"]
    moved = [event("account.signup", f"call{i}", 4 * DAY, ip=f"203.0.{i}.9") for i in range(9)]
    calls = [text(f"call{one.subject[4:]}", one.time - 1_767_600_000.0, "+53", f"203.0.{one.subject[4:]}.9")
             for one in others]  # fmt: skip
    (alert,) = last_versions(alerts([*customers(), *pumps(), *moved, *calls], NAME)).values()
    assert alert.accounts_total == 19
    assert "As new were 9 accounts with 'invite.sms/+53'." in alert.reason


@pytest.mark.parametrize("others", [
    pumps(4),  # a few friends
    pumps(to="DE"),  # where customers go
    pumps(each=0) + [e for i in range(10) for e in (text(f"pump{i}", 8 * DAY, "PG", f"198.51.{i}.7"),) * 2],  # a try
    pumps(country="PG"),  # people of that country
    pumps(ip="198.51.0.7"),  # an office abroad
    [*pumps(), *(text(f"u{i}", 5 * DAY + i, "PG", f"10.{i}.0.1") for i in range(12))],  # customers have families there
    pumps(product="invite.sms"),  # no country is named
    pumps(status=404),  # nothing is sent
])  # fmt: skip
def test_quiet_on_newcomers_who_go_where_others_go(others: list[Event]) -> None:
    assert alerts([*customers(), *others], NAME) == []


def test_quiet_before_the_site_is_known_for_a_week() -> None:
    events = [one for one in [*customers(), *pumps()] if one.time > 1_767_600_000.0 + 3 * DAY]
    assert alerts(events, NAME) == []
