"""Accounts that an organisation numbers under its own name: a chain's shops, a school's pupils, a test team's.

The handle begins with a word of the mail domain and ends in a number: `northgate.shop07` with mail at
`northgate.example`. On six made-up products 272 accounts had such a name, none of them an attacker's. Strangers with
one number each do not have their names from their mail, and a program that draws names draws them from lists. Whoever
calls a farm by its own mail domain gives all of it away by that; it is told by its number alone.
"""

from __future__ import annotations

from functools import lru_cache
from re import compile as pattern

from detectors.disposable import disposable

_NUMBERED = pattern(r"([a-z]+)(?:[^a-z].*)?[0-9]$")
NEARLY_ALL = 0.9  # of a crowd: the teacher, or whoever sets the shops up, has an account with a name


@lru_cache(64)
def numbered(handle: str | None, domain: str | None) -> bool:
    """Tell whether a handle is a number under the name that its mail domain has; several ask for the same one.

    >>> numbered("gsnorth-07", "gs-north.example"), numbered("qa-3-00", "sign-qa.example"), numbered("mia8", "mia.de")
    (True, True, True)
    >>> numbered("mia83", "mail.example"), numbered("northgate", "northgate.example"), numbered("mail7", None)
    (False, False, False)
    """
    if not handle or not domain or disposable(domain):
        return False
    found = _NUMBERED.match(handle.casefold())
    return found is not None and found[1] in _words(domain.casefold())


def _words(domain: str) -> set[str]:
    """Return the words of a domain but the last, which is no name: each label, as it is and without its hyphens."""
    labels = domain.split(".")[:-1]
    return {word for label in labels for word in (label.replace("-", ""), *label.split("-"))}
