"""What the product itself sends in an account's name to who has just asked for it: receipts, confirmations."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = frozenset({"autoresponder", "mailer", "receipts"})
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=256)
def by_mailer(source: str) -> bool:
    """Tell whether an event's `source` names the part of the product that answers for its people, from the words in it.

    Who fills in a form, books or orders gets a receipt in the owner's name: the owner writes to no stranger then. The
    product names the source, not who acts, and such a message tells no address, device or program: so it is believed,
    within limits (`detectors.mailing_sorts.called_for`), since the owner may fill in the form himself.

    >>> by_mailer("/mailer"), by_mailer("urn:shop:Receipts/eu"), by_mailer("/web/mail"), by_mailer("/mailers")
    (True, True, False, False)
    """
    return not WORDS.isdisjoint(_WORD.findall(source.casefold()))
