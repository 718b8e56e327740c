"""Everything that was measured, and what it says of the targets."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator

import msgspec

from tests.bench.capacity import Crowding, Measured
from tests.bench.contest import Contest, Letter
from tests.bench.flow import Flow
from tests.bench.latency import Latency
from tests.bench.profile import Part
from tests.bench.replaying import Jobs
from tests.bench.scaling import Scaling
from tests.bench.tables import Table

CORE_RATE, LATENCY_MS, SCALING, CHECKPOINTS, REPLAY, REPLAY_SHARE = 20_000.0, 250.0, 1.8, 0.05, 0.9, 0.8
RATIOS: dict[Letter, float] = {"b": 10.0, "c": 1.2, "d": 0.8}


class Target(msgspec.Struct, frozen=True):
    """One target: what was asked, what was found."""

    what: str
    wanted: str
    found: str
    met: bool


class Report(msgspec.Struct, kw_only=True):
    """One bench. `rate` is what one worker does a second by the clock, `core_rate` by its processor time."""

    cores: int = os.cpu_count() or 1
    python: str = platform.python_version()
    load: float = 0.0  # the machine's own, before anything ran
    contest: Contest
    latency: list[Latency] = []
    scaling: Scaling | None = None
    replay: float | None = None  # of the engine alone
    replay_jobs: Jobs | None = None
    tables: list[Table] = []
    profile: list[Part] = []
    flow: Flow | None = None
    crowding: list[Crowding] = []

    def measured(self) -> Measured | None:
        """Return what the capacity model rests on, where all of it was measured."""
        ours = self.contest.find("a", "default")
        if ours is None or self.flow is None:
            return None
        flow = self.flow
        return Measured(
            core_seconds=1 / ours.core_rate.median, bytes_in=flow.events, bytes_inside=flow.inside,
            bytes_state=flow.state, bytes_out=flow.queue, alerts=flow.alerts, base_bytes=ours.resident,
            account_bytes=flow.keys * flow.state / flow.entries,
        )  # fmt: skip

    def targets(self) -> list[Target]:
        """Hold the figures against what was asked."""
        return [*self._ratios(), *self._absolute(), *self._latencies()]

    def _ratios(self) -> Iterator[Target]:
        for catalogue in ("default", "none"):
            ours = self.contest.find("a", catalogue)
            for letter, wanted in RATIOS.items():
                theirs = self.contest.find(letter, catalogue)
                if ours is None or theirs is None:
                    continue
                wall, core = ours.rate.median / theirs.rate.median, ours.core_rate.median / theirs.core_rate.median
                yield Target(f"(a) against ({letter}), {catalogue} catalogue", f">= {wanted:g}x",
                             f"{wall:.2f}x by the clock, {core:.2f}x by processor time", wall >= wanted)  # fmt: skip

    def _absolute(self) -> Iterator[Target]:
        ours = self.contest.find("a", "default")
        if ours is not None:
            rate = ours.core_rate.median
            yield Target("events a second of one core, default catalogue", f">= {CORE_RATE:,.0f}", f"{rate:,.0f}",
                         rate >= CORE_RATE)  # fmt: skip
            if ours.share is not None:
                yield Target("share of the time at checkpoints, flat out", f"< {CHECKPOINTS:.0%}",
                             f"{ours.share:.1%}", ours.share < CHECKPOINTS)  # fmt: skip
        if self.scaling is not None:
            gain, cost = self.scaling.gain, self.scaling.cost
            yield Target("two workers against one", f">= {SCALING}x",
                         f"{gain:.2f}x by the clock; an event costs {cost:.2f}x", gain >= SCALING)  # fmt: skip
        if self.replay is not None:
            yield Target("replay of a file against the engine alone", f">= {REPLAY}x", f"{self.replay:.2f}x",
                         self.replay >= REPLAY)  # fmt: skip
        if self.replay_jobs is not None:
            one = self.replay_jobs
            wanted = REPLAY_SHARE * one.jobs
            yield Target(f"replay by {one.jobs} processes against one", f">= {wanted:g}x",
                         f"{one.gain:.2f}x by the clock, {one.cost:.2f}x the processor time",
                         one.gain >= wanted)  # fmt: skip

    def _latencies(self) -> Iterator[Target]:
        for one in self.latency:
            yield Target(f"p99 from produced to readable, {one.path}, at {one.rate:,.0f} events/s",
                         f"<= {LATENCY_MS:.0f} ms", f"{one.p99:,.0f} ms (p50 {one.p50:,.0f})",
                         one.p99 <= LATENCY_MS)  # fmt: skip
