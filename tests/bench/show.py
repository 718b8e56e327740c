"""The report for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as Grid

from tests.bench.capacity import ACCOUNTS, RATES, Measured, plan
from tests.bench.contest import CATALOGUES, TITLES, Contest, Spread
from tests.bench.profile import Part
from tests.bench.report import Report
from tests.bench.tables import Table


def show(report: Report, console: Console, *, capacity: bool = False) -> None:
    """Print every table."""
    console.print(f"{report.cores} cores, Python {report.python}; load before the start: {report.load:.1f}")
    for catalogue in CATALOGUES:
        console.print(_contest(report.contest, catalogue))
    for letter, why in report.contest.missing.items():
        console.print(f"({letter}) is missing: {why}", markup=False)
    for table in report.tables:
        console.print(_costs(table))
    if report.profile:
        console.print(_profile(report.profile))
    if report.scaling is not None:
        console.print(f"one worker {report.scaling.one:,.0f} events/s, two {report.scaling.two:,.0f}, by the clock")
    measured = report.measured()
    if capacity and measured is not None:
        console.print(_capacity(measured, report))
    console.print(_targets(report))


def _capacity(measured: Measured, report: Report) -> Grid:
    grid = Grid(title=f"capacity, with {ACCOUNTS:,} accounts tracked for each event/s", title_justify="left")
    for name in (
        "events/s",
        "workers (cores)",
        "partitions",
        "memory GB",
        "disk GB",
        "broker MB/s",
        "alert-hours a day",
    ):
        grid.add_column(name, justify="right")
    for rate in RATES:
        found = plan(rate, ACCOUNTS * rate, measured)
        sizes = found.memory / 1e9, found.disk / 1e9, found.broker / 1e6, found.reviewer_hours
        counts = rate, found.workers, found.partitions
        grid.add_row(*(f"{value:,}" for value in counts), *(f"{value:,.0f}" for value in sizes))
    uneven = ", ".join(f"{one.workers}: {one.over_mean:.2f}x" for one in report.crowding)
    grid.caption = f"busiest worker over the mean, by workers: {uneven}"
    return grid


def _contest(contest: Contest, catalogue: str) -> Grid:
    title = "default catalogue" if catalogue == "default" else "no detectors"
    grid = Grid(title=f"events a second, {title}: median (least - most)", title_justify="left")
    for name in ("", "contestant"):
        grid.add_column(name)
    for name in ("by the clock", "of processor time", "events", "runs", "start-up s"):
        grid.add_column(name, justify="right")
    for one in contest.standings:
        if one.catalogue == catalogue:
            start = f"{one.start_s:.1f}" if one.start_s else ""
            grid.add_row(f"({one.letter})", TITLES[one.letter], _spread(one.rate), _spread(one.core_rate),
                         f"{one.events:,}", str(one.runs), start)  # fmt: skip
    return grid


def _spread(found: Spread) -> str:
    return f"{found.median:,.0f} ({found.low:,.0f} - {found.high:,.0f})"


def _costs(table: Table) -> Grid:
    grid = Grid(title=f"cost against {table.title}", title_justify="left")
    grid.add_column("")
    grid.add_column("microseconds an event", justify="right")
    names = sorted({name for row in table.rows for name in row.facts})
    for name in names:
        grid.add_column(name.replace("_", " "), justify="right")
    for row in table.rows:
        grid.add_row(row.at, f"{row.cost_us:,.1f}", *(f"{row.facts.get(name, 0):,.0f}" for name in names))
    return grid


def _profile(parts: list[Part]) -> Grid:
    grid = Grid(title="where the engine's time goes (profiler: shares, not seconds)", title_justify="left")
    for name, justify in (("area", "left"), ("share", "right"), ("calls an event", "right"), ("most of it", "left")):
        grid.add_column(name, justify=justify)  # type: ignore[arg-type]
    for part in parts[:16]:
        grid.add_row(part.area, f"{part.share:.1%}", f"{part.calls_an_event:.1f}", ", ".join(part.top))
    return grid


def _targets(report: Report) -> Grid:
    grid = Grid(title="targets", title_justify="left")
    for name in ("what", "wanted", "found", ""):
        grid.add_column(name)
    for target in report.targets():
        grid.add_row(target.what, target.wanted, target.found, "met" if target.met else "NOT met")
    return grid
