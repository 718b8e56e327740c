"""What is kept of a metered series, and what is said of a value that is unlike it."""

from __future__ import annotations

from detectors.base import Detector, Finding, State
from detectors.nothing import NOTHING
from detectors.series_views import Views
from detectors.tally import Tally
from detectors.wording import rarely


class SeriesState(State, array_like=True):
    """Tallies by five minutes; the rhythm of the events; the views, made once the steps are seen to be fixed.

    `series`: the product whose units are looked at, None for requests; `named`: whether that is known; `others`: events
    of other series since its last.
    """

    tallies: dict[int, Tally] = NOTHING
    last: float = float("-inf")
    gap: float = 0.0
    steady: int = 0
    views: Views | None = None
    series: str | None = None
    named: bool = False
    others: int = 0


class SeriesReport(Detector[SeriesState]):
    """Base of `usage_series`: turns its runs into findings."""

    def explain(self, run: Tally, state: SeriesState, key: str) -> Finding:
        """Compare the most surprising value with the steps before it."""
        accounts = sorted(run.accounts or {})
        known, recent = run.detail if len(run.detail) == 2 else (run.n, run.n)
        reason = (
            f"A metered series stood at {_figure(run.peak)}, where the median of the {recent} steps before was "
            f"{_figure(run.usual)}: by its own past of {known:,} steps, its jumps and its unrest, a value that comes "
            f"{rarely(run.surprise)} steps."
        )
        evidence: dict[str, float | int | str] = {
            "value": round(run.peak, 6), "level": round(run.usual, 6), "surprise_log10": round(run.surprise, 3),
            "steps": run.n, "steps_before": known,
        }  # fmt: skip
        action = "Look at the series around that time; ask its owner if nothing else explains it."
        return Finding("medium", evidence, reason, action, accounts, len(accounts))


def _figure(value: float) -> str:
    """Return a value with four digits that count, never as a power of ten."""
    return f"{float(f'{value:.4g}'):,.10g}"
