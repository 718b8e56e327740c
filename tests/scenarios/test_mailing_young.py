"""A new account whose messages lead many strangers somewhere."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_mass_contact import BOTH, DAY, HOUR, mailing, wording, wrote
from tests.support.scenario import alerts, event, last_versions

AGES = "report_surge"  # only where reports are looked at is known who signed up when


def joined(number: int, age: float = 20 * 60.0, gap: float = 60.0, **fields: Any) -> list[Event]:
    """Return the first messages of an account, with a link each, so long after its sign-up."""
    found = mailing("fresh", number, gap, **{"domains": ("prize.example",), "ip": "192.0.2.5", **fields})
    before = [event("account.signup", f"founder{day}", -day * DAY) for day in range(12, 0, -1)]
    return [*before, event("account.signup", "fresh", -age), *found]


@pytest.mark.parametrize("fields", [
    {}, {"domains": (), "contacts": ("contact-number-1",)}, {"text": None}, {"age": 6 * DAY, "gap": 20.0},
])  # fmt: skip
def test_fires_on_a_mailing_with_links_by_who_has_just_signed_up(fields: dict[str, Any]) -> None:
    (alert,) = last_versions(alerts(joined(50, **fields), "mass_contact", AGES)).values()
    assert (alert.entity.id, alert.policy) == ("fresh", "spam")
    assert "by an account that had signed up within the week before" in alert.reason


def test_fires_over_hours_too() -> None:
    found = last_versions(alerts(joined(70, gap=600.0), *BOTH, AGES)).values()
    assert {alert.signals[0].detector for alert in found} == {"mass_contact_day"}


@pytest.mark.parametrize("events", [
    joined(30),
    joined(90, age=9 * DAY),
    joined(90, domains=()),
    [*joined(0), *mailing("other", 90, 30.0, domains=("club.example",), ip="192.0.2.9")],
    [one for one in joined(90) if one.type != "account.signup"],
    joined(90, source="/mailer", ip=None),
    [*joined(20), *[wrote("fresh", i * 60.0 + HOUR, f"friend{i}", wording(i), ip="192.0.2.5") for i in range(40)]],
])  # fmt: skip
def test_quiet_on_fewer_older_ones_and_words_that_lead_nowhere(events: list[Event]) -> None:
    assert alerts(events, "mass_contact", AGES) == []


@pytest.mark.parametrize(("age", "severity"), [(None, "medium"), (HOUR, "high")])
def test_fires_at_most_medium_on_the_first_mailing_of_who_is_known_to_be_older(
    age: float | None, severity: str
) -> None:
    events = joined(250, age=age or HOUR, gap=10.0)
    if age is None:
        events = [one for one in events if one.subject != "fresh" or one.type != "account.signup"]
    (alert,) = last_versions(alerts(events, "mass_contact", AGES)).values()
    assert alert.severity == severity
