"""The interface of every detector.

A detector sees events of one entity and keeps a state for it; it reads no clock and does no I/O. Three verbs:
`score` (pure, before learning), `learn` (merges the event), and `explain` (for a reviewer). What it wants to accuse
of it marks as *hot* in tallies by event time; runs of hot tallies become alerts (`pipeline.episodes`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar, final

from msgspec import Struct

from detectors.surprise import to_surprise
from detectors.tally import Tally
from schemas.event import Decision, Event
from schemas.values import Area, EntityType, EventType, KeyedBy, Severity

LATENESS_MAX_S = 3600.0  # no event reaches a detector later than this behind the newest it has seen


class Signal(Struct, gc=False):
    """What one detector thinks of one event, before learning from it. `score` in [0, 1): 0.5 is one in a million."""

    detector: str
    version: int
    key: str
    score: float
    warm: bool  # the entity has a past of its own; before, the population speaks for it
    surprise: float = 0.0


class Finding(Struct):
    """What a run of hot tallies says, in numbers that a reviewer can check and one sentence."""

    severity: Severity
    evidence: dict[str, float | int | str]
    reason: str
    action: str
    accounts: list[str]  # the most important first
    accounts_total: int
    entered: int = 0  # of these, how many of the first got in, or somebody did for them: what tells most
    events: list[str] = []  # ids of those to be shown, where the earliest of the run show others than are accused
    unjoined: list[str] = []  # named, but alerts on them are not joined to this one for it: others may have come

    def naming(self, accounts: list[str]) -> Finding:
        """Name these accounts instead, and no other."""
        self.accounts, self.accounts_total = accounts, len(accounts)
        return self


class State(Struct, array_like=True, gc=False):
    """What every detector's state has: tallies by bucket index. Subclasses add fields, each with a default."""

    tallies: dict[int, Tally] = {}


S = TypeVar("S", bound=State)
F = TypeVar("F", bound=Callable[..., Any])


def by_event(method: F) -> F:
    """Mark a `keys_of` or `remembers` that asks nothing but the event: it is asked once for many detectors."""
    vars(method)["by_event"] = True
    return method


def is_by_event(method: Callable[..., Any]) -> bool:
    """Tell whether a method is so marked."""
    return "by_event" in vars(method)


class Detector(ABC, Generic[S]):
    """One belief about abuse. Class attributes are its contract; constructor arguments its settings.

    `kinds` must all come from one topic unless `keyed_by` is another entity than the account. The state must be
    bounded, made of msgspec types (or bytes from `detectors.river_models`), and order-free over `LATENESS_MAX_S`.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    keyed_by: ClassVar[KeyedBy]
    entity: ClassVar[EntityType | None] = None  # what the alert names, where it is not keyed_by
    or_account: ClassVar[bool] = False  # of keys: what names none is seen, and told of, under its account
    kinds: ClassVar[tuple[EventType, ...]]
    begins: ClassVar[tuple[EventType, ...]] = ()  # where given, the others say and teach nothing without a state
    area: ClassVar[Area]
    state_type: ClassVar[type[Any]]
    step_s: float = 60.0  # what one tally spans: its index is event time divided by it
    # How far back a new event can make an old tally hot (the window's length): no quiet parts two episodes within it.
    reach_s: float = 0.0
    idle_s: ClassVar[float] = 0.0  # episodes are parted by at least this, by `reach_s`, and by the engine's idle hour
    question_s: float = 0.0  # an active entity is one question in each such period; 0: every event scored is one
    ttl_s: ClassVar[float] = 30 * 86_400.0  # an entity unseen for so long (event time) is forgotten
    ties: ClassVar[
        tuple[str, ...]
    ] = ()  # what of an event may join its alert to others: device, ip, card, domain, content
    summed: ClassVar[bool] = False  # site-wide only: shown sums of closed buckets (`detectors.rollup`), not each event
    alike: ClassVar[bool] = False  # asks which texts are alike, though not keyed by content
    by_record: ClassVar[bool] = False  # asks for `Event.standing`: is shown reports where records are, with the site's
    by_site: ClassVar[bool] = False  # asks for `Event.site`: is shown what it `remembers` in the site's room
    heeds_score: ClassVar[bool] = True  # `learn` looks at its signal; else it is only asked for where it is read
    settings: ClassVar[tuple[str, ...]] = ()  # constructor arguments that configuration may set

    def __init__(self, alert_at: float = 0.5) -> None:
        """`alert_at`: the score in [0, 1) from which on the detector accuses."""
        self.alert_at = alert_at
        self.hot_from = to_surprise(alert_at)

    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the bare ids of the entities under which this detector sees the event; () for none."""
        keys: Sequence[str] = KEYS[self.keyed_by](event)
        return keys

    def remembers(self, event: Event) -> bool:
        """Tell whether `learn` does anything with the event; a site-wide detector is sent only what it remembers."""
        return True

    def concerned(self, event: Event, signal: Signal | None) -> bool:
        """Tell whether `learn` does anything for what `score` said of the event, whatever the state.

        Asked where a score rests on the event alone, so that no state is made for entities that need none.
        """
        return True

    @final
    def fresh(self) -> S:
        """Return the state of an entity never seen: `state_type` with all its defaults."""
        state: S = self.state_type()
        return state

    @abstractmethod
    def score(self, event: Event, state: S, key: str) -> Signal | None:
        """Judge the event against the state, without changing either; None when it has nothing to say."""

    @abstractmethod
    def learn(self, event: Event, state: S, signal: Signal | None) -> bool:
        """Merge the event into the state; return True if a hot tally was made or changed."""

    @abstractmethod
    def explain(self, run: Tally, state: S, key: str) -> Finding:
        """Say what a run of hot tallies (merged into one) shows. Depends on the run alone, not on arrival order."""

    def lacks(self, event: Event, state: S) -> str:
        """Say what a state with the event in it lacks to accuse, however high the score is; "" where that is nothing.

        For whoever asks why nothing was said (`abusewatch why`): it changes nothing, and no decision rests on it.
        """
        return ""

    def unsettled(self, state: S) -> float:
        """Return the event time by which something wants to be judged with all that belongs to it; inf for nothing."""
        return float("inf")

    def settle(self, state: S, watermark: float) -> bool:
        """Judge what is over at `watermark`, now that nothing is missing: for evidence that speaks against an alert.

        Return True if a hot tally was made or changed. `learn` returns True where it leaves something to be settled, so
        that it is asked for in time.
        """
        return False

    def decided(self, decision: Decision, state: S) -> None:  # most have nothing to learn here
        """Learn from a verdict about this entity."""

    @abstractmethod
    def prune(self, state: S, watermark: float) -> None:
        """Drop what no event later than `watermark` - LATENESS_MAX_S can need; hot tallies stay until closed."""

    def config(self) -> dict[str, Any]:
        """Return the settings in force, for the alert's config hash."""
        return {"alert_at": self.alert_at, **{name: getattr(self, name) for name in self.settings}}


KEYS: dict[KeyedBy, Any] = {
    "account": lambda e: (e.subject,),
    "ip": lambda e: (e.ip,) if e.ip else (),
    "device": lambda e: (e.device,) if e.device else (),
    "card": lambda e: (e.card,) if e.card else (),
    "content": lambda e: e.fingerprints[:1],
    "domain": lambda e: e.domains,
    "merchant": lambda e: (e.merchant,) if e.merchant else (),
    "site": lambda e: ("*",),
}
