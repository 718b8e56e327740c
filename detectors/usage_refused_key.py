"""Probing with a valid key: somebody tries what else it opens, refused now for one reason and now for another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, cast
from zlib import crc32

from msgspec import field

from detectors.base import Signal, by_event
from detectors.nobody import is_nobody
from detectors.only import KEYED, only
from detectors.refusals import KNOWN, RefusalState
from detectors.statuses import FAULT_FROM, FORBIDDEN, PROBED, TOO_MANY, UNAUTHORISED
from detectors.steps import HOUR_S
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.usage_refused_key_words import RefusedKeyWords
from detectors.window import WindowState
from schemas.event import Event
from schemas.values import EntityType

SLOTS = 128  # products are told apart by a hash: at least so many as slots are taken, in bounded state


class ProbeState(RefusalState, array_like=True):
    """Adds the first bucket in which each product (its slot) was answered."""

    opened: dict[int, int] = field(default_factory=dict)


class UsageRefusedKey(RefusedKeyWords):
    """Requests of one key answered 401, 403, 404 or 405 by turns, in a sliding hour: those beside the commonest answer.

    Or, where they are more, the distinct products that are forbidden (403) and that the key had not been given before.
    They are weighed against the key's own past, against what is usual, and against the requests that were answered.
    A login not taken (401) for what the key was given before is none of them: it tells of the key alone.
    Fires on a key with which somebody looks for what it opens. Quiet on an expired key that is retried for days and on
    a deploy that breaks an endpoint (one answer over and over) or the login, on a program that is seldom refused among
    much that is answered, on rate limits and on faults of the server. Judged once a step of the window is over. Fails
    on a scan that is always answered 404. Cost: a window's, and a hash for each request.
    """

    name = "usage_refused_key"
    version = 2
    state_type = ProbeState
    keyed_by = "account"
    entity: ClassVar[EntityType | None] = "key"
    kinds = ("account.usage",)
    area = "api_abuse"
    steps = 12
    alone, beside = 0.3, 0.5
    ties = ("ip",)
    # Refused so, a product that was not given before tells: the key is good, and may not. An expired key is refused
    # with 401, what is gone with 404.
    barred: ClassVar[tuple[int, ...]] = (FORBIDDEN,)

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 10,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(KEYED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the key of a named customer's request of which the answer is known."""
        told = event.key and event.status is not None and not is_nobody(event)
        return (event.key,) if told and event.key else ()

    def refused(self, event: Event) -> bool | None:
        """Tell what became of the request; a rate limit and a server's own error say nothing."""
        if event.status is None or event.status >= FAULT_FROM or event.status == TOO_MANY:
            return None
        return event.status in PROBED

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, a refusal included; None for what was answered, as nearly all is."""
        return super().score(event, state, key) if event.status in PROBED else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count what was taken, and refusals by status."""
        super().note(event, tally)
        if event.status in PROBED:
            tally.add(f"answered_{event.status}")
            if event.status in self.barred and event.product:
                tally.add(f"slot_{_slot(event.product)}")
            elif event.status == UNAUTHORISED and event.product and event.key:
                tally.add(f"own_{_slot(event.product)}")

    def _note_taken(self, event: Event, state: RefusalState) -> None:
        """As in the base; note what the key was given."""
        super()._note_taken(event, state)
        if event.product:
            own: ProbeState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
            opened, slot = own.opened, _slot(event.product)
            bucket = int(event.time // self.step_s)
            if slot not in opened or bucket < opened[slot]:
                opened[slot] = bucket

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many were refused otherwise than the most, or products forbidden: a number that only grows."""
        return max(self._both(state, end, event))

    def _both(self, state: WindowState, end: int, event: Event | None) -> tuple[float, int]:
        """Return how many were refused otherwise than the most, and how many products were forbidden and new."""
        answers: dict[str, float] = {}
        for tally in self._window(state, end):
            if tally.n and tally.extra:  # something was refused
                for name, number in tally.extra.items():
                    answers[name] = answers.get(name, 0.0) + number
        if event is not None and event.status in PROBED:
            told = Tally()
            self.note(event, told)
            for name, number in (told.extra or {}).items():
                answers[name] = answers.get(name, 0.0) + number
        slots = [int(name[5:]) for name in answers if name.startswith("slot_")]
        opened, before = cast("ProbeState", state).opened, end - self.steps  # a bucket more than events may be late
        new = sum([opened.get(slot, before) >= before for slot in slots])
        # A release with a broken login is answered so, for what its key always opened: nobody looks around.
        for name, number in [(name, answers[name]) for name in answers if name.startswith("own_")]:
            if opened.get(int(name[4:]), before) < before:
                answers[f"answered_{UNAUTHORISED}"] -= number
        statuses = [number for name, number in answers.items() if name.startswith("answered_")]
        return sum(statuses) - max(statuses, default=0.0), new

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return both numbers of which the higher counts."""
        varied, new = self._both(state, end, None)
        return int(varied), new

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        refused, taken = sum(tally.n for tally in window), sum((tally.extra or {}).get("taken", 0) for tally in window)
        known = isinstance(state, RefusalState) and state.before(int(end * self.step_s // HOUR_S)) >= KNOWN
        share = self.beside if taken or known else self.alone
        return min(binomial(int(refused + taken), refused, share), gamma_poisson(count - 1, *past))


@lru_cache(maxsize=4096)
def _slot(product: str) -> int:
    return crc32(product.encode()) % SLOTS
