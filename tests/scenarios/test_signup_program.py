"""Farms that sign up slowly from everywhere with everybody's mail, by one old program; honest crowds of one program."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.scenarios.test_signup_names import DAY, FIRST, LAST, address, person
from tests.support.scenario import alerts, event, last_versions

NAME = "signup_program"
PEOPLES = [f"Browser/{release}.0 ({system})" for release in range(130, 134) for system in ("Mac", "PC", "Phone")]
OLD = "Browser/119.0 (PC)"


def signup(name: str, at: float, chance: Random, program: str, handle: str, **fields: str) -> Event:
    told = {"ip": address(chance), "email_domain": chance.choice(["gmail.com", "gmx.de"])} | fields
    return event("account.signup", name, at, user_agent=program, handle=handle, **told)


def site(seed: int, days: float = 20.0) -> list[Event]:
    """Return fifteen people a day with the programs of everybody."""
    chance = Random(seed)
    return [
        signup(f"p{i}", chance.uniform(-days, 8) * DAY, chance, chance.choice(PEOPLES), person(chance))
        for i in range(round((days + 8) * 15))
    ]  # fmt: skip


def crowd(seed: int, handles: list[str], program: str = OLD, **fields: str) -> list[Event]:
    chance = Random(seed)
    return [
        signup(f"c{i}", chance.uniform(0, 5) * DAY, chance, program, handle, **fields)
        for i, handle in enumerate(handles)
    ]  # fmt: skip


def drawn(seed: int, number: int = 24) -> list[str]:
    chance = Random(seed)
    return [f"{chance.choice(FIRST)}{chance.choice(LAST)}{chance.randrange(1000, 10_000)}" for _ in range(number)]


def test_fires_on_a_farm_of_five_days_with_an_old_browser_and_the_mail_that_people_have() -> None:
    farm = crowd(1, drawn(1))
    events = [*site(1), *farm]
    assert alerts(events, "signup_names", "signup_agent", "signup_groups", "signup_site_slow") == []
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.type, alert.accounts_total, alert.severity) == ("site", 24, "medium")
    assert set(alert.accounts) == {one.subject for one in farm}
    assert "all with one program (user agent) that no sign-up of the weeks before had named" in alert.reason
    assert set(alert.evidence_event_ids) <= {one.id for one in farm}


def test_quiet_on_people_who_come_with_a_release_or_an_import_tool() -> None:
    chance = Random(2)
    for program in ("Browser/134.0 (PC)", "RivalImport/1.0"):
        assert alerts([*site(2), *crowd(2, [person(chance) for _ in range(60)], program)], NAME) == []


def test_quiet_where_the_product_draws_everybodys_handle() -> None:
    people = site(3)
    for one, handle in zip(people, drawn(3, len(people)), strict=True):
        one.handle = handle
    assert alerts([*people, *crowd(3, drawn(4))], NAME) == []


def test_quiet_on_a_program_that_people_have_on_one_address_and_on_invited_or_imported_accounts() -> None:
    farm = drawn(5)
    for events in (
        crowd(5, farm, PEOPLES[0]), crowd(5, farm, ip="203.0.113.7"), crowd(5, farm, invited_by="chair"),
        crowd(5, farm, source="/scim"),
    ):  # fmt: skip
        assert alerts([*site(5), *events], NAME) == []
