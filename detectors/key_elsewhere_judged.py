"""How a window of a key's new networks is judged: beside the key's own days, by where it came from until then."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Detector
from detectors.key_begun import begun as begun_on
from detectors.key_buckets import window
from detectors.key_families import begun as families_begun
from detectors.key_past import Past, begun, past_of
from detectors.key_whence import NEW_S, OWN_S
from detectors.key_windows import WindowsState
from detectors.recurrence import DAY_S
from detectors.usage_amount import series
from schemas.event import Event


class KeyElsewhereJudged(Detector[WindowsState]):
    """Base of `KeyElsewhere`: weighs windows."""

    state_type = WindowsState
    spread: float
    steps: int
    by_program: ClassVar[bool] = True  # whether a new kind of program tells

    def _known(self, state: WindowsState, event: Event) -> str | None:
        """Return the product whose units the event tells, if an earlier day had any: else requests tell of it."""
        name = series(event)
        product = None if name is None else state.products.get(name)
        return name if product is not None and past_of(product.days, event.time, NEW_S).days else None

    def _total(self, state: WindowsState, end: int, name: str | None) -> float:
        """Return the units of a product in a window of new networks, or the requests that no units are judged for."""
        if name is None:
            return window(state.strange, end, self.steps) - window(state.judged, end, self.steps)
        product = state.products.get(name)
        return window(product.strange, end, self.steps) if product is not None else 0.0

    def _judged(self, state: WindowsState, end: int, name: str | None, more: float = 0.0,
                new: float = 0.0) -> tuple[float, Past]:  # fmt: skip
        """Return the surprise of a window of new networks, and the past that it is compared with.

        `more`: what an event not counted yet adds; `new`: requests of products without a past among it.
        """
        time, total = end * self.step_s, self._total(state, end, name) + more
        past = past_of(state.days, time, NEW_S, state.owners)
        if name is None:
            if 2 * (window(state.fresh, end, self.steps) + new) > total:
                past = past._replace(fresh=True, begun=begun(state.products.values(), state.days, time, NEW_S))
        elif name in state.products:
            own = past_of(state.products[name].days, time, NEW_S, state.owners)
            past = past._replace(days=own.days, fullest=own.fullest)
        past = self._placed(state, end, past)
        return past.surprise(total, self.spread), past

    def _placed(self, state: WindowsState, end: int, past: Past) -> Past:
        """Return the past, with what it says of providers, countries, programs where most of a window is of new."""
        time, half = end * self.step_s, window(state.strange, end, self.steps) / 2
        own, before = state.born + OWN_S, int((time - LATENESS_MAX_S - NEW_S) // DAY_S)
        if state.foreign and window(state.foreign, end, self.steps) > half:
            past = past._replace(owners=begun_on(state.owners, own, before))
        if state.landed and window(state.landed, end, self.steps) > half:
            past = past._replace(lands=begun_on(state.lands, own, before), scattered=state.in_several(time))
        if self.by_program and state.alien and window(state.alien, end, self.steps) > half:
            past = past._replace(programs=families_begun(state.programs, own, before))
        return past
