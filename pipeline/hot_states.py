"""One partition's states in three places: the newest decoded, changed ones that are not as bytes, all in the store.

* hot: decoded, the newest used last; how many is for all partitions of the worker to share (`HotBudget`);
* cold: changed since the last checkpoint and no longer hot: bytes that wait for it;
* the store: everything as of the last checkpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from pipeline.hot_budget import HotBudget
from pipeline.keystate import KeyState
from pipeline.keystate_codec import KeyStateCodec
from pipeline.vault import Vault


class HotStates:
    """States by key: found in whichever place has them, written at checkpoints. No key is forgotten here."""

    def __init__(self, codec: KeyStateCodec, vault: Vault, budget: HotBudget) -> None:
        self._codec, self._vault, self._budget = codec, vault, budget
        self._live: dict[str, KeyState] = {}
        self._dirty: dict[str, None] = {}  # in the order of their first change
        self._cold: dict[str, bytes] = {}
        self._gone: dict[str, None] = {}
        self._round = 0  # ends with every look at what was used lately: `trim`, `flush`
        budget.join(self)

    @property
    def hot(self) -> int:
        """Return how many states are decoded."""
        return len(self._live)

    @property
    def states(self) -> Mapping[str, KeyState]:
        """Return those that are decoded, by key."""
        return self._live

    def _use(self, key: str, state: KeyState) -> KeyState:
        """Make a state the newest of those that are hot, as used in this round, and to be written."""
        self._live[key] = state
        self._dirty[key] = None
        state.used = self._round
        return state

    def find(self, key: str) -> KeyState | None:
        """Return a known entity's state, to be changed but not touched; None when it is not known."""
        state = self._live.pop(key, None) or self._warm(key)
        return None if state is None else self._use(key, state)

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

    def changed(self, key: str) -> bool:
        """Tell whether what is stored of one is out of date, though it is not decoded."""
        return key in self._cold or key in self._gone

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
