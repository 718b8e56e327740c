"""Accounts that their owners did not make themselves: a firm's directory, an import, a move from another system."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = frozenset({
    "backfill", "bulk", "import", "importer", "imports", "migration", "migrator", "provision", "provisioner",
    "provisioning", "scim",
})  # fmt: skip  # SCIM: RFC 7644
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=256)
def provisioned(source: str) -> bool:
    """Tell whether an event's `source` names an entrance through which somebody else makes accounts, many at once.

    The product names it, not who signs up: so it is believed. Takes the words of the source as they are.

    >>> provisioned("/scim/v2"), provisioned("urn:shop:bulk-import"), provisioned("/web/important")
    (True, True, False)
    """
    return not WORDS.isdisjoint(_WORD.findall(source.casefold()))
