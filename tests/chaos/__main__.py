"""Runs the cases one after the other, then measures recovery; exit code 1 when any alert differs."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

import msgspec
from rich.console import Console

from pipeline.broker import LocalBroker, LocalCluster
from tests.chaos.catalogue import BY_NAME, CASES, Case
from tests.chaos.places import Places
from tests.chaos.recovery import LARGE, SIZES, figures
from tests.chaos.report import Line, Report, show
from tests.chaos.scene import Scene
from tests.chaos.traffic import Traffic, traffic
from tests.chaos.verdict import Verdict

RECOVERY = "recovery"


def main() -> int:
    """Run what was asked for."""
    asked = _arguments()
    console = Console(stderr=asked.json, width=None if sys.stdout.isatty() else 180)
    folder = Path(tempfile.mkdtemp(prefix="abusewatch-chaos-"))
    report = Report(asked.seed)
    with Places(folder / "brokers") as places:
        chosen = [BY_NAME[name] for name in asked.case if name != RECOVERY] if asked.case else list(CASES)
        if chosen:
            report.cases = _cases(chosen, places, folder, asked.seed, console)
        if not asked.case or RECOVERY in asked.case:
            console.print("recovery: state comes back")
            broker, sizes = places.broker(1), (*SIZES, LARGE) if asked.large else SIZES
            report.recovery = list(figures(broker.bootstrap, folder / RECOVERY, sizes))
    show(report, console)
    if asked.json:
        sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
    if report.passed:
        shutil.rmtree(folder)
    else:
        console.print(f"logs: {folder}")
    return 0 if report.passed else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--case", action="append", default=[], choices=[*BY_NAME, RECOVERY], help="only this; repeat")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other traffic and other moments")
    parser.add_argument("--large", action="store_true", help="measure recovery with 5 million entries too")
    parser.add_argument("--json", action="store_true", help="print the report as JSON; the rest goes to stderr")
    return parser.parse_args()


def _cases(chosen: list[Case], places: Places, folder: Path, seed: int, console: Console) -> list[Line]:
    events = traffic(seed)
    console.print(f"seed {seed}: {len(events.messages):,} events, {len(events.expected)} alerts")
    lines = []
    for case in chosen:
        console.print(f"{case.name}: {case.title}", highlight=False)
        lines.append(_run(case, places.broker(case.brokers), folder / case.name, events, seed))
        words = "ok" if lines[-1].verdict.passed else "FAILED"
        console.print(f"  {words}: {lines[-1].done}", markup=False, highlight=False)
    return lines


def _run(case: Case, broker: LocalBroker | LocalCluster, folder: Path, events: Traffic, seed: int) -> Line:
    folder.mkdir()
    began = time.monotonic()
    scene = Scene(broker, case.name, folder, events, seed)
    done = ""
    try:
        done = case.disturb(scene)
        verdict = scene.settle()
    except Exception as failed:  # one case's failure is a line of the report; the others go on
        traceback.print_exc()
        verdict = Verdict(len(events.expected), 0, 0, 0, 0, 0, [f"could not be carried out: {failed!r}"])
    finally:
        scene.close()
    return Line(case.name, done, verdict, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
