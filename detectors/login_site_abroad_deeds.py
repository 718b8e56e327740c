"""What was done since in accounts that somebody got into from abroad, from there: what hardly a traveller does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from detectors.entrances import LODGED_S
from detectors.login_site_abroad_kin import Attempt
from detectors.network import line_of
from detectors.recurrence import DAY_S
from detectors.takeover_waited_lodger import FACTOR, KEY, MAIL, PAID
from detectors.went_through import name_of
from schemas.event import ENTERED, LODGED, NEW_COUNTRY, ROAMING, Event

# 2026-11, of 609 honest people on twenty-five made-up products who came from a new country with a new client, within
# ten days from there: six changed the mail address, six had money paid out, none made a key once the device was a day
# old; nine in all. Of 526 thieves' entries 146 did. A new second factor alone: 38 of the first, 25 of the others.
DEEDS: Final = (MAIL, FACTOR, PAID, KEY)
SOON_S = 2 * DAY_S
BITS = NEW_COUNTRY | ENTERED | LODGED | ROAMING  # an event with none of them is of nobody who came from abroad lately


class Deed(NamedTuple):
    """A change, or money paid out, and from which device and line; `name`: of the sum it belongs to.

    `anew`: on a device and at an address that were all new to the account as well.
    """

    time: float
    id: str
    sort: str
    device: str
    line: str
    payee: str
    name: str
    minor: float
    anew: bool = False


def deed_of(event: Event) -> bool:
    """Tell whether an event may be a deed: of who came lately, and no payment by card.

    Travellers buy where they are. Where no device is told, a payment is of who came lately if its country is new since
    hours.
    """
    if not event.novel & BITS or event.outcome is False:
        return False
    if event.type == PAID:
        lately = event.novel & (ENTERED | LODGED) or event.device is None
        return event.card is None and bool(lately)
    return True


def as_deed(event: Event) -> Deed:
    """Return what is remembered of it."""
    return Deed(event.time, event.id, event.type, event.device or "", line_of(event.ip or ""), event.merchant or "",
                name_of(event) if event.type == PAID else "", event.amount_minor or 0.0,
                bool(event.novel & ENTERED))  # fmt: skip


def done(deeds: Mapping[int, Mapping[str, list[Deed]]], inside: Mapping[str, Attempt],
         last: int) -> dict[str, list[Deed]]:  # fmt: skip
    """Return of those who got in what each did from there until a day; not who did nothing that tells."""
    found: dict[str, list[Deed]] = {}
    for day in sorted(day for day in deeds if day <= last):
        for name in sorted(deeds[day].keys() & inside.keys()):
            each = [deed for deed in deeds[day][name] if _from_there(deed, inside[name])]
            if each:
                found.setdefault(name, []).extend(each)
    return {name: each for name, each in found.items() if _telling(each, inside[name].time)}


def _from_there(deed: Deed, came: Attempt) -> bool:
    """Tell whether it was done where somebody had got in: on that device or line, or where neither is told.

    Or soon, from elsewhere that is all new, too: who tries a list with a program may use his telephone then.
    """
    if not 0.0 <= deed.time - came.time <= LODGED_S:
        return False
    if deed.anew and deed.time - came.time <= SOON_S:
        return True
    if not deed.device and not deed.line:
        return True
    return (deed.device == came.device != "") or (deed.line == came.line != "")


def _telling(deeds: list[Deed], came: float) -> bool:
    """Tell whether it is more than a new second factor, or a key on the first day, alone.

    The first a traveller sets up with a new telephone, the second an owner with a new machine; hardly anybody both.
    """
    sorts = {deed.sort for deed in deeds}
    late = any([deed.sort == KEY and deed.time - came >= DAY_S for deed in deeds])
    return late or len(sorts) > 1 or sorts.isdisjoint({FACTOR, KEY})
