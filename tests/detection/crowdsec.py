"""The public cases of a peer, through ingest and the whole catalogue: `python -m tests.detection.crowdsec` prints them.

A pair is an address that the peer alerts on, for a kind of abuse; it is found if an alert names the address. An address
that the peer keeps silent about must not be named. One case states its address twice, as itself to be alerted on and in
its IPv6 form, which is the same address here; it counts as one to be found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec import Struct

from detectors.catalogue import CATALOGUE
from pipeline.ingest.address import normal
from pipeline.ingest.run import Plan
from schemas.event import Event
from schemas.parse import parse
from tests.ingest.support import ingest
from tests.support.scenario import alerts

NAMES = tuple(detector.name for detector in CATALOGUE)


class Pairs(Struct):
    """Pairs (case, scenario, address), and addresses alerted on against the peer."""

    found: list[tuple[str, str, str]] = []
    missed: list[tuple[str, str, str]] = []
    loud: list[tuple[str, str]] = []


def file() -> Path:
    """Return where the cases lie: under `ABUSEWATCH_DATA`, or beside the repository."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    return Path(os.environ.get("ABUSEWATCH_DATA") or beside) / "crowdsec-cases" / "cases.jsonl"


def measure(path: Path) -> Pairs:
    """Run every case by itself, as nothing is known of its addresses."""
    pairs = Pairs()
    for line in path.read_bytes().splitlines():
        case = msgspec.json.decode(line)
        named = {alert.entity.id for alert in alerts(events_of(case), *NAMES)}
        wanted = {normal(ip) or ip for expected in case["expected"] for _, ip in expected["entities"]}
        for expected in case["expected"]:
            addresses = [normal(ip) or ip for _, ip in expected["entities"]]
            pair = (case["test"], expected["scenario"], " ".join(addresses))
            (pairs.found if named.intersection(addresses) else pairs.missed).append(pair)
        silent = {normal(ip) or ip for ip in case["ips_never_alerted"]} - wanted
        pairs.loud += [(case["test"], ip) for ip in sorted(silent & named)]
    return pairs


def events_of(case: dict[str, Any]) -> Iterator[Event]:
    """Yield the events that ingest makes of the case's log."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "case.log"
        log.write_text("\n".join(case["log"]) + "\n")
        _, events = ingest(log, Plan("auto", UTC))
    for event in events:
        found = parse(msgspec.json.encode(event))
        if isinstance(found, Event):
            yield found


def main() -> None:
    """Print what was found and what was not."""
    pairs = measure(file())
    print(f"{len(pairs.found)} of {len(pairs.found) + len(pairs.missed)} pairs, {len(pairs.loud)} against the peer")
    for missed in pairs.missed:
        print("  missed", *missed)
    for loud in pairs.loud:
        print("  loud", *loud)


if __name__ == "__main__":
    main()
