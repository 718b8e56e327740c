"""The contest: every contestant over the same events, in turns, several times; medians with the least and the most."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from typing import Literal

import msgspec

from pipeline.ingest.cloud_events import Message
from tests.bench import alone, live, quix_home
from tests.bench.catalogue import Catalogue
from tests.bench.live import Run
from tests.bench.settings import Settings

Say = Callable[[str], None]
Letter = Literal["a", "b", "c", "d", "e", "f"]
TITLES: dict[Letter, str] = {
    "a": "Abusewatch's worker, checkpoints and commits included", "b": "same engine, ordinary Faust agents and tables",
    "c": "same engine, Quix Streams", "d": "same engine, bare confluent-kafka loop (the limit)",
    "e": "engine alone on decoded events", "f": "decoding alone",
}  # fmt: skip
CATALOGUES: tuple[Catalogue, ...] = ("default", "none")


class Spread(msgspec.Struct, frozen=True):
    """Median, least and most of repeated measurements."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Sum up; `values` must not be empty."""
        return cls(median(values), min(values), max(values))


class Standing(msgspec.Struct, frozen=True):
    """One contestant on one catalogue. Rates are events a second: of wall time, and of its own processor time."""

    letter: Letter
    catalogue: Catalogue
    events: int
    rate: Spread
    core_rate: Spread
    start_s: float
    share: float | None
    runs: int
    resident: float = 0.0  # bytes


class Contest(msgspec.Struct):
    """All standings, and what could not be run."""

    standings: list[Standing]
    missing: dict[str, str]

    def find(self, letter: Letter, catalogue: Catalogue) -> Standing | None:
        """Return one standing."""
        return next((s for s in self.standings if (s.letter, s.catalogue) == (letter, catalogue)), None)


def hold(bootstrap: str, events: Sequence[Message], settings: Settings, say: Say) -> Contest:
    """Run all contestants in turns."""
    missing: dict[str, str] = {}
    quix = _quix(missing)
    found: dict[tuple[Letter, Catalogue], list[Run]] = {}
    for turn in range(settings.repeats):
        for catalogue in CATALOGUES:
            for letter, run in _turn(bootstrap, catalogue, events, settings, quix):
                say(f"turn {turn + 1} of {settings.repeats}, {catalogue} catalogue: {TITLES[letter]}")
                one = run()
                found.setdefault((letter, catalogue), []).append(one)
                say(f"  {one.rate:,.0f} events/s by the clock, {one.core_rate:,.0f} of processor time")
    return Contest([_standing(*key, runs) for key, runs in found.items()], missing)


def _turn(bootstrap: str, catalogue: Catalogue, events: Sequence[Message], settings: Settings,
          quix: str | None) -> list[tuple[Letter, Callable[[], Run]]]:  # fmt: skip
    many = events if catalogue == "none" else events[: settings.events]
    few = events[: settings.few]
    turn: list[tuple[Letter, Callable[[], Run]]] = [
        ("a", lambda: live.run(bootstrap, "worker", catalogue, many)),
        ("b", lambda: live.run(bootstrap, "faust", catalogue, few)),
        ("d", lambda: live.run(bootstrap, "bare", catalogue, many)),
        ("e", lambda: alone.engine(catalogue, many)),
        ("f", lambda: alone.decoding(many)),
    ]
    if quix is not None:
        turn.insert(2, ("c", lambda: live.run(bootstrap, "quix", catalogue, few, quix)))
    return turn


def _standing(letter: Letter, catalogue: Catalogue, runs: list[Run]) -> Standing:
    shares = [run.share for run in runs if run.share is not None]
    return Standing(
        letter, catalogue, runs[0].events, Spread.of([r.rate for r in runs]), Spread.of([r.core_rate for r in runs]),
        median(r.start_s for r in runs), median(shares) if shares else None, len(runs),
        median(r.resident for r in runs),
    )  # fmt: skip


def _quix(missing: dict[str, str]) -> str | None:
    try:
        return quix_home.python()
    except (subprocess.CalledProcessError, OSError) as failed:
        words = getattr(failed, "stderr", None) or str(failed)
        missing["c"] = f"its environment could not be made from tests/bench/quix.lock: {str(words).strip()[-300:]}"
        print(missing["c"], file=sys.stderr)
        return None
