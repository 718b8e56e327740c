"""The parts of a takeover: entries from strange places, changes after them, and which belong to which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import Struct

from detectors.habits import DAY_S
from detectors.strange import strange
from schemas.event import NEW_ASN, NEW_COUNTRY, NEW_DEVICE, Event
from schemas.values import EventType

CHANGES: dict[EventType, float] = {  # surprise that an owner does so within a day of a login from a strange place
    "account.email_changed": 3.0, "account.mfa_changed": 2.5, "account.api_key_created": 2.0,
    "account.password_reset": 1.5, "account.payment": 1.5,  # only with a card that is new to an account that has others
}  # fmt: skip
SEIZED: tuple[EventType, ...] = (
    "account.email_changed",
    "account.mfa_changed",
    "account.api_key_created",
)  # only who is in can do these
FURTHER, FURTHER_MOST = 1.0, 2  # surprise of each further card, and how many count: who tests or drains uses several
SOON_S = 600.0  # a thief who changes his address with every request is done within minutes


class Entry(Struct, array_like=True):
    """A successful login from a strange place, or a change made there without one. `novel` are its new places."""

    time: float
    id: str
    ip: str | None
    novel: int
    device: str | None = None
    login: bool = True


class Change(Struct, array_like=True):
    """A change of what protects the account. `away`: made from a strange place; `card`: paid with."""

    time: float
    id: str
    ip: str | None
    kind: EventType
    away: bool
    card: str | None = None


def entry_of(event: Event) -> Entry:
    """Return the entry that a successful login is, or a change in a stolen session."""
    return Entry(event.time, event.id, event.ip, event.novel, event.device, event.type == "account.login")


def is_seized(event: Event) -> bool:
    """Tell whether a change is an entry by itself: made from a strange place, in a country new to the account.

    Whoever holds a stolen session need not log in. Where no country is told, provider and device must be new: who
    helps customers changes things for them, too, from where they have never been, but mostly in their country.
    """
    if event.type not in SEIZED or not strange(event):
        return False
    wanted = NEW_COUNTRY if event.country is not None else NEW_ASN | NEW_DEVICE
    return event.novel & wanted == wanted


def change_of(event: Event) -> Change:
    """Return the change that an event of one of the `CHANGES` is."""
    return Change(event.time, event.id, event.ip, cast("EventType", event.type), strange(event), event.card)


def weight_of(changes: Sequence[Change]) -> float:
    """Return the surprise of all that was changed after an entry: each kind once, and further cards."""
    kinds = {change.kind for change in changes}
    cards = {change.card for change in changes if change.card is not None}
    return sum([CHANGES[kind] for kind in sorted(kinds)]) + FURTHER * min(FURTHER_MOST, max(0, len(cards) - 1))


def follows(entry: Entry, change: Change) -> bool:
    """Tell whether the change came within a day of the entry from its address, or soon after from a strange place.

    Not from any strange place for a whole day: an earlier entry, with an alert of its own, would be drawn in.
    """
    after = change.time - entry.time
    if change.ip is None or entry.ip is None:
        return change.away and 0 <= after <= DAY_S
    return (0 <= after <= DAY_S and change.ip == entry.ip) or (change.away and 0 <= after <= SOON_S)
