"""Newcomers who share a push of several pages, each with a dozen strangers; honest newcomers with links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, DAY = "leads_newcomers", 86_400.0
WITH = NAME, "report_surge"  # with which sign-ups are known
PAGES = "pay-review.example", "verify-desk.example", "id-check.example"


def message(name: str, at: float, to: str, page: str | None, **fields: Any) -> Event:
    links = () if page is None else (page,)
    return event("content.posted", name, at, kind="message", target=to, content_id=f"{name}{at:.0f}", domains=links,
                 text=f"look at {page}", **({"ip": "198.51.100.7"} | fields))  # fmt: skip


def site(days: int = 6, fans: int = 8) -> list[Event]:
    """Return days of members who write to each other, and newcomers who each send some their own page."""
    found = []
    for day in range(-days, 4):
        found += [message(f"member{i}", day * DAY + i * 900.0, f"member{i + 1}", None) for i in range(60)]
        for i in range(fans):
            name, at = f"fan{day}.{i}", day * DAY + 7200.0 * i + 20_000
            found.append(event("account.signup", name, at - 9000.0, ip=f"10.{i}.1.7"))
            found += [message(name, at + 60.0 * k, f"member{(i * 7 + k) % 60}", f"{name}.example", ip=f"10.{i}.1.7")
                      for k in range(1 + i % 3)]  # fmt: skip
    return found


def push(accounts: int, each: int, pages: Sequence[str] = PAGES, *, made: bool = True, **fields: Any) -> list[Event]:
    """Return newcomers who write to as many strangers each, some hours after one another."""
    found = []
    for i in range(accounts):
        name, at, own = f"trust{i}", i * 5 * 3600.0, {"ip": f"203.0.{i}.9"} | fields
        if made:
            found.append(event("account.signup", name, at - 9000.0, **own))
        found += [message(name, at + 90.0 * k, f"creator{(i * 31 + k) % 97}", pages[i % len(pages)], **own)
                  for k in range(each)]  # fmt: skip
    return found


def test_fires_on_newcomers_who_share_strangers_and_pages() -> None:
    found = [*site(), *push(6, 14)]
    assert alerts(found, "first_contacts", "domain_again", "mass_contact", "leads_scattered_site") == []
    (alert,) = last_versions(alerts(found, *WITH)).values()
    assert (alert.entity.type, alert.severity, alert.policy) == ("site", "medium", "spam")
    assert set(alert.accounts) == {f"trust{i}" for i in range(6)}
    assert "led 12 or more of them each (54 different ones in all) by messages to 3 sites or numbers" in alert.reason


def test_fires_at_medium_severity_however_many_they_are() -> None:
    """A fair may have brought them."""
    (alert,) = last_versions(alerts([*site(), *push(14, 14)], *WITH)).values()
    assert (alert.accounts_total, alert.severity) == (14, "medium")


def test_fires_in_a_sites_first_days_on_those_whose_sign_up_was_seen_alone() -> None:
    assert alerts([*site(1), *push(6, 14)], *WITH)
    assert alerts([*site(1, fans=0), *push(6, 14, made=False)], *WITH) == []


def test_quiet_on_a_few_and_on_those_who_lead_few() -> None:
    assert alerts([*site(), *push(3, 14)], *WITH) == []
    assert alerts([*site(), *push(6, 7)], *WITH) == []


def test_quiet_on_a_firms_helpers_one_page_and_what_leads_nowhere() -> None:
    """The one page is told of by others; the office is the firm's."""
    assert alerts([*site(), *push(6, 14, ip="203.0.113.9")], *WITH) == []
    assert alerts([*site(), *push(6, 14, PAGES[:1])], *WITH) == []
    talk = push(6, 14)
    for one in talk:
        one.domains = ()
    assert alerts([*site(), *talk], *WITH) == []


def test_quiet_where_newcomers_have_done_so_for_a_while() -> None:
    """Sellers who begin each send their own page to whom they know."""
    sellers = []
    for day in range(-20, 0):
        for one in push(3, 14):
            one.subject, one.time, one.id = f"{one.subject}.{day}", one.time + day * DAY, f"{one.id}.{day}"
            one.content_id = one.content_id and f"{one.content_id}.{day}"
            sellers.append(one)
    found = alerts([*site(22), *sellers, *push(6, 14)], *WITH)
    assert not [one for one in found if "trust5" in one.accounts]
