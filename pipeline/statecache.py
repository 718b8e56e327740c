"""One partition's keyed state: a bounded part decoded, the rest as signed bytes in the store, written at checkpoints.

* hot: decoded, the newest used last; how many is for all partitions of the worker to share (`HotBudget`);
* cold: changed since the last checkpoint and no longer hot: bytes that wait for it;
* the store: everything as of the last checkpoint.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator, Sequence
from heapq import nsmallest
from itertools import islice

from msgspec import Struct

from detectors.base import LATENESS_MAX_S
from detectors.report_records import DAY_HOURS, HOUR_S, LASTS
from pipeline.clock import LEAP_S
from pipeline.hot_budget import HotBudget
from pipeline.keystate import SEEN_MOST, Head, KeyState, KeyStateCodec, looking_old
from pipeline.metrics_spec import Metrics
from pipeline.sealed import TAG_BYTES
from pipeline.vault import Vault

SLICE = 64  # entries that a sweep looks at, at the least
ROOMS_OWN = "\0"  # what the names of a room's own entries begin with
POSTS = ("post:", "event:")  # what a verdict may still be about, a week back and no longer
POSTS_TTL_S = 8 * 86_400.0
RECORDS = "reporter:"  # what became of somebody's reports: touched by verdicts only, and believed for long after
RECORDS_TTL_S = (LASTS + 7 * DAY_HOURS) * HOUR_S
WORTH_S, WORTH_MOST = 3600.0, 24  # an entity seen again counts as an hour younger each time, up to a day

_log = logging.getLogger(__name__)
_NEVER = float("-inf")


class Held(Struct, array_like=True):
    """What a room knows of its entities as a whole; stored with the room's own memory."""

    entries: int = 0
    alerts: int = 0  # open
    cursor: bytes = b""  # where the next look for expired entries begins


class StateCache:
    """Entities by key.

    An entity untouched for `ttl_s` of event time is as if it had never been seen, whether or not it has been removed
    yet, so that the moment of removal decides nothing. One with an open alert, or one that something waits for, is not
    forgotten (but for an alert that nobody has closed for twice that long). Above `kept` entities those go that were
    seen longest ago and least often.
    """

    def __init__(self, codec: KeyStateCodec, vault: Vault, budget: HotBudget, held: Held, *,
                 kept: int, ttl_s: float) -> None:  # fmt: skip
        self._codec, self._vault, self._budget, self.held = codec, vault, budget, held
        self._kept, self._ttl_s, self._least_ttl_s = kept, ttl_s, min(ttl_s, POSTS_TTL_S)
        self._live: dict[str, KeyState] = {}
        self._dirty: dict[str, None] = {}  # in the order of their first change
        self._cold: dict[str, bytes] = {}
        self._gone: dict[str, None] = {}
        self._round = 0  # ends with every look at what was used lately: `trim`, `flush`
        self._new = 0  # entities added since the last sweep
        self._owed = 0.0  # entries to be looked at by the next sweep
        self.evicted = {"ttl": 0, "cap": 0}
        self._floor, self._ahead = _NEVER, float("inf")
        budget.join(self)

    @property
    def hot(self) -> int:
        """Return how many states are decoded."""
        return len(self._live)

    @property
    def ttl_s(self) -> float:
        """Return after how long untouched an entity is forgotten (posts sooner, reporters' records later)."""
        return self._ttl_s

    @property
    def ahead(self) -> float:
        """Return the time beyond which no event touches anything; infinite while no time is known."""
        return self._ahead

    def at(self, watermark: float) -> None:
        """Say how far event time is: nobody's age is told by an event that is far off it, late or early."""
        if watermark > _NEVER:
            self._floor, self._ahead = watermark - LATENESS_MAX_S, watermark + LEAP_S

    def get(self, key: str, time: float) -> KeyState:
        """Return the entity's state, new if unknown or expired by `time`, and mark it to be written."""
        state = self._live.get(key)
        if state is None:
            state = self._use(key, self._warm(key) or self._anew(key, None))
        elif state.used != self._round:  # else it is marked already
            del self._live[key]
            self._use(key, state)
        at = time if time < self._ahead else self._ahead
        now = at if at > self._floor else self._floor
        if now - state.touched > self._least_ttl_s and state.touched != _NEVER and self._outlived(key, state, now):
            state = self._renewed(key, state)
        if at > state.touched:  # noqa: PLR1730  # once an event and entity: `max` takes three times as long
            state.touched = at
        if state.seen < SEEN_MOST:
            state.seen += 1
        return state

    def _use(self, key: str, state: KeyState) -> KeyState:
        """Make a state the newest of those that are hot, as used in this round, and to be written."""
        self._live[key] = state
        self._dirty[key] = None
        state.used = self._round
        return state

    def _renewed(self, key: str, expired: KeyState) -> KeyState:
        """Return a new state in place of one that has expired."""
        state = self._live[key] = self._anew(key, expired)
        state.used = self._round
        return state

    def find(self, key: str) -> KeyState | None:
        """Return a known entity's state, to be changed but not touched; None when it is not known."""
        state = self._live.pop(key, None) or self._warm(key)
        return None if state is None else self._use(key, state)

    def peek(self, key: str, time: float) -> KeyState | None:
        """Return what `get` would find, None for what it would make; nothing is touched."""
        state = self.find(key)
        now = max(min(time, self._ahead), self._floor)
        return None if state is None or self._outlived(key, state, now) else state

    def _anew(self, key: str, expired: KeyState | None) -> KeyState:
        self._gone.pop(key, None)
        if expired is None:
            self.held.entries += 1
            self._new += 1
        else:
            self.evicted["ttl"] += 1
            self.held.alerts -= len(expired.opened)
        return KeyState()

    def _warm(self, key: str) -> KeyState | None:
        payload = self._cold.pop(key, None)
        if payload is not None:
            return self._codec.decode(payload)
        return None if key in self._gone else self._vault.load(key.encode(), self._codec.decode)

    def _ttl(self, key: str) -> float:
        if key.startswith(POSTS):
            return self._least_ttl_s
        return max(RECORDS_TTL_S, self._ttl_s) if key.startswith(RECORDS) else self._ttl_s

    def _outlived(self, key: str, state: KeyState, now: float) -> bool:
        return now - state.touched > self._ttl(key) and self._expired(state)

    def _expired(self, state: KeyState) -> bool:
        """Tell whether a state past its age has no open alert, or one that is long overdue."""
        return not state.opened or self._floor - state.touched > 2 * self._ttl_s

    def trim(self) -> None:
        """Turn the least recently used states into bytes until the rest fits the budget. Call between events."""
        self._round += 1
        surplus = len(self._live) - self._budget.room(self)
        for key in list(islice(self._live, max(0, surplus))):
            state = self._live.pop(key)
            if key in self._dirty:
                del self._dirty[key]
                self._cold[key] = self._codec.encode(state)

    # Forgetting.

    def sweep(self, wanted: Container[str]) -> None:
        """Look at a slice of the store: forget what has expired, and, above the cap, the least of the rest.

        `wanted` are keys that something waits for. A new entity pays for two looks (for one while more than half of the
        room is free), a changed one for a quarter: so the store cannot outgrow the sweep, at half a microsecond for an
        entry that is young, and 5 for one to be weighed.
        """
        looks = 2 if 2 * self.held.entries > self._kept else 1
        self._owed += looks * self._new + self.dirty() / 4
        self._new = 0
        if self._owed >= SLICE:
            self._look_over(int(self._owed), wanted)
            self._owed = 0.0

    def _look_over(self, limit: int, wanted: Container[str]) -> None:
        found = self._vault.scan(self.held.cursor, limit)
        self.held.cursor = found[-1][0] if len(found) == limit else b""
        surplus = max(0, self.held.entries - self._kept)
        since = float("inf") if surplus else self._floor - self._least_ttl_s  # what is younger stays, as it is
        ages = list(self._ages(looking_old(found, TAG_BYTES, since), wanted))
        # Half of a slice: the oldest of a slice are about the oldest of all, the youngest are not.
        for _, key in nsmallest(min(surplus, (len(ages) + 1) // 2), ages):
            self._forget(key, "cap")

    def _ages(self, found: Sequence[tuple[bytes, bytes]], wanted: Container[str]) -> Iterator[tuple[float, str]]:
        for name, blob in found:
            key = name.decode()
            if key[0] == ROOMS_OWN or key in wanted or key in self._cold or key in self._gone:
                continue
            stored, state = self._vault.open(name, blob, self._codec.head), self._live.get(key)
            head = stored if state is None else Head(state.touched, state.seen, len(state.opened))
            if self._floor - head.touched > self._ttl(key) * (2 if head.opened else 1):
                self._forget(key, "ttl")
                self.held.alerts -= head.opened
            elif not head.opened:
                yield head.touched + WORTH_S * min(head.seen - 1, WORTH_MOST), key

    def _forget(self, key: str, reason: str) -> None:
        self._live.pop(key, None)
        self._dirty.pop(key, None)
        self._gone[key] = None
        self.held.entries -= 1
        self.evicted[reason] += 1

    # Writing.

    def dirty(self) -> int:
        """Return how many entries the next `flush` returns."""
        return len(self._dirty) + len(self._cold) + len(self._gone)

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return the entries changed since the last call, signed; None deletes."""
        entries = self.flush_cold()
        encode, sign, live = self._codec.encode, self._vault.sign, self._live
        entries += [sign(key.encode(), encode(live[key])) for key in self._dirty]
        self._dirty.clear()
        self._round += 1
        return entries

    def flush_cold(self) -> list[tuple[bytes, bytes | None]]:
        """Return only what is not hot: for a run without checkpoints, which keeps its hot states to the end."""
        entries: list[tuple[bytes, bytes | None]] = [(key.encode(), None) for key in self._gone]
        sign = self._vault.sign
        entries += [sign(key.encode(), payload) for key, payload in self._cold.items()]
        self._gone.clear()
        self._cold.clear()
        return entries

    def report(self, metrics: Metrics, partition: int) -> None:
        """Hand the counters gathered since the last call to the metrics."""
        stage = self._vault.stage
        for reason, count in self.evicted.items():
            if count:
                metrics.count("abusewatch_state_evicted_total", count, stage=stage, reason=reason)
                self.evicted[reason] = 0
        for name, count in self._codec.cold.items():
            metrics.count("abusewatch_state_refused_total", count, stage=stage, reason="unknown_version")
            _log.warning("stage %s: %d states of another version of detector %s: it starts cold", stage, count, name)
        self._codec.cold.clear()
        metrics.gauge("abusewatch_state_entries", self.held.entries, stage=stage, partition=partition)
        metrics.gauge("abusewatch_alerts_open", self.held.alerts, stage=stage, partition=partition)
