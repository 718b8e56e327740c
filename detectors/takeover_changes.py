"""What was changed after an entry, how surprising it is, and which change belongs to which entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detectors.habits import DAY_S
from detectors.takeover_entries import CHANGES, SEIZED, Change, Entry
from detectors.takeover_owners import LOCKS, MOVES, is_move
from schemas.event import NEW_COUNTRY
from schemas.values import EventType

FURTHER, FURTHER_MOST = 1.0, 2  # surprise of each further card, and how many count: who tests or drains uses several
BEFORE_S = 3600.0  # a link to set a new password is good for about an hour
# Surprise of a reset before the entry, where more is spent than a new device explains: of owners who come on a new
# device one in ten has forgotten it.
BEFORE = 1.0
# Taken off for it elsewhere: who comes by a reset holds the mailbox, as its owner does. 2026-11, on eight made-up
# products: of those who came so and then changed what locks an owner out 115 were owners and none was one of 298
# thieves. Some thief will (a swapped SIM), and locks out more than once: hence no more than this.
HOLDS = 1.0
# Taken off besides where that place had failed to log in before: it knew an old password and had forgotten the new one.
# 2026-11, on nine made-up products: so did 38 owners who came by a reset and changed things, and no thief; who holds a
# swapped SIM asks for the reset at once. A thief may try a leaked password first: hence no more than this.
FORGOT = 1.0
# Taken off besides where it is told that no second factor was asked for. 2026-11, on seventeen made-up products: of
# those who came by a reset on a new device and then changed more, 23 of 40 owners were asked for none and none of nine
# thieves: a swapped SIM gets the code as well, and an account without one is guarded by the mailbox, its owner's.
UNASKED = 1.0
# Taken off a change without a login while the account is known for less than two weeks: its session may be older.
UNSEEN, UNSEEN_S = 1.0, 14 * DAY_S
MOVE = 1.0  # surprise that a second factor is set anew on a new device: one in ten (`entry_fanout.CHANGING`)
HIJACK_LEAST = 3  # kinds of change within `SOON_S` on the account's own device: fewer are an owner's on his journey
SOON_S = 600.0  # a thief who changes his address with every request is done within minutes
# 2026-11: who came to lock the owner out does it first: of 158 changes by thieves on six made-up products the slowest
# came a quarter of an hour after the entry, as of 99 on three more. An owner may do it at any time of the day.
PROMPT_S = 2400.0  # well above the slowest
LATER = 1.0  # taken off what locks the owner out and comes later


def weight_of(entry: Entry, changes: Sequence[Change], *, led: bool = False, drained: bool = False,
              one: bool = False, enrolled: bool = False) -> float:  # fmt: skip
    """Return the surprise of all that was changed after an entry: each kind once, and further cards.

    `led`: the entry was led by a reset: so comes in who has forgotten his password, on a new device above all.
    `drained`: more was spent than a new device explains (`is_regained`): reset and factor are one in ten each again.
    What locks the owner out but comes later (`later`) says less, and does not speak against a new device. Where all
    may be `one` event a new address of mail counts alone: who sets up a new telephone is asked for a factor as well.
    `enrolled`: see `enrols`.
    """
    kinds, late = {change.kind for change in changes}, later(entry, changes)
    if one and not drained:
        kinds = foremost(kinds)
        late &= kinds
    cards = {change.card for change in changes if change.card is not None}
    reset = BEFORE * (drained and led and bool(kinds) and "account.password_reset" not in kinds)
    access = reset + sum([CHANGES[kind] for kind in MOVES if kind in kinds])
    if enrolled or is_move(entry, kinds - late, led=led):
        known = entry.near and not entry.novel & NEW_COUNTRY
        access = min(access, BEFORE + MOVE) if drained else 0.0 if known else min(access, MOVE)
    others = sum([CHANGES[kind] for kind in sorted(kinds.difference(MOVES))]) - LATER * len(late)
    return access + others + FURTHER * min(FURTHER_MOST, max(0, len(cards) - 1))


def foremost(kinds: Collection[EventType]) -> set[EventType]:
    """Return the kinds without what goes with a new address of mail; all three at once no owner changes.

    >>> sorted(foremost(["account.email_changed", "account.mfa_changed", "account.payment"]))
    ['account.email_changed', 'account.payment']
    """
    seized = [kind for kind in SEIZED if kind in kinds]
    both = len(seized) == 2 and seized[0] == "account.email_changed"
    return set(kinds).difference(seized[1:] if both else ())


def later(entry: Entry, changes: Sequence[Change]) -> set[EventType]:
    """Return which of the changes that lock an owner out came only when a thief would long have made them."""
    late = {change.kind for change in changes if change.kind in LOCKS and change.time - entry.time > PROMPT_S}
    return late - prompt(entry, changes) if late else late


def prompt(entry: Entry, changes: Sequence[Change]) -> set[EventType]:
    """Return the kinds of the changes that came as soon after an entry as a thief makes them."""
    return {change.kind for change in changes if change.time - entry.time <= PROMPT_S}


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
