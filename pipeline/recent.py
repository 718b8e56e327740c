"""The ids of an account's latest events, one after the other in bytes: 16 an id, where a map takes a hundred."""

from __future__ import annotations

from hashlib import blake2b
from struct import Struct as Packed

KEPT = 16  # ids remembered however old they are
MOST = 1024

_ID = 8  # bytes: a sixth of the room of an id as it is
_EACH = _ID + 8
FULL = 2 * KEPT * _EACH  # bytes; at its multiples it is time to forget: a busy account need not look at each event
_time = Packed(">d")


def id_hash(name: str) -> bytes:
    """Return the 64 bits under which an event's id is remembered."""
    return blake2b(name.encode(), digest_size=_ID).digest()


def count(recent: bytes) -> int:
    """Return how many ids are remembered."""
    return len(recent) // _EACH


def first_time(recent: bytes, name: bytes) -> float | None:
    """Return the time of the first event of this id; None for an id that is not remembered."""
    at = recent.find(name)
    while at >= 0:
        if at % _EACH == 0:
            found: float = _time.unpack_from(recent, at + _ID)[0]
            return found
        at = recent.find(name, at + 1)  # that was the end of one and the beginning of another
    return None


def noted(recent: bytes, name: bytes, time: float) -> bytes:
    """Return the ids with one more, which is new to them."""
    return recent + name + _time.pack(time)


def without_old(recent: bytes, oldest: float) -> bytes:
    """Return the ids without those before `oldest`, but for the newest `KEPT`; the newest `MOST` at the most."""
    ids = [recent[at : at + _EACH] for at in range(0, len(recent), _EACH)]
    young = [one for one in ids[:-KEPT] if _time.unpack_from(one, _ID)[0] >= oldest]
    return b"".join([*young, *ids[-KEPT:]][-MOST:])
