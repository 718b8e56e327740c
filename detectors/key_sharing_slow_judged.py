"""Which weeks of a key are surprising: by the places that came again, by networks that hardly did, by single nights."""

from __future__ import annotations

from detectors.base import Detector
from detectors.key_days import came_again
from detectors.key_sharing_scattered import AGAIN, scattered_in
from detectors.key_sharing_slow_nights import Nights, nights_in
from detectors.key_sharing_slow_spells import Spells
from detectors.key_sharing_slow_state import WEEK, SlowState, two_weeks
from detectors.recurrence import DAY_S


class KeySharingSlowJudged(Detector[SlowState]):
    """Base of `key_sharing_slow`: makes the weeks hot that a use lies in."""

    _spells: Spells

    def _is_scattered(self, state: SlowState, end: int) -> bool:
        scattered = scattered_in(state.elsewhere, state.providers, two_weeks(state, end), end)[0]
        return max(scattered, self._nights(state, end).surprise) >= self.hot_from

    def _nights(self, state: SlowState, end: int) -> Nights:
        born, since = int(state.born // DAY_S), two_weeks(state, end)
        return nights_in(state.visits, state.owned, state.providers, born, since, end)

    def _judge(self, state: SlowState, end: int) -> bool:
        """Make the last week of the days up to `end` hot if they are surprising enough."""
        born = int(state.born // DAY_S)
        found = self._spells.weigh(state.providers, state.countries, born, end, young=state.young())
        if found.surprise < self.hot_from:
            return self._judge_scattered(state, end)
        self._heat(state, end, end - found.days + 1, (found.places, found.usual, found.surprise))
        return True

    def _judge_scattered(self, state: SlowState, end: int) -> bool:
        """Make the last week of the days up to `end` hot where hardly any network came twice."""
        since = two_weeks(state, end)
        surprise, networks, uses = scattered_in(state.elsewhere, state.providers, since, end)
        if surprise < self.hot_from:
            return self._judge_nights(state, end)
        self._heat(state, end, since, (networks, uses * AGAIN, surprise), uses)
        return True

    def _judge_nights(self, state: SlowState, end: int) -> bool:
        """Make the last week of the days up to `end` hot where each brought a network that never came again."""
        found = self._nights(state, end)
        if found.surprise < self.hot_from:
            return False
        crest = (found.networks, found.usual, found.surprise)
        self._heat(state, end, found.first, crest, 0, found.days, found.providers)
        return True

    def _heat(self, state: SlowState, end: int, since: int, crest: tuple[float, float, float], *more: int) -> None:
        """Make a week hot, with what is told of the days from `since` to `end`, and before."""
        before = sum([first < since for first, _ in state.providers.values()])
        again = came_again(state.providers, since, end), came_again(state.countries, since, end)
        detail = *again, before, since - int(state.born // DAY_S), end - since + 1, *more
        for tally in [tally for day, tally in state.tallies.items() if end - WEEK < day <= end]:
            tally.hot = True
            tally.crest(*crest, detail)
