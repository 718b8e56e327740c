"""Receipts that the product's own mailer sends in an account's name: asked for, unless they are an advertisement."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.mailing_sorts import ASKED_FOR
from schemas.event import Event
from tests.scenarios.test_mass_contact import BOTH, DAY, mailing, past
from tests.support.scenario import alerts, event, last_versions

THANKS = "Your registration for the alumni dinner is confirmed, please bring this mail"


def receipts(number: int, gap: float = 60.0, text: str | None = THANKS, **fields: Any) -> list[Event]:
    """Return what an owner's ordinary days hold, and then a form's receipts to as many people."""
    sent = mailing("owner", number, gap, text=text, **{"source": "/mailer/eu", **fields})
    return [*past("owner", 8, ip="192.0.2.7"), *sent]


def test_quiet_on_receipts_that_lead_nowhere() -> None:
    assert alerts(receipts(200), *BOTH) == []
    assert alerts(receipts(200, source="/web/eu"), "mass_contact_day")  # which anybody may have written


def test_quiet_on_some_receipts_with_a_link_to_the_organisers_page() -> None:
    assert alerts(receipts(90, domains=("choir.example",)), *BOTH) == []


@pytest.mark.parametrize(
    "led", [{"domains": ("pills.example",)}, {"contacts": ("telegram:dealer",)}, {"text": None}], ids=str
)
def test_fires_on_many_that_lead_somewhere_or_show_no_text(led: dict[str, Any]) -> None:
    (alert,) = last_versions(alerts(receipts(350, **led), "mass_contact_day")).values()
    assert (alert.severity, alert.suggested_action) == ("medium", ASKED_FOR)
    assert "nearly all sent by the product's own mailer" in alert.reason


def test_fires_in_full_on_a_new_accounts_receipts_with_a_link() -> None:
    sent = mailing("new", 600, 15.0, source="/mailer", domains=("claim.example",))
    (alert,) = last_versions(alerts(sent, "mass_contact_day")).values()
    assert alert.severity == "high"


@pytest.mark.parametrize(("made", "severity"), [(None, "medium"), (-20.0, "medium"), (-0.01, "high"), (-3.0, "high")])
def test_a_first_form_that_goes_viral_is_medium_where_its_account_is_known_to_be_older(
    made: float | None, severity: str
) -> None:
    """Sign-ups are kept for detectors of reports."""
    others = [event("account.signup", f"founder{day}", -day * DAY) for day in range(14, 0, -1)]
    own = [] if made is None else [event("account.signup", "new", made * DAY)]
    sent = mailing("new", 600, 15.0, source="/mailer", domains=("conference.example",))
    (alert,) = last_versions(alerts([*others, *own, *sent], "mass_contact_day", "report_surge")).values()
    assert alert.severity == severity


def confirmations(source: str = "/mailer", since: int = 14, led: str = "farm.example", **old: Any) -> list[Event]:
    """Return a form that a few people fill in each day, and then 600 in one evening."""
    fields: dict[str, Any] = {"source": source, "text": "One click and you are on the list of our small farm"}
    days = [
        one
        for day in range(since, 0, -1)
        for one in mailing("farm", 4, 3600.0, -day * DAY, first=10 * day, **{**fields, "domains": (led,), **old})
    ]
    return [*days, *mailing("farm", 600, 15.0, first=1000, domains=("farm.example",), **fields)]


@pytest.mark.parametrize(("sent", "severity"), [
    pytest.param(confirmations(), "low", id="a form of weeks"),
    pytest.param(confirmations(led="other.example"), "medium", id="a page that it never led to"),
    pytest.param(confirmations(since=4), "medium", id="a form of days"),
    pytest.param(confirmations(source="/web"), "high", id="by anybody's hand"),
])  # fmt: skip
def test_a_form_that_has_been_answered_for_weeks_and_goes_viral_is_low(sent: list[Event], severity: str) -> None:
    (alert,) = last_versions(alerts(sent, "mass_contact_day")).values()
    assert alert.severity == severity
    assert ("leading to where its mail has led for weeks" in alert.reason) == (severity == "low")


def test_fires_on_more_than_a_form_is_believed() -> None:
    assert alerts(receipts(500, 30.0), "mass_contact_day")


def test_fires_on_mail_that_a_person_or_program_is_known_to_have_sent() -> None:
    assert alerts(receipts(350, ip="198.51.100.9"), "mass_contact_day")
