"""Why each part of a joined alert is there, in a few words."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from pipeline.campaigns.joined_by import joined_by
from schemas.finding import Finding
from tests.campaigns.findings import finding, names


def part(name: str, crowd: list[str], ties: list[str], **fields: Any) -> Finding:
    return replace(finding(name, 0, 600, crowd, entity=f"device:{name}", detector="cards", **fields), ties=ties)


ONE = part("d1", names("u", 9), ["device:d1", "ip:192.0.2.7", "domain:x.example"])


def test_accounts_in_common_are_counted() -> None:
    assert (
        joined_by(part("d2", [*names("u", 3), *names("v", 4)], []), [ONE])
        == " (of 7 accounts, 3 of which other parts name, too)"
    )
    assert joined_by(part("d2", names("u", 4), []), [ONE]) == " (of 4 accounts, all of which other parts name, too)"


def test_else_where_they_came_from_or_that_it_was_at_the_same_time() -> None:
    away = part("d2", names("v", 4), ["ip:192.0.2.7", "domain:x.example", "device:d1"])
    assert joined_by(away, [ONE, away]) == " (joined by device d1, domain x.example and 1 more)"
    assert joined_by(part("d2", names("v", 4), ["ip:192.0.2.9"]), [ONE]) == " (joined by its time alone)"


def test_nothing_is_said_of_one_account_nor_where_nothing_else_is_told() -> None:
    assert joined_by(part("d2", names("v", 1), []), [ONE]) == joined_by(ONE, [ONE]) == ""
