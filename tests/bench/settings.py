"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Counts of events; `repeats` turns of the contest; seconds of the latency run; sizes in the cost tables."""

    repeats: int
    events: int  # for what is fast, with the default catalogue
    many: int  # the same, without detectors
    few: int  # for what works event by event
    latency_s: float
    scale: int  # events of each run with one worker or two: a short one is mostly start, and the last partition's end
    table: int  # events of each row of a cost table
    accounts: tuple[int, ...]
    partitions: tuple[int, ...]


QUICK = Settings(repeats=1, events=40_000, many=80_000, few=3_000, latency_s=8.0, scale=40_000, table=8_000,
                 accounts=(10_000, 50_000), partitions=(1, 4, 64))  # fmt: skip
FULL = Settings(repeats=3, events=120_000, many=240_000, few=8_000, latency_s=45.0, scale=240_000, table=30_000,
                accounts=(10_000, 100_000, 500_000), partitions=(1, 4, 16, 64))  # fmt: skip
