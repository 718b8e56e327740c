"""Failed logins that say nothing of who tried: the service itself was at fault, and judged no password.

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
JUDGED = frozenset(
    "user username account password credential credentials mfa 2fa otp totp push code factor challenge captcha".split()
)
READ_MOST = 80  # characters of a reason
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


def own_fault(event: Event) -> bool:
    """Tell whether a failed login is the service's own fault, as far as its reason says: an outage, an error within.

    An attacker learns nothing from such an attempt, and everybody who comes meanwhile makes one.
    """
    return event.reason is not None and event.outcome is False and told_in(event.reason[:READ_MOST])


@lru_cache(1024)
def told_in(reason: str) -> bool:
    """Tell whether a reason names the service as the one at fault.

    >>> told_in("idp_unavailable"), told_in("InternalServerError"), told_in("upstream timed out")
    (True, True, True)
    >>> told_in("bad_password"), told_in("mfa_timeout"), told_in("error"), told_in("rate_limited")
    (False, False, False, False)
    """
    words = frozenset(word.lower() for word in _WORDS.findall(reason.replace("timed out", "timedout")))
    if words & JUDGED:
        return False
    return bool(words & DOWN) or bool(words & PARTS and words & BROKEN)
