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


@pytest.mark.parametrize("days", [0, 4, 8])
def test_quiet_on_a_quick_reply_of_those_who_have_long_written_however_many_send_it(days: int) -> None:
    assert alerts([*settled(20.0), *evenings(days, 4), *tonight(38)], "content_copies_plain") == []


def test_quiet_where_one_in_four_has_long_written_and_not_where_one_in_eight_has() -> None:
    for old, told in ((10, False), (5, True)):
        wave = [*tonight(38 - old, "new"), *tonight(old)]
        assert bool(alerts([*settled(20.0), *wave], "content_copies_plain")) == told


def test_fires_on_the_same_from_newcomers() -> None:
    assert last_versions(alerts([*evenings(8, 14), *tonight(38, "new")], "content_copies_plain")) != {}


@pytest.mark.parametrize(
    ("ip", "target", "severity"),
    [("198.51.100.7", "pack-{}", "low"), ("198.51.100.{}", "contest", "low"), ("198.51.100.{}", "pack-{}", "medium")],
)
def test_fires_on_files_and_is_low_where_a_class_or_a_contest_hands_them_out(
    ip: str, target: str, severity: str
) -> None:
    text = "A first package for the course on tools, which greets whoever installs it and then ends"
    files = [posted(f"pupil{i}", i * 60.0, text, ip=ip.format(i), target=target.format(i))
             for i in range(30)]  # fmt: skip
    for one in files:
        one.kind = "upload"
    (alert,) = last_versions(alerts([*settled(20), *files], "content_copies_plain")).values()
    assert alert.severity == severity
    assert alert.reason.endswith(" is given?") == (severity == "low")
    assert not any([name.startswith(("at:", "to:")) for name in alert.signals[0].evidence])


def test_fires_low_on_messages_to_one_account_only() -> None:
    def severity(target: str) -> str:
        asked = tonight(40, "new")
        for i, one in enumerate(asked):
            one.kind, one.target = "message", target.format(i)
        (alert,) = last_versions(alerts([*settled(20), *asked], "content_copies_plain")).values()
        return alert.severity

    assert (severity("shop-7"), severity("u{}")) == ("low", "medium")
