"""For how long a closed finding may be joined by what is found later: by their own times, whatever came first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import inf

from pipeline.campaigns.later import PAYEE
from pipeline.campaigns.shared import REPORTS
from pipeline.campaigns.sides import Side
from pipeline.stamps import stamp_s
from schemas.finding import Finding

SILENT_S = 8 * 86_400.0  # a brigade goes on for weeks, a few days apart; so does who has a payee for what he steals
# What is open is not over until its detector says so: that may be twice as late as it looks back, a month at most. A
# campaign that is forgotten before would have its last word from one finding alone.
OPEN_S = 60 * 86_400.0


def until(finding: Finding, memory_s: float) -> float:
    """Return the event time after which what is found is not joined to a finding any more: never while it is open.

    `memory_s`: for how long what is closed is remembered. Its detector may have closed it later than that.
    """
    alert = finding.alert
    if alert.status == "open":
        return inf
    lasts = SILENT_S if alert.policy == REPORTS or any([tie.startswith(PAYEE) for tie in finding.ties]) else memory_s
    return max(finding.last + lasts, stamp_s(alert.emitted_at))


def in_time(one: Side, other: Side) -> bool:
    """Tell whether the later found of two was found while the other was remembered."""
    return one.found <= other.until and other.found <= one.until


def over(groups: Iterable[frozenset[str]], sides: Mapping[str, Side], watermark: float) -> Iterator[frozenset[str]]:
    """Yield the campaigns that nothing can join any more: what was found in time for them has come, and is closed.

    `watermark`: all findings of earlier event times have been taken.
    """
    going_on = [one.found for one in sides.values() if one.until == inf and one.last + OPEN_S > watermark]
    ended = min([watermark, *going_on])
    for group in groups:
        parts = [sides[name] for name in group]
        if max([part.until for part in parts]) <= ended or max([part.last for part in parts]) + OPEN_S <= watermark:
            yield group
