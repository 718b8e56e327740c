"""How many places a key is used from: networks of one cloud are one, where its owner's machines come and go."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.key_sharing_past import KeySharingPast, SharingState
from detectors.key_sharing_words import YOUNG_USUAL
from detectors.key_uses import is_of_one, places, roamed
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import CROWDED, WindowState


class KeySharingPlaces(KeySharingPast):
    """Base of `KeySharing`: weighs places in place of networks."""

    def _places(self, state: SharingState, end: int, count: float) -> float:
        """Return how many places a window has: a provider whose addresses change under this key anyway is one."""
        if not (owners := state.owners(end * self.step_s)):
            return count
        window = self._window(state, end)
        if count > CROWDED:
            return 1.0 if is_of_one(window, owners) else count
        return roamed(self._found(window), count, owners)

    def _of_first_day(self, state: WindowState, end: int, count: float, surprise: float) -> float:
        surprise = min(surprise, gamma_poisson(count, 1.0, 1.0 / YOUNG_USUAL))
        if surprise < self.hot_from:
            return surprise
        window = self._window(state, end)
        if count > CROWDED:
            return 0.0 if is_of_one(window) else surprise
        return gamma_poisson(places(self._found(window), count), 1.0, 1.0 / YOUNG_USUAL)

    def _found(self, window: Sequence[Tally]) -> set[str]:
        return set[str]().union(*[tally.members for tally in window])
