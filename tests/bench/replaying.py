"""`abusewatch replay` against the engine alone, on the same events, in turns."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from pipeline.ingest.cloud_events import Message
from tests.bench import alone
from tests.bench.contestant import ROOT

TURNS = 3


def measure(events: Sequence[Message]) -> float:
    """Return the command's rate (its own figure: without starting Python) as a share of the engine's."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "events.jsonl"
        file.write_bytes(b"".join(event.value + b"\n" for event in events))
        found = [(_replayed(file), alone.engine("default", events).rate) for _ in range(TURNS)]
    return median(rate / engine for rate, engine in found)


def _replayed(file: Path) -> float:
    command = [sys.executable, "-m", "pipeline.cli", "replay", str(file), "--json", "--alerts", str(file) + ".out"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    summary = json.loads(done.stdout)
    return float(summary["events"] / summary["seconds"])
