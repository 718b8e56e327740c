"""Login attempts of a stretch of time, sorted by whether the account's past explains them."""

from __future__ import annotations

from msgspec import Struct

from detectors.tally import MARKED_KEPT, Tally
from schemas.event import Event

Sorted = tuple[float, float, float]  # as in `Traffic`, of one tally


class Traffic(Struct, array_like=True):
    """Accounts in a window or an hour.

    `strange`: those that failed from where they have never been. `own`: those that failed from where they have
    been. `novel`: those that logged in from where they had never been.
    """

    strange: float = 0.0
    own: float = 0.0
    novel: float = 0.0

    def count(self, found: Sorted) -> None:
        """Add what `sorted_in` has found: mostly nothing but one of the three."""
        strange, own, novel = found
        if strange:
            self.strange += strange
        if own:
            self.own += own
        if novel:
            self.novel += novel

    def add(self, other: Traffic, weight: float = 1.0, keep: float = 1.0) -> None:
        """Add another's counts, `weight` times, after keeping a share of one's own."""
        self.strange = keep * self.strange + weight * other.strange
        self.own = keep * self.own + weight * other.own
        self.novel = keep * self.novel + weight * other.novel


def sort_in(event: Event, tally: Tally, *, away: bool) -> None:
    """Note one login attempt in a tally whose members are the accounts that failed from a strange place (`away`)."""
    if event.outcome:
        tally.add("entries", float(away))
        if away:
            tally.mark(event.subject, event.time)
    elif not away:
        tally.account(event.subject, event.time)
    elif event.reason == "unknown_user":
        tally.add("unknown_users")
    elif event.reason == "mfa_failed":
        tally.mark(event.subject, event.time)


def sorted_in(tally: Tally) -> Sorted:
    """Return the three counts of one tally, as `Traffic` names them.

    Of those entered it counts accounts, so that one entering again and again hides nothing; attempts, if too many to
    name.
    """
    named = float(len(tally.marked)) if tally.marked else 0.0
    if named >= MARKED_KEPT:
        named = (tally.extra or {}).get("entries", 0.0)
    return len(tally.members) << tally.level, len(tally.accounts) if tally.accounts else 0, named
