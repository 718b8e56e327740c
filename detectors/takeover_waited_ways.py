"""The ways to take accounts patiently, and who was taken so within two weeks."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from detectors.takeover_waited_days import judged, two_weeks
from detectors.takeover_waited_found import ALONE, AT_ONCE, EMPTIED, KEYED, LATER, WAITED
from detectors.takeover_waited_lodger import FACTOR, MAIL
from detectors.takeover_waited_seized import (
    Seized,
    alone_by,
    emptied_by,
    keyed_by,
    later_by,
    seized_by,
    waited_by,
)
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

    def but(self, names: Container[str]) -> Way:
        """Return it without some accounts."""
        return self._replace(seized={name: one for name, one in self.seized.items() if name not in names})


def ways(state: LodgedState, day: int, event: Event | None) -> Iterator[Way]:
    """Return them for the two weeks that end with a day, one more event included.

    Those of whom the mail address was changed, those paid out of within a day left out or not; those given a second
    factor alone, and paid from later; a key, a payout within the hour, or nothing after the mail address; a payout days
    after the second factor.
    """
    mails = state.changes(day) + (event is not None and event.type == MAIL)
    number, share = state.changes_later(day)
    factors = number + (event is not None and event.type == FACTOR)
    done = state.done(two_weeks(day), event)
    seized = judged(done, seized_by)
    for way in (
        Way(AT_ONCE, {name: one for name, one in seized.items() if not one.out}, mails, state.share(day, out=False)),
        Way(AT_ONCE, seized, mails, state.share(day, out=True)),
        Way(LATER, judged(done, later_by), factors, share),
        Way(KEYED, judged(done, keyed_by), mails, SHARE_KEYED, LEAST_KEYED),
        Way(EMPTIED, judged(done, emptied_by), mails, SHARE_EMPTIED, LEAST_EMPTIED),
        Way(ALONE, judged(done, alone_by), mails, state.share_alone(day)),
        Way(WAITED, judged(done, waited_by), factors, SHARE_WAITED),
    ):
        if way.seized:
            yield way
