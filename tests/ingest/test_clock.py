"""When a line happened: forms, zones, and the year that syslog leaves out."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import RejectedLineError
from pipeline.ingest.times import moment_of, written

LATEST = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("text", "expected"), [
    ("2026-02-03T10:00:00.123456+01:00 web sshd[1]: x", "2026-02-03T09:00:00.123456Z"),
    ("2026-02-03T10:00:00+0530 web", "2026-02-03T04:30:00Z"),
    ("2026-02-03T10:00:00-05:00: failure", "2026-02-03T15:00:00Z"),
    ("[2026-02-03 10:00:00.729 +01:00] [INF]", "2026-02-03T09:00:00.729Z"),
    ("2026-02-03 10:00:00,034::WARNING", "2026-02-03T10:00:00.034Z"),
    ("[GIN] 2026/02/03 - 10:00:00 | 401", "2026-02-03T10:00:00Z"),
    ('192.0.2.1 - - [03/Feb/2026:10:00:00 -0130] "GET /', "2026-02-03T11:30:00Z"),
    ("[Tue Feb 03 10:00:00.5 2026] [auth_basic:error]", "2026-02-03T10:00:00.500Z"),
    ("Tue Feb  3 10:00:00 2026 [pid 2]", "2026-02-03T10:00:00Z"),
    ("Feb  3 10:00:00 web smb: at [Tue, 03 Feb 2025 10:00:00.030937 UTC]", "2025-02-03T10:00:00.030937Z"),
    ("[03-Feb-2026 11:00:00 +0100]: <k3x9> IMAP Error", "2026-02-03T10:00:00Z"),
    ("I0203 10:00:00.684962       1 client.go:58]", "2026-02-03T10:00:00.684962Z"),
    ("Feb  3 10:00:00 web sshd[1]: x", "2026-02-03T10:00:00Z"),
    ("2016-12-31T23:59:60Z web", "2016-12-31T23:59:59Z"),
])  # fmt: skip
def test_each_form(text: str, expected: str) -> None:
    assert written(LogClock(latest=LATEST).read(text)) == expected


def test_the_zone_counts_only_where_the_log_says_none() -> None:
    clock = LogClock(ZoneInfo("Europe/Berlin"), latest=LATEST)
    assert written(clock.read("Feb  3 10:00:00 web")) == "2026-02-03T09:00:00Z"
    assert written(clock.read("2026-07-03 10:00:00 web")) == "2026-07-03T08:00:00Z"
    assert written(clock.read("2026-07-03 10:00:00Z web")) == "2026-07-03T10:00:00Z"


def test_the_year_comes_from_the_files_date() -> None:
    assert LogClock(latest=LATEST).read("Feb 28 10:00:00 web").year == 2026
    assert LogClock(latest=LATEST).read("Mar  1 20:00:00 web").year == 2026  # within a day ahead: a zone, not a year
    assert LogClock(latest=LATEST).read("Mar  3 10:00:00 web").year == 2025
    assert LogClock(latest=LATEST).read("Feb 29 10:00:00 web").year == 2024  # the last that had one
    assert LogClock(year=2019, latest=LATEST).read("Mar  3 10:00:00 web").year == 2019


def test_the_year_rolls_over_and_back() -> None:
    clock = LogClock(latest=LATEST)
    lines = ["Dec 31 23:59:58", "Jan  1 00:00:01", "Dec 31 23:59:59", "Jan  2 00:00:00", "Feb 28 00:00:00"]
    assert [clock.read(line + " web x").year for line in lines] == [2025, 2026, 2025, 2026, 2026]


@pytest.mark.parametrize(("text", "reason"), [
    ("sshd[1]: no time", "no_time"), ("Feb 30 10:00:00 web", "bad_time"), ("2026-02-03 10:00:83 x", "bad_time"),
    ("0000-01-01T00:00:00Z", "bad_time"), ("0001-01-01T00:00:00+10:00", "bad_time"),
])  # fmt: skip
def test_what_is_no_moment_is_rejected(text: str, reason: str) -> None:
    with pytest.raises(RejectedLineError) as caught:
        LogClock(year=2026, latest=LATEST).read(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "value", [1770112800, 1770112800000, "1770112800", "2026-02-03 10:00:00", "2026-02-03T11:00+01:00"]
)
def test_times_in_tables(value: object) -> None:
    assert written(moment_of(value, UTC)) == "2026-02-03T10:00:00Z"


@pytest.mark.parametrize("value", ["", None, "yesterday", "nan", "inf", 1e30, True, [1]])
def test_times_in_tables_that_are_none(value: object) -> None:
    with pytest.raises(RejectedLineError):
        moment_of(value, UTC)
