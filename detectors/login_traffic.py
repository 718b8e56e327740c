"""Login attempts of a stretch of time, sorted by whether the account's past explains them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from detectors.strange import strange
from detectors.tally import MARKED_KEPT, Tally
from schemas.event import Event


class Traffic(Struct, array_like=True):
    """Accounts in a window or an hour.

    `strange`: those that failed from where they have never been. `own`: those that failed from where they have
    been. `novel`: those that logged in from where they had never been.
    """

    strange: float = 0.0
    own: float = 0.0
    novel: float = 0.0

    def add(self, other: Traffic, weight: float = 1.0, keep: float = 1.0) -> None:
        """Add another's counts, `weight` times, after keeping a share of one's own."""
        self.strange = keep * self.strange + weight * other.strange
        self.own = keep * self.own + weight * other.own
        self.novel = keep * self.novel + weight * other.novel


def sort_in(event: Event, tally: Tally) -> None:
    """Note one login attempt in a tally whose members are the accounts that failed from a strange place."""
    away = strange(event)
    if event.outcome:
        tally.add("entries", float(away))
    elif not away:
        tally.account(event.subject, event.time)
    elif event.reason == "unknown_user":
        tally.add("unknown_users")
    if away and (event.outcome or event.reason == "mfa_failed"):
        tally.mark(event.subject, event.time)


def traffic(tallies: Iterable[Tally]) -> Traffic:
    """Sum up tallies filled by `sort_in`. An account in two of them counts twice."""
    found = Traffic()
    for tally in tallies:
        extra = tally.extra or {}
        found.strange += tally.distinct()
        found.own += len(tally.accounts or ())
        found.novel += _entered(tally, extra)
    return found


def _entered(tally: Tally, extra: dict[str, float]) -> float:
    """Count accounts entered, so that one entering again and again hides nothing; attempts, if too many to name."""
    named = len(tally.marked or ())
    return extra.get("entries", 0.0) if named >= MARKED_KEPT else float(named)
