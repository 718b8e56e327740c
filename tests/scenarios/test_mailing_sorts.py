"""Many posts at once by what they are: staff's word to customers, a release, sources cited, words that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.mailing_sorts import ASK_STAFF, ITS_OWN
from schemas.alert import Alert
from schemas.event import Event
from tests.scenarios.test_mass_contact import BOTH, DAY, HOUR, OFFER, linked, mailing, past, tour, wording, wrote
from tests.support.scenario import alerts, last_versions

BURST = "posting_burst"


def told(events: list[Event], *names: str) -> Alert:
    """Return the one alert of some detectors, or of `mass_contact`."""
    (alert,) = last_versions(alerts(events, *(names or ("mass_contact",)))).values()
    return alert


def notice(number: int = 380, **fields: Any) -> list[Event]:
    """Return what support sends to as many customers, with a link."""
    return mailing("agent", number, 4.0, **{"source": "/backoffice/mail", "domains": ("help.example",), **fields})


@pytest.mark.parametrize("name", ["mass_contact", BURST])
def test_fires_on_staffs_word_to_all_customers_at_most_medium_and_says_whom_to_ask(name: str) -> None:
    alert = told(notice(1000), name)
    assert (alert.severity, alert.suggested_action) == ("medium", ASK_STAFF)
    assert "all through a tool of the product's own staff" in alert.reason


@pytest.mark.parametrize("name", ["mass_contact", BURST])
def test_fires_low_on_staffs_word_by_who_has_used_their_tool_for_days(name: str) -> None:
    tool = {"source": "/backoffice/mail"}
    served = [wrote("agent", i * 600.0 - day * DAY, f"customer{day}-{i}", wording(day * 9 + i), **tool)
              for day in range(1, 6) for i in range(8)]  # fmt: skip
    alert = told([*served, *notice()], name)
    assert (alert.severity, alert.suggested_action) == ("low", ASK_STAFF)
    two = [*served, *notice(200), *notice(200, first=200, domains=("other.example",))]
    assert told(two, name).severity == "medium"
    assert told([*served, *notice(contacts=("contact-number-1",))], name).severity == "medium"


def test_fires_in_full_where_one_of_them_did_not_come_through_staffs_tool() -> None:
    alert = told([*notice(), wrote("agent", 700.0, "one-more", ip="198.51.100.7")])
    assert alert.severity == "high"
    assert "staff" not in alert.reason + alert.suggested_action


def test_says_to_which_site_the_links_lead() -> None:
    assert "380 with links to help.example" in told(notice(source="/web")).reason
    several = [one for n in range(3) for one in notice(130, first=130 * n, domains=(f"site{n}.example",))]
    assert "390 with links, all" in told(several).reason


def cited(site: str, **fields: Any) -> list[Event]:
    """Return an editor's past on one telephone, then sources put under many pages in changing words."""
    whence = {"device": "phone", "domains": (site,), **fields}
    pages = [wrote("editor", i * 120.0, f"page{i}", wording(i), **whence) for i in range(170)]
    for one in pages:
        one.kind = "post"
    return [*past("editor", 2, device="phone"), *pages]


def test_quiet_on_an_editor_who_cites_what_people_here_have_cited_for_days() -> None:
    assert alerts([*linked("journal.example", 6, 15), *cited("journal.example")], *BOTH, BURST) == []


@pytest.mark.parametrize("fields", [{"site": "mine.example"}, {"device": "kit"}, {"contacts": ("tel:447700900127",)}])
def test_fires_on_one_who_cites_his_own_site_or_a_number_or_is_away(fields: dict[str, Any]) -> None:
    events = [*linked("journal.example", 6, 15), *cited(**{"site": "journal.example", **fields})]
    alert = told(events, "mass_contact_day", BURST)
    assert "posted at" in alert.reason
    assert "an editor may work on many pages" in alert.suggested_action


def test_quiet_on_the_day_after_on_invitations_that_were_customary_on_their_own() -> None:
    """What explains a mailing is not forgotten at midnight, while it still stands in the window of a day."""
    known = [*linked("tickets.example", 6, 15), *past("artist", 2, device="phone")]
    invited = mailing("artist", 140, 31.0, 9 * HOUR, device="phone", domains=("tickets.example",))
    after = [wrote("artist", 19.5 * HOUR + i, f"next{i}", wording(i), device="phone") for i in range(3)]
    assert alerts([*known, *invited, *after], *BOTH, BURST) == []


def test_fires_on_a_slow_mailing_across_midnight_that_nothing_explains() -> None:
    """Its first evening is no custom of its second morning."""
    assert alerts([*tour(0), *mailing("artist", 150, 300.0, 9 * HOUR, device="phone", domains=("a.example",))],
                  "mass_contact_day")  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({}, "medium"),
        ({"domains": ("a.example",)}, "high"),
        ({"contacts": ("@anna",)}, "high"),
        ({"text": None}, "high"),
    ],
)
def test_fires_on_a_first_issue_at_most_medium_where_it_is_known_to_lead_nowhere(
    fields: dict[str, Any], severity: str
) -> None:
    issue = mailing("gazette", 400, 4.0, ip="192.0.2.7", **{"text": OFFER, **fields})
    for one in issue:
        one.kind = "comment"
    assert [told(issue, name).severity for name in ("mass_contact", BURST)] == [severity, severity]


def release(packages: int = 84, days: int = 4) -> list[Event]:
    """Return a firm's program that publishes now and then, then many packages at once, each under a new name."""
    made = [(-day * DAY, "old") for day in range(1, days + 1)] + [(i * 6.0, f"pkg{i}") for i in range(packages)]
    found = [wrote("firm", at, target, wording(at), ip="192.0.2.7", domains=("firm.example",)) for at, target in made]
    for one in found:
        one.kind = "upload"
    return found


@pytest.mark.parametrize("name", ["mass_contact", BURST])
def test_fires_on_a_release_of_many_packages_low_and_does_not_have_it_removed(name: str) -> None:
    alert = told(release(), name)
    assert (alert.severity, alert.suggested_action) == ("low", ITS_OWN)
    assert "all where nobody else had written before" in alert.reason


@pytest.mark.parametrize("name", ["mass_contact", BURST])
def test_fires_in_full_on_uploads_where_others_wrote_and_of_newcomers(name: str) -> None:
    others = [wrote(f"reader{i}", -3 * HOUR, f"pkg{i}", wording(i)) for i in range(0, 84, 7)]
    assert told([*others, *release()], name).severity != "low"
    assert told([*release(200, 0), *release(900, 3)], name).severity != "low"


def scrawled(gap: float, kind: str = "post", **fields: Any) -> list[Event]:
    """Return a newcomer's few words under 180 pages of others."""
    found = [wrote("vandal", i * gap, f"page{i}", "ALL OF YOU ARE SCUM", **fields) for i in range(180)]
    for one in found:
        one.kind = kind
    return found


def test_fires_on_a_vandals_few_words_on_page_after_page() -> None:
    alert = told(scrawled(16.0), BURST)
    assert (alert.severity, alert.entity.id) == ("medium", "vandal")
    assert alerts(scrawled(16.0), BURST)[0].emitted_at <= "2026-01-05T08:10:00.000Z"


def test_quiet_on_few_words_now_and_then_and_on_short_reviews() -> None:
    assert alerts(scrawled(45.0), BURST) == []
    assert alerts(scrawled(16.0, "review"), BURST) == []


@pytest.mark.parametrize(("ip", "severity"), [("192.0.2.7", "medium"), ("203.0.113.9", "high")])
def test_fires_on_a_robot_in_a_loop_at_most_medium_from_where_it_always_ran(ip: str, severity: str) -> None:
    days = [wrote("robot", -day * DAY + i * HOUR, f"p{day}-{i}", "Dating maintenance tags", ip="192.0.2.7")
            for day in range(1, 9) for i in range(9)]  # fmt: skip
    loop = [wrote("robot", i * 4.0, f"page{i}", "Dating maintenance tags: cn", ip=ip) for i in range(700)]
    for one in [*days, *loop]:
        one.kind = "post"
    assert told([*days, *loop], BURST).severity == severity
