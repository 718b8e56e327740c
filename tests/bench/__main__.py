"""The bench: `python -m tests.bench [--quick] [--json]`. See `--help`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from rich.console import Console

from pipeline.broker import LocalBroker
from pipeline.broker.bootstrap import named_bootstrap
from tests.bench import capacity, contest, flow, latency, profile, replaying, scaling, tables, traffic
from tests.bench.report import Report
from tests.bench.settings import FULL, QUICK, Settings
from tests.bench.show import show
from tests.bench.task import Task


def main() -> None:
    """Measure, and print."""
    words = argparse.ArgumentParser(prog="make bench", description="Speed, side by side, on this machine.")
    words.add_argument("--quick", action="store_true", help="one turn, fewer events (about 2 minutes)")
    words.add_argument("--json", action="store_true", help="print the figures as JSON")
    words.add_argument("--contest", action="store_true", help="only (a) to (f)")
    words.add_argument("--capacity", action="store_true", help="print the capacity model of what was measured, too")
    told = words.parse_args()
    console = Console(stderr=True, soft_wrap=True)
    with _kafka() as bootstrap:
        report = measure(bootstrap, QUICK if told.quick else FULL, console, everything=not told.contest)
    if told.json:
        facts = msgspec.to_builtins(report) | {"targets": msgspec.to_builtins(report.targets())}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(facts)) + b"\n")
    else:
        show(report, Console(width=None if sys.stdout.isatty() else 150), capacity=told.capacity)


def measure(bootstrap: str, settings: Settings, console: Console, *, everything: bool = True) -> Report:
    """Run every part, one after the other."""
    load, events = os.getloadavg()[0], traffic.demo_mix(settings.many)

    def say(what: str) -> None:
        console.print(f"bench: {what}", style="dim", markup=False)

    report = Report(load=load, contest=contest.hold(bootstrap, events, settings, say))
    if not everything:
        return report
    ours = report.contest.find("a", "default")
    flat_out = ours.rate.median if ours else 2000.0
    for rate in (flat_out / 4, flat_out / 2):
        say(f"latency at {rate:,.0f} events/s")
        report.latency += _latency(bootstrap, rate, settings)
    say("two workers against one")
    report.scaling = scaling.measure(bootstrap, events[: settings.scale], settings.repeats)
    say("replay of a file")
    report.replay = replaying.measure(events[: settings.events])
    report.replay_jobs = replaying.by_jobs(events[: settings.many])
    say("cost tables")
    report.tables = tables.measure(events, settings)
    say("bytes that flow, and how evenly subjects share the load")
    report.flow, report.crowding = flow.measure(events[: settings.table]), capacity.crowding(events)
    say("profile")
    report.profile = profile.measure(events[: settings.table])
    return report


def _latency(bootstrap: str, rate: float, settings: Settings) -> list[latency.Latency]:
    events = traffic.demo_mix(int(rate * settings.latency_s * 1.05), accounts=latency.ACCOUNTS)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, traffic.topics(bootstrap) as (prefix, counts):
        task = Task(bootstrap=bootstrap, prefix=prefix, catalogue="default", partitions=counts, folder=folder,
                    notes=str(Path(folder) / "w0.notes"))  # fmt: skip
        return latency.measure(task, events, rate, settings.latency_s)


@contextmanager
def _kafka() -> Iterator[str]:
    if named := named_bootstrap():
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, LocalBroker(Path(folder)) as broker:
        yield broker.bootstrap


if __name__ == "__main__":
    main()
