"""Sites whose accounts people report, one after the other, and sites that people only link to."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "reported_links", 3600.0, 86_400.0
KIT = "mail-kit.example"


def linked(name: str, at: float, domain: str = KIT) -> Event:
    return event("content.posted", name, at, content_id=f"form-{name}", domains=(domain,))


def reported(name: str, at: float, *reporters: str, domain: str = KIT) -> list[Event]:
    """Return reports of it, each with where it leads: what the room of the account reported adds to them."""
    return [
        event("content.reported", name, at + i * HOUR, content_id=f"form-{name}", reporter=one, domains=(domain,))
        for i, one in enumerate(reporters)
    ]


def site(share: int = 20) -> list[Event]:
    """Return eighty accounts that link to ten sites, one in `share` of which somebody reports."""
    found = []
    for i in range(80):
        found.append(linked(f"person{i}", i * HOUR, f"site{i % 10}.example"))
        told = reported(f"person{i}", i * HOUR + 600, f"reader{i}", domain=f"site{i % 10}.example")
        found += told if i % share == 0 else []
    return found


def ring(accounts: int, told: Sequence[int] | None = None, domain: str = KIT) -> list[Event]:
    """Return accounts that link to one site, twice a day one more, of which those of `told` are reported."""
    found = []
    for i in range(accounts):
        at = 4 * DAY + i * DAY / 2
        found.append(linked(f"sleeper{i}", at, domain))
        found += reported(f"sleeper{i}", at + HOUR, f"victim{i}") if told is None or i in told else []
    return found


def test_fires_on_a_page_to_which_reported_accounts_lead() -> None:
    (alert,) = last_versions(alerts([*site(), *ring(9)], NAME)).values()
    assert (alert.entity.type, alert.policy, len(alert.accounts)) == ("site", "spam", 9)
    assert f"Of 9 accounts that linked to {KIT} within 14 days, 9 were reported for it" in alert.reason
    assert {one.partition("-")[0] for one in alert.accounts} == {f"sleeper{i}" for i in range(9)}


def test_quiet_on_a_few_and_where_half_of_them_are_reported() -> None:
    assert alerts([*site(), *ring(4)], NAME) == []
    assert alerts([*site(), *ring(20, range(0, 20, 2))], NAME) == []


def test_quiet_where_people_report_much_of_what_there_is() -> None:
    assert alerts([*site(share=2), *ring(9)], NAME) == []


def test_quiet_on_a_crowd_sent_against_a_firms_accounts() -> None:
    firm = ring(9, told=())
    sent = [one for i in range(9) for one in reported(f"sleeper{i}", 9 * DAY, *[f"rival{n}" for n in range(6)])]
    assert alerts([*site(), *firm, *sent], NAME) == []
