"""Where the engine's time goes: the standard library's profiler over decoding and engine, by area of the code."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pipeline.ingest.cloud_events import Message
from tests.bench.alone import Machine, decoded
from tests.bench.contestant import ROOT

TOP = 3


class Part(msgspec.Struct, frozen=True):
    """One area: its share of the time, and the functions that take most of it. (A profiler slows down small calls.)"""

    area: str
    share: float
    calls_an_event: float
    top: list[str]


def measure(events: Sequence[Message]) -> list[Part]:
    """Profile decoding and the default catalogue over the events."""
    machine, profiler = Machine("default"), cProfile.Profile()
    profiler.runcall(lambda: machine.take(decoded(events)))
    areas: dict[str, list[tuple[float, int, str]]] = {}
    for (file, _, name), (_, calls, own, _, _) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        areas.setdefault(_area(file), []).append((own, calls, f"{Path(file).stem}.{name}"))
    total = sum(own for found in areas.values() for own, _, _ in found)
    parts = [_part(area, found, total, len(events)) for area, found in areas.items()]
    return sorted(parts, key=lambda part: -part.share)


def _part(area: str, found: list[tuple[float, int, str]], total: float, events: int) -> Part:
    own, calls = sum(f[0] for f in found), sum(f[1] for f in found)
    top = [f"{name} {seconds / total:.0%}" for seconds, _, name in sorted(found, reverse=True)[:TOP]]
    return Part(area, own / total, calls / events, top)


def _area(file: str) -> str:
    """Return the detector's file, the room, or whose code it is."""
    path = Path(file)
    if ROOT not in path.parents or ".venv" in path.parts:
        libraries = [part for part in path.parts if part in ("river", "scipy", "numpy", "msgspec")]
        return libraries[0] if libraries else "Python and its libraries"
    room = path.relative_to(ROOT).parts[0]
    return f"{room}/{path.stem}" if room in ("detectors", "pipeline") else room
