"""The public cases: every attempt that a peer's parsers saw in a log is among the events ingest makes of it.

The data is read in place (../shared/data, or ABUSEWATCH_DATA) and never copied here.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.ingest.address import normal
from pipeline.ingest.run import Plan
from tests.ingest.support import ingest

DATA = Path(os.environ.get("ABUSEWATCH_DATA") or Path(__file__).parents[3] / "shared" / "data")
FILE = DATA / "crowdsec-cases" / "cases.jsonl"
CASES = [msgspec.json.decode(line) for line in FILE.read_bytes().splitlines()] if FILE.exists() else []
# What the peer says differently, and why ours is kept.
NO_LOGIN = {"CVE-2022-46169", "exim-spam"}  # web requests are account.usage, refused mail is content.posted
OTHER_USER = {"exim-spam"}  # the peer names the recipient; our subject is the sender, the recipient is the target
OTHER_TIME = {"jellyfin-bf"}  # the peer drops the zone that the log states
COARSE_TIME = {"mailu-admin-bf", "opensearch-dashboard-bf"}  # the peer drops the fraction of the second


@pytest.mark.skipif(not CASES, reason=f"no public cases at {FILE}; set ABUSEWATCH_DATA")
def test_the_cases_are_all_there() -> None:
    assert (len(CASES), sum(len(case["expected"]) for case in CASES)) == (38, 61)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["test"])
def test_every_piece_of_evidence_is_an_event(case: dict[str, Any], tmp_path: Path) -> None:
    log = tmp_path / "case.log"
    log.write_text("\n".join(case["log"]) + "\n")
    summary, events = ingest(log, Plan("auto", UTC))
    assert summary.lines == summary.lines_with_events + summary.skipped.total() + summary.rejected.total()
    found = Counter(fact for event in events for fact in _facts(case, event))
    for alert in case["expected"]:
        wanted = Counter(_evidence(case, piece) for piece in alert["evidence"])
        assert wanted - found == Counter(), alert["scenario"]
        if len(wanted_ips := {fact[0] for fact in wanted}) == 1 and alert["events"]:
            [ip] = wanted_ips
            assert sum(event["data"].get("ip") == ip for event in events) >= alert["events"]
    assert case["test"] in NO_LOGIN or {event["type"] for event in events} == {"account.login"}


def _evidence(case: dict[str, Any], piece: dict[str, Any]) -> tuple[str | None, str, str]:
    """Return (address, user, time) of a piece of evidence, with '' for what it does not say."""
    user = piece.get("user") or piece.get("username") or piece.get("target_user") or ""
    named = "" if case["test"] in OTHER_USER else user.strip("'")
    return normal(piece["source_ip"]), named, _moment(case, piece.get("timestamp", ""))


def _facts(case: dict[str, Any], event: dict[str, Any]) -> set[tuple[str | None, str, str]]:
    """Return what a piece of evidence about this event may say: with or without its user, with or without its time."""
    ip, moment = event["data"].get("ip"), _moment(case, event["time"])
    return {(ip, user, time) for user in ("", event["subject"]) for time in ("", moment)}


def _moment(case: dict[str, Any], text: str) -> str:
    """Return the time in UTC as far as both sides know it; a year that the log leaves out is nobody's knowledge."""
    if not text or case["test"] in OTHER_TIME:
        return ""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    if case["test"] in COARSE_TIME:
        moment = moment.replace(microsecond=0)
    return f"{moment:%m-%d %H:%M:%S.%f}"
