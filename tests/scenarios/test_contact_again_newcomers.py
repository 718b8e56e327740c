"""Who writes first to people that have just signed up, and gives them a name on a messenger."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.event import Event
from tests.scenarios.test_contact_again import saying, site
from tests.scenarios.test_domain_again import DAY, HOUR
from tests.support.scenario import alerts, event, last_versions

WHO = {"device": "phone-jay", "ip": "198.51.77.9"}
SAID = ("Hi, I like your avatar {}", "Shall we talk elsewhere {}", "What school do you go to {}")


def sought(
    newcomers: int,
    others: int = 0,
    name: str = "snap: jay_rides",
    age: float = DAY,
    first: bool = False,
    accounts: int = 1,
    kind: str = "message",
) -> list[Event]:
    """Return an old account's messages with one name, two a day: to some older members, and then to newcomers."""
    found = []
    for i in range(accounts):
        who, old = {**WHO, "device": f"{WHO['device']}{i}"}, f"jay{i}"
        found.append(event("content.posted", old, -8 * DAY, text="I have built a bridge", content_id=f"b{i}", **who))
        for k in range(newcomers + others):
            at, child = k * 0.5 * DAY + i * HOUR, f"kid{i}-{k}"
            if k >= others:
                found.append(event("account.signup", child, at - age, device=f"pad{i}{k}", ip=f"10.{i}.{k}.3"))
            fields: dict[str, Any] = {"kind": kind, "target": child, **who}
            if first:
                asked = {"text": f"Who trades with me {k}", "content_id": f"q{i}.{k}", "device": f"pad{i}{k}"}
                found.append(event("content.posted", child, at - 2 * HOUR, kind="message", target=old, **asked))
            said = event("content.posted", old, at, text=SAID[k % 3].format(k), content_id=f"j{i}.{k}", **fields)
            found.append(saying(said, name))
    return found


def found(events: list[Event]) -> list[Any]:
    """Return the alerts, `report_surge` being there for it knows who has just signed up."""
    told = last_versions(alerts([*site(), *events], "contact_again", "report_surge", "mass_contact"))
    return [alert for alert in told.values() if alert.signals[0].detector == "contact_again"]


def test_fires_on_an_old_account_that_gives_newcomers_its_name_in_ever_other_words() -> None:
    (alert,) = found(sought(8))
    assert (alert.accounts, alert.severity) == (["jay0"], "medium")
    assert alert.reason.startswith(
        "One account told one name on a messenger or network within 14 days in messages to 8 people who had signed up "
        "within the week before and had not written to it first; to no such people who had been there for longer."
    )
    evidence = alert.signals[0].evidence
    assert (evidence["newcomers_told"], evidence["others_told"]) == (8, 0)
    assert "tell those children's guardians" in alert.suggested_action


def test_fires_on_two_accounts_that_give_newcomers_one_disguised_name() -> None:
    (alert,) = found(sought(6, name="sn@p: mia rose 09", accounts=2))
    assert set(alert.accounts) == {"jay0", "jay1"}


@pytest.mark.parametrize("quiet", [
    pytest.param(sought(5), id="five in two weeks"),
    pytest.param(sought(8, 9), id="mostly older members"),
    pytest.param(sought(8, first=True), id="who asked first"),
    pytest.param(sought(8, name="+44 7700 900321"), id="an account manager's number"),
    pytest.param(sought(8, age=8 * DAY), id="members of a week"),
    pytest.param(sought(8, kind="comment"), id="in public"),
    pytest.param([*sought(8), *[saying(event("content.posted", f"guide{i}", i * DAY, text=f"Our own desk is {i}",
                  content_id=f"g{i}", device=f"g{i}", ip=f"172.30.{i}.4"), "snap: jay_rides") for i in range(4)]],
                 id="others tell it, too"),
])  # fmt: skip
def test_quiet_on_who_gives_it_otherwise(quiet: list[Event]) -> None:
    assert found(quiet) == []
