"""One person's accounts that turn to one target from one device, and crowds that are none."""

from __future__ import annotations

from typing import Any

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "sock_puppets", 3600.0, 86_400.0


def wrote(subject: str, at: float, target: str = "ann", **fields: Any) -> Event:
    told: dict[str, Any] = {"device": "phone", "ip": "203.0.113.7", "kind": "message", **fields}
    return event("content.posted", subject, at, content_id=f"c{subject}{at}{target}", target=target, **told)


def evening(subject: str, at: float, posts: int = 20, **fields: Any) -> list[Event]:
    return [wrote(subject, at + i * 70.0, **fields) for i in range(posts)]


def strangers(count: int, posts: int = 3) -> list[Event]:
    """Return other newcomers who write to the same person over the week, each on a telephone of its own."""
    return [
        one for i in range(count) for one in evening(f"other{i}", i * 5 * DAY / count, posts, device=f"own{i}", ip=None)
    ]


def test_fires_on_an_account_a_day_that_molests_one_person() -> None:
    molested = [one for i in range(8) for one in evening(f"again{i}", i * 0.8 * DAY)]
    (alert,) = last_versions(alerts([*molested, *strangers(4)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", "ann", "fake_accounts")
    assert sorted(alert.accounts) == [f"again{i}" for i in range(8)]
    assert alert.accounts_total == 8
    assert "8 accounts on one device wrote to the same target within 7 days" in alert.reason
    assert "160 posts in all; 4 other new accounts wrote to it." in alert.reason


def test_fires_on_ten_that_write_once() -> None:
    assert alerts([wrote(f"puppet{i}", i * 3 * HOUR) for i in range(10)], NAME)


def test_quiet_on_a_family_and_on_six_that_write_once() -> None:
    family = [one for i in range(5) for one in evening(f"child{i}", i * HOUR)]
    assert alerts([*family, *[wrote(f"guest{i}", i * HOUR, "bob") for i in range(6)]], NAME) == []


def by_turns(accounts: int, spells: int, gap: float = 2 * HOUR) -> list[Event]:
    """Return accounts on one machine that each put two things into one catalogue in every spell, by turns."""
    return [wrote(f"copier{n}", spell * gap + (again * accounts + n) * 420.0, "catalogue", kind="upload")
            for spell in range(spells) for again in range(2) for n in range(accounts)]  # fmt: skip


def test_fires_on_five_that_take_turns_for_hours() -> None:
    """Nobody leaves a shared machine and comes back again and again."""
    (alert,) = last_versions(alerts(by_turns(5, 5), NAME)).values()
    assert sorted(alert.accounts) == [f"copier{n}" for n in range(5)]
    assert "50 posts in all, nearly all of them in each of 5 spells of two hours; 0 other" in alert.reason
    assert alert.signals[0].evidence["spells_of_nearly_all"] == 5


def test_quiet_on_an_afternoon_of_five_at_one_machine_and_on_four_for_days() -> None:
    assert alerts(by_turns(5, 3), NAME) == []
    assert alerts(by_turns(4, 11), NAME) == []


def test_quiet_on_a_terminal_whose_users_write_to_their_own() -> None:
    terminal = [one for i in range(40) for one in evening(f"guest{i}", i * 3 * HOUR, target=f"friend{i % 12}")]
    assert alerts(terminal, NAME) == []


def test_quiet_on_a_help_desk_to_which_a_terminals_users_write_as_everybody_does() -> None:
    asked = [one for i in range(9) for one in evening(f"guest{i}", i * 12 * HOUR, 5, target="help")]
    others = [
        one
        for i in range(60)
        for one in evening(f"other{i}", i * 2 * HOUR, 5, device=f"own{i}", ip=None, target="help")
    ]
    assert alerts([*asked, *others], NAME) == []


def test_quiet_on_guests_who_review_a_place_on_its_tablet_and_on_accounts_of_old() -> None:
    reviews = [wrote(f"guest{i}", i * 2 * HOUR, "cafe", kind="review") for i in range(40)]
    known = [wrote(f"old{i}", -3 * DAY, f"friend{i}", device=f"own{i}") for i in range(12)]
    assert alerts([*reviews, *known, *[wrote(f"old{i}", i * HOUR) for i in range(12)]], NAME) == []


def test_quiet_on_prompts_to_one_character() -> None:
    assert alerts([one for i in range(23) for one in evening(f"again{i}", i * 0.2 * DAY, kind="prompt")], NAME) == []
