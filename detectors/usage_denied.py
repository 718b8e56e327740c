"""A key that hardly ever did anything, and is now refused one request after the other: what it asks for is not there.

Its few buckets are too few to judge how much it uses (`UsageSpike` waits for a dozen), and a launch is as sudden. That
most of it is refused, and some of it given, is no launch: who asks knows how to ask, but not for what.
"""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from detectors.base import LATENESS_MAX_S
from detectors.recurrence import DAY_S, days_of, note, noted
from detectors.statuses import DENIED, spelled
from detectors.tally import Tally
from detectors.usage_amount import requests
from detectors.usage_buckets import UsageState
from detectors.usage_level import Levels, Usual
from detectors.wording import about
from schemas.event import Event

DAYS_LEAST = 5  # of earlier use: before, a key is new, and its program is not finished
DENIED_TOLD = 2  # numbers in the detail of a run that is told by `denied_told`
MOSTLY = 0.5  # of a bucket's requests are refused; an import whose rows are partly known already has fewer


def count_denied(event: Event, state: UsageState, bucket: int, learned: int, step_s: float) -> None:
    """Count what is refused; buckets up to `learned` are forgotten."""
    known = {at: total for at, total in state.denied.items() if at > learned}
    known[bucket] = known.get(bucket, 0.0) + requests(event)
    state.denied = known
    state.denied_days = noted(state.denied_days, bucket * step_s, known[bucket])


class Denied(NamedTuple):
    """What a bucket was refused: how surprising that is, requests, days of use before, those with any refused."""

    surprise: float = 0.0
    refused: float = 0.0
    days: int = 0
    refused_days: int = 0


def denied_in(levels: Levels, usual: Usual, state: UsageState, totals: dict[int, float], event: Event,
              step_s: float, further: float = 0.0) -> Denied:  # fmt: skip
    """Return what the event's bucket was refused, `further` requests included.

    A chain: so much, by the key's few buckets and what keys are like (Student's t); refused at all (the share of its
    days with any, Jeffreys); in a product new to it (half, as in `key_past`: a project that is new brings both).
    """
    bucket = int(event.time // step_s)
    refused, every = state.denied.get(bucket, 0.0) + further, totals.get(bucket, 0.0) + further
    if not MOSTLY * every <= refused < every:
        return Denied()
    days = days_of(state.days)
    for index, seen in totals.items():
        note(days, index * step_s, seen)
    today = int((bucket * step_s - LATENESS_MAX_S) // DAY_S)
    before, denied = (sum([day < today for day in told]) for told in (days, days_of(state.denied_days)))
    if before < DAYS_LEAST:
        return Denied()
    product = state.products.get(event.product or "")
    known = product is not None and any([day < today for day in days_of(product.days)])
    fresh = 0.0 if event.units is None or known else 0.5 * log10((before + 1) / 0.5)
    surprise = levels.surprise_of_few(refused, usual) + log10((before + 1) / (denied + 0.5)) + fresh
    return Denied(surprise, refused, before, denied)


def denied_told(run: Tally, minutes: float) -> str:
    """Return the reviewer's sentence of a run with what `Denied` says in its detail."""
    days, refused = run.detail
    return (
        f"One API key was refused {run.peak:,.0f} requests within {minutes:.0f} min ({spelled(DENIED)}), most "
        f"of what it asked for, {run.peak / max(run.usual, 1e-9):,.0f} times as many as it usually makes "
        f"({about(run.usual)}); on {refused or 'none'} of its {days} earlier days "
        f"it was refused anything."
    )
