"""The cases of CrowdSec's hub tests: each log through `ingest` and `replay`, alone, as a fresh installation sees it.

What the peer asserts is a pair: an address and a kind. It is found where a live alert names the address (or, where
the kind is about an account on the move, the account) and is of that kind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.ingest.address import normal
from schemas.alert import Alert
from tests.detection.outside import ingest, replay
from tests.detection.row import Row, Task, need

# The peer's kinds: the policies under which an alert may say the same, by a word in the scenario's name.
KINDS = {
    "impossible-travel": {"account_security"}, "exim-spam": {"spam"}, "CVE-": {"account_security", "api_abuse"},
}  # fmt: skip
GUESSING = {"account_security"}  # brute force, slow brute force, enumeration


def measure(task: Task) -> Iterator[Row]:
    """Count pairs found, and addresses alerted that must stay silent."""
    file = need(task.data / "crowdsec-cases" / "cases.jsonl")
    cases = [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]
    pairs, missed, loud = 0, [], []
    for case in cases:
        alerts = _alerts(case, task.work)
        pairs += len(case["expected"])
        missed += [f"{case['test']}: {one['scenario']}" for one in case["expected"] if not _found(one, alerts)]
        named = {alert.entity.id for alert in alerts if alert.entity.type == "ip"}
        quiet = {normal(ip) for ip in case["ips_never_alerted"]} - {ip for one in case["expected"] for ip in _ips(one)}
        loud += [f"{case['test']}: {ip}" for ip in sorted(named & quiet, key=str)]
    stream = f"crowdsec-cases ({len(cases)} logs)"
    yield Row(stream=stream, figure="(address, kind) pairs found", value=pairs - len(missed), unit=f"of {pairs}",
              least=pairs * 58 / 61, note="; ".join(missed) and f"missed: {'; '.join(missed)}")  # fmt: skip
    yield Row(stream=stream, figure="quiet addresses alerted", value=len(loud), most=0, note="; ".join(loud))


def _alerts(case: dict[str, Any], work: Path) -> list[Alert]:
    folder = work / "case"
    folder.mkdir()
    (folder / "case.log").write_text("\n".join(case["log"]) + "\n", encoding="utf-8")
    events, _ = ingest(folder / "case.log", folder)
    done = replay(events, folder)
    shutil.rmtree(folder)
    return [alert for alert in done.alerts if alert.mode == "live"]


def _ips(expected: dict[str, Any]) -> set[str | None]:
    return {normal(name) for _, name in expected["entities"]}


def _found(expected: dict[str, Any], alerts: list[Alert]) -> bool:
    areas = next((areas for word, areas in KINDS.items() if word in expected["scenario"]), GUESSING)
    users = {piece.get("user") for piece in expected["evidence"]} if "impossible" in expected["scenario"] else set()
    mine = [alert.entity for alert in alerts if alert.policy in areas]
    return any((e.type == "ip" and e.id in _ips(expected)) or (e.type == "account" and e.id in users) for e in mine)
