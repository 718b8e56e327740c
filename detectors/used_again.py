"""What an account had used before when it comes back to a thing: `schemas.event.AGAIN`.

What it had used before is told with its second use of a thing, and with no other. Once is a mistake, a link in a mail,
or the last page of what was begun elsewhere; who comes back has come for it.
"""

from __future__ import annotations

from zlib import crc32

from detectors.profile import Profile
from detectors.usage_newcomers_used import kind_of
from schemas.event import AGAIN, AGAIN_KNOWN, Event

THINGS_KEPT = 12  # who has used as many knows the place: nothing more is told of him
NAMES_MOST = 4096  # products remembered
NAMED_MOST = 40  # characters
LETTERS, FIRST = 50_000, 0x100  # of Unicode that stand for things: every account keeps some, and a name is 60 bytes


class _Things(dict[str, str]):
    """The letter of what a product is counted as: looked up without a call, since each use is.

    >>> THINGS["read/b-17"] == THINGS["read/b-18"] != THINGS["search"], len(THINGS["search"])
    (True, 1)
    """

    def __missing__(self, product: str) -> str:
        if len(self) >= NAMES_MOST:
            self.clear()
        found = self[product] = chr(FIRST + crc32(thing_of(product).encode()) % LETTERS)
        return found


THINGS = _Things()


def thing_of(product: str) -> str:
    """Return what a product is counted as.

    >>> [thing_of(name) for name in ("domain/register", "read/b-17", "/questions/17/answers", "search")]
    ['domain/register', 'read', 'questions', 'search']
    """
    kind = kind_of(product)
    numbered = any(map(str.isdigit, product.replace(kind, "", 1)))
    return (kind if numbered else product)[:NAMED_MOST]


def used_again(profile: Profile, event: Event, thing: str) -> int:
    """Note the second answered use of a thing, without a key; return `AGAIN`, and say what had been used.

    With `AGAIN_KNOWN` where the account's sign-up is known: then all that it ever used is.
    """
    profile.again += thing
    event.used = profile.things
    return AGAIN | AGAIN_KNOWN if profile.signed_up <= event.time else AGAIN
