"""Cards refused and then taken of the same account: so owners try again, testers go on to the next card."""

from __future__ import annotations

from collections.abc import Container, Iterable

from detectors.base import Finding
from detectors.pairs import PARTED, first_of
from detectors.tally import Tally
from schemas.event import Event

# By step and pair of account and card, when it was last taken. So many a step, by name: who is beyond is named.
Paid = dict[int, dict[str, float]]
PAID_KEPT = 512
YES, NO = "+", "-"  # how a refused pair is kept in a bucket that accuses, as it was taken since or was not


def note_paid(paid: Paid, step: int, event: Event) -> None:
    """Keep that a card was taken."""
    if not event.card:
        return
    if step not in paid:
        paid[step] = {}
    taken, pair = paid[step], f"{event.subject}{PARTED}{event.card}"
    if pair not in taken or event.time > taken[pair]:
        taken[pair] = event.time
        if len(taken) > PAID_KEPT:
            del taken[max(taken)]


def note_refused(tallies: Iterable[Tally], paid: Paid, steps: range) -> None:
    """Note in buckets of a window of which of their refused pairs (`strangers`) the card was taken within it."""
    taken: dict[str, float] = {}
    for step in steps:
        for pair, time in paid.get(step, {}).items():
            taken[pair] = max(time, taken.get(pair, time))
    for tally in tallies:
        for pair, time in (tally.strangers or {}).items():
            tally.carry(f"{YES if taken.get(pair, 0.0) > time else NO}{pair}", time)


def acquitted(run: Tally) -> set[str]:
    """Return the accounts of which each refused card, as far as is known, was taken later."""
    told = run.carried or {}
    paid = {pair[1:] for pair in told if pair[0] == YES}
    open_ = {first_of(pair[1:]) for pair in told if pair[0] == NO and pair[1:] not in paid}
    return {first_of(pair) for pair in paid} - open_


def without(found: Finding, names: Container[str]) -> Finding:
    """Return what is found without accounts that are not concerned."""
    named = [name for name in found.accounts if name not in names]
    found.accounts_total -= len(found.accounts) - len(named)
    found.accounts = named
    return found
