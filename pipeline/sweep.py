"""Looks over one partition's stored entities, a slice at a time: what has expired, and who must go above the cap."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Literal, Protocol

from msgspec import Struct

from pipeline.keystate import KeyState
from pipeline.keystate_codec import Head, KeyStateCodec, looking_old
from pipeline.lifetime import Lifetime, worth
from pipeline.sealed import TAG_BYTES
from pipeline.vault import Vault

SLICE = 64  # entries that a sweep looks at, at the least
ROOMS_OWN = "\0"  # what the names of a room's own entries begin with

Reason = Literal["ttl", "cap"]


class Held(Struct, array_like=True):
    """What a room knows of its entities as a whole; stored with the room's own memory."""

    entries: int = 0
    alerts: int = 0  # open
    cursor: bytes = b""  # where the next look for expired entries begins


class Kept(Protocol):
    """The partition's entities, as its cache has them."""

    @property
    def states(self) -> Mapping[str, KeyState]:
        """Return those that are decoded."""

    def changed(self, key: str) -> bool:
        """Tell whether what is stored of one is out of date, though it is not decoded."""

    def forget(self, key: str, reason: Reason) -> None:
        """Remove one."""


class Sweep:
    """One partition's.

    A new entity pays for two looks (for one while more than half of the room is free), a changed one for a quarter: so
    the store cannot outgrow the sweep, at half a microsecond for an entry that is young, and 5 for one to be weighed.
    """

    def __init__(self, codec: KeyStateCodec, vault: Vault, held: Held, life: Lifetime, most: int) -> None:
        self._codec, self._vault, self._held, self._life, self._most = codec, vault, held, life, most
        self._owed = 0.0  # entries to be looked at by the next sweep

    def look(self, kept: Kept, wanted: Container[str], new: int, changed: int) -> None:
        """Look at what entities `new` and `changed` since the last call pay for; `wanted` are waited for, and stay."""
        looks = 2 if 2 * self._held.entries > self._most else 1
        self._owed += looks * new + changed / 4
        if self._owed >= SLICE:
            self._slice(kept, int(self._owed), wanted)
            self._owed = 0.0

    def _slice(self, kept: Kept, limit: int, wanted: Container[str]) -> None:
        found = self._vault.scan(self._held.cursor, limit)
        self._held.cursor = found[-1][0] if len(found) == limit else b""
        surplus = max(0, self._held.entries - self._most)
        since = float("inf") if surplus else self._life.floor - self._life.least_s  # what is younger stays, as it is
        ages = list(self._ages(kept, looking_old(found, TAG_BYTES, since), wanted))
        # Half of a slice: the oldest of a slice are about the oldest of all, the youngest are not.
        for _, key in nsmallest(min(surplus, (len(ages) + 1) // 2), ages):
            kept.forget(key, "cap")

    def _ages(self, kept: Kept, found: Sequence[tuple[bytes, bytes]],
              wanted: Container[str]) -> Iterator[tuple[float, str]]:  # fmt: skip
        for name, blob in found:
            key = name.decode()
            if key[0] == ROOMS_OWN or key in wanted or kept.changed(key):
                continue
            stored, state = self._vault.open(name, blob, self._codec.head), kept.states.get(key)
            head = stored if state is None else Head(state.touched, state.seen, len(state.opened))
            if self._life.over(key, head):
                kept.forget(key, "ttl")
                self._held.alerts -= head.opened
            elif not head.opened:
                yield worth(head), key
