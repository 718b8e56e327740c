"""Accounts emptied at once: entered, locked, and money sent to somebody whom they never paid, all within ten minutes.

That needs no past of the account: an owner who comes at an address new to it changes his address of mail so soon once
in 400 times, and sends money to a new payee, with no card, once in 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors.takeover_changes import SOON_S
from detectors.takeover_entries import Change, Entry
from schemas.event import FRESH

MAIL = "account.email_changed"
# 2026-12: surprise of both, on 32 made-up products: of 145,000 honest entries at an address new to the account, 44,000
# of accounts never seen before, one looks so, or one in 500,000 logins (a remitter's, who passed his second factor);
# and 70 accounts in eleven attacks.
EMPTIED = 6.0


# The first payment of an account to a payee: when, its event, from what address and device.
Payout = tuple[float, str, str | None, str | None]


def forget_payee(payees: dict[str, Payout]) -> None:
    """Drop the latest of many payees: those of old are no news when they are paid again."""
    del payees[max(payees, key=lambda payee: (payees[payee][:2], payee))]


def payees_of(payees: Mapping[str, Payout], entry: Entry) -> dict[str, Payout]:
    """Return whom an account first paid minutes after an entry, from there; the earliest first."""
    found = [(one, name) for name, one in payees.items() if 0.0 <= one[0] - entry.time <= SOON_S and _there(one, entry)]
    return {name: one for one, name in sorted(found, key=lambda told: (told[0][:2], told[1]))}


def _there(one: Payout, entry: Entry) -> bool:
    _, _, ip, device = one
    return (ip is not None and ip == entry.ip) or (device is not None and device == entry.device)


def emptied(payees: Mapping[str, Payout], entry: Entry, changes: Sequence[Change]) -> float:
    """Return the surprise that mail address and money went within minutes of an entry; 0 where not both did.

    Not of who signed up lately, and sets his account up; nor on the owner's own device or at his address.
    """
    if entry.home or entry.owned or not entry.login or entry.novel & FRESH:
        return 0.0
    soon = any([one.kind == MAIL and one.time - entry.time <= SOON_S for one in changes])
    return EMPTIED if soon and payees_of(payees, entry) else 0.0
