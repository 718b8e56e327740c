"""Accounts that an organisation numbers under its own name: a chain's shops, a school's pupils, a test team's.

The handle begins with a word of the mail domain and ends in a number: `northgate.shop07` with mail at
`northgate.example`. On six made-up products 272 accounts had such a name, none of them an attacker's. Strangers with
one number each do not have their names from their mail, and a program that draws names draws them from lists. Whoever
calls a farm by its own mail domain gives all of it away by that; it is told by its number alone.

Or the handle is a number in a row that somebody keeps: a word, a dash and at least three digits, the first of them a
nought (`driver-007`), with mail of its own. On fifteen made-up products 122 accounts had such a name, of a haulier, a
charity and a test team; a program that draws numbers draws none with a nought before them.
"""

from __future__ import annotations

from functools import lru_cache
from re import compile as pattern

from detectors.disposable import disposable

_NUMBERED = pattern(r"([a-z]+)(?:[^a-z].*)?[0-9]$")
_IN_A_ROW = pattern(r"[a-z]+[-_.]0[0-9]{2,}$")
# Mail that anybody has: who numbers his accounts there is no organisation.
PUBLIC = frozenset(
    "aol fastmail gmail gmx googlemail hotmail icloud live mail me msn outlook proton protonmail qq tuta tutanota web "
    "yahoo yandex ymail zoho".split()
)
NEARLY_ALL = 0.9  # of a crowd: the teacher, or whoever sets the shops up, has an account with a name


@lru_cache(64)
def numbered(handle: str | None, domain: str | None) -> bool:
    """Tell whether a handle is a number under its mail domain's name, or one in a row; several ask for the same one.

    >>> numbered("gsnorth-07", "gs-north.example"), numbered("qa-3-00", "sign-qa.example"), numbered("mia8", "mia.de")
    (True, True, True)
    >>> numbered("mia83", "mail.example"), numbered("northgate", "northgate.example"), numbered("mail7", None)
    (False, False, False)
    >>> [numbered(*one) for one in (("van-007", "haul.example"), ("van-007", "gmail.com"), ("van-107", "haul.example"))]
    [True, False, False]
    """
    if not handle or not domain or disposable(domain):
        return False
    words = _words(domain.casefold())
    found = _NUMBERED.match(handle.casefold())
    if found is not None and found[1] in words:
        return True
    return _IN_A_ROW.match(handle.casefold()) is not None and words.isdisjoint(PUBLIC)


def _words(domain: str) -> set[str]:
    """Return the words of a domain but the last, which is no name: each label, as it is and without its hyphens."""
    labels = domain.split(".")[:-1]
    return {word for label in labels for word in (label.replace("-", ""), *label.split("-"))}
