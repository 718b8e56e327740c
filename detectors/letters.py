"""Letters: one text to many that says nowhere to turn to, from where its writer wrote before.

An organiser thanks all donors, a club calls its members: nothing is to be clicked, called or answered elsewhere. Who
writes to strangers to get something from them has a link, a number or a name to tell, and words each anew; who takes an
account comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detectors.contacts import Contacts, first_day
from detectors.customs import UNPLACED
from detectors.mailing_sent import NOWHERE, UNLINKED
from schemas.event import ELSEWHERE, Event


class Letter(NamedTuple):
    """What was written (a text's key), and whence."""

    text: str
    place: int


def plain(event: Event) -> str:
    """Return the key of a text that says nowhere to turn to; "" for one that does, is too short, or is from away."""
    found = event.fingerprints
    if not found or event.domains or event.contacts or event.novel & ELSEWHERE:
        return ""
    return found[0] if found[0][0] == UNLINKED else ""


def own_place(contacts: Contacts, codes: Iterable[int], time: float, window_s: float) -> int:
    """Return the one place from which all hashed targets (`codes`) were written to, and others on a day before.

    0 where there is none. Days that may not be over do not speak (`detectors.contacts`).
    """
    first = first_day(time, window_s)
    earlier = contacts.earlier(first)
    if not any(earlier):
        return NOWHERE
    now = [targets for day, targets in contacts.days.items() if day >= first]
    places = (targets[code] for code in codes for targets in now if code in targets)
    place = next(places, NOWHERE)  # of thousands one tells mostly
    if place in UNPLACED or not any([place in before for before in earlier]):
        return NOWHERE
    return place if all(other == place for other in places) else NOWHERE
