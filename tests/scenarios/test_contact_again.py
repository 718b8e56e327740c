"""A messenger's name that few accounts tell again and again, in any words."""

from __future__ import annotations

from typing import Any

from schemas.contacts import contacts_of
from schemas.event import Event
from tests.scenarios.test_domain_again import DAY, HOUR, TAKEN, _of, at_home
from tests.support.scenario import alerts, last_versions

NAMES = ("@aunt_rosa_gold", "+44 7700 900155")


def site(days: int = 8) -> list[Event]:
    """Return days of members who tell each his own number, some a day, and write to others."""
    found = []
    for day in range(-days, 4):
        for i in range(60):
            one = at_home(i, day * DAY + i * 0.3 * HOUR, None)
            found.append(saying(one, f"0700 {10**6 + i}") if (i + day) % 9 == 0 else one)
    return found


def told(
    number: int, each: int, gap: float = 5 * HOUR, names: tuple[str, ...] = NAMES[:1], **fields: Any
) -> list[Event]:
    """Return members who write to as many people each, one after the other, and name a contact."""
    found = []
    for i in range(number):
        for k in range(each):
            one = at_home(i, i * gap + k * 400.0, None, kind="message", target=f"friend{i}-{k}", **_of(i, fields))
            found.append(saying(one, names[k % len(names)]))
    return found


def saying(event: Event, name: str) -> Event:
    event.text = f"{event.text}, ask {name}"
    event.contacts = contacts_of(event.text)
    return event


def test_fires_on_taken_accounts_that_lead_people_to_a_messenger() -> None:
    events = told(10, 9, **TAKEN)
    (alert,) = last_versions(alerts([*site(), *events], "contact_again")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", events[0].contacts[0], "spam")
    assert set(alert.accounts) == {f"member{i}" for i in range(10)}
    assert "accounts that told one telephone number or name on a messenger within 3 days" in alert.reason


def test_two_numbers_of_the_same_accounts_are_one_campaign() -> None:
    found = last_versions(alerts([*site(), *told(10, 16, names=NAMES, **TAKEN)], "contact_again"))
    assert len({alert.campaign_id or alert.alert_id for alert in found.values()}) == 1


def test_quiet_on_helpers_who_give_one_new_number() -> None:
    assert alerts([*site(), *told(8, 40)], "contact_again") == []


def test_quiet_on_a_member_whom_many_mention() -> None:
    names = [saying(at_home(i, i * HOUR + k, None, target=f"thread{k}"), "@dj_marta_live")
             for i in range(40) for k in range(1 if i % 4 else 4)]  # fmt: skip
    assert alerts([*site(), *names], "contact_again") == []


def test_quiet_on_a_number_that_the_site_knows() -> None:
    known = [saying(at_home(i, day * DAY + i * HOUR, None, target=f"asks{day}-{i}"), NAMES[0])
             for day in range(-8, -4) for i in range(6)]  # fmt: skip
    assert alerts([*site(), *known, *told(10, 9, **TAKEN)], "contact_again") == []
