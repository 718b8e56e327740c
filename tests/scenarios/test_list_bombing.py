"""A victim's address in the forms of many accounts, and those who read or order from many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from schemas.event import Event
from tests.support.scenario import alerts, event, failed, last_versions

NAME, MINUTE, DAY = "list_bombing", 60.0, 86_400.0
BY_MAILER = "/mailer/eu"


def site(days: int = 10) -> list[Event]:
    """Return a site's days before, on each of which a first form is answered."""
    return [event("content.posted", f"new{day}", -day * DAY, source=BY_MAILER, content_id=f"s{day}", kind="message",
                  target=f"guest{day}") for day in range(1, days + 1)]  # fmt: skip


def confirmed(forms: Iterable[int], gap: float = MINUTE, target: str = "victim", at: float = 0.0,
              **fields: Any) -> list[Event]:  # fmt: skip
    """Return what the product mails to a target for the owners of some forms."""
    told: dict[str, Any] = {"source": BY_MAILER, "kind": "message", **fields}
    return [event("content.posted", f"owner{form}", at + i * gap, content_id=f"c{target}{at}{i}", target=target,
                  text=f"Please confirm that you want to hear from shop {form}", **told)
            for i, form in enumerate(forms)]  # fmt: skip


def test_fires_on_a_victim_whose_address_many_forms_are_filled_in_with() -> None:
    (alert,) = last_versions(alerts([*site(), *confirmed(range(30))], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", "victim", "spam")
    assert sorted(alert.accounts) == sorted([f"owner{form}" for form in range(30)])
    assert alert.reason.startswith(
        "The product's own mailer wrote to victim in the name of 30 accounts within 24 h, none of which had written to "
        "it before (usual for a target: 2); 30 messages in all."
    )
    assert alert.suggested_action.endswith("none is accused.")


def test_fires_on_two_dozen_spread_over_a_day_and_tells_victims_as_one_campaign() -> None:
    both = [*confirmed(range(25), 55 * MINUTE), *confirmed(range(25), 55 * MINUTE, "other", 20.0)]
    found = last_versions(alerts([*site(), *both], NAME))
    assert sorted(alert.entity.id for alert in found.values()) == ["other", "victim"]
    assert {alert.campaign_id for alert in found.values()} != {None}


def test_what_else_the_owners_of_the_forms_suffer_is_no_part_of_it() -> None:
    """A list of passwords is tried on the same accounts meanwhile."""
    tried = [failed(f"owner{n}", 5 * MINUTE + n * 20.0, "203.0.113.9") for n in range(30)]
    found = last_versions(alerts([*site(), *confirmed(range(30)), *tried], NAME, "login_fanout"))
    assert {(alert.entity.type, alert.campaign_id) for alert in found.values()} == {("content", None), ("ip", None)}


def test_quiet_on_who_signs_up_at_a_few_places_and_on_many_whom_one_form_answers() -> None:
    asked = [one for i in range(40) for one in confirmed([1], target=f"guest{i}", at=i * MINUTE)]
    assert alerts([*site(), *confirmed(range(15)), *asked], NAME) == []


@pytest.mark.parametrize("fields", [{"source": "/web"}, {"ip": "192.0.2.7"}, {"kind": "comment"}], ids=str)
def test_quiet_on_what_people_write_themselves(fields: dict[str, Any]) -> None:
    """A builder is asked by many at once after a storm."""
    assert alerts([*site(), *confirmed(range(60), **fields)], NAME) == []


def test_quiet_on_the_letters_of_those_whom_somebody_reads() -> None:
    """Thirty letters on one morning, of which each came before, a few a day."""
    subscribed = [one for form in range(30) for one in confirmed([form], at=(form // 4 - 8) * DAY)]
    assert alerts([*site(), *subscribed, *confirmed(range(30))], NAME) == []


def test_quiet_on_a_target_that_hears_from_many_every_day() -> None:
    """Who tries out forms for a living has such days."""
    days = [one for day in range(-9, 0) for one in confirmed(range(day * 30, day * 30 + 14), at=day * DAY)]
    assert alerts([*site(20), *days, *confirmed(range(25))], NAME) == []


def test_quiet_in_a_sites_first_week() -> None:
    assert alerts([*site(4), *confirmed(range(30))], NAME) == []
