"""What newcomers of a site used day by day, from which providers, and since when newcomers come from those."""

from __future__ import annotations

from collections.abc import Set

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.key_days import provider
from detectors.network import line_of
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.sampling import by_name, exact, sampled, thin
from detectors.slots import slot
from detectors.statuses import is_over_limit
from detectors.usage_amount import amount, measure, series
from detectors.usage_newcomers_used import Seen, put
from detectors.usage_places import is_new, see, slot_of_provider
from schemas.event import Event

WINDOW_DAYS = 8  # an account is a newcomer for a week, which lies in eight days
KEPT = 2048  # accounts a day; beyond, a sample by hash


class Daily(Seen, array_like=True):
    """What an account used on one day, by measure, and the providers that it did so from, by address.

    `stopped`: whether it was refused since it came to a limit.
    """

    used: dict[str, float] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    stopped: bool = False

    def add(self, event: Event) -> None:
        """Count an event."""
        self.saw(event)
        if is_over_limit(event):
            self.stopped = True
            return
        what = measure(series(event))
        put(self.used, what, self.used.get(what, 0.0) + exact(amount(event)))
        if event.ip:
            put(self.at, slot("address", line_of(event.ip)), provider(event))


class AlikeState(State, array_like=True):
    """`days`: newcomers by day; `levels` of their samples; `waiting` days.

    `places`: by slot of a provider, the first and the last day on which a newcomer used something there. `oldest`: the
    first day of all. `told`: who was accused on the last day that was judged, and how surprising that was.
    """

    days: dict[int, dict[str, Daily]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    oldest: int = -1
    told: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count an event of a newcomer."""
        day, name = int(event.time // DAY_S), event.subject
        self.oldest = day if self.oldest < 0 else min(day, self.oldest)
        daily, level = self.days.setdefault(day, {}), self.levels.get(day, 0)
        if not sampled(name, level):
            return
        daily.setdefault(name, Daily(event.time, event.time, event.id)).add(event)
        if len(daily) > KEPT:
            thin(self.days, self.levels, day, KEPT)

    def lives(self, day: int) -> dict[str, list[Daily]]:
        """Return the days of each newcomer in the window that ends with a day, as far as the coarsest sample."""
        return by_name(self.days, self.levels, range(day - WINDOW_DAYS + 1, day + 1))

    def is_new(self, place: str, day: int) -> bool:
        """Tell whether no newcomer came from a provider before the window, but those accused."""
        return is_new(self.places, place, day - WINDOW_DAYS + 1)

    def learn(self, day: int, accused: Set[str]) -> None:
        """Take a day that was judged into what is known of providers.

        Those of accused accounts are as if new, or a farm's second week would be told no more.
        """
        daily = self.days.get(day, {})
        for where in {slot_of_provider(place) for used in daily.values() for place in used.at.values()}:
            see(self.places, where, day)
        for where in {slot_of_provider(place) for name in accused & daily.keys() for place in daily[name].at.values()}:
            del self.places[where]

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""
        if self.days and min(self.days) <= day - WINDOW_DAYS:
            self.days = since(self.days, day - WINDOW_DAYS + 1)
            self.levels = since(self.levels, day - WINDOW_DAYS + 1)
            self.places = {place: days for place, days in self.places.items() if days[1] > day - DAYS_KEPT}
