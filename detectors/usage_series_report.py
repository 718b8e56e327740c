"""What is kept of a metered series, and what is said of a value that is unlike it."""

from __future__ import annotations

from detectors.base import Detector, Finding, State
from detectors.first_times import in_order
from detectors.nothing import NOTHING
from detectors.program_named import named
from detectors.series_views import Views
from detectors.strange import news
from detectors.tally import Tally
from detectors.usage_amount import NAMED_MOST
from detectors.wording import rarely
from schemas.event import NEW_IP, Event

OF, AT, BY, NEW = "of ", "at ", "by ", "new "  # of what tallies carry: product, place, program; a place that is new
TOLD = 3


class SeriesState(State, array_like=True):
    """Tallies by five minutes; the rhythm of the events; the views, made once the steps are seen to be fixed.

    `series`: the product whose units are looked at, None for requests; `named`: whether that is known; `others`: events
    of other series since its last; `failed`: when the service last failed to answer.
    """

    tallies: dict[int, Tally] = NOTHING
    last: float = float("-inf")
    gap: float = 0.0
    steady: int = 0
    views: Views | None = None
    series: str | None = None
    named: bool = False
    others: int = 0
    failed: float = float("-inf")


class SeriesReport(Detector[SeriesState]):
    """Base of `usage_series`: turns its runs into findings."""

    def explain(self, run: Tally, state: SeriesState, key: str) -> Finding:
        """Compare the most surprising value with the steps before it."""
        accounts = sorted(run.accounts or {})
        known, recent = run.detail if len(run.detail) == 2 else (run.n, run.n)
        reason = (
            f"A metered series{_named(run)} stood at {_figure(run.peak)}, where the median of the {recent} steps "
            f"before was {_figure(run.usual)}: by its own past of {known:,} steps, its jumps and its unrest, a value "
            f"that comes {rarely(run.surprise)} steps."
        )
        evidence: dict[str, float | int | str] = {
            "value": round(run.peak, 6), "level": round(run.usual, 6), "surprise_log10": round(run.surprise, 3),
            "steps": run.n, "steps_before": known,
        }  # fmt: skip
        action = "Look at the series around that time; ask its owner if nothing else explains it."
        if any(name.startswith(NEW) for name in run.carried or {}):
            action = "Ask the owner whether he used it from there; rotate the key, or end the sessions, if he did not."
        return Finding("medium", evidence, reason, action, accounts, len(accounts))


def carry(tally: Tally, event: Event) -> None:
    """Keep what a value is of, where it came from and with which program."""
    if event.product:
        tally.carry(f"{OF}{event.product[:NAMED_MOST]}", event.time)
    where = " in ".join([name for name in (f"AS{event.asn}" if event.asn else "", event.country or "") if name])
    if where:
        tally.carry(f"{NEW if news(event) & NEW_IP else AT}{where}", event.time)
    if program := named(event.user_agent or ""):
        tally.carry(f"{BY}{program}", event.time)


def _named(run: Tally) -> str:
    """Say of what the values are, and from where they came, as far as that is told.

    >>> _named(Tally(carried={"of dns/list": 1.0, "new AS1 in NL": 1.0, "by curl 8.1": 1.0})), _named(Tally())
    (' (dns/list, from AS1 in NL, an address new to its account, with curl 8.1)', '')
    """
    names = in_order(run.carried or {})
    what, at, new, by = [
        ", ".join([name[len(sort) :] for name in names if name.startswith(sort)][:TOLD]) for sort in (OF, AT, NEW, BY)
    ]
    told = [what, f"from {at}" if at else "", f"from {new}, an address new to its account" if new else ""]
    told = [one for one in (*told, f"with {by}" if by else "") if one]
    return f" ({', '.join(told)})" if told else ""


def _figure(value: float) -> str:
    """Return a value with four digits that count, never as a power of ten."""
    return f"{float(f'{value:.4g}'):,.10g}"
