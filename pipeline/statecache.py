"""One partition's keyed state: a bounded part decoded, the rest as signed bytes in the store, written at checkpoints.

* hot: decoded, the newest used last; how many is for all partitions of the worker to share (`HotBudget`);
* cold: changed since the last checkpoint and no longer hot: bytes that wait for it;
* the store: everything as of the last checkpoint.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Mapping
from itertools import islice

from pipeline.hot_budget import HotBudget
from pipeline.keystate import SEEN_MOST, KeyState
from pipeline.keystate_codec import KeyStateCodec
from pipeline.lifetime import NEVER, Lifetime
from pipeline.metrics_spec import Metrics
from pipeline.sweep import Held, Reason, Sweep
from pipeline.vault import Vault

_log = logging.getLogger(__name__)


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
        self._life = Lifetime(ttl_s)
        self._sweep = Sweep(codec, vault, held, self._life, kept)
        self._live: dict[str, KeyState] = {}
        self._dirty: dict[str, None] = {}  # in the order of their first change
        self._cold: dict[str, bytes] = {}
        self._gone: dict[str, None] = {}
        self._round = 0  # ends with every look at what was used lately: `trim`, `flush`
        self._new = 0  # entities added since the last sweep
        self.evicted: dict[Reason, int] = {"ttl": 0, "cap": 0}
        budget.join(self)

    @property
    def hot(self) -> int:
        """Return how many states are decoded."""
        return len(self._live)

    @property
    def states(self) -> Mapping[str, KeyState]:
        """Return those that are decoded, by key."""
        return self._live

    @property
    def ttl_s(self) -> float:
        """Return after how long untouched an entity is forgotten (posts sooner, reporters' records later)."""
        return self._life.ttl_s

    @property
    def ahead(self) -> float:
        """Return the time beyond which no event touches anything; infinite while no time is known."""
        return self._life.ahead

    def at(self, watermark: float) -> None:
        """Say how far event time is."""
        self._life.at(watermark)

    def get(self, key: str, time: float) -> KeyState:
        """Return the entity's state, new if unknown or expired by `time`, and mark it to be written."""
        try:
            state = self._live[key]
        except KeyError:
            state = self._use(key, self._warm(key) or self._anew(key, None))
        if state.used != self._round:  # else it is marked already
            del self._live[key]
            self._use(key, state)
        life = self._life
        at = time if time < life.ahead else life.ahead
        now = at if at > life.floor else life.floor
        if now - state.touched > life.least_s and state.touched != NEVER and life.outlived(key, state, now):
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
        return None if state is None or self._life.outlived(key, state, self._life.now(time)) else state

    def _anew(self, key: str, expired: KeyState | None) -> KeyState:
        if key in self._gone:
            del self._gone[key]
        if expired is None:
            self.held.entries += 1
            self._new += 1
        else:
            self.evicted["ttl"] += 1
            self.held.alerts -= len(expired.opened)
        return KeyState()

    def _warm(self, key: str) -> KeyState | None:
        if key in self._cold:
            return self._codec.decode(self._cold.pop(key))
        return None if key in self._gone else self._vault.load(key.encode(), self._codec.decode)

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
        """Forget some of what has expired, and, above the cap, of the rest; `wanted` are waited for, and stay."""
        self._sweep.look(self, wanted, self._new, self.dirty())
        self._new = 0

    def changed(self, key: str) -> bool:
        """Tell whether what is stored of one is out of date, though it is not decoded."""
        return key in self._cold or key in self._gone

    def forget(self, key: str, reason: Reason) -> None:
        """Remove one, for the reason that is counted."""
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
