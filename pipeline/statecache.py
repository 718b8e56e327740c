"""One partition's keyed state: bounded, and as old as its entities' last events. Where it is kept: `hot_states`."""

from __future__ import annotations

import logging
from collections.abc import Container

from pipeline.hot_budget import HotBudget
from pipeline.hot_states import HotStates
from pipeline.keystate import SEEN_MOST, KeyState
from pipeline.keystate_codec import KeyStateCodec
from pipeline.lifetime import NEVER, Lifetime
from pipeline.metrics_spec import Metrics
from pipeline.sweep import Held, Reason, Sweep
from pipeline.vault import Vault

_log = logging.getLogger(__name__)


class StateCache(HotStates):
    """Entities by key.

    An entity untouched for `ttl_s` of event time is as if it had never been seen, whether or not it has been removed
    yet, so that the moment of removal decides nothing. One with an open alert, or one that something waits for, is not
    forgotten (but for an alert that nobody has closed for twice that long). Above `kept` entities those go that were
    seen longest ago and least often.
    """

    def __init__(self, codec: KeyStateCodec, vault: Vault, budget: HotBudget, held: Held, *,
                 kept: int, ttl_s: float) -> None:  # fmt: skip
        super().__init__(codec, vault, budget)
        self.held, self._life = held, Lifetime(ttl_s)
        self._sweep = Sweep(codec, vault, held, self._life, kept)
        self._new = 0  # entities added since the last sweep
        self.evicted: dict[Reason, int] = {"ttl": 0, "cap": 0}

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

    def _renewed(self, key: str, expired: KeyState) -> KeyState:
        """Return a new state in place of one that has expired."""
        state = self._live[key] = self._anew(key, expired)
        state.used = self._round
        return state

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

    # Forgetting.

    def sweep(self, wanted: Container[str]) -> None:
        """Forget some of what has expired, and, above the cap, of the rest; `wanted` are waited for, and stay."""
        self._sweep.look(self, wanted, self._new, self.dirty())
        self._new = 0

    def forget(self, key: str, reason: Reason) -> None:
        """Remove one, for the reason that is counted."""
        self._live.pop(key, None)
        self._dirty.pop(key, None)
        self._gone[key] = None
        self.held.entries -= 1
        self.evicted[reason] += 1

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
