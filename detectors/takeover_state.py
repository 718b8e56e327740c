"""What a takeover is made of: logins from strange places, failures before them, changes after them."""

from __future__ import annotations

from typing import cast

from msgspec import Struct, field

from detectors.base import State
from detectors.habits import DAY_S, Firsts
from detectors.profile import SETTLE_S
from detectors.strange import strange
from schemas.event import Event
from schemas.values import EventType

CHANGES: dict[EventType, float] = {  # surprise that an owner does so within a day of a login from a strange place
    "account.email_changed": 3.0, "account.mfa_changed": 2.5, "account.api_key_created": 2.0,
    "account.password_reset": 1.5, "account.payment": 1.5,  # only with a card that is new to an account that has others
}  # fmt: skip
KEPT = 16  # entries and changes remembered
SOON_S = 600.0  # a thief who changes his address with every request is done within minutes


class Entry(Struct, array_like=True):
    """A successful login from a strange place. `novel` are its new places."""

    time: float
    id: str
    ip: str | None
    novel: int
    device: str | None = None


class Change(Struct, array_like=True):
    """A change of what protects the account. `away`: made from a strange place."""

    time: float
    id: str
    ip: str | None
    kind: EventType
    away: bool


class TakeoverState(State, array_like=True):
    """`guesses` by hour: failures from strange places. `days`: recent days' logins; `past`: those before."""

    born: float = float("inf")
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    guesses: dict[int, int] = field(default_factory=dict)
    days: dict[int, Firsts] = field(default_factory=dict)
    past: Firsts = field(default_factory=Firsts)
    cards: dict[str, float] = field(default_factory=dict)  # first payment taken, by card

    def changed(self, event: Event) -> bool:
        """Tell whether an event other than a login changes something: all do but a payment with a card known for long.

        An account's first card is no change either; what was paid within minutes does not count yet (`profile`).
        """
        if event.type != "account.payment":
            return True
        before = event.time - SETTLE_S
        known = {card for card, first in self.cards.items() if first <= before}
        return event.card is not None and bool(known) and event.card not in known

    def paid(self, event: Event) -> None:
        """Remember the card of a payment that was taken."""
        if event.outcome and event.card is not None and event.time < self.cards.get(event.card, float("inf")):
            self.cards[event.card] = event.time
            if len(self.cards) > KEPT:
                del self.cards[max(self.cards, key=lambda card: (self.cards[card], card))]


def entry_of(event: Event) -> Entry:
    """Return the entry that a successful login is."""
    return Entry(event.time, event.id, event.ip, event.novel, event.device)


def change_of(event: Event) -> Change:
    """Return the change that an event of one of the `CHANGES` is."""
    return Change(event.time, event.id, event.ip, cast("EventType", event.type), strange(event))


def follows(entry: Entry, change: Change) -> bool:
    """Tell whether the change came within a day of the entry from its address, or soon after from a strange place.

    Not from any strange place for a whole day: an earlier entry, with an alert of its own, would be drawn in.
    """
    after = change.time - entry.time
    if change.ip is None or entry.ip is None:
        return change.away and 0 <= after <= DAY_S
    return (0 <= after <= DAY_S and change.ip == entry.ip) or (change.away and 0 <= after <= SOON_S)


def keep(kept: list[Entry] | list[Change], one: Entry | Change) -> None:
    """Add to a list of the latest, ordered by time."""
    late = bool(kept) and (one.time, one.id) < (kept[-1].time, kept[-1].id)
    kept.append(one)  # type: ignore[arg-type]  # each list holds one type
    if late:
        kept.sort(key=lambda item: (item.time, item.id))
    del kept[:-KEPT]
