"""The parts of a takeover: entries from strange places, changes after them, and which belong to which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from msgspec import Struct

from detectors.habits import DAY_S
from detectors.strange import foreign, news, strange
from schemas.event import NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, Event
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
BEFORE_S = 3600.0  # a link to set a new password is good for about an hour
BEFORE = 1.0  # surprise of a reset before the entry: of owners who come on a new device one in ten has forgotten it
MOVE = 1.0  # surprise that a second factor is set anew on a new device: one in ten (`entry_fanout.CHANGING`)
MOVES: tuple[EventType, ...] = ("account.mfa_changed", "account.password_reset")  # what a new device brings with it
LOCKS: tuple[EventType, ...] = ("account.email_changed", "account.api_key_created")  # what it does not
HIJACK_LEAST = 3  # kinds of change within `SOON_S` on the account's own device: fewer are an owner's on his journey
SOON_S = 600.0  # a thief who changes his address with every request is done within minutes


class Entry(Struct, array_like=True):
    """A successful login from a strange place, or a change made there without one. `novel` are its new places.

    `owned`: the device is the account's own, so that the session may be stolen and may be the owner's as well. `near`:
    the provider is one the account has used. `paid`, `used`: spent from there within the hour after. `home`: so is the
    address, and the device alone is new: many share a carrier's, and the owner's is where he unpacks a new phone.
    """

    time: float
    id: str
    ip: str | None
    novel: int
    device: str | None = None
    login: bool = True
    owned: bool = False
    near: bool = False
    paid: float = 0.0
    used: float = 0.0
    home: bool = False

    def place(self) -> tuple[str | None, str | None]:
        """Return the address and device that what follows may come from: others of a household share its address."""
        return None if self.home else self.ip, self.device


class Change(Struct, array_like=True):
    """A change of what protects the account. `away`: made from a strange place; `card`: paid with."""

    time: float
    id: str
    ip: str | None
    kind: EventType
    away: bool
    card: str | None = None
    device: str | None = None


def entry_of(event: Event) -> Entry:
    """Return the entry that a successful login is, or a change in a stolen session."""
    login, away = event.type == "account.login", strange(event)
    owned, near, home = not (login or away), not foreign(event), login and not away
    return Entry(event.time, event.id, event.ip, news(event), event.device, login, owned, near, home=home)


def is_seized(event: Event) -> bool:
    """Tell whether a change is an entry by itself: made from a strange place, in a country new to the account.

    Whoever holds a stolen session need not log in. Where no country is told, provider and device must be new: who
    helps customers changes things for them, too, from where they have never been, but mostly in their country.
    On the account's own device a new provider is enough to be looked at, since its session may be used elsewhere.
    """
    if event.type not in SEIZED:
        return False
    novel = news(event)
    if not strange(event):
        return novel & NEW_IP != 0 and novel & (NEW_ASN | NEW_COUNTRY) != 0
    wanted = NEW_COUNTRY if event.country is not None else NEW_ASN | NEW_DEVICE
    return novel & wanted == wanted


def change_of(event: Event) -> Change:
    """Return the change that an event of one of the `CHANGES` is."""
    return Change(
        event.time, event.id, event.ip, cast("EventType", event.type), strange(event), event.card, event.device
    )


def weight_of(entry: Entry, changes: Sequence[Change], *, led: bool = False, drained: bool = False) -> float:
    """Return the surprise of all that was changed after an entry: each kind once, and further cards.

    `led`: the entry was led by a reset, which says nothing alone: so comes in who has forgotten his password.
    `drained`: more was spent than a new device explains (`is_regained`): reset and factor are one in ten each again.
    """
    kinds = {change.kind for change in changes}
    cards = {change.card for change in changes if change.card is not None}
    reset = BEFORE * (led and bool(kinds) and "account.password_reset" not in kinds)
    access = reset + sum([CHANGES[kind] for kind in MOVES if kind in kinds])
    if is_move(entry, kinds, led=led):
        access = min(access, BEFORE + MOVE) if drained else 0.0 if entry.near else min(access, MOVE)
    others = sum([CHANGES[kind] for kind in sorted(kinds.difference(MOVES))])
    return access + others + FURTHER * min(FURTHER_MOST, max(0, len(cards) - 1))


def is_move(entry: Entry, kinds: Collection[EventType], *, led: bool) -> bool:
    """Tell whether a new device explains what was changed: it is one event, and must not be counted twice.

    A new telephone at a provider of old sets the second factor and the password anew. At a new provider, as at the
    counter of a shop, the second factor only: who has neither of the two and comes from nowhere known holds the
    owner's number or mailbox. Neither changes the mail address or keys: where these go, too, somebody locks the owner
    out, and all counts. A country new to the account is no owner's shop.
    """
    if not entry.novel & NEW_DEVICE or entry.novel & NEW_COUNTRY or any([kind in kinds for kind in LOCKS]):
        return False
    return entry.near or not (led or "account.password_reset" in kinds)


def is_regained(entry: Entry, kinds: Collection[EventType], *, led: bool) -> bool:
    """Tell whether a new device was let in anew and then locked: a reset, and the second factor or more changed.

    An owner's new telephone may do so; who holds his number or mailbox must. What is spent then tells them apart.
    """
    reset = led or "account.password_reset" in kinds
    return reset and entry.novel & NEW_DEVICE != 0 and any([kind in kinds for kind in SEIZED])


def led_by(entry: Entry, change: Change) -> bool:
    """Tell whether a change is a reset of the password in the hour before the entry, from its address or device."""
    if change.kind != "account.password_reset" or not 0 < entry.time - change.time <= BEFORE_S:
        return False
    if change.device is not None and change.device == entry.device:
        return change.away or entry.home
    return change.away and change.ip is not None and change.ip == entry.ip and not entry.home


def is_hijack(entry: Entry, changes: Sequence[Change]) -> bool:
    """Tell whether changes after an entry are as many, and as close, as no owner makes on his way."""
    soon = {change.kind for change in changes if change.time - entry.time <= SOON_S}
    return len(soon - {"account.payment"}) >= HIJACK_LEAST


def follows(entry: Entry, change: Change) -> bool:
    """Tell whether the change came within a day of the entry from its address, or soon after from a strange place.

    Not from any strange place for a whole day: an earlier entry, with an alert of its own, would be drawn in.
    """
    after = change.time - entry.time
    if entry.home:
        return change.device == entry.device and 0 <= after <= DAY_S
    if change.ip is None or entry.ip is None:
        return change.away and 0 <= after <= DAY_S
    return (0 <= after <= DAY_S and change.ip == entry.ip) or (change.away and 0 <= after <= SOON_S)
