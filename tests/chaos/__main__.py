"""Runs the cases, two at a time, then measures recovery; exit code 1 when any alert differs."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import msgspec
from rich.console import Console

from tests.chaos.catalogue import BY_NAME, CASES
from tests.chaos.lanes import Lanes
from tests.chaos.places import Places
from tests.chaos.recovery import LARGE, SIZES, figures
from tests.chaos.report import Report, show

RECOVERY = "recovery"


def main() -> int:
    """Run what was asked for."""
    asked = _arguments()
    console = Console(stderr=asked.json, width=None if sys.stdout.isatty() else 180)
    folder = Path(tempfile.mkdtemp(prefix="abusewatch-chaos-"))
    report = Report(asked.seed)
    chosen = [BY_NAME[name] for name in asked.case if name != RECOVERY] if asked.case else list(CASES)
    if chosen:
        report.cases = Lanes(folder, asked.seed, console).run(chosen, min(asked.lanes, len(chosen)))
    if not asked.case or RECOVERY in asked.case:  # by itself: it is timed
        console.print("recovery: state comes back")
        with Places(folder / "brokers") as places:
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
    parser.add_argument("--lanes", type=int, default=2, help="how many cases run beside each other")
    parser.add_argument("--large", action="store_true", help="measure recovery with 5 million entries too")
    parser.add_argument("--json", action="store_true", help="print the report as JSON; the rest goes to stderr")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
