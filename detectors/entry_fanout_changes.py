"""What was changed in accounts that were entered, and whether one hand can have changed it, as it is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detectors.slots import slot
from detectors.takeover_owners import LOCKS
from detectors.tally import Tally
from schemas.event import NEW_COUNTRY, Event

LOCKED, FACTOR, PHONE, SORT = "locked", "factor", "phone", "sort"  # what was changed, as `change_said` tells it
UNSEEN = "unseen"  # begins the name of who was changed within minutes of the first that is known of him
KEY = LOCKED + "-key"  # no address of mail
KEYS = "API keys"  # as they are said
# Telephones to each program (user agent, which names model or system), at the most: 34 in a made-up shop had 24.
SORTS = 3


def change_said(event: Event) -> str:
    """Return what was changed, where one's own device may explain it on which and of what sort (hashes), and of whom.

    In the account's own country a new second factor may belong to a new telephone, a key to an owner who learns in
    company; a new address of mail does not.
    """
    if event.type == "account.email_changed":
        return f"{LOCKED} {event.subject}"
    key = KEY if event.type in LOCKS else ""
    at_home = event.country is not None and not event.novel & NEW_COUNTRY
    if not (at_home and event.device and event.user_agent):
        return f"{key or FACTOR} {event.subject}"
    return f"{key}{slot(PHONE, event.device)}{slot(SORT, event.user_agent)} {event.subject}"


def by_change(window: Sequence[Tally], kind: str) -> dict[str, str]:
    """Return the accounts of which something of a kind was changed, and the whole name of it."""
    said = [name.partition(" ") for tally in window for name in tally.carried or ()]
    return {account: what for what, _, account in said if what.startswith(kind)}


def unseen_of(window: Sequence[Tally]) -> set[str]:
    """Return the accounts of which nothing was known before they were changed."""
    return set(by_change(window, UNSEEN))


def mailed(window: Sequence[Tally], accounts: Collection[str]) -> set[str]:
    """Return those of these accounts of which the address of mail was changed."""
    return {name for name, what in by_change(window, LOCKED).items() if what == LOCKED}.intersection(accounts)


def locks_said(window: Sequence[Tally], accounts: Collection[str]) -> str:
    """Say what locked these accounts' owners out: the address of mail, keys, or both, be it of one or of several."""
    said = {name for tally in window for name in tally.carried or ()}
    kinds = {what for what, _, account in (name.partition(" ") for name in said) if account in accounts}
    mail, keys = LOCKED in kinds, any([kind.startswith(KEY) for kind in kinds])
    return "the mail address or keys" if mail and keys else KEYS if keys else "the mail address"


def with_phones(window: Sequence[Tally], changed: Collection[str]) -> set[str]:
    """Return whose second factor alone was changed, each on a telephone of his own, in his own country.

    A shop sets up a new one for each customer, and customers have all sorts; a thief's few are used for many, or a
    program of his tells another device each time. None where they are not most of those that were changed: no shop
    takes a good part of its customers' addresses of mail.
    """
    if not changed:  # most of the time: what windows carry need not be looked through
        return set()
    said = [name.partition(" ") for tally in window for name in tally.carried or ()]
    mine = [(account, what) for what, _, account in said if account in changed]
    others = {account for account, what in mine if what.startswith((LOCKED, FACTOR))}
    phones = {account: what for account, what in mine if what.startswith(PHONE) and account not in others}
    return set(phones) if _own(phones.values()) and 2 * len(phones) > len(changed) else set()


def made_keys(window: Sequence[Tally], changed: Collection[str]) -> bool:
    """Tell whether all made keys and changed nothing else, most in their own country, each on a device of its own.

    So does a class or a hackathon. A thief does it on a few devices, or in few programs; some make up both.
    """
    said = [name.partition(" ") for tally in window for name in tally.carried or ()]
    mine = [(account, what) for what, _, account in said if account in changed]
    keys = {account: what for account, what in mine if what.startswith(KEY + PHONE)}
    alone = all([what.startswith(KEY) for _, what in mine])
    return 2 * len(keys) > len(changed) and alone and _own(keys.values())


def _own(told: Collection[str]) -> bool:
    """Tell whether most have a device of their own, of all sorts."""
    devices, sorts = (len({one.split(SORT)[part] for one in told}) for part in (0, 1))
    return 2 * devices > len(told) and SORTS * sorts > len(told)
