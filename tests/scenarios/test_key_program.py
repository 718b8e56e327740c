"""Keys of a breach, each used a little with the thief's program, beside releases, services and moves."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "key_program", 3600.0, 86_400.0
HOME = {"country": "DE", "asn": 3320, "user_agent": "hub/1.0"}
LANDS = ("TR", "BR", "IN", "VN")


def used(account: str, at: float, ip: str, **fields: object) -> Event:
    told = {**HOME, "product": "devices", "status": 200, "key": f"k-{account}", **fields}
    return event("account.usage", account, at, ip=ip, **told)


def site(days: int = 12, accounts: int = 20) -> list[Event]:
    """Return a site whose accounts' keys each poll from home, four times a day."""
    return [used(f"user{n}", day * DAY + i * 6 * HOUR + n * 60.0, f"192.0.2.{n}")
            for n in range(accounts) for day in range(days) for i in range(4)]  # fmt: skip


def taken(accounts: int = 10, at: float = 5.2, program: str = "okhttp/4.9.3", **fields: object) -> list[Event]:
    """Return an evening of clips fetched with each key, by one program, each through another home abroad."""
    where = [{"country": LANDS[n % 4], "asn": 9000 + n % 5} for n in range(accounts)]
    return [used(f"user{n}", (at + n * 0.4) * DAY + i * 120.0, f"198.51.{n}.9", product="clips",
                 user_agent=program, **{**where[n], **fields}) for n in range(accounts) for i in range(6)]  # fmt: skip


def played(*more: list[Event]) -> list[Event]:
    return sorted([*site(), *[one for some in more for one in some]], key=lambda one: one.time)


def test_fires_on_keys_of_a_breach_that_one_program_uses_abroad() -> None:
    (alert,) = last_versions(alerts(played(taken()), NAME)).values()
    assert (alert.entity.type, alert.severity, alert.policy) == ("site", "medium", "api_abuse")
    assert sorted(alert.accounts) == sorted(f"user{n}" for n in range(10))
    assert alert.reason == (
        "API keys of 10 accounts were used within 4 days with one program that none of these accounts had: "
        "okhttp 4.9.3; each from a provider and a country new to the account, too: 5 providers in 4 countries, for "
        "clips first. From where it had been, nobody began to use that program."
    )


def test_fires_although_a_customer_begins_to_use_the_program_at_home() -> None:
    own = [used("user15", 4.0 * DAY, "192.0.2.15", user_agent="okhttp/4.9.3")]
    (alert,) = last_versions(alerts(played(own, taken(12)), NAME)).values()
    assert alert.accounts_total == 12
    assert "From where it had been, 1 other account began to use that program." in alert.reason


def test_quiet_on_a_release_that_most_begin_to_use_where_they_are() -> None:
    release = [used(f"user{n}", 4.0 * DAY + n * 600.0, f"192.0.2.{n}", user_agent="hub/2.0") for n in range(10, 20)]
    assert alerts(played(release, taken(10, program="hub/2.0")), NAME) == []


@pytest.mark.parametrize("fields", [{"asn": 16509}, {"country": "US"}, {"asn": None}, {"status": 401}, {"key": None}])
def test_quiet_on_a_service_on_one_country_and_where_little_is_told(fields: dict[str, object]) -> None:
    assert alerts(played(taken(**fields)), NAME) == []  # type: ignore[arg-type]


def test_quiet_on_few_and_on_those_that_come_from_home() -> None:
    assert alerts(played(taken(6)), NAME) == []
    assert alerts(played(taken(country="DE", asn=3320)), NAME) == []


def test_quiet_on_new_keys_put_on_servers() -> None:
    """Each account makes a key at home and puts it on a server of its own choice within the hour."""
    made = [event("account.api_key_created", f"user{n}", (5.2 + n * 0.4) * DAY - HOUR, key=f"k-user{n}",
                  ip=f"192.0.2.{n}", country="DE", asn=3320) for n in range(10)]  # fmt: skip
    assert alerts(played(made, taken()), NAME) == []
