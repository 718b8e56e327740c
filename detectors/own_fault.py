"""Failed logins that say nothing of who tried: the service itself was at fault, or what it once gave out had run out.

Producers word the reason as they like. What is known to be about the attempt (a password, a name, a second factor)
never counts as the service's fault, whatever else the reason says: whoever got so far was judged.
"""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.event import Event

DOWN = frozenset("unavailable unreachable outage maintenance overloaded timeout timedout 500 502 503 504".split())
PARTS = frozenset(
    "server internal system service backend upstream gateway database db idp provider directory ldap sso".split()
)
BROKEN = frozenset("error failure failed fault down offline exception".split())
ISSUED = frozenset("token session refresh cookie jwt ticket".split())  # its client shows it unasked
OVER = frozenset("expired expire stale lapsed outdated".split())
JUDGED = frozenset(
    "user username account password credential credentials mfa 2fa otp totp push code factor challenge captcha".split()
)
READ_MOST = 80  # characters of a reason
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


def own_fault(event: Event) -> bool:
    """Tell whether a failed login judged nobody, as far as its reason says: an outage, an error within, an old token.

    An attacker learns nothing from such an attempt. Everybody who comes during an outage makes one, and a client that
    does not know how to ask for a new token one after the other.
    """
    return event.reason is not None and event.outcome is False and told_in(event.reason[:READ_MOST])


@lru_cache(1024)
def told_in(reason: str) -> bool:
    """Tell whether a reason names the service as the one at fault, or something issued that has run out.

    >>> [told_in(reason) for reason in ("idp_unavailable", "InternalServerError", "timed out", "token_expired")]
    [True, True, True, True]
    >>> [told_in(reason) for reason in ("bad_password", "mfa_timeout", "error", "password_expired", "bad_token")]
    [False, False, False, False, False]
    """
    words = frozenset(word.lower() for word in _WORDS.findall(reason.replace("timed out", "timedout")))
    if words & JUDGED:
        return False
    return bool(words & DOWN) or bool(words & PARTS and words & BROKEN) or bool(words & ISSUED and words & OVER)
