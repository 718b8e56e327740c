"""Who acts for an account without being its owner: the product's own people, through a tool of theirs."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = frozenset({"backoffice", "helpdesk", "servicedesk", "staff"})
_APART = re.compile(r"(?<=back)[-_ ](?=office)|(?<=(?:help|vice))[-_ ](?=desk)")
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=256)
def by_staff(source: str) -> bool:
    """Tell whether an event's `source` names a tool of the product's own people, from the words in it.

    What they change for a customer tells nothing of where he is: such events are read without address, device,
    country and program. The product names the source, not who acts: so it is believed.

    >>> by_staff("/backoffice"), by_staff("urn:shop:Help-Desk"), by_staff("/web/support"), by_staff("/staffing")
    (True, True, False, False)
    """
    return not WORDS.isdisjoint(_WORD.findall(_APART.sub("", source.casefold())))
