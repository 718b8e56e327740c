"""How it is judged from where a key is used: networks of one cloud are one place, where its owner's machines are."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import LATENESS_MAX_S
from detectors.key_news import surprise_of
from detectors.key_sharing_past import KeySharingPast, SharingState
from detectors.key_sharing_words import YOUNG_USUAL
from detectors.key_uses import by_a_new_program, is_of_one, moved, new_networks, places, roamed
from detectors.recurrence import DAY_S, WORTH_ASKING, most_surprise
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import CROWDED, WindowState
from schemas.event import Event


class KeySharingPlaces(KeySharingPast):
    """Base of `KeySharing`: weighs places in place of networks."""

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base, and no more than earlier days allow."""
        surprise = super()._weigh(state, end, count, past)
        if surprise < WORTH_ASKING:
            return surprise
        own: SharingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        age = self._age(state, end)
        if age < DAY_S + LATENESS_MAX_S:
            return self._of_first_day(own, end, count, surprise)
        if providers := moved(self._window(state, end)) or self._places(own, end, count):
            surprise = super()._weigh(state, end, providers, past)
        surprise = min(surprise, most_surprise(self._days(state), age, count))
        return max(surprise, self._of_news(own, end))

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base; that no past of the key can be known, where that is so."""
        own: SharingState = state  # type: ignore[assignment]  # `state_type`
        if (few := super().lacks(event, state)) or not own.unknown or own.made:
            return few
        if self._age(state, int(event.time // self.step_s) + self.steps) >= DAY_S + LATENESS_MAX_S:
            return ""
        return (
            "neither the key's making nor its account's sign-up is told, and its account was not seen before that day: "
            "it wants a day of the key"
        )

    def _of_news(self, state: SharingState, end: int) -> float:
        """Return the surprise of the window's networks that are new to the account, where a new program came along."""
        begins = (end - self.steps + 1) * self.step_s
        if state.program < begins:  # as nearly always
            return 0.0
        window = self._window(state, end)
        networks = new_networks(window)
        if networks < self.least or not by_a_new_program(window) or moved(window):
            return 0.0
        return surprise_of(networks, state.news, state.born, begins, self.usual)

    def _places(self, state: SharingState, end: int, count: float) -> float:
        """Return how many places a window has: a provider whose addresses change under this key anyway is one."""
        if not (owners := state.owners(end * self.step_s)):
            return count
        window = self._window(state, end)
        if count > CROWDED:
            return 1.0 if is_of_one(window, owners) else count
        return roamed(self._found(window), count, owners)

    def _of_first_day(self, state: SharingState, end: int, count: float, surprise: float) -> float:
        if state.unknown and not state.made:
            return 0.0  # it may have been on as many networks for years
        surprise = min(surprise, gamma_poisson(count, 1.0, 1.0 / YOUNG_USUAL))
        if surprise < self.hot_from:
            return surprise
        window = self._window(state, end)
        if count > CROWDED:
            return 0.0 if is_of_one(window) else surprise
        return gamma_poisson(places(self._found(window), count), 1.0, 1.0 / YOUNG_USUAL)

    def _found(self, window: Sequence[Tally]) -> set[str]:
        return set[str]().union(*[tally.members for tally in window])
