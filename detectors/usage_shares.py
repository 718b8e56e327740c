"""Of which product the many requests of a key or account are, and how many of all it made before were.

Requests by product are summed up in a tally while its bucket is open; of what was ever made a number is kept for what
stands for the product: four bytes each. A tally that becomes hot notes what had been made before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import crc32

from detectors.tally import Tally

OF = "of "  # begins the names of such sums
BEFORE = "before "  # begins the names of what was made before a tally became hot, by what stands for the product
SUMS_MOST = 32  # names in a tally, with those of units
SLOTS = 128  # products share a slot once in so many
RISEN = 0.25  # of all requests: so many more than its share before, and the product stands out
MOST = 0.5  # of all requests: what they are of, whether or not it is as ever

slots: dict[str, int] = {}  # what stands for products, to be looked up without a call
_SLOTS_KNOWN = 4096  # names


def slot_of(product: str) -> int:
    """Return what stands for a product."""
    if len(slots) >= _SLOTS_KNOWN:
        slots.clear()
    return slots.setdefault(product, crc32(product.encode()) % SLOTS)


def count_product(tally: Tally, name: str, number: float) -> None:
    """Add requests to their product's sum; of the products beyond some, none. `name`: `OF` and the product."""
    if (extra := tally.extra) is None or name in extra or len(extra) < SUMS_MOST:
        tally.add(name, number)


def note_before(tally: Tally, ever: Mapping[int, int], since: Iterable[Tally]) -> None:
    """Note what had been made before: all that was `ever` made, but for what tallies `since` then hold."""
    late = sums(since)
    for slot in sorted(ever):
        if (number := ever[slot] - late.get(slot, 0)) > 0:
            tally.add(f"{BEFORE}{slot}", number)


def sums(tallies: Iterable[Tally]) -> dict[int, int]:
    """Return the requests of tallies by what stands for their products."""
    found: dict[int, int] = {}
    for tally in tallies:
        for name, number in (tally.extra or {}).items():
            if name.startswith(OF):
                slot = slot_of(name[len(OF) :])
                found[slot] = found.get(slot, 0) + int(number)
    return found


def added(made: Mapping[int, int], more: Mapping[int, int]) -> dict[int, int]:
    """Return both together."""
    return {slot: made.get(slot, 0) + more.get(slot, 0) for slot in sorted({*made, *more})}


class Share(NamedTuple):
    """A product: its requests, those of all, and its share, in [0, 1], of what was made before; None where unknown."""

    product: str
    made: float
    every: float
    before: float | None

    @property
    def risen(self) -> float:
        """Return how much more of all it is than before."""
        return self.made / self.every - (self.before or 0.0)


def standing_out(run: Tally) -> Share | None:
    """Return the product whose share has risen most, if by a quarter of all, else that of most requests; or None."""
    extra = sorted((run.extra or {}).items())
    before = {name[len(BEFORE) :]: number for name, number in extra if name.startswith(BEFORE)}
    every = sum(before.values())
    shares = [
        Share(name[len(OF) :], number, run.total,
              before.get(str(slot_of(name[len(OF) :])), 0.0) / every if every else None)
        for name, number in extra if name.startswith(OF)
    ]  # fmt: skip
    if (top := max(shares, key=lambda one: one.risen, default=None)) is not None and top.risen >= RISEN:
        return top
    return next((one for one in shares if one.made >= MOST * one.every), None)


def told_of(share: Share | None) -> str:
    """Return the sentence on it, after one on the requests; "" where no product stands out.

    >>> told_of(Share("export", 2301, 2420, 0.041))
    ' 2,301 of its 2,420 requests in all were of export (4 in 100 before).'
    >>> told_of(Share("export", 9, 9, 0.0)), told_of(Share("export", 9, 9, None)), told_of(None)
    (' All of its 9 requests were of export (none before).', ' All of its 9 requests were of export.', '')
    """
    if share is None:
        return ""
    what = "All of its {1} requests were" if share.made >= share.every else "{0} of its {1} requests in all were"
    return f" {what.format(f'{share.made:,.0f}', f'{share.every:,.0f}')} of {share.product}{_before(share.before)}."


def _before(share: float | None) -> str:
    if share is None:
        return ""
    if not share:
        return " (none before)"
    return f" ({100 * share:.0f} in 100 before)" if share >= 0.005 else " (fewer than 1 in 100 before)"


def share_as_evidence(share: Share | None) -> dict[str, float | int | str]:
    """Return the checkable numbers of it."""
    if share is None:
        return {}
    found: dict[str, float | int | str] = {"product": share.product, "product_requests": round(share.made, 3)}
    return found if share.before is None else {**found, "product_share_before": round(share.before, 4)}
