"""Whether the promise of false alerts holds: `python -m tests.detection.calibration`. See `--help`.

Quiet simulated traffic, nothing planted. One world's questions are counted (`abusewatch level`), the levels for some
numbers of accepted false alerts a day are set from them, and every other world is replayed at each: all live alerts
there are false. Also: how often answers reach a surprise of 1 to 4, against what chance allows.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.detection.outside import replay, simulate
from tests.support.command import Command

level = Command("pipeline.level_cli")


class Seen(Struct):
    """What quiet worlds showed at one promise; counts of alerts by detector over all worlds."""

    promised: float | None  # false alerts a day; None: the levels shipped
    days: float
    alerts: dict[str, int]

    @property
    def a_day(self) -> float:
        """Return false alerts a day."""
        return sum(self.alerts.values()) / self.days


def world(folder: Path, seed: int, *options: str) -> Path:
    """Return the events of a quiet world."""
    folder.mkdir()
    return simulate(folder, "--no-attacks", "--seed", str(seed), *options)[0]


def answers(events: Path) -> list[dict[str, Any]]:
    """Return `abusewatch level`'s row for each detector."""
    rows: list[dict[str, Any]] = level.json(str(events))["detectors"]
    return rows


def check(counted: Path, quiet: Sequence[Path], promises: Sequence[float | None], days: float) -> list[Seen]:
    """Replay every quiet world at every promise, with levels from the counted one."""
    found = []
    for promise in promises:
        settings = "" if promise is None else level(str(counted), "--accept", str(promise), "--toml").stdout
        alerts: Counter[str] = Counter()
        for events in quiet:
            done = replay(events, events.parent, settings, signals=False)
            alerts.update(alert.signals[0].detector for alert in done.first().values())
        found.append(Seen(promise, days * len(quiet), dict(alerts.most_common())))
    return found


def main() -> None:
    """Print both tables."""
    words = argparse.ArgumentParser(prog="python -m tests.detection.calibration", description=__doc__)
    words.add_argument("--days", type=float, default=7.0)
    words.add_argument("--accounts", type=int, default=1000)
    words.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14], help="the first is only counted")
    words.add_argument("--promises", type=float, nargs="+", default=[0.3, 1.0, 3.0, 10.0], help="false alerts a day")
    words.add_argument("--bursts", action="store_true", help="with ordinary bursts: launches, classes, sales")
    told = words.parse_args()
    options = ["--days", str(told.days), "--accounts", str(told.accounts), "--bursts" if told.bursts else "--no-bursts"]
    with tempfile.TemporaryDirectory(prefix="calibration-") as folder:
        worlds = [world(Path(folder) / str(seed), seed, *options) for seed in told.seeds]
        for seed, events in zip(told.seeds, worlds, strict=True):
            print(f"seed {seed}: answers of a surprise of 1, 2, 3, 4 against chance")
            for row in answers(events):
                print(
                    f"  {row['detector']:24}{row['questions_a_day']:>10,.0f}", *(_ratio(row[f"x{n}"]) for n in "1234")
                )
        for seen in check(worlds[0], worlds[1:], [None, *told.promises], told.days):
            promised = "shipped" if seen.promised is None else f"{seen.promised:g} a day"
            print(f"promised {promised}: {seen.a_day:.2f} a day in {seen.days:g} days {seen.alerts}", flush=True)


def _ratio(value: float | None) -> str:
    return "       -" if value is None else f"{value:8.2f}"


if __name__ == "__main__":
    main()
