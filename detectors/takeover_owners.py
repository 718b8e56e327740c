"""Which changes after an entry an owner makes on a new device, or a colleague."""

from __future__ import annotations

from collections.abc import Collection

from detectors.takeover_entries import SEIZED, Entry
from schemas.event import NEW_COUNTRY, NEW_DEVICE
from schemas.values import EventType

MOVES: tuple[EventType, ...] = ("account.mfa_changed", "account.password_reset")  # what a new device brings with it
LOCKS: tuple[EventType, ...] = ("account.email_changed", "account.api_key_created")  # what it does not


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


def enrols(entry: Entry, kinds: Collection[EventType]) -> bool:
    """Tell whether who came on a new device set the second factor and locked the owner out by nothing else.

    A site that asks all for one sees hundreds do so within days, some of them from abroad. 2026-11, on seven made-up
    products: so did 127 owners (18 in a country new to the account) and no thief; of 51 thieves who took something
    within the hour all took the mail address or a key, or had the password reset. Some will, and spend: that counts
    for itself. Asked where nobody guessed, or came by a reset.
    """
    new = entry.novel & NEW_DEVICE and "account.mfa_changed" in kinds
    return bool(new) and not any([kind in kinds for kind in (*LOCKS, "account.password_reset")])


def is_colleague(entry: Entry, kinds: Collection[EventType]) -> bool:
    """Tell whether an entry that nobody guessed or reset their way to looks like another member of the customer's team.

    Who is new in a team comes on a device and at a provider of his own, makes a key and pays with the card on file. A
    stranger may do no more, but mostly comes from abroad, brings a card, or locks the owner out.
    """
    return not entry.novel & NEW_COUNTRY and set(kinds) == {"account.api_key_created"}


def is_regained(entry: Entry, kinds: Collection[EventType], *, led: bool) -> bool:
    """Tell whether a new device was let in anew and then locked: a reset, and the second factor or more changed.

    An owner's new telephone may do so; who holds his number or mailbox must. What is spent then tells them apart.
    """
    reset = led or "account.password_reset" in kinds
    return reset and entry.novel & NEW_DEVICE != 0 and any([kind in kinds for kind in SEIZED])
