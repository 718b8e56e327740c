"""Login attempts of a stretch of time, sorted by whether the account's past explains them."""

from __future__ import annotations

from msgspec import Struct

from detectors.counts import MARKED_KEPT
from detectors.login_kit import came, kit
from detectors.login_traits import things
from detectors.shared_traits import OTHER, note
from detectors.strange import all_new, untold
from detectors.tally import Tally
from schemas.event import Event

# As in `Traffic`, of one tally; and what an entry or an owner's failure came with (`kit`).
Sorted = tuple[float, float, float, float, tuple[str, ...]]
_NOTHING_MORE: Sorted = (0, 0, 0, 0, ())


class Traffic(Struct, array_like=True):
    """Accounts in a window or an hour.

    `strange`: those that failed from where they have never been. `own`: those that failed from where they have
    been. `novel`: those that logged in from where they had never been; `strangers`: by a client all new to them, too.
    """

    strange: float = 0.0
    own: float = 0.0
    novel: float = 0.0
    strangers: float = 0.0

    def count(self, found: Sorted) -> None:
        """Add what `sorted_in` has found: mostly nothing but one of the first three."""
        strange, own, novel, strangers, _ = found
        if strange:
            self.strange += strange
        if own:
            self.own += own
        if novel:
            self.novel += novel
        if strangers:
            self.strangers += strangers

    def add(self, other: Traffic, weight: float = 1.0, keep: float = 1.0) -> None:
        """Add another's counts, `weight` times, after keeping a share of one's own."""
        self.strange = keep * self.strange + weight * other.strange
        self.own = keep * self.own + weight * other.own
        self.novel = keep * self.novel + weight * other.novel
        self.strangers = keep * self.strangers + weight * other.strangers


def sort_in(event: Event, tally: Tally, *, away: bool) -> Sorted:
    """Note one login attempt in a tally whose members are the accounts that failed from a strange place (`away`).

    Return what it adds beside those members.
    """
    if not event.outcome and not away:
        before = len(tally.accounts) if tally.accounts else 0
        tally.account(event.subject, event.time)
        parts, told = kit(event)
        tally.carry(came(event, told), event.time)
        place = None if event.asn is not None else event.ip
        tally.traits = note(tally.traits, things(event.user_agent, event.asn, place, event.country, OTHER))
        return 0, len(tally.accounts or ()) - before, 0, 0, parts
    if event.ip is None and untold(event):
        tally.add("untold_entries" if event.outcome else "untold_failures")
    if not event.outcome and event.reason != "mfa_failed":
        if event.reason == "unknown_user":
            tally.add("unknown_users")
        add_kit(event, tally)
        return _NOTHING_MORE
    if not event.outcome:  # whoever fails at the second factor has the password
        novel = novel_in(tally)
        tally.mark(event.subject, event.time)
        add_kit(event, tally)
        return 0, 0, novel_in(tally) - novel, 0, ()
    if (extra := tally.extra) is None:  # as `add` and `novel_in` have it, without their calls: these are the most
        extra = tally.extra = {}
    entries = extra["entries"] = extra["entries"] + 1.0 if "entries" in extra else 1.0
    before = len(tally.marked) if tally.marked else 0
    tally.mark(event.subject, event.time)
    named = len(tally.marked or ())
    more = (named if named < MARKED_KEPT else entries) - (before if before < MARKED_KEPT else entries - 1.0)
    parts, told = kit(event)
    tally.carry(came(event, told), event.time)
    place = None if event.asn is not None else event.ip  # as above: no call more
    tally.traits = note(tally.traits, things(event.user_agent, event.asn, place, event.country, OTHER))
    return 0, 0, more, _stranger(event, tally, told) if all_new(event) else 0, parts


def _stranger(event: Event, tally: Tally, told: str) -> int:
    """Note an entry by a client all new to the account; return what that adds."""
    before = len(tally.strangers or ())
    tally.stranger(f"{told}  {event.subject}", event.time)
    return len(tally.strangers or ()) - before


def add_kit(event: Event, tally: Tally) -> None:
    """Count what a failure from a strange place came with."""
    place = None if event.asn is not None else event.ip
    tally.traits = note(tally.traits, things(event.user_agent, event.asn, place, event.country, ""))
    extra = tally.extra
    if extra is None:
        extra = tally.extra = {}
    for part in kit(event)[0]:
        extra[part] = extra[part] + 1.0 if part in extra else 1.0


def sorted_in(tally: Tally) -> Sorted:
    """Return the counts of one tally, as `Traffic` names them."""
    own = len(tally.accounts) if tally.accounts else 0
    return len(tally.members) << tally.level, own, novel_in(tally), len(tally.strangers or ()), ()


def novel_in(tally: Tally) -> float:
    """Return how many were entered: accounts, so that one entering again and again hides nothing.

    Attempts, if there are too many accounts to name.
    """
    named = len(tally.marked) if tally.marked else 0
    return named if named < MARKED_KEPT else (tally.extra or {}).get("entries", 0.0)
