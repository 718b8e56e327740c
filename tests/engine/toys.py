"""Detectors and doors as small as a test can be read with."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct

from detectors.base import Detector, Finding, Signal, State
from detectors.tally import Tally
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.hot_budget import HotBudget
from pipeline.keystate import KeyState
from pipeline.keystate_codec import KeyStateCodec
from pipeline.metrics_recording import RecordingMetrics
from pipeline.sealed import Seal
from pipeline.statecache import StateCache
from pipeline.sweep import Held
from pipeline.vault import Vault
from schemas.event import Event
from schemas.values import EventType, KeyedBy
from tests.support.carrier import MemoryState

SECRET = b"a secret of the tests"


class Counted(State, array_like=True):
    """Also counts everything it ever saw."""

    seen: int = 0


class Counter(Detector[Counted]):
    """Hot from the third event of an entity's minute on."""

    name = "counter"
    keyed_by: ClassVar[KeyedBy] = "ip"
    kinds: ClassVar[tuple[EventType, ...]] = ("account.login",)
    area = "account_security"
    state_type: ClassVar[type[Any]] = Counted
    least: ClassVar[int] = 3

    def score(self, event: Event, state: Counted, key: str) -> Signal | None:
        return Signal(self.name, self.version, key, 0.9 if state.seen + 1 >= self.least else 0.1, warm=state.seen > 0)

    def learn(self, event: Event, state: Counted, signal: Signal | None) -> bool:
        state.seen += 1
        tally = state.tallies.setdefault(int(event.time // 60), Tally())
        tally.seen(event.time, event.id)
        tally.member(event.subject, event.time)
        tally.hot = tally.hot or tally.n >= self.least
        return tally.hot

    def explain(self, run: Tally, state: Counted, key: str) -> Finding:
        names = sorted(run.members)
        return Finding("medium", {"events": run.n}, f"{run.n} events", "Look.", names, len(names))

    def prune(self, state: Counted, watermark: float) -> None:
        for index in [i for i, t in state.tallies.items() if not t.hot and t.last < watermark - 7200]:
            del state.tallies[index]


class OwnCounter(Counter):
    """The same on the account's own stream."""

    name = "own_counter"
    keyed_by = "account"


class Broken(Counter):
    """Raises for every event of some accounts."""

    name = "broken"

    def learn(self, event: Event, state: Counted, signal: Signal | None) -> bool:
        if event.subject.startswith("bad"):
            raise ZeroDivisionError
        return False


class Door(Struct):
    """A cache with everything around it at hand."""

    cache: StateCache
    state: MemoryState
    metrics: RecordingMetrics
    held: Held

    def checkpoint(self, *wanted: str) -> None:
        """Sweep and write, as a stage does."""
        self.cache.sweep(set(wanted))
        self.state.write(self.cache.flush())


# fmt: off
def door(state: MemoryState | None = None, held: Held | None = None, *, kept: int = 1000, hot: int = 1000,
         ttl_s: float = 2_592_000.0, detectors: tuple[Detector[Any], ...] = (), secret: bytes = SECRET) -> Door:
    # fmt: on
    """Open a cache over a stored state."""
    state, held, metrics = state or MemoryState(), held or Held(), RecordingMetrics()
    codec = KeyStateCodec({d.name: d for d in detectors or (Counter(),)})
    vault = Vault(Seal(secret), state, metrics, "account")
    return Door(StateCache(codec, vault, HotBudget(hot), held, kept=kept, ttl_s=ttl_s), state, metrics, held)


def count(known: KeyState) -> int:
    """Count one event more of an entity; return how many there were."""
    state = known.states.setdefault("counter", Counted())
    state.seen += 1
    return int(state.seen)


def engine(*detectors: Detector[Any], **settings: Any) -> Engine:
    """Build an engine whose detectors are all live."""
    built = detectors or (Counter(),)
    return Engine(built, {d.name: "live" for d in built}, EngineSettings(**settings), RecordingMetrics())
