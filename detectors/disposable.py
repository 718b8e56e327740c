"""The kept list of throw-away mail domains (package `disposable-email-domains`), and their subdomains."""

from __future__ import annotations

from functools import lru_cache

from disposable_email_domains import blocklist


@lru_cache(maxsize=1 << 14)
def disposable(domain: str) -> bool:
    """Tell whether a mail domain, or a parent of it, is a known throw-away.

    >>> disposable("mailinator.com"), disposable("x.Mailinator.com"), disposable("example.org")
    (True, True, False)
    """
    name = domain.casefold().rstrip(".")
    while "." in name:
        if name in blocklist:
            return True
        name = name.partition(".")[2]
    return False
