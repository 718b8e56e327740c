"""Four more ways to take accounts patiently: a key, a payout or nothing after the mail, a payout after the factor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detectors.takeover_waited_found import ALONE, EMPTIED, KEYED, WAITED
from detectors.takeover_waited_seized import FACTOR, Seized, alone_by, emptied_by, keyed_by, waited_by
from detectors.takeover_waited_state import LodgedState
from detectors.takeover_waited_usual import (
    LEAST_EMPTIED,
    LEAST_KEYED,
    SHARE_EMPTIED,
    SHARE_KEYED,
    SHARE_WAITED,
)
from schemas.event import Event


class Way(NamedTuple):
    """Accounts seized in one way, of how many changes, the share of owners' that is so, and the least that accuse."""

    sort: int
    seized: dict[str, Seized]
    changes: int
    share: float
    least: int | None = None  # as the detector's


def ways(state: LodgedState, day: int, event: Event | None, mails: int) -> Iterator[Way]:
    """Return them for the two weeks that end with a day, one more event included; `mails`: mail addresses changed."""
    factors = state.changes_later(day)[0] + (event is not None and event.type == FACTOR)
    for way in (
        Way(KEYED, state.by(keyed_by, day, event), mails, SHARE_KEYED, LEAST_KEYED),
        Way(EMPTIED, state.by(emptied_by, day, event), mails, SHARE_EMPTIED, LEAST_EMPTIED),
        Way(ALONE, state.by(alone_by, day, event), mails, state.share_alone(day)),
        Way(WAITED, state.by(waited_by, day, event), factors, SHARE_WAITED),
    ):
        if way.seized:
            yield way
