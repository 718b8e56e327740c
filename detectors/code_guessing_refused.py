"""Refusals of one door to an account: whose count, and how surprising so many in a day are by the site's other days."""

from __future__ import annotations

from math import log10

from detectors.base import by_event
from detectors.nobody import is_nobody
from detectors.only import FAILED, only
from detectors.site_spread import RARE, beyond
from detectors.statuses import DENIED
from schemas.event import GRANTED, Event

LEAST = 50  # account-days with a refusal of the product: the door is one at which many are refused, now and then
FEW = 10  # from which on there is a most of nine in ten: enough for who is refused more than all of them together
# 2026-11: of fewer, but some, a door is known as one at which people mistype: then a newcomer, as whom a guesser comes,
# is told where he is refused more than they together, each day that is missing taken for the worst that an honest one
# was on nine made-up products: nine times (four in nine of ten). A newcomer's own most was three, on two of them.
SOME, MISTYPED, MISTYPED_MOST = 3, 4, 9
# Of fewer than these, but one: where he was given it twice and more between his refusals. Who waits for a thing that is
# not there yet, or asks for one that is gone, is not refused again once he has it.
FITTED = 2
HUNDRED = 100  # below, what 99 in 100 were at most is the most of all
MOST = 12.0  # surprise: beyond it the model's own faults are likelier
Spread = tuple[int, int, int]  # account-days known, the most of nine in ten, and of 99 in 100


@by_event
@only(FAILED)
def is_denied(_detector: object, event: Event) -> bool:
    """Tell whether a product is refused to an account without a key: a `remembers`, asked once of every use."""
    return event.status in DENIED and is_refused(event)


@by_event
@only(FAILED | GRANTED)
def is_denied_or_given(_detector: object, event: Event) -> bool:
    """Tell whether a product is refused without a key, or given to who was refused it again and again."""
    return event.novel & GRANTED != 0 or (event.status in DENIED and is_refused(event))


def is_refused(event: Event) -> bool:
    """Tell whether a request that was denied is one for a product by an account without a key."""
    return not event.key and bool(event.product) and not is_nobody(event)


def refused_beyond(count: float, usual: Spread, *, newcomer: bool = False, given: float = 0) -> float:
    """Return the surprise of so many refusals in a day, of a `newcomer` also where hardly any others' are known.

    `given`: how often he was answered after refusals, in the same day.

    >>> [round(refused_beyond(*asked), 2) for asked in ((65, (200, 2, 9)), (9, (200, 2, 9)), (180, (20, 2, 9)))]
    [6.0, 0.0, 0.0]
    >>> [round(refused_beyond(*asked), 2) for asked in ((240, (10, 1, 1)), (240, (9, 1, 1)))]
    [12.0, 0.0]
    >>> [round(refused_beyond(80, usual, newcomer=True), 2) for usual in ((7, 2, 2), (3, 1, 1), (2, 1, 1))]
    [7.95, 7.58, 0.0]
    >>> [round(refused_beyond(160, (2, 1, 1), newcomer=True, given=given), 2) for given in (1, 2)]
    [0.0, 12.0]
    """
    known, most, rare = usual
    some = SOME if given < FITTED else 1
    if count <= rare or known < (some if newcomer else FEW):
        return 0.0
    if known < LEAST and count <= known * rare + max(0, FEW - known) * MISTYPED_MOST:
        return 0.0
    if known < FEW:
        most, rare = max(most, MISTYPED), max(rare, MISTYPED_MOST)
    return min(MOST, beyond(count, most, rare, min(RARE, log10(known))))
