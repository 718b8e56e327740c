"""What an app's quick replies look like: one text that many send every evening, on some evenings more than ever."""

from __future__ import annotations

import pytest

from schemas.event import Event
from tests.scenarios.test_content_copies import posted
from tests.support.scenario import alerts, last_versions

DAY, HOUR = 86_400.0, 3600.0
QUICK = "Sorry, held up at the kitchen, back on the road in about ten minutes!"


def evenings(days: int, most: int, before: float = 20.0) -> list[Event]:
    """Return what up to `most` of forty drivers answer at dinner, and two or three an hour all day, on days before."""
    hours = [(-day * DAY - hour * HOUR, most - day % 3 if not hour else 2 + hour % 2)
             for day in range(1, days + 1) for hour in range(12)]  # fmt: skip
    return settled(before) + [
        posted(f"driver{(i - int(at)) % 40}", at + i * HOUR / many / 1.1, QUICK, target=f"guest-{at}-{i}")
        for at, many in hours
        for i in range(many)
    ]


def settled(before: float) -> list[Event]:
    """Return each driver's first message, long ago, in words of his own."""
    return [
        posted(f"driver{i}", -before * DAY + i, f"On my way with order number {i}, see you soon") for i in range(40)
    ]


def tonight(count: int, name: str = "driver") -> list[Event]:
    return [posted(f"{name}{i}", i * HOUR / count / 1.1, QUICK, target=f"guest-{i}") for i in range(count)]


@pytest.mark.parametrize("count", [23, 38])
def test_quiet_on_a_quick_reply_that_went_round_on_many_evenings_when_more_send_it(count: int) -> None:
    assert alerts([*evenings(8, 14), *tonight(count)], "content_copies_plain") == []


def test_fires_on_the_same_where_it_has_gone_round_on_four_evenings_or_from_newcomers_or_many_times_as_many() -> None:
    for before, now in ((evenings(4, 14), tonight(38)), (evenings(8, 14), tonight(38, "new")),
                        (evenings(8, 4), tonight(38))):  # fmt: skip
        assert last_versions(alerts([*before, *now], "content_copies_plain")) != {}
