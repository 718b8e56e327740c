"""What the HTTP status of a request tells: which of them belong together, and why those alone.

No two groups are one. Those of a limit differ in what else a product says with them, those of a refusal in who gets
them without wanting what is not his.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.event import Event

REFUSED_FROM = 400  # from which on nothing was used
FAULT_FROM = 500  # and from which on it is the service that failed

UNAUTHORISED, FORBIDDEN, TOO_MANY = 401, 403, 429

# An allowance is used up: to be paid for (402), of characters (456, as DeepL says it), of room (507, RFC 4918), of
# bandwidth (509, as Apache and cPanel say it). A site may name others (`engine.used_up_statuses`), which are read as
# 402. No others of themselves: 429 is told to the hasty, too, 403 to who may not, 413 of one request that is too large,
# 529 to everybody when a service is overloaded.
USED_UP = (402, 456, 507, 509)
# The same however a product says it: forbidden, or too much at once. For who watches what else tells the hasty, and
# those who may not, from who has used it up: the age of the accounts, or what is answered later on.
NO_MORE = (402, 403, 429, 456, 507, 509)
# An account came to a limit of any kind, so that what it did that day is the limit's measure and not its own.
OVER_LIMIT = (402, 429, 456, 507, 509)

# Of who asks, not of what is asked for: a missing login, a rate limit. Programs try again then, whoever's they are.
OF_THE_ASKER = (UNAUTHORISED, TOO_MANY)
# No such thing, or not for you; what is `OF_THE_ASKER` says nothing of one.
DENIED = (400, 403, 404, 410, 422)
# What is asked for is there, and taken or done already: a code that was redeemed, a seat. Of itself no failed guess, as
# programs that save or retry get it over and over; but a door that says so is one that turns people away.
TAKEN = 409
# What is asked for is not there, or not for strangers; 401 is what an old session or key gets, 410 an old link.
NOT_THERE = (403, 404)
# What who probes an API or a site is answered, now so and now so.
PROBED = (401, 403, 404, 405)
KEY_REFUSED = (UNAUTHORISED, FORBIDDEN)  # a key that is not good, or no longer


def is_answered(event: Event) -> bool:
    """Tell whether a request got what it asked for, as far as is told: what is refused uses nothing."""
    return event.status is None or event.status < REFUSED_FROM


def is_over_limit(event: Event) -> bool:
    """Tell whether a request was refused since its account came to a limit: too many (429), or used up."""
    return event.status in OVER_LIMIT


def spelled(statuses: Sequence[int]) -> str:
    """Return statuses as a reviewer is told them.

    >>> spelled(DENIED)
    '400, 403, 404, 410 or 422'
    """
    return f"{', '.join(map(str, statuses[:-1]))} or {statuses[-1]}"
